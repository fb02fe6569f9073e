"""Two runs are told apart by ranks: a slower one is seen, chance is not taken for a change."""

import math
import random

import pytest

from launchready.core.histogram import Histogram
from launchready.load.ranks import compare, mann_whitney


def _answers(chance: random.Random, number: int, times: float = 1.0) -> Histogram:
    """A service with a heavy tail: p50 20 ms, p95 280 ms, p99 900 ms, near enough."""
    taken = []
    for _ in range(number):
        where = chance.random()
        middle = 0.018 if where < 0.9 else 0.2 if where < 0.98 else 0.9
        taken.append(times * middle * math.exp(chance.gauss(0, 0.3)))
    return Histogram.of(taken)


def test_small_samples_without_ties_have_the_published_u() -> None:
    """Tortoise and hare, the usual example: T H H H H H T T T T T H."""
    tortoise = dict.fromkeys((1, 7, 8, 9, 10, 11), 1)
    hare = dict.fromkeys((2, 3, 4, 5, 6, 12), 1)

    odds, _ = mann_whitney(hare, tortoise)

    assert odds * 36 == 25


def test_ties_make_the_variance_smaller() -> None:
    """The normal approximation with continuity, worked out by hand for six values with ties."""
    odds, chance = mann_whitney({1: 1, 2: 2}, {2: 1, 3: 2})
    # U = 1 + ... : the later's 2 beats 1 and ties with two 2s; its 3s beat all three.
    u = (1 + 2 / 2) + 2 * 3
    variance = 9 / 12 * (7 - (27 - 3 + 8 - 2) / 30)
    z = (u - 4.5 - 0.5) / math.sqrt(variance)

    assert odds == pytest.approx(u / 9)
    assert chance == pytest.approx(math.erfc(z / math.sqrt(2)))


def test_one_and_the_same_value_everywhere_is_no_difference() -> None:
    assert mann_whitney({5: 40}, {5: 60}) == (0.5, 1.0)


def test_the_order_of_the_runs_only_turns_the_odds() -> None:
    first, second = {1: 3, 2: 9, 4: 2}, {2: 5, 3: 5, 4: 5}
    there, chance = mann_whitney(first, second)
    back, same = mann_whitney(second, first)

    assert there + back == pytest.approx(1)
    assert chance == pytest.approx(same)


def test_no_change_has_a_p_below_a_hundredth_about_once_in_a_hundred() -> None:
    chance = random.Random(10)
    below = 0
    for _ in range(400):
        found = compare(_answers(chance, 500), _answers(chance, 500))
        below += found is not None and found.chance < 0.01

    assert below <= 10


def test_too_few_answers_say_nothing() -> None:
    chance = random.Random(3)

    assert compare(_answers(chance, 19), _answers(chance, 3000)) is None


def test_a_slower_run_is_seen_with_its_shift() -> None:
    chance = random.Random(4)
    found = compare(_answers(chance, 3000), _answers(chance, 3000, 1.2))

    assert found is not None
    assert found.chance < 1e-6
    assert 0.1 < found.shift < 0.3
    assert found.odds > 0.5
