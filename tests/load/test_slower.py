"""A target that became slower is told; chance, other machines and small shifts are not a fault."""

import math
import random

from launchready.core.histogram import Histogram
from launchready.core.location import Location, Named
from launchready.core.measured import Before
from launchready.load.slower import SLOWER, held_against, judge

ORDERS = Named(name="orders", at=Location(file="launchready.yml", line=9, column=5))


def _answers(chance: random.Random, number: int, times: float = 1.0) -> Histogram:
    """A service with a heavy tail: p50 20 ms, p95 280 ms, p99 900 ms, near enough."""
    taken = []
    for _ in range(number):
        where = chance.random()
        middle = 0.018 if where < 0.9 else 0.2 if where < 0.98 else 0.9
        taken.append(times * middle * math.exp(chance.gauss(0, 0.3)))
    return Histogram.of(taken)


def _flagged(times: float, number: int, runs: int) -> int:
    chance = random.Random(11)
    flagged = 0
    for _ in range(runs):
        before, now = _answers(chance, number), _answers(chance, number, times)
        held = held_against(now, before, "the run before", [])
        flagged += held is not None and bool(judge(ORDERS, now, held))
    return flagged


def test_no_change_is_as_good_as_never_told() -> None:
    assert _flagged(1.0, 3000, 100) == 0
    assert _flagged(1.0, 300, 200) <= 2


def test_a_shift_of_15_per_cent_is_told_mostly() -> None:
    assert _flagged(1.15, 3000, 40) >= 36


def test_a_shift_of_20_per_cent_is_always_told() -> None:
    assert _flagged(1.2, 3000, 40) == 40


def test_a_shift_below_what_people_feel_is_not_told_however_certain() -> None:
    assert _flagged(1.05, 3000, 40) <= 1


def test_what_our_own_clockwork_adds_is_not_told() -> None:
    before, now = Histogram.of([0.001] * 500), Histogram.of([0.0025] * 500)
    held = held_against(now, before, "a run", [])
    assert held is not None

    assert held.shift > 1
    assert judge(ORDERS, now, held) == []


def test_a_faster_run_is_no_fault() -> None:
    assert _flagged(0.7, 3000, 10) == 0


def test_the_finding_says_what_was_and_what_is() -> None:
    before, now = Histogram.of([0.1] * 500), Histogram.of([0.125] * 600)
    held = held_against(now, before, "the run of 2026-11-24 10:00 UTC", ["another machine sent it"])
    assert held is not None
    (found,) = judge(ORDERS, now, held)

    assert found.rule is SLOWER
    assert found.at == ORDERS.at
    assert "% later than the" in found.message
    assert "of the run of 2026-11-24 10:00 UTC" in found.message
    assert found.evidence == (
        "500 answers then, 600 now",
        "chance alone does this in less than 1 of 1,000,000 cases",
        "the two runs are not alike, so this is no proof: another machine sent it",
    )


def test_too_few_answers_or_none_before_say_nothing() -> None:
    some = Histogram.of([0.1] * 10)

    assert held_against(some, None, "a run", []) is None
    assert held_against(some, some, "a run", []) is None


def test_runs_that_are_alike_have_no_caveat() -> None:
    both = Histogram.of([0.1] * 50)

    assert held_against(both, both, "a run", []) == Before(
        name="a run", histogram=both, shift=0, chance=1
    )
