"""A mail server is asked for TLS in its own words, and what it does instead is told."""

import anyio
import pytest
from anyio.abc import ByteStream

from launchready.core.unreachable import UnreachableError
from launchready.world.handshake import LiveHandshaker
from tests.world.loopback import a_network, serving
from tests.world.shaking import HOST
from tests.worlds import DictResolver


def _says(*replies: bytes) -> object:
    async def talk(stream: ByteStream) -> None:
        for one in replies:
            await stream.send(one)
            await stream.receive()

    return talk


async def _met(talk: object, timeout: float = 2.0) -> tuple[str | None, str]:
    async with serving(talk) as port:  # type: ignore[arg-type]
        network = a_network(timeout, addresses={f"{HOST}:25": [f"127.0.0.1:{port}"]})
        handshaker = LiveHandshaker(network, DictResolver())
        (endpoint,) = await handshaker.endpoints(HOST, 25)
        met = await handshaker.shake(endpoint)
    return met.not_serving, met.detail


async def test_a_server_that_offers_no_starttls_serves_none() -> None:
    met = await _met(_says(b"220 mail\r\n", b"250-mail\r\n250 SIZE 1000\r\n"))

    assert met == ("plain text", "it speaks mail and offers no STARTTLS")


async def test_a_server_that_hangs_up_first_is_closed() -> None:
    met = await _met(_says(b"220 mail\r\n"))

    assert met == ("closed", "it closed the connection before STARTTLS")


async def test_a_server_that_talks_without_end_is_cut_off() -> None:
    async def talks(stream: ByteStream) -> None:
        while True:
            await stream.send(b"220-and so on\r\n" * 100)

    assert (await _met(talks))[0] == "plain text"


@pytest.mark.parametrize(
    "replies",
    [(b"554 no\r\n",), (b"220 a\r\n", b"250 STARTTLS\r\n", b"454 later\r\n"), (b"?\r\n",)],
)
async def test_a_server_that_will_not_speak_with_us_leaves_the_question_open(
    replies: tuple[bytes, ...],
) -> None:
    with pytest.raises(UnreachableError) as caught:
        await _met(_says(*replies))

    assert caught.value.kind == "refused"
    assert caught.value.advice


async def test_a_server_that_never_greets_leaves_the_question_open() -> None:
    async def waits(stream: ByteStream) -> None:
        await anyio.sleep_forever()

    with pytest.raises(UnreachableError) as caught:
        await _met(waits, timeout=0.4)

    assert caught.value.kind == "timed out"
