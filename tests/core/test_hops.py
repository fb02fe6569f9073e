"""A visit follows redirects as a first-time visitor's browser does, and only on hosts of ours."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from launchready.core.browser import Response
from launchready.core.hops import MOST_HOPS, follow
from launchready.core.unreachable import UnreachableError
from tests.worlds import DictBrowser, a_site, page

SITE = a_site("acme.test", "www.acme.test")
HOME = "https://acme.test/"
Said = tuple[tuple[str, str], ...]


@dataclass
class Server:
    """A browser whose server sees the request's cookies."""

    answer: Callable[[str, str], Response]
    cookies: list[str] = field(default_factory=list)

    async def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: Said = (),
        body: bytes | None = None,
        fresh: bool = False,
    ) -> Response:
        cookies = dict(headers).get("Cookie", "")
        self.cookies.append(cookies)
        return self.answer(url, cookies)


def moved(url: str, to: str, cookie: str = "") -> Response:
    given = {"location": to} | ({"set-cookie": cookie} if cookie else {})
    return page(url, 302, headers=given)


async def test_a_page_that_sets_a_cookie_and_asks_for_it_is_no_loop() -> None:
    def gate(url: str, cookies: str) -> Response:
        return page(url) if cookies == "seen=1" else moved(url, "/", "seen=1; Path=/; Secure")

    chain = await follow(Server(gate), SITE, HOME)

    assert (chain.end, [hop.status for hop in chain.hops]) == ("answered", [302, 200])


async def test_a_page_that_sets_a_new_cookie_each_time_is_a_loop_all_the_same() -> None:
    server = Server(lambda url, cookies: moved(url, "/", f"n={len(cookies)}x{cookies}"))
    chain = await follow(server, SITE, HOME)

    assert chain.end == "loop"
    assert len(chain.hops) <= MOST_HOPS


@pytest.mark.parametrize(
    ("cookie", "then", "sent"),
    [
        ("a=1", "https://acme.test/x", "a=1"),
        ("a=1", "https://www.acme.test/", ""),
        ("a=1; Domain=.acme.test", "https://www.acme.test/", "a=1"),
        ("a=1; Domain=other.test", "https://acme.test/x", ""),
        ("a=1; Domain=test", "https://acme.test/x", ""),
        ("a=1; Secure", "http://acme.test/", ""),
        ("a=1; Path=/x", "https://acme.test/x/y", "a=1"),
        ("a=1; Path=/x", "https://acme.test/xy", ""),
        ("a=1; Max-Age=0", "https://acme.test/x", ""),
        ("a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "https://acme.test/x", ""),
        ("nonsense", "https://acme.test/x", ""),
        ("a=" + "x" * 5000, "https://acme.test/x", ""),
    ],
)
async def test_a_cookie_goes_where_it_belongs(cookie: str, then: str, sent: str) -> None:
    server = Server(lambda url, _: moved(url, then, cookie) if url == HOME else page(url))
    await follow(server, SITE, HOME)

    assert server.cookies == ["", sent]


async def test_a_cookie_for_https_is_not_taken_over_http() -> None:
    plain = "http://acme.test/"
    server = Server(lambda url, _: moved(url, HOME, "a=1; Secure") if url == plain else page(url))
    await follow(server, SITE, plain)

    assert server.cookies == ["", ""]


async def test_a_stranger_is_recorded_and_not_asked() -> None:
    web = DictBrowser({HOME: moved(HOME, "https://evil.test/x")})
    chain = await follow(web, SITE, HOME)

    assert (chain.end, chain.landing, chain.url) == ("stranger", "https://evil.test/x", HOME)
    assert web.asked == [("GET", HOME)]


async def test_a_start_that_is_not_ours_is_refused() -> None:
    with pytest.raises(ValueError, match="not ours"):
        await follow(DictBrowser(), SITE, "https://evil.test/")


async def test_a_browser_stops_at_a_certificate_that_fails_and_so_do_we() -> None:
    failing = page(HOME, 301, headers={"location": "/x"}, untrusted="expired")
    web = DictBrowser({HOME: failing})
    chain = await follow(web, SITE, HOME)

    assert chain.end == "untrusted"
    assert web.asked == [("GET", HOME)]


async def test_a_silence_ends_the_visit_with_what_was_seen() -> None:
    silence = UnreachableError("nothing came", kind="timed out")
    web = DictBrowser({HOME: moved(HOME, "/x"), "https://acme.test/x": silence})
    chain = await follow(web, SITE, HOME)

    assert (chain.end, chain.silence, chain.url) == ("silent", silence, "https://acme.test/x")
    assert chain.redirects == 1


async def _posted(status: int, stop: bool = False) -> tuple[str, list[tuple[str, str]]]:
    there = "https://acme.test/x"
    web = DictBrowser({HOME: page(HOME, status, headers={"location": "/x"}), there: page(there)})
    chain = await follow(
        web, SITE, HOME, method="POST", stop=(lambda hop: hop.target == there) if stop else None
    )
    return chain.end, web.asked


@pytest.mark.parametrize(
    ("status", "then"),
    [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")],
)
async def test_a_post_goes_on_as_browsers_let_it(status: int, then: str) -> None:
    end, asked = await _posted(status)

    assert (end, asked) == ("answered", [("POST", HOME), (then, "https://acme.test/x")])


async def test_a_visit_stops_where_it_is_told_to() -> None:
    end, asked = await _posted(308, stop=True)

    assert (end, asked) == ("reached", [("POST", HOME)])


async def test_a_post_that_is_answered_with_its_own_page_is_no_loop() -> None:
    web = DictBrowser({("POST", HOME): moved(HOME, "/"), ("GET", HOME): page(HOME)})
    chain = await follow(web, SITE, HOME, method="POST")

    assert [hop.method for hop in chain.hops] == ["POST", "GET"]
    assert chain.end == "answered"


@pytest.mark.parametrize(
    ("said", "end"),
    [(("/x", "/x"), "answered"), (("/x", "/y"), "no location"), (("",), "no location")],
)
async def test_locations_that_contradict_each_other_lead_nowhere(
    said: tuple[str, ...], end: str
) -> None:
    start = Response(
        url=HOME,
        status=301,
        headers=tuple(("location", one) for one in said),
        body=b"",
        truncated=False,
        seconds=0,
    )
    web = DictBrowser({HOME: start, "https://acme.test/x": page("https://acme.test/x")})

    assert (await follow(web, SITE, HOME)).end == end
