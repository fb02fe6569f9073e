"""The handshaker shows each chain as it was sent, with a visitor's verdict on it."""

from contextlib import AsyncExitStack
from pathlib import Path
from ssl import SSLContext

import anyio
import pytest
from anyio.abc import ByteStream

from launchready.core.handshake import Handshake
from tests import pki
from tests.pki import Authority, Issued
from tests.world.loopback import serving, silent
from tests.world.shaking import HOST, a_handshaker, met_by


@pytest.fixture(scope="module")
def lab() -> Authority:
    return Authority.at(pki.now())


@pytest.fixture
def root_file(lab: Authority, tmp_path: Path) -> str:
    return str(pki.pem_file(tmp_path, "root", lab.root))


async def _shown(
    tmp_path: Path, root_file: str, *chain: Issued, extra: tuple[Issued, ...] = ()
) -> Handshake:
    async with serving(silent, pki.server_context(tmp_path, *chain)) as port:
        return await met_by(a_handshaker(port, ca_file=root_file), *extra)


async def test_a_sound_chain_is_seen_whole_and_has_no_problem(
    lab: Authority, tmp_path: Path, root_file: str
) -> None:
    chain = (lab.leaf(HOST), lab.intermediate)

    met = await _shown(tmp_path, root_file, *chain)

    assert met == Handshake(
        chain=pki.der(*chain), protocol="TLSv1.3", trusted=pki.der(*chain, lab.root)
    )


async def test_the_system_s_roots_alone_do_not_trust_a_lab(lab: Authority, tmp_path: Path) -> None:
    async with serving(
        silent, pki.server_context(tmp_path, lab.leaf(HOST), lab.intermediate)
    ) as port:
        met = await met_by(a_handshaker(port))

    assert met.problem == (20, "unable to get local issuer certificate")


def _problems(lab: Authority) -> dict[str, tuple[tuple[Issued, ...], int]]:
    """What each faulty chain is called, with the code OpenSSL gives it."""
    stranger = Authority.at(lab.now)
    return {
        "expired": ((lab.leaf(HOST, days=-1), lab.intermediate), 10),
        "not yet valid": ((lab.leaf(HOST, days=60, lifetime=59), lab.intermediate), 9),
        "another host": ((lab.leaf("other.acme.test"), lab.intermediate), 62),
        "no SAN": ((lab.leaf(common=HOST), lab.intermediate), 62),
        "wildcard too high": ((lab.leaf("*.test"), lab.intermediate), 62),
        "no intermediate": ((lab.leaf(HOST),), 20),
        "a stranger's": ((stranger.leaf(HOST), stranger.intermediate), 20),
        "a stranger's, root sent": (
            (stranger.leaf(HOST), stranger.intermediate, stranger.root),
            19,
        ),
        "self-signed": ((lab.self_signed(HOST),), 18),
        "expired intermediate": ((lab.leaf(HOST), lab.expired_intermediate()), 10),
        "for clients": ((lab.leaf(HOST, purpose=pki.CLIENT), lab.intermediate), 26),
    }


@pytest.mark.parametrize("name", _problems(Authority.at(pki.now())))
async def test_a_faulty_chain_is_shown_with_openssl_s_word_for_it(
    name: str, lab: Authority, tmp_path: Path, root_file: str
) -> None:
    chain, code = _problems(lab)[name]

    met = await _shown(tmp_path, root_file, *chain)

    assert met.chain == pki.der(*chain)
    assert met.problem is not None
    assert met.problem[0] == code


async def test_a_chain_is_not_refused_for_what_only_one_python_minds(
    lab: Authority, tmp_path: Path, root_file: str
) -> None:
    no_key_id = pki.issue(
        HOST,
        names=(HOST,),
        by=lab.intermediate,
        starts=lab.now,
        ends=lab.leaf(HOST).certificate.not_valid_after_utc,
        without_key_ids=True,
    )

    met = await _shown(tmp_path, root_file, no_key_id, lab.intermediate)

    assert met.problem is None


async def test_a_lent_intermediate_completes_a_chain(
    lab: Authority, tmp_path: Path, root_file: str
) -> None:
    met = await _shown(tmp_path, root_file, lab.leaf(HOST), extra=(lab.intermediate,))

    assert met.problem is None


async def test_a_lent_root_is_not_trusted(lab: Authority, tmp_path: Path, root_file: str) -> None:
    stranger = Authority.at(lab.now)
    chain = (stranger.leaf(HOST), stranger.intermediate)

    met = await _shown(tmp_path, root_file, *chain, extra=(stranger.root, stranger.intermediate))

    assert met.problem is not None


async def test_lent_bytes_that_are_no_certificate_do_no_harm(
    lab: Authority, tmp_path: Path, root_file: str
) -> None:
    async with serving(
        silent, pki.server_context(tmp_path, lab.leaf(HOST), lab.intermediate)
    ) as port:
        handshaker = a_handshaker(port, ca_file=root_file)
        (endpoint,) = await handshaker.endpoints(HOST, 443)
        met = await handshaker.shake(endpoint, extra=(b"rubbish",))

    assert met.problem is None


async def test_every_address_is_asked_for_the_host_s_own_name(
    lab: Authority, tmp_path: Path, root_file: str
) -> None:
    names: list[str | None] = []
    context = pki.server_context(tmp_path, lab.leaf(HOST), lab.intermediate)

    def heard(_socket: object, name: str | None, _context: SSLContext) -> None:
        names.append(name)

    context.sni_callback = heard
    async with AsyncExitStack() as stack:
        port = await stack.enter_async_context(serving(silent, context))
        await met_by(a_handshaker(port, ca_file=root_file))

    assert set(names) == {HOST}


async def test_the_server_sees_whole_handshakes_that_end_in_order(
    lab: Authority, tmp_path: Path, root_file: str
) -> None:
    ended: list[type[Exception]] = []
    both = anyio.Event()

    async def listens(stream: ByteStream) -> None:
        try:
            await stream.receive()
        except (anyio.EndOfStream, anyio.BrokenResourceError) as error:
            ended.append(type(error))
        if len(ended) == 2:
            both.set()

    context = pki.server_context(tmp_path, lab.leaf(HOST), lab.intermediate)
    async with serving(listens, context) as port:
        await met_by(a_handshaker(port, ca_file=root_file))
        with anyio.fail_after(10):
            await both.wait()

    assert ended == [anyio.EndOfStream, anyio.EndOfStream]
