"""What the loopback Cloudflare answers is of the shape that Cloudflare's own SDK describes."""

import secrets
from typing import Any

import anyio

from launchready.edge.phase import SCOPES
from tests.edge.fake_cloudflare import (
    SETTINGS,
    ZONE,
    FakeCloudflare,
    a_pack,
    a_page_rule,
    a_record,
    a_rule,
)
from tests.edge.oracles import asked, needs_oracles
from tests.world.loopback import serving

TOKEN = "cf-" + secrets.token_hex(16)
LIMIT = {
    "characteristics": ["ip.src", "cf.colo.id"], "period": 10, "requests_per_period": 5,
    "mitigation_timeout": 10, "counting_expression": "http.response.code eq 401",
}  # fmt: skip
KEEP = {"cache": True, "edge_ttl": {"mode": "override_origin", "default": 3600}}
OFF = {"id": "4d21", "overrides": {"sensitivity_level": "eoff", "action": "log"}}
LEADS = {
    "from_value": {
        "status_code": 301,
        "target_url": {"value": "https://www.acme.test/"},
        "preserve_query_string": True,
    }
}
# One rule of each kind that the tests of the room build.
PHASES: dict[str, list[dict[str, Any]]] = {
    "http_request_cache_settings": [
        a_rule("set_cache_settings", "true", action_parameters=KEEP, description="keep"),
        a_rule("set_cache_settings", "ssl", action_parameters={"cache": False}, enabled=False),
        a_rule(
            "set_cache_settings",
            "true",
            action_parameters={"cache": True, "edge_ttl": {"mode": "bypass_by_default"}},
        ),
        a_rule("set_cache_settings", "true", action_parameters={"browser_ttl": {"mode": "bypass"}}),
    ],
    "http_response_cache_settings": [
        a_rule(
            "set_cache_control",
            "ssl",
            action_parameters={
                "private": {"operation": "remove"},
                "no-store": {"operation": "remove"},
                "s-maxage": {"operation": "set", "value": 60},
            },
        ),
    ],
    "http_ratelimit": [
        a_rule("block", "ssl", ratelimit=LIMIT),
        a_rule("managed_challenge", "ssl", ratelimit=LIMIT),
        a_rule("log", "ssl", ratelimit=LIMIT),
    ],
    "http_request_firewall_custom": [
        a_rule("skip", "ssl", action_parameters={"phases": ["http_ratelimit"]}),
        a_rule("skip", "ssl", action_parameters={"products": ["bic"]}),
        a_rule("managed_challenge", "ssl"),
    ],
    "http_request_firewall_managed": [
        a_rule("execute", "true", action_parameters={"id": "efb7b8c949ac4650a09736fc376e9aee"}),
        a_rule("skip", "ssl", action_parameters={"ruleset": "current"}),
    ],
    "http_request_dynamic_redirect": [
        a_rule("redirect", "ssl", action_parameters=LEADS),
    ],
    "ddos_l7": [a_rule("execute", "true", action_parameters=OFF)],
    "http_config_settings": [a_rule("set_config", "ssl", action_parameters={"ssl": "strict"})],
}


async def _read_by_the_sdk(api: FakeCloudflare) -> dict[str, Any]:
    question = {
        "token": TOKEN,
        "zone": api.name,
        "id": ZONE,
        "settings": sorted(api.settings),
        "phases": sorted(SCOPES),
    }
    async with serving(api) as port:
        base = f"http://127.0.0.1:{port}/client/v4"
        found: dict[str, Any] = await anyio.to_thread.run_sync(
            lambda: asked("ask_sdk.py", question, base, NO_PROXY="127.0.0.1")
        )
    return found


@needs_oracles
async def test_the_sdk_takes_every_answer_in_strict_mode_and_reads_the_same() -> None:
    actions: list[dict[str, Any]] = [
        {"id": "cache_level", "value": "cache_everything"},
        {"id": "edge_cache_ttl", "value": 7200},
        {"id": "ssl", "value": "flexible"},
        {"id": "bypass_cache_on_cookie", "value": "session=.*"},
        {"id": "forwarding_url", "value": {"url": "https://www.acme.test/$1", "status_code": 301}},
    ]
    api = FakeCloudflare(
        TOKEN,
        phases=PHASES,
        records=[a_record("acme.test"), a_record("www.acme.test", "x.test", type="CNAME")],
        page_rules=[a_page_rule("*acme.test/*", *actions)],
        packs=[a_pack("acme.test", "*.acme.test")],
    )
    found = await _read_by_the_sdk(api)
    read = found["read"]

    assert found["faults"] == {}
    assert read["zones"][0]["plan"]["legacy_id"] == "free"
    assert {
        one: read[f"settings/{one}"]["value"] for one in SETTINGS if one != "security_header"
    } == {one: value for one, value in SETTINGS.items() if one != "security_header"}
    assert read["bot_management"]["fight_mode"] is False
    for phase, rules in PHASES.items():
        assert [one["action"] for one in read[phase]["rules"]] == [one["action"] for one in rules]
    assert [one["proxied"] for one in read["dns_records"]] == [True, True]
    assert [one["id"] for one in read["pagerules"][0]["actions"]] == [one["id"] for one in actions]
    assert read["dnssec"]["status"] == "active"
    assert read["ssl/certificate_packs"][0]["hosts"] == ["acme.test", "*.acme.test"]


@needs_oracles
async def test_the_sdk_refuses_an_answer_of_another_shape() -> None:
    api = FakeCloudflare(
        TOKEN,
        settings=SETTINGS | {"ssl": "quantum"},
        page_rules=[a_page_rule("*acme.test/*", status="sometimes")],
        records=[a_record("acme.test", proxied="often")],
    )
    found = await _read_by_the_sdk(api)

    assert set(found["faults"]) == {"settings/ssl", "dns_records", "pagerules"}
