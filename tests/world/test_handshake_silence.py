"""A server that shows no certificate is told by what it does, and silence is no fault."""

from pathlib import Path

import anyio
import pytest
from anyio.abc import ByteStream

from launchready.core.unreachable import UnreachableError
from tests import pki
from tests.pki import Authority
from tests.world.loopback import closes, http, serving, silent
from tests.world.shaking import HOST, a_handshaker, met_by


@pytest.fixture(scope="module")
def lab() -> Authority:
    return Authority.at(pki.now())


@pytest.fixture
def root_file(lab: Authority, tmp_path: Path) -> str:
    return str(pki.pem_file(tmp_path, "root", lab.root))


async def _answers_http(stream: ByteStream) -> None:
    await stream.receive()
    await stream.send(http("400 Bad Request"))


async def _greets(stream: ByteStream) -> None:
    await stream.send(b"220 mail.acme.test ESMTP\r\n")
    await anyio.sleep_forever()


def _alert(code: int) -> bytes:
    return bytes([0x15, 3, 3, 0, 2, 2, code])


def _alerts(code: int) -> object:
    async def talk(stream: ByteStream) -> None:
        await stream.receive()
        await stream.send(_alert(code))

    return talk


@pytest.mark.parametrize(
    ("talk", "kind", "detail"),
    [
        (_answers_http, "plain text", "it answers in plain HTTP text, without TLS"),
        (_greets, "plain text", "it answers in plain text, without TLS"),
        (closes, "closed", "it closed the connection in the middle of the handshake"),
        (_alerts(112), "no certificate for the name", "alert 112, unrecognized name"),
        (_alerts(40), "alert", "alert 40, handshake failure"),
        (_alerts(99), "alert", "alert 99"),
    ],
)
async def test_a_server_without_a_certificate_is_told_by_what_it_does(
    talk: object, kind: str, detail: str
) -> None:
    async with serving(talk) as port:  # type: ignore[arg-type]
        met = await met_by(a_handshaker(port))

    assert (met.not_serving, met.detail) == (kind, detail)
    assert met.chain == ()


async def test_a_handshake_cut_off_once_is_tried_again(
    lab: Authority, tmp_path: Path, root_file: str
) -> None:
    context = pki.server_context(tmp_path, lab.leaf(HOST), lab.intermediate)
    async with serving(silent, context) as behind:
        seen: list[int] = []

        async def moody(stream: ByteStream) -> None:
            seen.append(1)
            if len(seen) > 1:
                await _pass_on(stream, behind)

        async with serving(moody) as port:
            met = await met_by(a_handshaker(port, ca_file=root_file))

    assert met.problem is None
    assert met.not_serving is None


async def _pass_on(stream: ByteStream, port: int) -> None:
    async with await anyio.connect_tcp("127.0.0.1", port) as there, anyio.create_task_group() as on:

        async def one_way(source: ByteStream, sink: ByteStream) -> None:
            async for said in source:
                await sink.send(said)
            on.cancel_scope.cancel()

        on.start_soon(one_way, stream, there)
        on.start_soon(one_way, there, stream)


async def test_a_server_that_only_speaks_an_old_version_says_so(
    lab: Authority, tmp_path: Path
) -> None:
    async with serving(_alerts(70)) as port:  # type: ignore[arg-type]
        met = await met_by(a_handshaker(port))

    assert met.detail == "alert 70, protocol version: it speaks no TLS 1.2 or newer"


async def test_a_port_where_nothing_listens_is_refused() -> None:
    async with serving(silent) as port:
        pass

    met = await met_by(a_handshaker(port))

    assert (met.not_serving, met.detail) == ("refused", "nothing listens there")


async def test_a_server_that_never_answers_leaves_the_question_open() -> None:
    async with serving(silent) as port:
        with pytest.raises(UnreachableError) as caught:
            await met_by(a_handshaker(port, timeout=0.5))

    assert caught.value.kind == "timed out"
    assert caught.value.reason == f"127.0.0.1:{port} did not answer in 0.5 s"


async def test_records_that_make_no_sense_leave_the_question_open() -> None:
    async def babbles(stream: ByteStream) -> None:
        await stream.receive()
        await stream.send(b"\x16\x03\x03\x00\x04junk")
        await anyio.sleep_forever()

    async with serving(babbles) as port:
        with pytest.raises(UnreachableError) as caught:
            await met_by(a_handshaker(port))

    assert caught.value.kind == "refused"
    assert "we found no common ground for TLS" in caught.value.reason


async def test_a_server_that_will_not_shake_hands_twice_leaves_the_question_open(
    lab: Authority, tmp_path: Path
) -> None:
    context = pki.server_context(tmp_path, lab.leaf(HOST), lab.intermediate)
    async with serving(silent, context) as behind:
        seen: list[int] = []

        async def once(stream: ByteStream) -> None:
            seen.append(1)
            if len(seen) == 1:
                await _pass_on(stream, behind)

        async with serving(once) as port:
            with pytest.raises(UnreachableError, match="shook hands once and then would not"):
                await met_by(a_handshaker(port))
