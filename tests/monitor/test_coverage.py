"""What must be watched is watched, each by a monitor of its own that looks and minds something."""

from dataclasses import replace
from datetime import timedelta

import pytest

from launchready.core.monitors import Watching
from launchready.core.unreachable import UnreachableError
from launchready.monitor.coverage import coverage
from tests.monitor.worlds import API, APP, ASKED, COVER, a_monitor, a_section, said, sound, told
from tests.worlds import NOON

SECTION = a_section(ASKED + COVER)


async def test_four_monitors_of_their_own_are_silent() -> None:
    assert await said(coverage, SECTION, told(sound())) == []


@pytest.mark.parametrize(
    "target",
    [
        "HTTPS://APP.acme.test",
        "https://app.acme.test:443/",
        "app.acme.test",
        "https://app.acme.test/#top",
    ],
)
async def test_another_way_to_write_the_url_is_the_same_page(target: str) -> None:
    watching = sound(homepage=a_monitor("home", target))

    assert await said(coverage, SECTION, told(watching)) == []


@pytest.mark.parametrize(
    "target",
    ["http://app.acme.test/", "https://app.acme.test:8443/", f"{APP}/?a=1", f"{APP}/home"],
)
async def test_another_page_is_not_the_one_that_was_promised(target: str) -> None:
    watching = sound(homepage=a_monitor("home", target))
    messages = await said(coverage, SECTION, told(watching))

    assert messages == [
        "monitor/not-covered blocker: homepage (https://app.acme.test/) is watched by nothing in "
        "uptimerobot"
    ]


async def test_the_order_of_a_query_makes_no_difference() -> None:
    text = "  must_cover: {homepage: 'https://app.acme.test/?b=2&a=1', login: none, api: none, email: none}\n"  # noqa: E501 - one line
    watching = Watching(provider="uptimerobot", monitors=(a_monitor("home", f"{APP}?a=1&b=2"),))

    assert await said(coverage, a_section(ASKED + text), told(watching)) == []


@pytest.mark.parametrize(
    ("resting", "why"),
    [("paused", "paused"), ("muted until 2026-12-01", "muted until 2026-12-01")],
)
async def test_a_monitor_that_rests_covers_nothing(resting: str, why: str) -> None:
    watching = sound(login=a_monitor("login", f"{APP}/login", resting=resting))

    assert await said(coverage, SECTION, told(watching)) == [
        f"monitor/not-covered blocker: login ({APP}/login) has a monitor that does not look: "
        f"login: {why}"
    ]


async def test_a_monitor_that_stopped_looking_covers_nothing() -> None:
    late = a_monitor("api", API, looked=NOON - timedelta(days=3))
    quick = a_monitor("api", API, looked=NOON - timedelta(seconds=50))
    broken = await said(coverage, SECTION, told(sound(api=late)))

    assert broken == [
        f"monitor/not-covered blocker: api ({API}) has a monitor that does not look: api: it last "
        "looked at 2026-11-22 12:00 UTC"
    ]
    assert await said(coverage, SECTION, told(sound(api=quick))) == []


async def test_one_monitor_counts_once() -> None:
    text = f"  must_cover: {{homepage: {APP}/, login: {APP}, api: none, email: none}}\n"
    one = Watching(provider="uptimerobot", monitors=(a_monitor("home", APP),))
    two = Watching(
        provider="uptimerobot", monitors=(a_monitor("home", APP), a_monitor("again", APP))
    )
    section = a_section(ASKED + text)

    assert await said(coverage, section, told(one)) == [
        "monitor/not-covered blocker: login has no monitor of its own: home counts for homepage "
        "already; each of them must be watched by one"
    ]
    assert await said(coverage, section, told(two)) == []


async def test_a_heartbeat_gives_way_to_the_one_that_was_named() -> None:
    text = (
        "  must_cover: {homepage: none, login: none, api: none, email: heartbeat, "
        "backup: {heartbeat: backup}}\n"
    )
    beats = tuple(a_monitor(one, kind="heartbeat", demands=()) for one in ("Backup", "mail"))
    section = a_section(ASKED + text)
    both = Watching(provider="uptimerobot", monitors=beats)
    one = Watching(provider="uptimerobot", monitors=beats[:1])

    assert await said(coverage, section, told(both)) == []
    assert len(await said(coverage, section, told(one))) == 1


