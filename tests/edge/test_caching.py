"""A private path that the edge may keep is told, with the rule that decides; else nothing is."""

from typing import Any

import pytest

from launchready.edge.caching import caching
from tests.edge.fake_cloudflare import FakeCloudflare, a_page_rule, a_rule
from tests.edge.worlds import TOKEN, a_context, an_edge, said, silence

EDGE = "  private_paths: [/dashboard]\n"
KEEP = {"cache": True, "edge_ttl": {"mode": "override_origin", "default": 3600}}
BYPASS = {"cache": False}
PHASE = "http_request_cache_settings"


def _rules(*rules: tuple[str, dict[str, Any]]) -> FakeCloudflare:
    made = [a_rule("set_cache_settings", text, action_parameters=how) for text, how in rules]
    return FakeCloudflare(TOKEN, phases={PHASE: made})


async def _said(api: FakeCloudflare, more: str = EDGE) -> list[str]:
    return await said(caching, an_edge(more), a_context(api))


SILENT = {
    "no rules at all": [],
    "a rule for another path": [('starts_with(http.request.uri.path, "/blog")', KEEP)],
    "a rule for another host": [('http.host eq "www.acme.test"', KEEP)],
    "a later rule that bypasses": [
        ("true", KEEP),
        ('starts_with(http.request.uri.path, "/dashboard")', BYPASS),
    ],
    "an unknown, then a later bypass": [
        ('http.cookie contains "x"', KEEP),
        ("true", BYPASS),
    ],
    "a life in browsers alone": [("true", {"browser_ttl": {"mode": "bypass"}})],
}  # type: dict[str, list[tuple[str, dict[str, Any]]]]


@pytest.mark.parametrize("name", SILENT)
async def test_a_path_that_is_not_kept_is_silent(name: str) -> None:
    assert await _said(_rules(*SILENT[name])) == []


BROKEN = {
    "everything": ([("true", KEEP)], "blocker: GET app.acme.test/dashboard is kept at the edge"),
    "an earlier bypass is undone": (
        [('http.request.uri.path contains "/dash"', BYPASS), ("ssl", KEEP)],
        "blocker: GET app.acme.test/dashboard is kept",
    ),
    "below the path alone": (
        [('http.request.uri.path wildcard "/dashboard/*"', {"cache": True})],
        "blocker: GET app.acme.test/dashboard/launchready is kept at the edge unless your server",
    ),
    "where the server allows it": (
        [("true", {"cache": True, "edge_ttl": {"mode": "bypass_by_default"}})],
        "risk: GET app.acme.test/dashboard is kept at the edge as soon as your server says",
    ),
}  # type: dict[str, tuple[list[tuple[str, dict[str, Any]]], str]]


@pytest.mark.parametrize("name", BROKEN)
async def test_a_path_that_is_kept_is_told(name: str) -> None:
    rules, words = BROKEN[name]
    found = await _said(_rules(*rules))

    assert len(found) == 1
    assert found[0].startswith(f"edge/private-path-cached {words}")
    assert "rule " in found[0]


async def test_a_rule_that_is_off_does_nothing() -> None:
    rule = a_rule("set_cache_settings", "true", action_parameters=KEEP, enabled=False)

    assert await _said(FakeCloudflare(TOKEN, phases={PHASE: [rule]})) == []


async def test_a_rule_about_the_visitor_leaves_the_question_open_and_is_shown() -> None:
    api = _rules(('not http.cookie contains "session="', KEEP))
    error = await silence(caching, an_edge(EDGE), a_context(api))

    assert 'not http.cookie contains "session=" depends on http.cookie' in error.reason


async def test_a_page_rule_keeps_everything_unless_a_stronger_one_or_a_cache_rule_says_no() -> None:
    everything = a_page_rule("*acme.test/*", {"id": "cache_level", "value": "cache_everything"})
    bypass = {"id": "cache_level", "value": "bypass"}
    stronger = a_page_rule("app.acme.test/dashboard*", bypass, priority=2)
    off = everything | {"status": "disabled"}
    rule = a_rule("set_cache_settings", "true", action_parameters=BYPASS)
    kept = await _said(FakeCloudflare(TOKEN, page_rules=[everything]))

    assert len(kept) == 1
    assert kept[0].endswith("by page rule *acme.test/*; it is private")
    assert await _said(FakeCloudflare(TOKEN, page_rules=[everything, stronger])) == []
    assert await _said(FakeCloudflare(TOKEN, page_rules=[off])) == []
    assert await _said(FakeCloudflare(TOKEN, page_rules=[everything], phases={PHASE: [rule]})) == []


async def test_a_page_rule_that_heeds_cookies_leaves_the_question_open() -> None:
    by_cookie = {"id": "bypass_cache_on_cookie", "value": "session=.*"}
    level = {"id": "cache_level", "value": "cache_everything"}
    api = FakeCloudflare(TOKEN, page_rules=[a_page_rule("*acme.test/*", level, by_cookie)])
    error = await silence(caching, an_edge(EDGE), a_context(api))

    assert "depends on the visitor's cookie" in error.reason


async def test_a_download_is_kept_without_any_rule() -> None:
    found = await _said(FakeCloudflare(TOKEN), "  private_paths: [/me/invoices.CSV]\n")

    assert len(found) == 1
    assert "by default (.csv)" in found[0]


async def test_what_is_said_to_be_bypassed_is_held_to_it() -> None:
    more = "  bypassed: [{path: /api/*, why: authenticated}]\n"
    found = await _said(_rules(("true", KEEP)), more)

    assert len(found) == 1
    assert "GET app.acme.test/api is kept" in found[0]


@pytest.mark.parametrize(
    ("given", "is_told"),
    [
        ({"private": {"operation": "remove"}}, True),
        ({"no-store": {"operation": "remove"}}, True),
        ({"s-maxage": {"operation": "set", "value": 60}}, True),
        ({"private": {"operation": "set"}}, False),
    ],
)
async def test_a_rule_that_opens_what_the_server_closed_is_told(
    given: dict[str, Any], is_told: bool
) -> None:
    rule = a_rule("set_cache_control", "ssl", action_parameters=given)
    api = FakeCloudflare(TOKEN, phases={"http_response_cache_settings": [rule]})

    assert bool(await _said(api)) is is_told


@pytest.mark.parametrize(
    ("part", "scope"),
    [
        ("pagerules", "Page Rules: Read"),
        (f"rulesets/phases/{PHASE}/entrypoint", "Cache Rules: Read"),
        ("rulesets/phases/http_response_cache_settings/entrypoint", "Cache Rules: Read"),
    ],
)
async def test_what_the_token_may_not_read_is_named(part: str, scope: str) -> None:
    api = FakeCloudflare(TOKEN, refused=(part,))
    error = await silence(caching, an_edge(EDGE), a_context(api))

    assert scope in error.advice
