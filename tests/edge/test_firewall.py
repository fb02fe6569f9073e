"""The managed rules run for every host, or the report says why not, or that nobody can tell."""

from typing import Any

import pytest

from launchready.edge.firewall import firewall
from tests.edge.fake_cloudflare import FakeCloudflare, a_page_rule, a_rule
from tests.edge.worlds import TOKEN, a_context, an_edge, said, silence

PHASE = "http_request_firewall_managed"
CUSTOM = "http_request_firewall_custom"
RULES = {"id": "efb7b8c949ac4650a09736fc376e9aee"}
PRO = {"plan": {"id": "1", "name": "Pro Website", "legacy_id": "pro"}}
ON = a_rule("execute", "true", action_parameters=RULES)


def _api(*managed: dict[str, Any], custom: list[Any] | None = None, **more: Any) -> FakeCloudflare:
    phases = {PHASE: list(managed)} if managed else {}
    phases |= {CUSTOM: custom} if custom else {}
    return FakeCloudflare(TOKEN, phases=phases, **({"zone": PRO} | more))


async def _said(api: FakeCloudflare) -> list[str]:
    return await said(firewall, an_edge(), a_context(api))


SOME = a_rule("skip", 'http.host eq "hooks.acme.test"', action_parameters={"ruleset": "current"})
ONE = a_rule("skip", "true", action_parameters={"rules": {RULES["id"]: ["5de7edfa"]}})
HERE = a_rule("execute", 'http.host eq "app.acme.test"', action_parameters=RULES)


@pytest.mark.parametrize(
    "api",
    [
        _api(ON),
        _api(HERE),
        _api(SOME, ON),
        _api(ONE, ON),
        _api(ON, custom=[a_rule("skip", "true", action_parameters={"products": ["bic"]})]),
        _api(ON, page_rules=[a_page_rule("*x.test/*", {"id": "disable_security"})]),
        _api(zone={}),
    ],
)
async def test_rules_that_run_are_silent(api: FakeCloudflare) -> None:
    assert await _said(api) == []


def _with(**overrides: Any) -> dict[str, Any]:
    return a_rule("execute", "true", action_parameters=RULES | {"overrides": overrides})


ALL = a_rule("skip", "true", action_parameters={"phases": [PHASE]})
ELSEWHERE = a_rule("execute", 'http.host eq "blog.acme.test"', action_parameters=RULES)


@pytest.mark.parametrize(
    ("api", "words"),
    [
        (_api(), "no managed rules are on, though the plan has them"),
        (_api(ON | {"enabled": False}), "no managed rules are on"),
        (_api(_with(enabled=False)), "turns its managed rules off or lets them log only"),
        (_api(_with(action="log")), "turns its managed rules off or lets them log only"),
        (_api(_with(enabled=False), zone={}), "turns its managed rules off"),
        (_api(ELSEWHERE), "runs the managed rules for other requests only"),
        (_api(ON, custom=[ALL]), "of the custom rules skips the managed rules"),
        (_api(SOME | {"expression": "true"}, ON), "skips the managed rules"),
        (
            _api(ON, page_rules=[a_page_rule("*acme.test/*", {"id": "disable_security"})]),
            "page rule *acme.test/* turns security off",
        ),
    ],
)
async def test_rules_that_do_not_run_are_a_risk(api: FakeCloudflare, words: str) -> None:
    told = await _said(api)

    assert len(told) == 1
    assert told[0].startswith("edge/firewall-off risk: app.acme.test: ")
    assert words in told[0]


async def test_a_rule_that_depends_on_the_visitor_leaves_it_open() -> None:
    abroad = a_rule("execute", 'ip.geoip.country eq "DE"', action_parameters=RULES)
    error = await silence(firewall, an_edge(), a_context(_api(abroad)))

    assert "nobody can tell whether the managed rules are on" in error.reason
    assert "ip.geoip.country" in error.reason


async def test_what_the_token_may_not_read_is_named() -> None:
    api = _api(ON, refused=(f"rulesets/phases/{PHASE}/entrypoint",))
    error = await silence(firewall, an_edge(), a_context(api))

    assert "Zone WAF: Read" in error.advice