async def test_of_several_heartbeats_the_one_that_speaks_of_mail_is_meant() -> None:
    text = "  must_cover: {homepage: none, login: none, api: none, email: heartbeat}\n"
    section = a_section(ASKED + text)

    def beats(*names: str) -> Watching:
        made = tuple(a_monitor(one, kind="heartbeat", demands=()) for one in names)
        resting = tuple(replace(one, resting="paused" * ("mail" in one.name)) for one in made)
        return Watching(provider="uptimerobot", monitors=resting)

    paused = await said(coverage, section, told(beats("backup", "nightly mail")))

    assert len(paused) == 1
    assert "nightly mail: paused" in paused[0]
    assert await said(coverage, section, told(beats("backup"))) == []
    with pytest.raises(UnreachableError, match="which heartbeat proves the mail: backup, cron"):
        await said(coverage, section, told(beats("backup", "cron")))


async def test_a_class_nobody_named_is_asked_for_and_none_says_there_is_none() -> None:
    short = f"  must_cover: {{homepage: {APP}/, api: none}}\n"
    watching = sound()

    assert await said(coverage, a_section(ASKED + short), told(watching)) == [
        "monitor/not-covered blocker: must_cover says nothing of login; its URL is meant, or none",
        "monitor/not-covered blocker: must_cover says nothing of email; heartbeat, or a monitor of "
        "the mail path is meant, or none",
    ]


@pytest.mark.parametrize(
    ("demands", "said_of_it"),
    [
        ((), "checks no status, so that an error page passes; status and a word are meant"),
        (
            ("status",),
            "checks the status alone, so that a blank page passes; a word or a time limit is meant",
        ),
    ],
)
async def test_a_monitor_that_takes_any_answer_is_a_risk(
    demands: tuple[str, ...], said_of_it: str
) -> None:
    watching = sound(homepage=a_monitor("home", APP, demands=demands))

    assert await said(coverage, SECTION, told(watching)) == [
        f"monitor/only-answers risk: homepage: home {said_of_it}"
    ]


@pytest.mark.parametrize("demands", [("text",), ("status", "latency"), ("status", "certificate")])
async def test_a_monitor_that_minds_more_is_silent(demands: tuple[str, ...]) -> None:
    watching = sound(homepage=a_monitor("home", APP, demands=demands))

    assert await said(coverage, SECTION, told(watching)) == []


async def test_a_certificate_in_the_same_alert_hides_an_outage() -> None:
    watching = sound(homepage=a_monitor("home", APP, masks=True))
    messages = await said(coverage, SECTION, told(watching))

    assert [one.partition(":")[0] for one in messages] == ["monitor/expiry-masks-outage risk"]


async def test_what_nobody_may_read_is_neither_watched_nor_not() -> None:
    refused = UnreachableError("the token is not taken", kind="refused", advice="Make another.")

    with pytest.raises(UnreachableError) as silence:
        await said(coverage, SECTION, told(refused))

    assert (silence.value.kind, silence.value.advice) == ("refused", "Make another.")


async def test_what_another_source_shows_counts_though_one_is_silent() -> None:
    text = ASKED + "  also: [{provider: healthchecks, token: another}]\n" + COVER
    silent = UnreachableError("no answer", kind="timed out")

    assert await said(coverage, a_section(text), told(sound(), silent)) == []


async def test_a_target_that_is_hidden_leaves_the_question_open() -> None:
    watching = replace(sound(homepage=a_monitor("x", "$BASE/")), hidden=("x looks at $BASE/",))

    with pytest.raises(UnreachableError, match=r"x looks at \$BASE/"):
        await said(coverage, SECTION, told(watching))


async def test_nothing_that_watches_is_no_pass() -> None:
    with pytest.raises(UnreachableError, match="nothing says what watches"):
        await said(coverage, a_section(COVER), told())
