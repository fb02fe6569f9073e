"""A body comes unpacked, whole or cut at its limit, and says which."""

import gzip
import zlib

import anyio
import pytest
from anyio.abc import ByteStream

from launchready.world.http_body import LIMIT
from tests.world.browsing import URL, a_browser, fetched, unreachable
from tests.world.loopback import Site, a_request, http, serving


async def test_a_body_that_breaks_off_leaves_the_question_open() -> None:
    silence = await unreachable(Site(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"))

    assert silence.kind == "unreachable"


async def test_a_big_body_is_cut_and_says_so() -> None:
    whole = await fetched(Site(http("200 OK", b"x" * LIMIT)))
    cut = await fetched(Site(http("200 OK", b"x" * (LIMIT + 1))))

    assert (len(whole.body), whole.truncated) == (LIMIT, False)
    assert (len(cut.body), cut.truncated) == (LIMIT, True)


async def test_an_endless_body_ends_at_the_limit() -> None:
    async def endless(stream: ByteStream) -> None:
        await a_request(stream)
        await stream.send(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            await stream.send(b"x" * 65536)

    async with serving(endless) as port:
        browser = a_browser(port)
        page = await browser.fetch(URL)
        await browser.aclose()

    assert (len(page.body), page.truncated) == (LIMIT, True)


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(b"hello", mtime=0)),
        ("GZIP", gzip.compress(b"hello", mtime=0)),
        ("gzip", gzip.compress(b"hel", mtime=0) + gzip.compress(b"lo", mtime=0) + b"\0" * 8),
        ("deflate", zlib.compress(b"hello")),
        ("deflate", zlib.compress(b"hello", wbits=-15)),
        ("identity", b"hello"),
    ],
)
async def test_a_packed_body_is_unpacked(coding: str, packed: bytes) -> None:
    page = await fetched(Site(http("200 OK", packed, f"Content-Encoding: {coding}")))

    assert (page.text, page.truncated) == ("hello", False)


async def test_the_bytes_that_came_are_counted_packed() -> None:
    packed = gzip.compress(b"hello" * 1000, mtime=0)
    page = await fetched(Site(http("200 OK", packed, "Content-Encoding: gzip")))

    assert (len(page.body), page.wire) == (5000, len(packed))


async def test_a_gzip_bomb_goes_off_within_the_limit() -> None:
    bomb = gzip.compress(b"\0" * 200_000_000, 9)

    page = await fetched(Site(http("200 OK", bomb, "Content-Encoding: gzip")))

    assert (len(page.body), page.truncated) == (LIMIT, True)


async def test_a_packed_body_that_breaks_off_is_truncated() -> None:
    half = gzip.compress(b"hello" * 100)[:-9]

    page = await fetched(Site(http("200 OK", half, "Content-Encoding: gzip")))

    assert page.truncated


async def test_a_redirect_that_claims_a_packed_body_and_has_none_is_whole() -> None:
    page = await fetched(Site(http("302 Found", b"", "Content-Encoding: gzip")))

    assert (page.status, page.body, page.truncated) == (302, b"", False)


async def test_a_body_that_is_not_packed_as_it_says_leaves_the_question_open() -> None:
    silence = await unreachable(Site(http("200 OK", b"hello", "Content-Encoding: gzip")))

    assert "not packed as it says" in silence.reason


async def test_a_packing_nobody_asked_for_leaves_the_question_open() -> None:
    silence = await unreachable(Site(http("200 OK", b"hello", "Content-Encoding: br")))

    assert silence.reason == "acme.test:80 packed its answer as br, which was not asked for"


async def test_a_packing_the_check_asked_for_comes_as_it_was_sent() -> None:
    site = Site(http("200 OK", b"\x0b\x02", "Content-Encoding: br"))

    page = await fetched(site, headers=(("Accept-Encoding", "br"),))

    assert page.body == b"\x0b\x02"


async def test_a_redirect_is_an_answer_though_its_body_never_ends() -> None:
    async def endless(stream: ByteStream) -> None:
        await a_request(stream)
        await stream.send(b"HTTP/1.1 301 Any\r\nLocation: /x\r\nContent-Length: 9\r\n\r\nhalf")
        await anyio.sleep_forever()

    async with serving(endless) as port:
        browser = a_browser(port)
        with anyio.fail_after(30):
            page = await browser.fetch(URL)
        await browser.aclose()

    assert (page.status, page.header("location"), page.truncated) == (301, "/x", True)
