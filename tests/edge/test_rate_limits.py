"""A log-in is throttled only by a rule that stops, on this host, for this method, for everybody."""

from typing import Any

import pytest

from launchready.edge.rate_limits import rate_limits
from tests.edge.fake_cloudflare import FakeCloudflare, a_rule
from tests.edge.worlds import TOKEN, a_context, an_edge, found, said, silence

EDGE = "  login: [{path: /login}]\n"
LIMIT: dict[str, Any] = {
    "characteristics": ["ip.src", "cf.colo.id"], "period": 10, "requests_per_period": 5,
    "mitigation_timeout": 10,
}  # fmt: skip
LOGIN = 'http.request.uri.path eq "/login"'


def _limit(expression: str = LOGIN, action: str = "block", **more: Any) -> dict[str, Any]:
    ratelimit = LIMIT | more.pop("limit", {})
    return a_rule(action, expression, ratelimit=ratelimit, **more)


def _api(*limits: dict[str, Any], custom: tuple[dict[str, Any], ...] = ()) -> FakeCloudflare:
    phases = {"http_ratelimit": list(limits)} if limits else {}
    if custom:
        phases["http_request_firewall_custom"] = list(custom)
    return FakeCloudflare(TOKEN, phases=phases)


def _skip(expression: str) -> dict[str, Any]:
    return a_rule("skip", expression, action_parameters={"phases": ["http_ratelimit"]})


COUNTS_FAILURES = {"counting_expression": f"{LOGIN} and http.response.code eq 401"}
SILENT = {
    "the path": _api(_limit()),
    "path, host and method": _api(
        _limit(f'{LOGIN} and http.host eq "app.acme.test" and http.request.method eq "POST"')
    ),
    "a set of paths": _api(_limit('http.request.uri.path in {"/login" "/reset"}')),
    "a challenge": _api(_limit(action="managed_challenge")),
    "failures alone are counted": _api(_limit(limit=COUNTS_FAILURES)),
    "a challenge for everybody": _api(custom=(a_rule("managed_challenge", LOGIN),)),
    "the office is let through": _api(_limit(), custom=(_skip("ip.src in {192.0.2.1}"),)),
    "a skip of something else": _api(
        _limit(), custom=(a_rule("skip", "ssl", action_parameters={"products": ["bic"]}),)
    ),
}


@pytest.mark.parametrize("name", SILENT)
async def test_a_throttled_log_in_is_silent(name: str) -> None:
    assert await said(rate_limits, an_edge(EDGE), a_context(SILENT[name])) == []


BROKEN = {
    "no rule": (_api(), "blocker: POST app.acme.test/login: no rate limiting rule stops"),
    "another path": (
        _api(_limit('http.request.uri.path eq "/signin"')),
        "blocker: POST app.acme.test/login: none of 1 rate limiting rules",
    ),
    "another host": (_api(_limit('http.host eq "www.acme.test"')), "blocker: "),
    "another method": (_api(_limit('http.request.method eq "GET"')), "blocker: "),
    "it only logs": (_api(_limit(action="log")), "blocker: "),
    "it is off": (_api(_limit(enabled=False)), "blocker: "),
    "it counts something else": (
        _api(_limit(limit={"counting_expression": 'http.request.method eq "GET"'})),
        "blocker: ",
    ),
    "a rule takes it back": (
        _api(_limit(), custom=(_skip('http.host contains "acme"'),)),
        "blocker: POST app.acme.test/login: rule 1 of the custom rules skips",
    ),
    "it lets too many through": (
        _api(_limit(limit={"requests_per_period": 1000})),
        "risk: POST app.acme.test/login: rule 1 of the rate limiting rules lets 6000 tries",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_a_log_in_that_can_be_tried_without_end_is_told(name: str) -> None:
    api, words = BROKEN[name]
    told = await said(rate_limits, an_edge(EDGE), a_context(api))

    assert len(told) == 1
    assert told[0].startswith(f"edge/no-rate-limit {words}")


async def test_the_free_plan_is_told_what_it_can_do() -> None:
    free = _api(_limit(action="log"))
    paid = FakeCloudflare(TOKEN, zone={"plan": {"legacy_id": "pro"}})
    on_free = await found(rate_limits, an_edge(EDGE), a_context(free))
    on_paid = await found(rate_limits, an_edge(EDGE), a_context(paid))

    assert [one.partition(":")[0] for one in on_free[0].evidence] == [
        "rule 1 of the rate limiting rules only logs",
        "the Free plan has one rule of 10 seconds that knows paths alone",
    ]
    assert on_paid[0].evidence == ()


async def test_a_public_api_without_a_limit_is_a_risk_below_it_too() -> None:
    api = _api(_limit('http.request.uri.path eq "/v1"'))
    edge = an_edge("  public_api: [/v1/*]\n")
    told = await said(rate_limits, edge, a_context(api))

    assert len(told) == 1
    assert told[0].startswith("edge/no-rate-limit risk: GET app.acme.test/v1/launchready: none")
    wider = _api(_limit('starts_with(http.request.uri.path, "/v1")'))
    assert await said(rate_limits, edge, a_context(wider)) == []


@pytest.mark.parametrize(
    "api",
    [
        _api(_limit(f'{LOGIN} and ip.src.country ne "DE"')),
        _api(_limit(), custom=(_skip('http.cookie contains "x"'),)),
        _api(_limit(limit={"counting_expression": 'http.cookie contains "x"'})),
        _api(_limit("http.request.uri.path eq")),
    ],
)
async def test_a_rule_nobody_can_tell_of_leaves_the_question_open(api: FakeCloudflare) -> None:
    error = await silence(rate_limits, an_edge(EDGE), a_context(api))

    assert "nobody can tell whether it is throttled" in error.reason


@pytest.mark.parametrize("phase", ["http_ratelimit", "http_request_firewall_custom"])
async def test_what_the_token_may_not_read_is_named(phase: str) -> None:
    api = FakeCloudflare(TOKEN, refused=(f"rulesets/phases/{phase}/entrypoint",))
    error = await silence(rate_limits, an_edge(EDGE), a_context(api))

    assert "Zone WAF: Read" in error.advice
