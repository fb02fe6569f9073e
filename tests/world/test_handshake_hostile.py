"""A server that means harm costs one bounded answer: never a hang, and never memory."""

from pathlib import Path

import anyio
import pytest
from anyio.abc import ByteStream

from launchready.core.unreachable import UnreachableError
from tests import pki
from tests.pki import Authority
from tests.world.loopback import serving, silent
from tests.world.shaking import HOST, a_handshaker, met_by

LAB = Authority.at(pki.now())


async def _drips(stream: ByteStream) -> None:
    """A record that is always about to be whole, a byte at a time."""
    await stream.receive()
    await stream.send(b"\x16\x03\x03\x3f\xff\x02")
    while True:
        await stream.send(b"\x00")
        await anyio.sleep(0.02)


async def _never_ends(stream: ByteStream) -> None:
    """One handshake message that is announced as the largest there can be, and sent."""
    await stream.receive()
    await stream.send(b"\x16\x03\x03\x40\x00" + b"\x02\xff\xff\xff" + bytes(16380))
    while True:
        await stream.send(b"\x16\x03\x03\x40\x00" + bytes(16384))


async def _repeats(stream: ByteStream) -> None:
    """Empty records without end, each a valid one."""
    await stream.receive()
    while True:
        await stream.send(b"\x16\x03\x03\x00\x00" * 1000)


@pytest.mark.parametrize("talk", [_drips, _never_ends, _repeats])
async def test_a_handshake_without_end_leaves_the_question_open(talk: object) -> None:
    async with serving(talk) as port:  # type: ignore[arg-type]
        with pytest.raises(UnreachableError) as caught:
            await met_by(a_handshaker(port, timeout=0.6))

    assert caught.value.kind in ("timed out", "refused")


async def test_a_chain_of_a_thousand_certificates_is_refused_or_seen_and_never_hangs(
    tmp_path: Path,
) -> None:
    chain = (LAB.leaf(HOST), *([LAB.intermediate] * 1000))
    async with serving(silent, pki.server_context(tmp_path, *chain)) as port:
        try:
            seen = len((await met_by(a_handshaker(port, timeout=3))).chain)
        except UnreachableError as error:
            seen = 0 if error.kind == "refused" else -1

    # OpenSSL's releases differ in how many they take.
    assert 0 <= seen <= 1001


async def test_a_certificate_of_two_thousand_names_is_seen(tmp_path: Path) -> None:
    names = [f"host{number}.acme.test" for number in range(2000)]
    root = str(pki.pem_file(tmp_path, "root", LAB.root))
    chain = (LAB.leaf(HOST, *names), LAB.intermediate)
    async with serving(silent, pki.server_context(tmp_path, *chain)) as port:
        met = await met_by(a_handshaker(port, ca_file=root))

    assert met.problem is None
