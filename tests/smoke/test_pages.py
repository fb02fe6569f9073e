"""A page that is not what it is meant to be blocks; one we could not look at does not pass."""

from dataclasses import dataclass, field, replace

import pytest

from launchready.core.browser import Response
from launchready.core.finding import Finding
from launchready.core.location import Location
from launchready.core.unreachable import UnreachableError
from launchready.smoke.pages import pages
from tests.smoke.test_settings import settled
from tests.worlds import DictBrowser, a_site, a_world, page

HOME = "https://acme.test/"
SITE = a_site("acme.test", "www.acme.test")
Web = dict[str | tuple[str, str], Response | UnreachableError]


async def ask(
    expect: str, web: Web | Response, browser: DictBrowser | None = None
) -> list[Finding]:
    room = settled(f"  pages: [{{name: home, url: '{HOME}', expect: {expect}}}]\n")
    given = browser or DictBrowser({HOME: web} if isinstance(web, Response) else web)
    site = replace(SITE, allow=a_site("pay.test").own)
    return await pages.ask(room.pages[0], a_world(web=given, site=site))


def home(status: int = 200, body: str = "", seconds: float = 0.01, **headers: str) -> Response:
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return page(HOME, status, body, headers=named, seconds=seconds)


HTML = "<html><body><h1>Know &amp; do</h1><p>Sign <b>in</b></p></body></html>"


@pytest.mark.parametrize(
    ("expect", "web"),
    [
        ("", home(204)),
        ("['[STATUS] == 200', '[RESPONSE_TIME] < 800ms', '[BODY] contains Know']", home(body=HTML)),
        ("{status: 503}", home(503)),
        ("{status: 429}", home(429)),
        ("{contains: [Know & do, Sign in, <h1>]}", home(body=HTML)),
        ("['[BODY] not contains Traceback', '[BODY] != down']", home(body=HTML)),
        ("'[BODY] == ok'", home(body="ok\n")),
        ("'[HEADER].content-type == pat(text/html*)'", home(content_type="text/html; x=y")),
        ("'[HEADER].x-powered-by != PHP'", home()),
        ("'[HEADER].vary contains Cookie'", home(vary="Accept, Cookie")),
        ("'[STATUS] != any(500, 502)'", home(201)),
        ("'[STATUS] >= 200'", home(500)),
        (
            "'[URL] == https://www.acme.test/start'",
            {
                HOME: home(302, location="//www.acme.test/start"),
                "https://www.acme.test/start": page("https://www.acme.test/start"),
            },
        ),
        # redirects to a stranger are not followed, and their answer can be what is meant
        ("", home(303, location="https://pay.test/acme")),
        ("['[STATUS] == 303', '[URL] == pat(https://pay.test/*)']",
            home(303, location="https://pay.test/acme")),
        ("'[STATUS] == 302'", home(302, location="https://evil.test/")),
    ],
)  # fmt: skip
async def test_a_page_as_it_is_meant_is_silent(expect: str, web: Web | Response) -> None:
    assert await ask(expect, web) == []


@pytest.mark.parametrize(
    ("expect", "web", "told"),
    [
        ("", home(500), "the status is 500; [STATUS] < 300 is meant"),
        ("", home(403), "the status is 403; [STATUS] < 300 is meant"),
        ("{contains: Acme}", home(500, "Acme"), "the status is 500; [STATUS] < 300 is meant"),
        ("{status: 200}", home(404), "the status is 404; [STATUS] == 200 is meant"),
        ("{contains: Acme}", home(body=HTML),
            "it reads 'Know & do Sign in'; [BODY] contains Acme is meant"),
        ("{contains: Acme}", home(), "the page is empty; [BODY] contains Acme is meant"),
        ("'[BODY] not contains Oops'", home(body="<p>Oops, a fault"),
            "it reads 'Oops, a fault'; [BODY] not contains Oops is meant"),
        ("'[HEADER].x-a == b'", home(), "there is no x-a; [HEADER].x-a == b is meant"),
        ("'[HEADER].x-a == b'", home(x_a="c"), "x-a is 'c'; [HEADER].x-a == b is meant"),
        ("'[HEADER].set-cookie contains Secure'", home(set_cookie="sid=hunter2"),
            "set-cookie is something else; [HEADER].set-cookie contains Secure is meant"),
        ("'[URL] == https://acme.test/x'", home(),
            "it ends on https://acme.test/; [URL] == https://acme.test/x is meant"),
        ("{status: 200, contains: Acme}", home(404),
            "the status is 404; [STATUS] == 200 is meant, and 1 more"),
        ("", home(302, location="https://evil.test/?a=b"),
            "it leads to evil.test, which is not ours; [STATUS] < 300 is meant"),
        ("", home(302, location="/"), "https://acme.test/ redirects in a loop"),
        ("", home(302), "https://acme.test/ redirects without saying where to"),
        ("", home(302, location="https://acme.test:8443/"),
            "https://acme.test/ redirects to an internal port"),
        ("{status: 200}", replace(home(), untrusted="certificate has expired"),
            "the certificate of acme.test fails (certificate has expired)"),
    ],
)  # fmt: skip
async def test_a_page_that_is_not_as_meant_blocks(
    expect: str, web: Web | Response, told: str
) -> None:
    (found,) = await ask(expect, web)

    assert (found.rule.id, found.rule.impact.word) == ("smoke/page-wrong", "blocker")
    assert found.message == f"home: {told}"


