"""Room and world together: each fault of a real server, over a real handshake, gets its name."""

from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from launchready.core.context import Context
from launchready.core.finding import Finding
from launchready.core.unreachable import UnreachableError
from launchready.world.handshake import LiveHandshaker
from tests import pki
from tests.pki import Authority, Issued
from tests.tls.chains import CHECK, HOST, a_promise, ids
from tests.world.loopback import Site, a_network, closes, http, serving, silent
from tests.worlds import DictResolver, a_world

LAB = Authority.at(pki.now())
STRANGER = Authority.at(pki.now())


class Street:
    """Servers at addresses of one host, and a CA's own site where AIA points."""

    def __init__(self, folder: Path, stack: AsyncExitStack, *, timeout: float = 5.0) -> None:
        self.folder, self.stack, self.timeout = folder, stack, timeout
        self.places: list[str] = []

    async def shows(self, *chain: Issued) -> None:
        context = pki.server_context(self.folder, *chain)
        port = await self.stack.enter_async_context(serving(silent, context))
        self.places.append(f"127.0.0.1:{port}")

    async def does(self, talk: object) -> None:
        port = await self.stack.enter_async_context(serving(talk))  # type: ignore[arg-type]
        self.places.append(f"127.0.0.1:{port}")

    async def judged(self, library: bytes | None = None) -> list[Finding]:
        answer = http("404 Not Found") if library is None else http(body=library)
        port = await self.stack.enter_async_context(serving(Site(answer)))
        addresses = {f"{HOST}:443": self.places, "ca.test:80": [f"127.0.0.1:{port}"]}
        root = str(pki.pem_file(self.folder, "root", LAB.root))
        network = a_network(self.timeout, root, addresses=addresses)
        return list(await CHECK.ask(a_promise(), _today(LiveHandshaker(network, DictResolver()))))


def _today(handshaker: LiveHandshaker) -> Context:
    return a_world(tls=handshaker, now=datetime.now(UTC))  # type: ignore[arg-type]


CASES: dict[str, tuple[tuple[Issued, ...], bytes | None, list[str]]] = {
    "sound": ((LAB.leaf(HOST), LAB.intermediate), None, []),
    "sound, root sent": ((LAB.leaf(HOST), LAB.intermediate, LAB.root), None, []),
    "sound, a wildcard": ((LAB.leaf("*.acme.test"), LAB.intermediate), None, []),
    "sound, six days": ((LAB.leaf(HOST, days=5, lifetime=6.6), LAB.intermediate), None, []),
    "expired": ((LAB.leaf(HOST, days=-1), LAB.intermediate), None, ["tls/expired"]),
    "not yet valid": (
        (LAB.leaf(HOST, days=60, lifetime=59), LAB.intermediate),
        None,
        ["tls/not-yet-valid"],
    ),
    "ends tomorrow": ((LAB.leaf(HOST, days=1), LAB.intermediate), None, ["tls/expires-now"]),
    "ends next week": ((LAB.leaf(HOST, days=7), LAB.intermediate), None, ["tls/expires-soon"]),
    "another host": ((LAB.leaf("acme.test"), LAB.intermediate), None, ["tls/host-mismatch"]),
    "no SAN": ((LAB.leaf(common=HOST), LAB.intermediate), None, ["tls/no-san"]),
    "self-signed": ((LAB.self_signed(HOST),), None, ["tls/self-signed"]),
    "no intermediate": ((LAB.leaf(HOST),), LAB.intermediate.der, ["tls/missing-intermediate"]),
    "no intermediate, expired": (
        (LAB.leaf(HOST, days=-1),),
        LAB.intermediate.pem,
        ["tls/expired", "tls/missing-intermediate"],
    ),
    "no intermediate to be had": ((LAB.leaf(HOST),), None, ["tls/untrusted-issuer"]),
    "a stranger's": (
        (STRANGER.leaf(HOST), STRANGER.intermediate),
        None,
        ["tls/untrusted-issuer"],
    ),
    "a stranger's alone": (
        (STRANGER.leaf(HOST),),
        STRANGER.intermediate.der,
        ["tls/untrusted-issuer"],
    ),
    "a stranger's, root offered": (
        (STRANGER.leaf(HOST, by=STRANGER.root),),
        STRANGER.root.der,
        ["tls/untrusted-issuer"],
    ),
    "a stranger's, root sent": (
        (STRANGER.leaf(HOST), STRANGER.intermediate, STRANGER.root),
        None,
        ["tls/untrusted-issuer"],
    ),
    "ended intermediate": (
        (LAB.leaf(HOST), LAB.expired_intermediate()),
        None,
        ["tls/expired-intermediate"],
    ),
    "for clients": (
        (LAB.leaf(HOST, purpose=pki.CLIENT), LAB.intermediate),
        None,
        ["tls/wrong-purpose"],
    ),
    "weak key": (
        (LAB.leaf(HOST, key=pki.weak_key()), LAB.intermediate),
        None,
        ["tls/weak-key"],
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_a_fault_gets_its_name(name: str, tmp_path: Path) -> None:
    chain, library, expected = CASES[name]
    async with AsyncExitStack() as stack:
        street = Street(tmp_path, stack)
        await street.shows(*chain)
        found = await street.judged(library)

    assert ids(found) == expected


async def test_each_address_of_one_name_is_seen(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        street = Street(tmp_path, stack)
        await street.shows(LAB.leaf(HOST), LAB.intermediate)
        await street.shows(LAB.leaf("other.test", days=-1), LAB.intermediate)
        await street.does(closes)
        found = await street.judged()

    assert ids(found) == [
        "tls/expired",
        "tls/host-mismatch",
        "tls/not-serving",
        "tls/addresses-disagree",
    ]
    assert len(found[-1].evidence) == 3


async def test_an_address_that_hangs_does_not_hide_the_other_s_fault(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        street = Street(tmp_path, stack, timeout=0.5)
        await street.does(silent)
        await street.shows(LAB.leaf(HOST, days=-1), LAB.intermediate)
        with pytest.raises(UnreachableError) as caught:
            await street.judged()

    assert caught.value.kind == "timed out"
    assert ids(list(caught.value.found)) == ["tls/expired"]
