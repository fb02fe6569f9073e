"""The browser brings one answer a request, whole or cut at its limit, and says why it has none."""

import anyio
import pytest
from anyio.abc import ByteStream
from hypothesis import given
from hypothesis import strategies as st

from launchready import __version__
from launchready.core.unreachable import UnreachableError
from launchready.world.browser import LiveBrowser
from launchready.world.http_request import request
from tests.world.browsing import HOST, URL, a_browser, fetched, unreachable
from tests.world.loopback import Site, a_network, a_request, http, serving, silent
from tests.worlds import DictResolver


async def test_a_page_comes_with_its_status_headers_and_body() -> None:
    site = Site(http("200 OK", b"hello", "Content-Type: text/html; charset=utf-8"))

    page = await fetched(site, f"{URL}a%2Fb?q=1")

    assert (page.url, page.status, page.text) == (f"{URL}a%2Fb?q=1", 200, "hello")
    assert page.headers == (("content-length", "5"), ("content-type", "text/html; charset=utf-8"))
    assert (page.truncated, page.untrusted) == (False, None)
    assert page.seconds > 0


async def test_the_request_says_who_asks_and_for_which_host() -> None:
    site = Site(http())

    await fetched(site, f"{URL}a%2Fb?q=1")

    head = site.asked[0].decode().split("\r\n")
    assert head[0] == "GET /a%2Fb?q=1 HTTP/1.1"
    assert head[1] == f"Host: {HOST}"
    assert f"User-Agent: launchready/{__version__} (+https://github.com/org/launchready)" in head


async def test_a_header_the_check_gives_takes_the_place_of_the_usual_one() -> None:
    site = Site(http())

    await fetched(site, headers=(("accept", "application/json"), ("X-Two", "a"), ("X-Two", "b")))

    head = site.asked[0].decode().split("\r\n")
    assert [one for one in head if one.lower().startswith("accept:")] == [
        "accept: application/json"
    ]
    assert [one for one in head if one.startswith("X-Two")] == ["X-Two: a", "X-Two: b"]


async def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    site = Site(http("301 Moved Permanently", b"", "Location: https://www.acme.test/"))

    page = await fetched(site)

    assert (page.status, page.header("location")) == (301, "https://www.acme.test/")
    assert len(site.asked) == 1


async def test_headers_keep_their_order_and_repeats() -> None:
    site = Site(http("200 OK", b"", "Set-Cookie: a=1", "X-Frame: no", "set-cookie: b=2"))

    page = await fetched(site)

    assert page.headers[1:] == (("set-cookie", "a=1"), ("x-frame", "no"), ("set-cookie", "b=2"))


async def test_no_cookie_is_kept_from_one_request_to_the_next() -> None:
    site = Site(http("200 OK", b"", "Set-Cookie: a=1"))
    async with serving(site) as port:
        browser = a_browser(port)
        await browser.fetch(URL)
        await browser.fetch(f"{URL}next")
        await browser.aclose()

    assert b"cookie" not in site.asked[1].lower()


async def test_bytes_that_are_no_utf_8_stand_in_headers_one_by_one() -> None:
    raw = b"HTTP/1.1 200 OK\r\nX-Latin: caf\xe9\r\nX-Utf: caf\xc3\xa9\r\nX-Esc: \x1b[31m\r\n"
    page = await fetched(Site(raw + b"Content-Length: 0\r\n\r\n"))

    assert page.headers[:3] == (("x-latin", "café"), ("x-utf", "café"), ("x-esc", "\x1b[31m"))


@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/1.1 200 OK\r\nX-Nul: a\x00b\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nNo colon\r\n\r\n",
        b"HTTP/1.1 999999 No\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 40_000,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
    ],
)
async def test_what_is_no_http_leaves_the_question_open(raw: bytes) -> None:
    silence = await unreachable(Site(raw))

    assert silence.kind == "unreachable"
    assert silence.reason.startswith("acme.test:80 and we did not understand each other")


async def test_a_server_that_never_answers_times_out() -> None:
    silence = await unreachable(silent, 0.5, f"{URL}reset?token=hidden")

    assert silence.kind == "timed out"
    assert silence.reason == "acme.test:80 did not answer in 0.5 s"


