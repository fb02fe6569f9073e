"""Response headers are judged as browsers read them; sound pages are silent.

The verdicts follow the tests of MDN's HTTP Observatory. Where ours differ on purpose, the case says
why.
"""

import pytest

from launchready.core.finding import Impact
from launchready.core.unreachable import UnreachableError
from launchready.values.problem import ConfigError
from launchready.web.headers import headers
from tests.web.surfaces import HOME, answer, look
from tests.worlds import page

LOGIN = '<form><input name="password" type="password"></form>'


async def told(response: object, section: str = "web: {headers: {}}") -> list[tuple[str, str]]:
    found = await look(headers, response, section)  # type: ignore[arg-type]  # both are pages
    return [(one.rule.id.partition("/")[2], one.subject) for one in found]


async def test_a_page_that_protects_its_visitors_is_silent() -> None:
    assert await told(answer()) == []


@pytest.mark.parametrize(
    ('name', 'value'),
    [
        ("strict-transport-security", "max-age=15768000; includeSubDomains"),
        ("strict-transport-security", "max-age=63072000; includeSubDomains; preload"),
        ("x-content-type-options", "nosniff "),
        ("x-content-type-options", "NoSniff"),
        # Fetch, 3.6: the first value counts, so a repeated header still protects
        ("x-content-type-options", "nosniff, nosniff"),
        ("content-security-policy", "default-src 'none'; frame-ancestors 'self'"),
        ("content-security-policy", "default-src 'self'; frame-ancestors https://acme.test"),
        ("referrer-policy", "no-referrer"),
        ("referrer-policy", "same-origin"),
        ("referrer-policy", "strict-origin"),
        ("referrer-policy", "STRICT-ORIGIN"),
        ("referrer-policy", "strict-origin-when-cross-origin"),
        # only the name of the host is told, which is no secret
        ("referrer-policy", "origin"),
        ("referrer-policy", "origin-when-cross-origin"),
        ("referrer-policy", "unsafe-url, no-referrer"),
        ("referrer-policy", "no-referrer, whimsy"),
        ("referrer-policy", ""),
        ("permissions-policy", "camera=(), microphone=(self), geolocation=(self \"https://a.test\")"),
        ("permissions-policy", "fullscreen=*, autoplay=self, interest-cohort=()"),
        ("permissions-policy", ""),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin-allow-popups; report-to=\"x\""),
        ("cross-origin-embedder-policy", "require-corp"),
        ("cross-origin-embedder-policy", "credentialless"),
        ("cross-origin-resource-policy", "same-site"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-resource-policy", "cross-origin"),
    ],
)  # fmt: skip
async def test_sound_values_are_silent(name: str, value: str) -> None:
    assert await told(answer(said={name: value})) == []


