"""Every setting that a launch leans on is read, and a missing permission hides no other answer."""

from typing import Any

import pytest

from launchready.core.unreachable import UnreachableError
from launchready.edge.zone_settings import zone_settings
from tests.edge.fake_cloudflare import SETTINGS, FakeCloudflare, a_pack
from tests.edge.worlds import TOKEN, a_context, an_edge, said, silence

PACKS = [a_pack("acme.test", "*.acme.test")]


def _api(settings: dict[str, Any] | None = None, **more: Any) -> FakeCloudflare:
    return FakeCloudflare(TOKEN, settings=SETTINGS | (settings or {}), **({"packs": PACKS} | more))


async def _said(api: FakeCloudflare) -> list[str]:
    return await said(zone_settings, an_edge(), a_context(api))


async def test_a_sound_zone_is_silent() -> None:
    assert await _said(_api()) == []


HSTS_OFF = {"strict_transport_security": {"enabled": False, "max_age": 0}}
HSTS_SHORT = {"strict_transport_security": {"enabled": True, "max_age": 300}}


@pytest.mark.parametrize(
    ("name", "value", "impact"),
    [
        ("always_use_https", "off", "risk"),
        ("min_tls_version", "1.0", "risk"),
        ("tls_1_3", "off", "advice"),
        ("automatic_https_rewrites", "off", "advice"),
        ("security_header", HSTS_OFF, "advice"),
        ("security_header", HSTS_SHORT, "advice"),
        ("development_mode", "on", "risk"),
        ("security_level", "under_attack", "risk"),
        ("cache_level", "simplified", "advice"),
        ("ipv6", "off", "advice"),
    ],
)
async def test_a_weak_setting_is_told(name: str, value: Any, impact: str) -> None:
    told = await _said(_api({name: value}))

    assert len(told) == 1
    assert told[0].startswith(f"edge/setting-weak {impact}: acme.test: {name} is ")


@pytest.mark.parametrize("name", sorted(set(SETTINGS) - {"ssl"}))
async def test_a_setting_the_token_may_not_read_is_open_and_the_others_are_told(name: str) -> None:
    weak = "tls_1_3" if name != "tls_1_3" else "always_use_https"
    api = _api({weak: "off"}, refused=(f"settings/{name}",))
    error = await silence(zone_settings, an_edge(), a_context(api))

    assert "Zone Settings: Read" in error.advice
    assert [one.subject for one in error.found] == [f"acme.test {weak}"]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("pending", "risk: acme.test: DNSSEC is pending: its DS record is not at your registrar"),
        ("disabled", "advice: acme.test: DNSSEC is disabled"),
    ],
)
async def test_dnssec_that_is_not_active_is_told(status: str, words: str) -> None:
    told = await _said(_api(dnssec=status))

    assert len(told) == 1
    assert told[0].startswith(f"edge/setting-weak {words}")


@pytest.mark.parametrize(
    ("zone", "state"), [({"status": "pending"}, "pending"), ({"paused": True}, "paused")]
)
async def test_a_zone_that_is_not_served_blocks(zone: dict[str, Any], state: str) -> None:
    assert await _said(_api(zone=zone)) == [
        f"edge/zone-asleep blocker: acme.test is {state} at Cloudflare; active is meant"
    ]


@pytest.mark.parametrize(
    "packs",
    [
        [],
        [a_pack("acme.test", "*.x.acme.test")],
        [a_pack("acme.test", "*.acme.test", status="pending_validation")],
    ],
)
async def test_a_host_without_a_certificate_at_the_edge_blocks(packs: list[Any]) -> None:
    told = await _said(_api(packs=packs))

    assert len(told) == 1
    assert told[0].startswith("edge/name-uncovered blocker: app.acme.test has no active certif")


async def test_a_star_covers_one_label_and_no_more() -> None:
    text = (
        "version: 1\nhosts: {{own: [acme.test, a.b.acme.test]}}\nedge:\n"
        '  cloudflare: {{zone: acme.test, token: "${{CLOUDFLARE_API_TOKEN}}"}}\n{more}'
    )
    told = await said(zone_settings, an_edge(text=text), a_context(_api()))

    assert [one.split(" ")[2] for one in told] == ["a.b.acme.test"]


@pytest.mark.parametrize(
    ("part", "scope"),
    [
        ("dnssec", "DNS: Read"),
        ("ssl/certificate_packs", "SSL and Certificates: Read"),
        ("ssl/universal/settings", "SSL and Certificates: Read"),
    ],
)
async def test_a_part_the_token_may_not_read_is_named(part: str, scope: str) -> None:
    error: UnreachableError = await silence(
        zone_settings, an_edge(), a_context(_api({"tls_1_3": "off"}, refused=(part,)))
    )

    assert error.kind == "refused"
    assert scope in error.advice
    assert [one.subject for one in error.found] == ["acme.test tls_1_3"]


ORDERED = a_pack("acme.test", "*.acme.test", kind="advanced")


async def test_universal_ssl_that_is_off_is_told_unless_another_certificate_is_ordered() -> None:
    told = await _said(_api(universal=False))
    ordered = await _said(_api(universal=False, packs=[*PACKS, ORDERED]))

    assert told == [
        "edge/setting-weak risk: acme.test: universal SSL is off, and nothing renews the "
        "certificate of app.acme.test"
    ]
    assert ordered == []


async def test_bot_fight_mode_is_told_where_there_is_an_api_for_programs() -> None:
    api = _api(fight_mode=True)
    programs = await said(zone_settings, an_edge("  public_api: [/v1/*]\n"), a_context(api))

    assert programs == [
        "edge/setting-weak risk: acme.test: bot_fight_mode is on, and asks programs that call "
        "app.acme.test/v1 to be persons"
    ]
    assert await _said(api) == []
    assert await said(zone_settings, an_edge("  public_api: [/v1/*]\n"), a_context(_api())) == []


async def test_bots_are_not_asked_about_without_an_api_so_that_no_permission_is_needed() -> None:
    api = _api(refused=("bot_management",))
    error = await silence(zone_settings, an_edge("  public_api: [/v1/*]\n"), a_context(api))

    assert await _said(api) == []
    assert "Bot Management: Read" in error.advice
