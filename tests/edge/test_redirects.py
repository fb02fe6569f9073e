"""A redirect at the edge that catches a log-in or an API is told; others are silent."""

from typing import Any

import pytest

from launchready.edge.redirects import redirects
from tests.edge.fake_cloudflare import FakeCloudflare, a_page_rule, a_rule
from tests.edge.worlds import TOKEN, a_context, an_edge, said, silence

PHASE = "http_request_dynamic_redirect"
EDGE = "  login: [{path: /login}]\n  public_api: [/v1/*]\n"


def _redirect(when: str, **target: str) -> dict[str, Any]:
    leads = {"status_code": 301, "target_url": target or {"value": "https://www.acme.test/"}}
    return a_rule("redirect", when, action_parameters={"from_value": leads})


def _api(*rules: dict[str, Any], pages: tuple[Any, ...] = (), **more: Any) -> FakeCloudflare:
    return FakeCloudflare(TOKEN, phases={PHASE: list(rules)}, page_rules=list(pages), **more)


def _forward(pattern: str) -> dict[str, Any]:
    to = {"url": "https://old.acme.test/$1", "status_code": 302}
    return a_page_rule(pattern, {"id": "forwarding_url", "value": to})


async def _said(api: FakeCloudflare) -> list[str]:
    return await said(redirects, an_edge(EDGE), a_context(api))


@pytest.mark.parametrize(
    "api",
    [
        _api(),
        _api(_redirect("not ssl")),
        _api(_redirect('http.host eq "www.acme.test"')),
        _api(_redirect('http.request.method eq "GET" and http.request.uri.path eq "/login"')),
        _api(_redirect("true") | {"enabled": False}),
        _api(pages=(_forward("old.acme.test/*"),)),
        _api(pages=(a_page_rule("*acme.test/*", {"id": "always_use_https"}),)),
    ],
)
async def test_redirects_of_other_requests_are_silent(api: FakeCloudflare) -> None:
    assert await _said(api) == []


async def test_a_log_in_that_is_redirected_blocks() -> None:
    told = await _said(_api(_redirect('http.request.uri.path eq "/login"')))

    assert told == [
        "edge/login-redirected blocker: POST app.acme.test/login is redirected by rule 1 of "
        "the redirect rules to https://www.acme.test/; it must be answered"
    ]


async def test_an_api_that_is_redirected_blocks_and_the_target_may_be_an_expression() -> None:
    rule = _redirect('starts_with(http.request.uri.path, "/v1/")', expression="concat(http.host)")
    told = await _said(_api(rule))

    assert len(told) == 1
    assert "GET app.acme.test/v1/launchready is redirected" in told[0]
    assert "to concat(http.host)" in told[0]


async def test_a_page_rule_that_forwards_the_log_in_blocks() -> None:
    told = await _said(_api(pages=(_forward("app.acme.test/login*"),)))

    assert len(told) == 1
    assert "by page rule app.acme.test/login* to https://old.acme.test/$1" in told[0]


async def test_a_redirect_that_depends_on_the_visitor_leaves_it_open() -> None:
    error = await silence(
        redirects, an_edge(EDGE), a_context(_api(_redirect('ip.geoip.country eq "DE"')))
    )

    assert "nobody can tell whether it is redirected" in error.reason


@pytest.mark.parametrize(
    ("part", "scope"),
    [(f"rulesets/phases/{PHASE}/entrypoint", "Single Redirect: Read"), ("pagerules", "Page Rules")],
)
async def test_what_the_token_may_not_read_is_named(part: str, scope: str) -> None:
    error = await silence(redirects, an_edge(EDGE), a_context(_api(refused=(part,))))

    assert scope in error.advice