@pytest.mark.parametrize(
    ('name', 'value', 'broken'),
    [
        ("strict-transport-security", "includeSubDomains; preload", "hsts-missing"),
        ("strict-transport-security", "max-age=1; includeSubDomains, max-age=1", "hsts-missing"),
        ("strict-transport-security", "max-age=0", "hsts-missing"),
        ("strict-transport-security", "max-age=86400", "header-weak"),
        ("strict-transport-security", "max-age=86400; preload", "header-weak"),
        ("x-content-type-options", "whimsy", "header-weak"),
        ("x-content-type-options", "whimsy, nosniff", "header-weak"),
        ("x-content-type-options", " ", "header-missing"),
        ("content-security-policy",
            "script-src 'unsafe-inline'; frame-ancestors 'self'", "header-weak"),
        ("content-security-policy", "default-src *; frame-ancestors 'self'", "header-weak"),
        ("content-security-policy", "default-src 'self'; frame-ancestors *", "header-weak"),
        ("content-security-policy", "default-src 'self'; frame-ancestors https:", "header-weak"),
        ("content-security-policy", "frame-ancestors 'self'", "header-missing"),
        ("content-security-policy",
            "upgrade-insecure-requests; frame-ancestors 'self'", "header-missing"),
        ("referrer-policy", "whimsy", "header-weak"),
        ("referrer-policy", "whimsy, whimsy1, whimsy2", "header-weak"),
        ("referrer-policy", "unsafe-url", "header-weak"),
        ("referrer-policy", "UNSAFE-URL", "header-weak"),
        ("referrer-policy", "no-referrer-when-downgrade", "header-weak"),
        ("referrer-policy", "no-referrer, unsafe-url", "header-weak"),
        ("referrer-policy", "origin-when-cross-origin, no-referrer, unsafe-url", "header-weak"),
        ("permissions-policy", "camera 'none'; microphone 'self'", "header-weak"),
        ("permissions-policy", "camera=(), microphone 'none'", "header-weak"),
        ("permissions-policy", "camera=none; geolocation=none", "header-weak"),
        ("cross-origin-opener-policy", "whimsy", "header-weak"),
        ("cross-origin-embedder-policy", "require-corps", "header-weak"),
        ("cross-origin-resource-policy", "whimsy", "header-weak"),
    ],
)  # fmt: skip
async def test_values_that_protect_nobody_are_told(name: str, value: str, broken: str) -> None:
    found = await told(answer(said={name: value}))

    assert [rule for rule, _ in found] == [broken]


@pytest.mark.parametrize(
    ("without", "broken"),
    [
        ("strict-transport-security", [("hsts-missing", "acme.test")]),
        ("x-content-type-options", [("header-missing", f"{HOME} X-Content-Type-Options")]),
        (
            "content-security-policy",
            [
                ("header-missing", f"{HOME} Content-Security-Policy"),
                ("header-missing", f"{HOME} frame-ancestors"),
            ],
        ),
        # browsers' default is the safe one
        ("referrer-policy", []),
    ],
)
async def test_what_is_not_sent_is_told(without: str, broken: list[tuple[str, str]]) -> None:
    assert await told(answer(without=without)) == broken


@pytest.mark.parametrize(
    ("value", "broken"),
    [
        ("DENY", []),
        ("SAMEORIGIN", []),
        ("sameorigin", []),
        # HTML, 7.4.1.2: several values block as one does
        ("SAMEORIGIN, SAMEORIGIN", []),
        ("DENY, SAMEORIGIN", []),
        ("ALLOW-FROM https://mozilla.org", ["header-weak"]),
        ("ALLOWALL", ["header-weak"]),
        ("whimsy", ["header-weak"]),
        ("", ["header-missing"]),
    ],
)
async def test_x_frame_options_counts_where_no_policy_says_who_may_frame(
    value: str, broken: list[str]
) -> None:
    csp = "default-src 'self'"
    found = await told(answer(x_frame_options=value, content_security_policy=csp))

    assert [rule for rule, _ in found] == broken


async def test_frame_ancestors_overrides_x_frame_options() -> None:
    csp = "default-src 'self'; frame-ancestors *"
    found = await told(answer(x_frame_options="DENY", content_security_policy=csp))

    assert found == [("header-weak", f"{HOME} frame-ancestors")]


async def test_a_login_that_can_be_framed_is_a_risk() -> None:
    csp = "default-src 'self'"
    found = await look(headers, answer(body=LOGIN, content_security_policy=csp))

    assert [one.rule.impact for one in found] == [Impact.RISK]
    assert "click on it unawares" in found[0].message


