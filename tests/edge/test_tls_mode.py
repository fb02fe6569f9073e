"""Anything but strict between the edge and the server is told, whoever set it."""

import pytest

from launchready.edge.tls_mode import tls_mode
from tests.edge.fake_cloudflare import SETTINGS, FakeCloudflare, a_page_rule, a_rule
from tests.edge.worlds import TOKEN, a_context, an_edge, said, silence
from tests.worlds import DictBrowser, page

HOST = "app.acme.test"
URL = f"https://{HOST}/"
UP = DictBrowser(pages={URL: page(URL)})


def _api(mode: str, **more: object) -> FakeCloudflare:
    return FakeCloudflare(TOKEN, settings=SETTINGS | {"ssl": mode}, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", ["strict", "origin_pull"])
async def test_strict_is_silent(mode: str) -> None:
    assert await said(tls_mode, an_edge(), a_context(_api(mode), web=UP)) == []


@pytest.mark.parametrize(
    ("mode", "impact", "what"),
    [
        ("off", "blocker", "no encryption at all"),
        ("flexible", "blocker", "plain text between Cloudflare and your server"),
        ("full", "risk", "nobody checks your server's certificate"),
    ],
)
async def test_a_weaker_mode_is_told(mode: str, impact: str, what: str) -> None:
    found = await said(tls_mode, an_edge(), a_context(_api(mode), web=UP))

    assert found == [
        f"edge/tls-mode {impact}: {HOST} has SSL mode {mode} by the zone ({what}); strict is meant"
    ]


async def test_a_page_rule_and_a_later_rule_say_otherwise_for_a_host() -> None:
    page_rule = a_page_rule("*app.acme.test/*", {"id": "ssl", "value": "flexible"})
    rule = a_rule("set_config", f'http.host eq "{HOST}"', action_parameters={"ssl": "strict"})
    broken = await said(
        tls_mode, an_edge(), a_context(_api("strict", page_rules=[page_rule]), web=UP)
    )
    mended = _api("strict", page_rules=[page_rule], phases={"http_config_settings": [rule]})

    assert len(broken) == 1
    assert "flexible by page rule *app.acme.test/*" in broken[0]
    assert await said(tls_mode, an_edge(), a_context(mended, web=UP)) == []


async def test_a_rule_for_another_host_changes_nothing() -> None:
    rule = a_rule("set_config", 'http.host eq "x.acme.test"', action_parameters={"ssl": "off"})
    api = _api("strict", phases={"http_config_settings": [rule]})

    assert await said(tls_mode, an_edge(), a_context(api, web=UP)) == []


async def test_a_rule_nobody_can_tell_of_is_no_pass() -> None:
    rule = a_rule("set_config", 'ip.src.country eq "DE"', action_parameters={"ssl": "off"})
    api = _api("strict", phases={"http_config_settings": [rule]})
    error = await silence(tls_mode, an_edge(), a_context(api, web=UP))

    assert "depends on ip.src.country" in error.reason


async def test_a_host_that_redirects_to_itself_is_seen() -> None:
    loop = page(URL, 301, headers={"Location": URL})
    edge, ctx = an_edge(), a_context(_api("flexible"), web=DictBrowser(pages={URL: loop}))
    findings = await tls_mode.ask(edge.at_cloudflare[0], ctx)

    assert findings[0].evidence == (f"{URL} redirects to itself: visitors are in a loop",)


@pytest.mark.parametrize(
    ("part", "scope"),
    [
        ("settings/ssl", "Zone Settings: Read"),
        ("pagerules", "Page Rules: Read"),
        ("rulesets/phases/http_config_settings/entrypoint", "Config Rules: Read"),
    ],
)
async def test_what_the_token_may_not_read_is_named(part: str, scope: str) -> None:
    error = await silence(tls_mode, an_edge(), a_context(_api("strict", refused=(part,)), web=UP))

    assert error.kind == "refused"
    assert scope in error.advice


async def test_a_mode_of_tomorrow_is_no_answer() -> None:
    error = await silence(tls_mode, an_edge(), a_context(_api("quantum"), web=UP))

    assert "do not know: quantum" in error.reason
