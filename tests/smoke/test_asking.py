"""A page is asked for as its config says, and what it carries goes to nobody else."""

from dataclasses import dataclass, field, replace

import pytest

from launchready.core.browser import Response
from launchready.core.sessions import SignedIn
from launchready.core.unreachable import UnreachableError
from launchready.smoke.pages import pages
from launchready.values.problem import ConfigError
from tests.smoke.test_settings import HOSTS, settled
from tests.worlds import DictBrowser, a_site, a_world, page

URL = "https://acme.test/api"
Sent = tuple[str, str, dict[str, str], bytes | None]


@dataclass
class Noting(DictBrowser):
    """A browser that notes what was sent with each request."""

    sent: list[Sent] = field(default_factory=list)

    async def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: tuple[tuple[str, str], ...] = (),
        body: bytes | None = None,
        fresh: bool = False,
    ) -> Response:
        self.sent.append((method, url, dict(headers), body))
        return await DictBrowser.fetch(
            self, url, method=method, headers=headers, body=body, fresh=fresh
        )


class Member:
    """One session, member, whose token is for acme.test."""

    async def sign_in(self, name: str) -> SignedIn:
        if name != "member":
            raise UnreachableError(f"{name} cannot log in", kind="refused")
        headers = (("Authorization", "Bearer abc"),)
        return SignedIn(name=name, hosts=frozenset({"acme.test"}), headers=headers)

    async def rejects_wrong_password(self, name: str) -> bool:
        return name == "member"


async def ask(more: str, *answers: Response) -> tuple[list[str], list[Sent]]:
    room = settled(f"  pages: [{{name: api, url: '{URL}', {more}}}]\n" + SESSIONS)
    browser = Noting({one.url: one for one in answers} or {URL: page(URL)})
    world = replace(a_world(web=browser, site=a_site("acme.test", "b.test")), sessions=Member())
    found = await pages.ask(room.pages[0], world)
    return [one.message for one in found], browser.sent


SESSIONS = "  sessions: {member: {bearer: abcdef}, guest: {bearer: abcdef}}\n"


@pytest.mark.parametrize(
    ("more", "sent"),
    [
        ("method: post, json: {n: 5, t: '5', on: true, no: null}",
            ("POST", {"Content-Type": "application/json"},
             b'{"n": 5, "t": "5", "on": true, "no": null}')),
        ("method: PUT, form: {q: a b}",
            ("PUT", {"Content-Type": "application/x-www-form-urlencoded"}, b"q=a+b")),
        ("method: POST, body: <x/>, headers: {Content-Type: text/xml}",
            ("POST", {"Content-Type": "text/xml"}, b"<x/>")),
        ("method: HEAD", ("HEAD", {}, None)),
        ("headers: {Accept: text/html}", ("GET", {"Accept": "text/html"}, None)),
        ("session: member", ("GET", {"Authorization": "Bearer abc"}, None)),
    ],
)  # fmt: skip
async def test_a_page_is_asked_for_as_it_says(
    more: str, sent: tuple[str, dict[str, str], bytes | None]
) -> None:
    messages, asked = await ask(more)

    assert (messages, asked) == ([], [(sent[0], URL, sent[1], sent[2])])


async def test_what_a_session_carries_is_not_told_to_another_host() -> None:
    moved = page(URL, 302, headers={"Location": "https://b.test/"})
    _, asked = await ask("session: member", moved, page("https://b.test/"))

    assert [headers for _, _, headers, _ in asked] == [{"Authorization": "Bearer abc"}, {}]


async def test_a_session_that_cannot_log_in_leaves_its_pages_open() -> None:
    with pytest.raises(UnreachableError, match="guest cannot log in"):
        await ask("session: guest")


@pytest.mark.parametrize("more", ["", "headers: {A: b}, "])
async def test_redirects_are_not_followed_where_the_first_answer_is_meant(more: str) -> None:
    moved = page(URL, 301, headers={"Location": "https://acme.test/new"})
    last = "[REDIRECTS].last == https://acme.test/new"
    expect = f"expect: ['[STATUS] == 301', '{last}', '[URL] == {URL}']"
    messages, asked = await ask(f"{more}redirects: none, {expect}", moved)

    assert (messages, len(asked)) == ([], 1)


async def test_a_write_is_not_repeated_to_time_it() -> None:
    slow = page(URL, 200, seconds=3.0)
    messages, asked = await ask("method: POST, expect: {within: 1s}", slow)

    assert len(asked) == 1
    assert messages == ["api: it took 3.00 s; [RESPONSE_TIME] <= 1000ms is meant"]


async def test_a_page_of_another_environment_is_not_asked() -> None:
    elsewhere = "  pages: [{name: a, url: 'https://acme.test/', only_env: [staging]}]\n"
    here = "  pages: [{name: a, url: 'https://acme.test/', only_env: production}]\n"

    assert (len(settled(elsewhere).pages), len(settled(here).pages)) == (0, 1)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("json: {a: b}", "GET has no body; write method: POST"),
        ("method: POST, json: {a: b}, body: x", "the page has more than one body"),
        ("method: PSOT", "PSOT is not a method; did you mean POST?"),
        ("headers: {'a b': c}", "is not a header's name"),
        ("redirects: all", "redirects is all"),
        ("expect: {schema: missing.json}", "there is no missing.json"),
        ("expect: {json: {status: ok}}", "status is not a JSONPath; did you mean $.status?"),
        ("expect: {css: {'h1[': x}}", "h1[ is not a CSS selector"),
        ("expect: {matches: '(?=a)'}", "is not a regular expression"),
        ("expect: '[AUTH].dkim == pass'", "[AUTH] says nothing of a page; it belongs to a mail"),
    ],
)
def test_what_cannot_be_asked_is_told_at_its_line(more: str, told: str) -> None:
    with pytest.raises(ConfigError) as raised:
        settled(f"  pages: [{{name: a, url: 'https://acme.test/', {more}}}]\n")

    assert told in str(raised.value)
    assert str(raised.value).startswith("launchready.yml:4:")


def test_the_mapping_and_the_lines_say_the_same() -> None:
    mapping = (
        "{json: {'$.status': ok, '$.n': '> 3', '$.k': [a, b], '$.x': 'pat(v*)'}, "
        "headers: {content-type: 'pat(text/html*)', x-old: false}, "
        "css: {h1: Hi, .error: false, a: {href: /x, count: 3}}, matches: 'v[0-9]', "
        "not: {contains: Oops, status: 500}}"
    )
    text = f"  pages: [{{name: a, url: 'https://acme.test/', expect: {mapping}}}]\n"

    assert [one.written for one in settled(text, HOSTS).pages[0].expectations] == [
        "[BODY].$.status == ok",
        "[BODY].$.n > 3",
        "[BODY].$.k == any(a, b)",
        "[BODY].$.x == pat(v*)",
        "[HEADER].content-type == pat(text/html*)",
        "not has([HEADER].x-old)",
        "css(h1) == Hi",
        "not has(css(.error))",
        "css(a).href == /x",
        "len(css(a)) == 3",
        "[BODY] matches v[0-9]",
        "not [STATUS] == 500",
        "not [BODY] contains Oops",
    ]
