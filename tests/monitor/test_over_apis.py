"""What a provider tells over its API is judged: a page that rests, one that is watched, no look."""

import pytest

from launchready import gate
from launchready.config.load import load
from launchready.core import registry
from launchready.core.report import Answered, Asked, Unanswered
from launchready.world.monitor_providers import PROVIDERS, LiveMonitorProviders
from tests.world.monitor_shapes import HOME, SHAPES
from tests.world.test_monitor_apis import TOKEN, Served, serving
from tests.worlds import a_world


async def judged(provider: str, served: Served) -> dict[str, Asked]:
    """What the room says of the homepage (of the mail, where only heartbeats are), by check."""
    home, mail = (f'"{HOME}"', "none") if provider != "healthchecks" else ("none", "heartbeat")
    text = (
        f"version: 1\nhosts: {{own: [app.acme.test]}}\nmonitor:\n  provider: {provider}\n"
        f"  token: {TOKEN}\n  url: {served.url}\n  logs: false\n"
        f"  must_cover: {{homepage: {home}, email: {mail}, login: none, api: none}}\n"
    )

    def read(path: str) -> bytes:
        raise FileNotFoundError(path)

    rooms = load(
        text.encode(), "launchready.yml", environment="production", variables={}, read=read
    ).rooms
    plan = gate.plan(registry.checks(("monitor",)), rooms, chosen=("monitor",))
    asked = await gate.run(plan, a_world(monitors=LiveMonitorProviders()))
    return {one.check.id: one for one in asked if one.subject in ("homepage", "email", HOST)}


HOST = "app.acme.test"


@pytest.mark.parametrize("provider", SHAPES)
async def test_what_is_watched_is_silent(provider: str) -> None:
    with serving(SHAPES[provider]()) as served:
        asked = await judged(provider, served)

    assert asked["monitor/coverage"].outcome == Answered(findings=())


@pytest.mark.parametrize("provider", SHAPES)
async def test_what_rests_is_watched_by_nothing(provider: str) -> None:
    with serving(SHAPES[provider](paused=True)) as served:
        asked = await judged(provider, served)
    outcome = asked["monitor/coverage"].outcome

    assert isinstance(outcome, Answered)
    assert [one.rule.id for one in outcome.findings] == ["monitor/not-covered"]
    assert outcome.findings[0].at.file == "launchready.yml"


@pytest.mark.parametrize("provider", SHAPES)
async def test_a_token_that_may_not_look_leaves_every_question_open(provider: str) -> None:
    with serving(SHAPES[provider]()) as served:
        served.statuses["*"] = [403]
        asked = await judged(provider, served)
    open_ones = [one.outcome for one in asked.values()]

    assert all(isinstance(one, Unanswered) and one.kind == "refused" for one in open_ones)
    assert {one.advice for one in open_ones if isinstance(one, Unanswered)} == {
        f"Give it {PROVIDERS[provider].scope}."
    }


async def test_what_metrics_do_not_tell_stays_open() -> None:
    with serving(SHAPES["uptime-kuma"]()) as served:
        asked = await judged("uptime-kuma", served)
    reasons = {
        name: one.outcome.reason
        for name, one in asked.items()
        if isinstance(one.outcome, Unanswered)
    }

    assert sorted(reasons) == [
        "monitor/alert-routing",
        "monitor/alert-time",
        "monitor/expiry-alerts",
    ]
    assert "name a backup" in reasons["monitor/expiry-alerts"]
