"""What private pages tell caches is weighed by the standard, and by what caches admit."""

import pytest

from launchready.core.finding import Impact
from launchready.core.unreachable import UnreachableError
from launchready.values.problem import ConfigError
from launchready.web.private_pages import private_pages
from tests.web.surfaces import answer, look

URL = "https://acme.test/dashboard"
BARE = "web: {caching: {private: [/dashboard]}}"
ACCOUNTS = """\
web:
  caching:
    private: [/dashboard]
    identities:
      a: {headers: {Authorization: Bearer a-token}, marker: canary-a}
      b: {headers: {Authorization: Bearer b-token}, marker: canary-b}
"""


async def told(
    *headers: tuple[str, str], status: int = 200, section: str = BARE, body: str = ""
) -> list[tuple[str, Impact]]:
    found = await look(private_pages, answer(URL, status=status, also=headers, body=body), section)
    return [(one.rule.id.partition("/")[2], one.rule.impact) for one in found]


@pytest.mark.parametrize(
    "headers",
    [
        [("cache-control", "private, no-store")],
        [("cache-control", "no-store")],
        [("cache-control", "private")],
        [("cache-control", "private, max-age=600")],
        [("cache-control", "private, no-store"), ("set-cookie", "sid=1")],
        [("cache-control", "max-age=600"), ("cdn-cache-control", "no-store")],
    ],
)
async def test_a_page_that_is_marked_private_is_silent(headers: list[tuple[str, str]]) -> None:
    assert await told(*headers) == []


@pytest.mark.parametrize(
    "headers",
    [
        [("cache-control", "public, max-age=600")],
        [("cache-control", "max-age=600")],
        [("cache-control", "s-maxage=1")],
        [("cache-control", "public, max-age=600"), ("vary", "Cookie")],
        [("cache-control", "private"), ("cdn-cache-control", "max-age=600")],
        [("cache-control", "no-store"), ("cloudflare-cdn-cache-control", "max-age=600")],
        [("last-modified", "Mon, 01 Jan 2024 00:00:00 GMT")],
        [("expires", "Fri, 01 Jan 2038 00:00:00 GMT")],
    ],
)
async def test_a_page_that_caches_may_keep_blocks(headers: list[tuple[str, str]]) -> None:
    assert await told(*headers) == [("private-page-cacheable", Impact.BLOCKER)]


@pytest.mark.parametrize("headers", [[], [("cache-control", "no-cache")]])
async def test_a_page_that_says_nothing_is_a_risk(headers: list[tuple[str, str]]) -> None:
    assert await told(*headers) == [("private-page-cacheable", Impact.RISK)]


async def test_a_cookie_in_an_answer_caches_may_keep_is_told_apart() -> None:
    headers = [("cache-control", "max-age=600"), ("set-cookie", "sid=1; Secure; HttpOnly")]

    assert await told(*headers) == [("cookie-in-cached-response", Impact.BLOCKER)]


@pytest.mark.parametrize(
    ("status", "headers", "broken"),
    [
        (302, [("location", "/login")], []),
        (302, [("location", "/login"), ("cache-control", "max-age=600")], [Impact.BLOCKER]),
        (301, [("location", "/login"), ("cache-control", "public, max-age=9")], [Impact.BLOCKER]),
        (401, [], []),
        (404, [], []),
    ],
)
async def test_the_way_to_the_log_in_is_weighed_too(
    status: int, headers: list[tuple[str, str]], broken: list[Impact]
) -> None:
    assert [impact for _, impact in await told(*headers, status=status)] == broken


async def test_a_request_with_authorization_needs_more_to_be_kept() -> None:
    assert await told(("cache-control", "max-age=600"), section=ACCOUNTS) == []
    assert await told(("cache-control", "public, max-age=600"), section=ACCOUNTS) == [
        ("private-page-cacheable", Impact.BLOCKER)
    ]


@pytest.mark.parametrize(
    "header",
    [
        ("cf-cache-status", "HIT"),
        ("x-cache", "Hit from cloudfront"),
        ("x-vercel-cache", "STALE"),
        ("cache-status", '"edge"; hit; ttl=30'),
        ("age", "12"),
    ],
)
async def test_a_canary_s_page_out_of_a_cache_blocks(header: tuple[str, str]) -> None:
    found = await told(header, ("cache-control", "no-store"), section=ACCOUNTS, body="canary-a")

    assert found == [("private-page-cached", Impact.BLOCKER)]


@pytest.mark.parametrize(
    "header",
    [
        ("cf-cache-status", "DYNAMIC"),
        ("cf-cache-status", "BYPASS"),
        ("x-cache", "Miss from cloudfront"),
        ("x-vercel-cache", "MISS"),
        ("cache-status", '"edge"; fwd=uri-miss'),
        ("age", "0"),
    ],
)
async def test_a_cache_that_asked_on_is_silent(header: tuple[str, str]) -> None:
    found = await told(header, ("cache-control", "no-store"), section=ACCOUNTS, body="canary-a")

    assert found == []


@pytest.mark.parametrize("status", [500, 502, 503, 429])
async def test_a_page_that_was_not_served_leaves_the_question_open(status: int) -> None:
    with pytest.raises(UnreachableError):
        await told(status=status)


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("web: {caching: {private: [https://other.test/]}}", "other.test is not ours"),
        (ACCOUNTS.replace("canary-b", "canary-a"), "have the same marker"),
        (ACCOUNTS.replace("canary-b", "b"), "too short for a marker"),
        (ACCOUNTS.replace("Authorization: Bearer b-token", ""), "there are no headers"),
        (ACCOUNTS.replace("Authorization: Bearer b", "'A b': x"), "is not a header's name"),
        (ACCOUNTS.replace("      b:", "      c:"), "c is not a key here"),
    ],
)
async def test_what_cannot_be_asked_is_a_mistake_in_the_config(section: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        await look(private_pages, {}, section)

    assert said in "; ".join(str(one) for one in caught.value.problems)


async def test_a_canary_s_session_is_never_told() -> None:
    found = await look(private_pages, answer(URL), ACCOUNTS)

    assert "a-token" not in repr(found)
