"""The watch tells of an outage once, of its end once, and of nothing that is none."""

from pathlib import Path

import anyio
import pytest

from launchready.config.watch import Watch
from launchready.watch.store import Store
from launchready.watch.types import Look, Target, Warned
from tests.watch.engine_world import (
    DOWN,
    UNKNOWN,
    UP,
    Clock,
    Said,
    Script,
    file_in,
    in_own_time,
    page,
    watched,
)

# By when the first look after it came.
AFTER_20 = {f"homepage is up again after {n} min" for n in (20, 21)}


def between(*stretches: tuple[float, float], look: Look = DOWN) -> Script:
    """Down in each stretch, from its first second to before its last."""

    def of(_: Target, at: float) -> Look:
        return look if any(began <= at < ended for began, ended in stretches) else UP

    return Script(of)


def heard(script: Script, seconds: float, watch: Watch | None = None) -> Said:
    channel = Said()
    in_own_time(lambda: watched(script, channel, seconds, watch=watch))
    return channel


def test_an_outage_is_told_once_and_its_end_once() -> None:
    channel = heard(between((600, 1800)), 3600)

    assert channel.kinds == ["down", "up"]
    (down_at, down), (up_at, up) = channel.heard
    assert down.title == "homepage is down"
    assert down.lines[0] == "it answered 500"
    assert up.incident == down.incident
    assert up.id != down.id
    assert 600 < down_at < 674
    assert 1800 < up_at < 1874


def test_one_look_that_fails_is_no_outage() -> None:
    failed: list[float] = []

    def of(_: Target, at: float) -> Look:
        if len(failed) < 50 and (not failed or at - failed[-1] > 45):
            failed.append(at)
            return DOWN
        return UP

    channel = heard(Script(of), 7200)

    assert len(failed) == 50
    assert channel.kinds == []


def test_one_look_that_holds_is_no_end() -> None:
    held: list[float] = []

    def of(_: Target, at: float) -> Look:
        if 600 <= at < 3000 and (at < 900 or (held and at - held[-1] < 200)):
            return DOWN
        if at < 3000:
            held.append(at)
        return UP

    channel = heard(Script(of), 4000)

    assert channel.kinds == ["down", "up"]
    assert channel.heard[1][0] > 3000


def test_every_confirmation_that_is_asked_for_must_fail() -> None:
    channel = heard(between((600, 640)), 2000, Watch.model_validate({"confirmations": "10"}))

    assert channel.kinds == []


def test_unknown_is_neither_up_nor_down_and_is_told_after_its_own_longer_time() -> None:
    channel = heard(between((600, 3000), look=UNKNOWN), 4000)

    assert channel.kinds == ["unknown", "up"]
    at, told = channel.heard[0]
    assert 1200 < at < 1280
    assert told.title == "Nobody can tell whether homepage is up"
    assert "It may be up or down; look at it yourself." in told.lines


def test_unknown_for_a_while_is_told_nobody() -> None:
    channel = heard(between((600, 1100), look=UNKNOWN), 4000)

    assert channel.kinds == []


def test_unknown_does_not_end_an_outage_and_is_not_told_beside_it() -> None:
    def of(_: Target, at: float) -> Look:
        return DOWN if 600 <= at < 900 else UNKNOWN if 900 <= at < 3000 else UP

    channel = heard(Script(of), 4000)

    assert channel.kinds == ["down", "up"]
    assert channel.heard[1][0] > 3000


def test_what_was_unknown_and_is_down_goes_on_as_one_incident() -> None:
    def of(_: Target, at: float) -> Look:
        return UNKNOWN if 600 <= at < 1800 else DOWN if 1800 <= at < 2400 else UP

    channel = heard(Script(of), 4000)

    assert channel.kinds == ["unknown", "down", "up"]
    assert len({told.incident for _, told in channel.heard}) == 1
    assert len({told.id for _, told in channel.heard}) == 3


def test_a_dead_network_of_our_own_is_not_their_outage() -> None:
    script = between((600, 1000))
    script.network = lambda at: not 600 <= at < 1000

    assert heard(script, 3000).kinds == []


