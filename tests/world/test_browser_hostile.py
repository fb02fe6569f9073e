"""A hostile server costs one bounded answer: no memory, no hang, and no stranger is asked."""

import gzip
import tracemalloc
from collections.abc import Awaitable, Callable

import anyio
import pytest
from anyio.abc import ByteStream

from launchready.core.browser import Response
from launchready.core.hops import Chain, follow
from launchready.core.unreachable import UnreachableError
from launchready.world.http_body import LIMIT
from tests.world.browsing import URL, a_browser
from tests.world.loopback import Site, a_request, http, serving
from tests.worlds import a_site

Talk = Callable[[ByteStream], Awaitable[None]]
# Bytes that one visit may hold: its body, what unpacked it, and the client's own.
MOST_MEMORY = 8 * LIMIT


async def visited(talk: Talk, timeout: float = 1.0) -> tuple[Chain, int]:
    """A visit of the front page, and the most memory it took."""
    async with serving(talk) as port:
        browser = a_browser(port, timeout)
        tracemalloc.start()
        try:
            chain = await follow(browser, a_site("acme.test"), URL)
            return chain, tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
            await browser.aclose()


async def forever(stream: ByteStream, head: bytes, part: bytes, pause: float = 0) -> None:
    await a_request(stream)
    await stream.send(head)
    while True:
        await stream.send(part)
        await anyio.sleep(pause)


async def endless_body(stream: ByteStream) -> None:
    await forever(stream, b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65536)


async def endless_chunks(stream: ByteStream) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    await forever(stream, head, b"1000\r\n" + b"x" * 4096 + b"\r\n")


async def endless_redirect(stream: ByteStream) -> None:
    await forever(stream, b"HTTP/1.1 301 Moved\r\nLocation: /x\r\n\r\n", b"x" * 65536)


async def dripping_body(stream: ByteStream) -> None:
    await forever(stream, b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n", b"x", 0.01)


async def dripping_headers(stream: ByteStream) -> None:
    await forever(stream, b"HTTP/1.1 200 OK\r\n", b"x", 0.01)


async def endless_headers(stream: ByteStream) -> None:
    await forever(stream, b"HTTP/1.1 200 OK\r\n", b"X-A: " + b"a" * 4096 + b"\r\n")


async def endless_status(stream: ByteStream) -> None:
    await forever(stream, b"HTTP/1.1 200 ", b"a" * 4096)


async def endless_informal(stream: ByteStream) -> None:
    await forever(stream, b"", b"HTTP/1.1 103 Early Hints\r\n\r\n", 0.001)


BOMB = gzip.compress(b"\0" * 200_000_000, 9)
MANY = [f"X-{n}: a" for n in range(10_000)]


@pytest.mark.parametrize(
    ("talk", "body"),
    [
        (endless_body, LIMIT),
        (endless_chunks, LIMIT),
        (Site(http("200 OK", BOMB, "Content-Encoding: gzip")), LIMIT),
        (Site(http("200 OK", gzip.compress(BOMB), "Content-Encoding: gzip")), None),
    ],
    ids=["endless body", "endless chunks", "bomb", "bomb in a bomb"],
)
async def test_a_body_without_end_is_cut(talk: Talk, body: int | None) -> None:
    chain, memory = await visited(talk, timeout=20)

    assert chain.end == "answered"
    assert len(last(chain).body) == body if body else len(last(chain).body) <= LIMIT
    assert memory < MOST_MEMORY


@pytest.mark.parametrize(
    ("talk", "kind"),
    [
        (dripping_body, "timed out"),
        (dripping_headers, "timed out"),
        (endless_informal, "timed out"),
        (endless_headers, "unreachable"),
        (endless_status, "unreachable"),
        (Site(b"\0" * 100_000), "unreachable"),
        (Site(http("200 OK", b"", "Location")), "unreachable"),
        (Site(http("200 OK", b"", "Content-Length: 99", "Content-Length: 1")), "unreachable"),
    ],
    ids=[
        "dripping body", "dripping headers", "endless hints", "endless headers", "endless status",
        "zeros", "a header without a colon", "lengths",
    ],
)  # fmt: skip
async def test_what_never_comes_to_an_end_is_unanswered(talk: Talk, kind: str) -> None:
    chain, memory = await visited(talk)

    assert chain.end == "silent"
    assert isinstance(chain.silence, UnreachableError)
    assert (chain.silence.kind, chain.hops) == (kind, ())
    assert memory < MOST_MEMORY


@pytest.mark.parametrize(
    ("location", "end"),
    [
        ("/" + "x" * 64_000, "no location"),
        ("file:///etc/passwd", "no location"),
        ("ftp://acme.test/", "no location"),
        ("gopher://127.0.0.1:6379/_x", "no location"),
        ("data:text/html,x", "no location"),
        ("http://user:pass@evil.test/", "stranger"),
        ("http://127.0.0.1/", "stranger"),
        ("http://169.254.169.254/latest/meta-data/", "stranger"),
        ("http://0x7f000001/", "stranger"),
        ("http://[::ffff:127.0.0.1]/", "stranger"),
        ("http://\u0430cme.test/", "stranger"),
        ("http://acme.test@evil.test/", "stranger"),
        ("http://evil.test\\@acme.test/", "stranger"),
        ("http://acme.test:22/", "port"),
    ],
)
async def test_a_redirect_to_where_nobody_should_go_is_not_followed(
    location: str, end: str
) -> None:
    site = Site(http("302 Found", b"", f"Location: {location}"))
    chain, _ = await visited(site)

    assert chain.end == end
    assert len(site.asked) == 1


async def test_ten_thousand_headers_are_one_answer() -> None:
    chain, memory = await visited(Site(http("200 OK", b"", *MANY)), timeout=20)

    assert len(last(chain).headers) == len(MANY) + 1
    assert memory < MOST_MEMORY


async def test_a_redirect_with_an_endless_body_is_followed_like_any_other() -> None:
    chain, memory = await visited(endless_redirect, timeout=20)

    assert chain.end == "loop"
    assert memory < MOST_MEMORY


def last(chain: Chain) -> Response:
    assert chain.last is not None
    return chain.last
