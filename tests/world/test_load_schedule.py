"""Arrivals are known before the first is sent: evenly spaced, and mixed by weight."""

from collections import Counter
from itertools import islice, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.core.load import Target
from launchready.world.load_schedule import counted, moments, order


def test_arrivals_come_evenly_whatever_becomes_of_them() -> None:
    due = list(moments(rate=50, seconds=2))

    assert len(due) == 100
    assert due[0] == 0
    assert all(abs(later - earlier - 0.02) < 1e-9 for earlier, later in pairwise(due))


def test_the_rate_rises_in_the_warm_up_and_does_not_count() -> None:
    due = list(moments(rate=100, seconds=1, warmup=10, ramp=5))
    second = Counter(int(one + 10) for one in due if one < 0)

    assert sum(one >= 0 for one in due) == 100
    assert [round(second[one], -1) for one in range(6)] == [10, 30, 50, 70, 90, 100]
    assert due == sorted(due)


def test_weights_are_kept_and_mixed() -> None:
    targets = [Target(name="a", url="", weight=1), Target(name="b", url="", weight=3)]
    names = [one.name for one in islice(order(targets), 8)]

    assert names[:4] == names[4:]
    assert Counter(names) == {"a": 2, "b": 6}
    assert "aa" not in "".join(names)


@settings(max_examples=60)
@given(st.floats(0.1, 500), st.floats(0.1, 100), st.floats(0, 20), st.floats(0, 20))
def test_no_plan_loses_its_order(rate: float, seconds: float, warmup: float, ramp: float) -> None:
    due = list(islice(moments(rate, seconds, warmup, ramp), 3000))

    assert all(earlier <= later for earlier, later in pairwise(due))
    assert due[0] >= -warmup - 1 / rate


def test_more_of_the_same_follows_without_a_gap() -> None:
    first, again = list(counted(10, 1)), list(counted(10, 1, since=1))

    assert abs(again[0] - first[-1] - 0.1) < 1e-9