def test_a_network_of_our_own_that_stays_dead_is_told_once_for_all() -> None:
    script, channel = between((600, 2000)), Said()
    script.network = lambda at: not 600 <= at < 2000
    targets = tuple(page(f"page {n}") for n in range(20))
    in_own_time(lambda: watched(script, channel, 3000, targets=targets))

    assert channel.kinds == ["unknown", "up"]
    assert channel.heard[0][1].title.startswith("The watch reaches nobody")
    assert channel.heard[0][1].incident == channel.heard[1][1].incident


def test_an_outage_behind_a_dead_network_of_our_own_is_told_though_others_were_hushed() -> None:
    script, channel = between((600, 4000)), Said()
    script.network = lambda at: not 600 <= at < 2000
    targets = tuple(page(f"page {n}") for n in range(3))
    in_own_time(lambda: watched(script, channel, 5000, targets=targets))

    assert channel.kinds.count("unknown") == 1
    assert channel.kinds.count("down") == 3
    assert channel.kinds.count("up") == 3


def test_an_outage_that_begins_while_our_network_is_dead_is_told_when_it_is_back() -> None:
    script = between((600, 3000))
    script.network = lambda at: not 600 <= at < 900
    channel = heard(script, 3000)

    assert channel.kinds == ["down"]
    assert 900 < channel.heard[0][0] < 974


def test_without_a_sentinel_nobody_is_asked() -> None:
    script = between((600, 3000))
    script.network = lambda _: False
    channel = heard(script, 1000, Watch.model_validate({"sentinel": []}))

    assert channel.kinds == ["down"]


def test_what_goes_to_and_fro_is_told_as_one_thing_until_it_is_calm() -> None:
    flaps = [(600 + 200 * n, 700 + 200 * n) for n in range(20)]
    channel = heard(between(*flaps), 8000)

    assert channel.kinds == ["down", "up", "down", "up", "flapping", "up"]
    assert channel.heard[4][1].title == "homepage comes and goes: 3 outages in 30 min"
    assert channel.heard[5][0] - flaps[-1][1] > 900


def test_an_outage_that_lasts_is_told_though_it_began_by_going_to_and_fro() -> None:
    flaps = [(600.0 + 200 * n, 700.0 + 200 * n) for n in range(4)]
    channel = heard(between(*flaps, (1400, 6000)), 8000)

    assert channel.kinds == ["down", "up", "down", "up", "flapping", "down", "up"]
    assert channel.heard[5][0] - 1400 < 120 + 74
    assert channel.heard[6][0] > 6000


def test_an_alert_that_is_not_taken_is_tried_again_and_told_once() -> None:
    channel = Said(fails=4)
    in_own_time(lambda: watched(between((600, 3000)), channel, 3000))

    assert channel.kinds == ["down"]
    assert channel.heard[0][0] < 700


def test_a_slow_channel_holds_up_no_look() -> None:
    channel = Said(takes=lambda: 3600.0)
    script = between((600, 3000))
    in_own_time(lambda: watched(script, channel, 3600))

    assert channel.kinds == []
    assert script.looks > 110


def test_many_outages_at_once_are_told_in_time_over_a_slow_channel() -> None:
    channel = Said(takes=lambda: 10.0)
    targets = tuple(page(f"page {n}") for n in range(30))
    in_own_time(lambda: watched(between((600, 3000)), channel, 3000, targets=targets))

    assert channel.kinds[:30] == ["down"] * 30
    assert max(at for at, told in channel.heard if told.kind == "down") < 600 + 120


def test_an_end_is_never_told_before_its_beginning() -> None:
    channel = Said(fails=12, takes=lambda: 1.0)
    in_own_time(lambda: watched(between((600, 700)), channel, 4000))

    assert channel.kinds == ["down", "up"]


def test_what_will_break_is_told_once_and_when_it_was_mended() -> None:
    soon = Warned(fingerprint="f1", message="the certificate of acme.test ends in 13 days")

    def of(_: Target, at: float) -> Look:
        return Look(state="up", warned=(soon,) if 600 <= at < 3000 else ())

    channel = heard(Script(of), 4000)

    assert channel.kinds == ["note", "up"]
    assert channel.heard[0][1].incident == channel.heard[1][1].incident