async def test_a_body_that_trickles_times_out_as_a_whole() -> None:
    async def trickles(stream: ByteStream) -> None:
        await a_request(stream)
        await stream.send(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            await stream.send(b"x")
            await anyio.sleep(0.05)

    assert (await unreachable(trickles, 0.5)).kind == "timed out"


async def test_a_port_where_nothing_listens_is_refused() -> None:
    async with serving(silent) as port:
        pass

    with pytest.raises(UnreachableError) as caught:
        await a_browser(port).fetch(URL)

    assert caught.value.kind == "refused"
    assert caught.value.reason == "acme.test:80 refused the connection"


async def test_a_server_that_hangs_up_isunreachable() -> None:
    async def hangs_up(stream: ByteStream) -> None:
        await a_request(stream)

    assert (await unreachable(hangs_up)).kind == "unreachable"


async def test_a_write_is_sent_once_with_its_body() -> None:
    site = Site(http("201 Created"))
    async with serving(site) as port:
        browser = a_browser(port)
        for _ in range(2):
            page = await browser.fetch(URL, method="post", body=b'{"a": 1}')
        await browser.aclose()

    assert page.status == 201
    assert len(site.asked) == 2
    assert site.asked[0].startswith(b"POST / HTTP/1.1")
    assert site.asked[0].endswith(b'\r\n\r\n{"a": 1}')


async def test_an_empty_write_says_it_is_empty() -> None:
    site = Site(http("204 No Content"))
    async with serving(site) as port:
        browser = a_browser(port)
        await browser.fetch(URL, method="POST")
        await browser.aclose()

    assert b"content-length: 0" in site.asked[0].lower()


async def test_a_head_has_no_body_and_waits_for_none() -> None:
    site = Site(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    async with serving(site) as port:
        browser = a_browser(port)
        page = await browser.fetch(URL, method="HEAD")
        await browser.aclose()

    assert (page.status, page.body, page.header("content-length")) == (200, b"", "1000")


@pytest.mark.parametrize(
    "url",
    ["", "/path", "mailto:a@acme.test", "ftp://acme.test/", "http://", "http://a b/", "http://[x/",
     "http://acme.test:99999/", "http://acme.test:0/", f"http://{'a' * 64}.test/",
     "http://acme.test/\r\nX: y", "javascript:alert(1)", "http://..test/"],
)  # fmt: skip
async def test_what_is_no_url_isunreachable(url: str) -> None:
    with pytest.raises(UnreachableError, match="a URL cannot be fetched"):
        await LiveBrowser(a_network(), DictResolver()).fetch(url)


async def test_a_header_that_would_split_the_request_is_not_sent() -> None:
    site = Site(http())
    async with serving(site) as port:
        with pytest.raises(UnreachableError):
            await a_browser(port).fetch(URL, headers=(("X-A", "b\r\nX-C: d"),))

    assert b"X-C" not in b"".join(site.asked)


@given(st.text() | st.text().map("http://".__add__) | st.text().map("https://a.test/".__add__))
def test_no_url_crashes_the_reader(url: str) -> None:
    try:
        asked = request(url)
    except UnreachableError:
        return

    assert asked.scheme in ("http", "https")
    assert asked.target.isascii()
    assert not any(one in asked.target for one in b"\r\n ")


def test_a_user_and_password_in_a_url_are_neither_sent_nor_told() -> None:
    asked = request("https://user:pass@acme.test/")

    assert asked.where == "acme.test:443"
    assert b"pass" not in b"".join(value for _, value in asked.on_the_wire().headers)


async def test_a_browser_that_asks_anew_has_a_connection_for_every_request() -> None:
    connections = 0

    async def serves(stream: ByteStream) -> None:
        nonlocal connections
        connections += 1
        for _ in range(3):
            await a_request(stream)
            await stream.send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    async with serving(serves) as port:
        kept = a_browser(port)
        places = {f"{HOST}:80": [f"127.0.0.1:{port}"]}
        anew = LiveBrowser(a_network(addresses=places), DictResolver(), anew=True)
        for _ in range(3):
            await kept.fetch(URL, fresh=True)
        over_kept, connections = connections, 0
        for _ in range(3):
            await anew.fetch(URL)
        await kept.aclose()
        await anew.aclose()

    assert (over_kept, connections) == (1, 3)
