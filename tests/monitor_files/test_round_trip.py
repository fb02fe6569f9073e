"""What the command writes, the room reads back as watching everything that is promised."""

from dataclasses import replace

import pytest
import yaml

from launchready.monitor_files.channels import KINDS
from launchready.monitor_files.text import Written
from tests.monitor_files.worlds import COVER, PEOPLE, judged, made, planned, told

LOGS_ARE_OFF = [("?", "monitor/logs: monitor: names nothing for this check to look at")]


@pytest.mark.parametrize("form", ["gatus", "prometheus"])
async def test_the_room_finds_nothing_to_say_of_what_was_written(form: str) -> None:
    asked = await judged(form, made(form, planned()))

    assert told(asked) == LOGS_ARE_OFF


@pytest.mark.parametrize("form", ["gatus", "prometheus"])
@pytest.mark.parametrize("kind", [one for one in KINDS if one != "email"])
async def test_any_channel_reaches_somebody(form: str, kind: str) -> None:
    cover = COVER + PEOPLE.partition("\n")[2]  # paging without people: two names, no addresses
    asked = await judged(form, made(form, planned(cover), kind), cover)

    assert told(asked) == LOGS_ARE_OFF


@pytest.mark.parametrize("form", ["gatus", "prometheus"])
@pytest.mark.parametrize("within", ["35s", "1m", "90s", "10m"])
async def test_the_times_written_keep_the_time_that_is_promised(form: str, within: str) -> None:
    cover = f"  alert_within: {within}\n  delivery: 5s\n{COVER}{PEOPLE}"
    asked = await judged(form, made(form, planned(cover)), cover)

    assert told(asked) == LOGS_ARE_OFF


@pytest.mark.parametrize("form", ["gatus", "prometheus"])
async def test_a_page_taken_out_by_hand_is_missed(form: str) -> None:
    written = made(form, planned())
    changed = tuple(
        replace(one, text=one.text.replace("acme.test/login", "acme.test/else"))
        for one in written.files
    )
    asked = await judged(form, Written(files=changed))

    assert "monitor/not-covered" in [rule for rule, _ in told(asked)]


async def test_upptime_covers_pages_and_is_told_to_be_too_slow() -> None:
    cover = COVER + PEOPLE.replace("ana@acme.test", "GitHub issue ana-acme")
    asked = await judged("upptime", made("upptime", planned(cover)), cover)
    about = [one for one in told(asked) if "homepage" in one[1]]

    assert {rule for rule, _ in about} == {"monitor/alert-too-late", "monitor/nobody-paged"}


async def test_uptime_kuma_watches_everything_in_time() -> None:
    asked = await judged("uptime-kuma", made("uptime-kuma", planned()))

    assert told(asked) == LOGS_ARE_OFF


@pytest.mark.parametrize("form", ["gatus", "prometheus", "upptime"])
def test_what_is_written_is_yaml_that_says_the_pages_as_they_are(form: str) -> None:
    hostile = (
        'smoke: {pages: [{name: "a: {{b}} #\\u2028", url: "https://app.acme.test/?q={{1}}&r=:", '
        'expect: ["[BODY] contains it\'s \\"quoted\\" {{x}} $HOME"]}]}\n'
    )
    for one in made(form, planned(COVER, hostile)).files:
        assert isinstance(yaml.safe_load(one.text), dict)