@pytest.mark.parametrize("jump", [-86400.0, 86400.0])
def test_a_clock_that_is_set_moves_no_alert(jump: float) -> None:
    clock, channel = Clock(), Said()

    async def beside(*_: object) -> None:
        await anyio.sleep(700)
        clock.set_by = jump

    in_own_time(lambda: watched(between((600, 1800)), channel, 3600, clock=clock, beside=beside))

    assert channel.kinds == ["down", "up"]
    assert channel.heard[1][1].title in AFTER_20


def test_a_restart_in_the_middle_of_an_outage_neither_forgets_nor_repeats(tmp_path: Path) -> None:
    first, second = Said(), Said()
    store = Store(file_in(tmp_path))
    in_own_time(lambda: watched(between((600, 9999)), first, 1000, store=store))
    store.close()
    store = Store(file_in(tmp_path))
    clock = Clock(set_by=1200)
    in_own_time(lambda: watched(between((0, 600)), second, 2000, store=store, clock=clock))
    store.close()

    assert first.kinds == ["down"]
    assert second.kinds == ["up"]
    assert second.heard[0][1].incident == first.heard[0][1].incident
    assert second.heard[0][1].title in AFTER_20


def test_an_outage_of_what_is_no_longer_watched_is_ended(tmp_path: Path) -> None:
    first, second = Said(), Said()
    store = Store(file_in(tmp_path))
    in_own_time(lambda: watched(between((600, 9999)), first, 1000, store=store))
    store.close()
    store = Store(file_in(tmp_path))
    others = (page("pricing"),)
    in_own_time(lambda: watched(between(), second, 500, targets=others, store=store))
    lasting = store.rows("SELECT count(*) FROM stretches WHERE ended IS NULL")
    store.close()

    assert second.kinds == ["up"]
    assert second.heard[0][1].incident == first.heard[0][1].incident
    assert second.heard[0][1].title == "homepage is no longer watched"
    assert lasting == [(0,)]


def test_a_restart_says_what_was_not_said_yet_and_that_it_may_be_the_second_time(
    tmp_path: Path,
) -> None:
    first, second = Said(takes=lambda: 3600.0, limit=7200.0), Said()
    store = Store(file_in(tmp_path))
    in_own_time(lambda: watched(between((600, 9999)), first, 640, store=store))
    store.close()
    store = Store(file_in(tmp_path))
    in_own_time(lambda: watched(between((0, 9999)), second, 100, store=store))
    store.close()

    assert second.kinds == ["down"]
    assert any("may be said twice" in one for one in second.heard[0][1].lines)


def test_a_full_disk_stops_neither_looks_nor_alerts_and_is_told(tmp_path: Path) -> None:
    store = Store(file_in(tmp_path), most_pages=12)
    channel = Said()
    targets = tuple(page(f"page {n}") for n in range(20))
    stretches = ((2000.0, 4000.0),)
    in_own_time(lambda: watched(between(*stretches), channel, 6000, targets=targets, store=store))

    assert "full" in store.problem
    assert channel.kinds.count("down") == 20
    assert channel.kinds.count("up") == 20


def test_what_a_full_disk_held_up_is_written_when_there_is_room(tmp_path: Path) -> None:
    store = Store(file_in(tmp_path), most_pages=12)
    targets = tuple(page(f"page {n}") for n in range(20))
    in_own_time(lambda: watched(between((2000, 9999)), Said(), 4000, targets=targets, store=store))
    was_full = "full" in store.problem
    store.rows("PRAGMA max_page_count=100000")
    again = store.flush()
    store.close()
    kept = Store(file_in(tmp_path))
    down = kept.rows('SELECT count(*) FROM standings WHERE said LIKE \'%"state": "down"%\'')
    kept.close()

    assert was_full
    assert again
    assert down[0][0] >= 20


def test_two_watches_never_share_a_file(tmp_path: Path) -> None:
    from launchready.watch.store import StateError

    store = Store(file_in(tmp_path))
    with pytest.raises(StateError, match="another watch has it open"):
        Store(file_in(tmp_path))
    store.close()


def test_a_damaged_file_is_put_aside_and_the_watch_goes_on(tmp_path: Path) -> None:
    file_in(tmp_path).write_bytes(b"this is no database, and long enough to be read as one" * 100)
    store = Store(file_in(tmp_path))
    store.close()

    assert "watch.db.damaged" in store.note
    assert (tmp_path / "watch.db.damaged").is_file()