async def test_a_finding_shows_the_way_what_was_meant_and_a_part_of_the_page() -> None:
    web: Web = {
        HOME: home(302, location="/start?ticket=hunter2"),
        "https://acme.test/start?ticket=hunter2": page(
            "https://acme.test/start?ticket=hunter2", 500, "<h1>Oops</h1> token: hunter2"
        ),
    }
    (found,) = await ask("{status: 200, contains: Acme}", web)

    assert found.evidence == (
        "302 https://acme.test/ -> https://acme.test/start?…",
        "500 https://acme.test/start?…",
        "[STATUS] == 200 is meant; the status is 500",
        "[BODY] contains Acme is meant; it reads 'Oops token: …'",
    )
    assert (found.subject, found.at) == (
        "home",
        Location(file="launchready.yml", line=4, column=11),
    )


async def test_what_stands_behind_a_certificate_warning_is_told_along() -> None:
    (found,) = await ask("{status: 200}", replace(home(500, "Oops"), untrusted="expired"))
    (moved,) = await ask("", replace(home(301, location="/x"), untrusted="expired"))

    assert found.evidence == (
        "500 https://acme.test/",
        "[STATUS] == 200 is meant; the status is 500",
        "it reads 'Oops'",
    )
    assert moved.evidence == ("301 https://acme.test/ -> https://acme.test/x",)


@dataclass
class SlowAtFirst(DictBrowser):
    """A browser whose answers take as long as listed, one after another."""

    times: list[float] = field(default_factory=list)

    async def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: tuple[tuple[str, str], ...] = (),
        body: bytes | None = None,
        fresh: bool = False,
    ) -> Response:
        assert fresh == bool(self.asked)
        self.asked.append((method, url))
        return home(seconds=self.times.pop(0))


async def test_a_page_that_stays_slow_is_a_risk() -> None:
    browser = SlowAtFirst(times=[1.2, 0.9, 1.1])
    (found,) = await ask("{within: 800ms}", {}, browser)

    assert (found.rule.id, found.rule.impact.word) == ("smoke/slow", "risk")
    assert found.message == "home: took 1.10 s; [RESPONSE_TIME] <= 800ms is meant"
    assert found.evidence == ("asked 3 times: 1.20 s, 0.90 s, 1.10 s",)


async def test_one_slow_answer_is_not_a_slow_page() -> None:
    assert await ask("'[RESPONSE_TIME] < 800ms'", {}, SlowAtFirst(times=[9.0, 0.1, 0.2])) == []


async def test_the_time_of_redirects_counts() -> None:
    slow = home(302, seconds=0.5, location="/x")
    web: Web = {HOME: slow, "https://acme.test/x": page("https://acme.test/x", seconds=0.4)}
    (found,) = await ask("{within: 800ms}", web)

    assert found.message.startswith("home: took 0.90 s;")


async def test_a_page_that_is_wrong_and_slow_is_one_fault() -> None:
    (found,) = await ask("{within: 800ms}", home(500, seconds=3))

    assert found.rule.id == "smoke/page-wrong"


async def test_a_part_of_the_page_is_shown_for_a_wrong_status_too() -> None:
    (found,) = await ask("", home(502, "<title>502</title>Bad Gateway"))

    assert found.evidence[-1] == "it reads '502 Bad Gateway'"


async def test_a_silent_page_is_unanswered() -> None:
    silence = UnreachableError("acme.test did not answer", kind="timed out", advice="look")
    with pytest.raises(UnreachableError) as raised:
        await ask("", {HOME: silence})

    error = raised.value
    assert (error.reason, error.kind, error.advice) == (
        "home: acme.test did not answer",
        "timed out",
        "look",
    )


@pytest.mark.parametrize(
    "answer", [home(403, cf_mitigated="challenge"), home(403, server="cloudflare"), home(429)]
)
async def test_a_wall_against_machines_is_unanswered(answer: Response) -> None:
    with pytest.raises(UnreachableError) as raised:
        await ask("", answer)

    assert raised.value.kind == "refused"
    assert raised.value.advice


async def test_what_stands_beyond_the_part_that_was_read_is_unanswered() -> None:
    long = replace(home(body=HTML), truncated=True)

    with pytest.raises(UnreachableError, match="longer than what is read"):
        await ask("{contains: Acme}", long)
    with pytest.raises(UnreachableError, match="longer than what is read"):
        await ask("'[BODY] not contains Acme'", long)
    assert await ask("{contains: Know}", long) == []


async def test_what_was_seen_of_a_long_page_stands() -> None:
    long = replace(home(body=HTML), truncated=True)
    with pytest.raises(UnreachableError) as raised:
        await ask("['[BODY] not contains Know', '[BODY] contains Acme']", long)

    assert [one.rule.id for one in raised.value.found] == ["smoke/page-wrong"]
