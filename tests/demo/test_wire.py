"""One connection of the demo's portal: right answers, right lengths, and limits that hold."""

from dataclasses import dataclass, field

import anyio
import pytest
from anyio.abc import ByteStream
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.demo import wire
from launchready.demo.wire import Reply, Request, converse


@dataclass
class Recorded(ByteStream):
    """A visitor that says what it was told to, in pieces, and keeps what it hears."""

    says: list[bytes]
    hears: bytes = b""
    asked: list[Request] = field(default_factory=list)

    async def receive(self, max_bytes: int = 65536) -> bytes:
        if not self.says:
            raise anyio.EndOfStream
        piece = self.says.pop(0)
        if len(piece) > max_bytes:
            self.says.insert(0, piece[max_bytes:])
        return piece[:max_bytes]

    async def send(self, item: bytes) -> None:
        self.hears += item

    async def send_eof(self) -> None:
        """Nothing follows."""

    async def aclose(self) -> None:
        """Nothing is open."""

    def answer(self, request: Request) -> Reply:
        self.asked.append(request)
        return Reply(body=f"{request.method} {request.host}{request.target}")


async def talk(*says: bytes) -> Recorded:
    visitor = Recorded([one for one in says if one])
    await converse(visitor, visitor.answer)
    return visitor


async def test_a_connection_answers_one_request_after_another() -> None:
    asked = b"GET /%d?q HTTP/1.1\r\nHost: Portal.Test:443\r\n\r\n"

    visitor = await talk(asked % 1, asked % 2)

    assert [one.target for one in visitor.asked] == ["/1?q", "/2?q"]
    assert visitor.hears.count(b"Connection: keep-alive") == 2
    assert b"\r\n\r\nGET portal.test/1?q" in visitor.hears


async def test_a_request_in_single_bytes_with_a_body_is_one_request() -> None:
    asked = b"POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcde"

    visitor = await talk(*(asked[i : i + 1] for i in range(len(asked))))

    assert [one.body for one in visitor.asked] == [b"abcde"]


@pytest.mark.parametrize("how", [b"HTTP/1.0\r\n", b"HTTP/1.1\r\nConnection: close\r\n"])
async def test_who_wants_to_close_is_closed(how: bytes) -> None:
    asked = b"GET / " + how + b"Host: a\r\n\r\n"

    visitor = await talk(asked, asked)

    assert len(visitor.asked) == 1
    assert b"Connection: close" in visitor.hears


async def test_a_connection_ends_after_its_share_of_requests() -> None:
    visitor = await talk(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n" * (wire.MOST_REQUESTS + 5))

    assert len(visitor.asked) == wire.MOST_REQUESTS
    assert visitor.hears.count(b"Connection: close") == 1


async def test_a_head_gets_the_length_and_no_body() -> None:
    visitor = await talk(b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")

    assert b"Content-Length: 7\r\n" in visitor.hears
    assert visitor.hears.endswith(b"\r\n\r\n")


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400),
        (b"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n", 413),
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", 501),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * wire.LARGEST_HEAD + b"\r\n\r\n", 431),
    ],
)
async def test_what_cannot_be_read_is_refused_and_closed(asked: bytes, status: int) -> None:
    visitor = await talk(asked, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")

    assert visitor.hears.startswith(b"HTTP/1.1 %d " % status)
    assert visitor.hears.count(b"HTTP/1.1 ") == 1
    assert visitor.asked == []


@settings(max_examples=80, deadline=None)
@given(st.lists(st.binary(max_size=60) | st.sampled_from([b"\r\n\r\n", b"GET / HTTP/1.1\r\n"])))
def test_no_bytes_crash_a_connection(says: list[bytes]) -> None:
    visitor = anyio.run(talk, *says)

    assert visitor.hears == b"" or visitor.hears.startswith(b"HTTP/1.1 ")