@pytest.mark.parametrize(
    ('meta', 'broken'),
    [
        ('<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">', []),
        ('<META HTTP-EQUIV="content-security-policy" CONTENT="default-src \'none\'">', []),
        ('<meta http-equiv="Content-Security-Policy" content="script-src *">', ["header-weak"]),
        (
            '<meta http-equiv="Content-Security-Policy" content="script-src *">'
            "<meta http-equiv='Content-Security-Policy' content=\"default-src 'self'\">",
            [],
        ),
        # a page can neither report only nor say who frames it
        (
            '<meta http-equiv="Content-Security-Policy-Report-Only" content="default-src x">',
            ["header-missing"],
        ),
        ("<!-- <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'\"> -->",
            ["header-missing"]),
    ],
)  # fmt: skip
async def test_a_policy_in_the_page_counts(meta: str, broken: list[str]) -> None:
    response = answer(without="content-security-policy", body=meta, x_frame_options="DENY")

    assert [rule for rule, _ in await told(response)] == broken


async def test_a_page_cannot_forbid_frames_by_itself() -> None:
    meta = "<meta http-equiv='X-Frame-Options' content='DENY'>"
    meta += "<meta http-equiv='Content-Security-Policy' content=\"frame-ancestors 'none'\">"
    found = await told(answer(body=meta, content_security_policy="default-src 'self'"))

    assert found == [("header-missing", f"{HOME} frame-ancestors")]


async def test_a_policy_that_only_reports_stops_nothing() -> None:
    response = answer(
        without="content-security-policy",
        content_security_policy_report_only="default-src 'self'",
        x_frame_options="DENY",
    )
    found = await look(headers, response)

    assert [one.rule.id for one in found] == ["web/header-missing"]
    assert "only reports" in found[0].message


@pytest.mark.parametrize(
    ("meta", "broken"),
    [
        ('<meta name="referrer" content="no-referrer, same-origin">', []),
        ('<meta name="referrer" content="unsafe-url">', ["header-weak"]),
        ('<meta name="REFERRER" content="unsafe-url">', ["header-weak"]),
    ],
)
async def test_a_referrer_policy_in_the_page_comes_last(meta: str, broken: list[str]) -> None:
    found = await told(answer(body=meta, referrer_policy="no-referrer"))

    assert [rule for rule, _ in found] == broken


async def test_what_is_no_page_needs_no_page_s_headers() -> None:
    response = answer(without="content-security-policy", content_type="application/json", body="{}")

    assert await told(response) == []


async def test_every_host_on_the_way_promises_https_for_itself() -> None:
    start, end = "https://acme.test/", "https://app.acme.test/"
    web = {start: page(start, 301, headers={"location": end}), end: answer(end)}

    assert await told(web) == [("hsts-missing", "acme.test")]


async def test_a_repeated_header_is_read_as_browsers_do() -> None:
    also = [("strict-transport-security", "max-age=1"), ("content-security-policy", "script-src *")]

    assert await told(answer(also=also)) == []


@pytest.mark.parametrize(
    "response",
    [
        answer(status=404),
        answer(status=500),
        answer(status=401),
        answer(status=403, cf_mitigated="challenge"),
        answer(status=429),
        page(HOME, untrusted="expired"),
        page(HOME, 302, headers={"location": "https://login.other.test/"}),
        page(HOME, 302, headers={"location": HOME}),
        page(HOME, 302),
        {},
    ],
)
async def test_a_page_that_was_not_seen_leaves_the_question_open(response: object) -> None:
    with pytest.raises(UnreachableError) as caught:
        await told(response)

    assert caught.value.advice or caught.value.reason


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("web: {headers: {pages: [https://other.test/]}}", "other.test is not ours"),
        ("web: {headers: {pages: [nowhere]}}", "neither a path nor a URL"),
        ("web: {headers: {page: [/]}}", "did you mean pages?"),
    ],
)
async def test_a_page_we_may_not_look_at_is_a_mistake_in_the_config(
    section: str, said: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        await look(headers, {}, section)

    assert said in str(caught.value.problems[0])


async def test_pages_are_looked_at_on_the_host_they_name() -> None:
    url = "https://app.acme.test/login"
    section = f"web: {{headers: {{pages: [{url}]}}}}"

    assert await told(answer(url), section) == []
    assert await told(answer(url, without="strict-transport-security"), section) == [
        ("hsts-missing", "app.acme.test")
    ]
