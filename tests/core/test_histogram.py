"""Latencies kept in buckets lose no more than 1 % and add up."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.core.histogram import GROWTH, NOTHING, Histogram, bucket, start_of

latencies = st.lists(st.floats(0, 600, allow_nan=False), min_size=1, max_size=200)


@settings(max_examples=100)
@given(latencies, st.floats(0, 1))
def test_no_percentile_exceeds_the_longest_answer(taken: list[float], share: float) -> None:
    assert Histogram.of(taken).quantile(share) <= max(taken)


@settings(max_examples=100)
@given(latencies, latencies)
def test_two_runs_added_are_one_run_of_both(first: list[float], second: list[float]) -> None:
    assert Histogram.of(first) + Histogram.of(second) == Histogram.of([*first, *second])


@settings(max_examples=100)
@given(st.floats(1.1e-5, 80_000))
def test_a_latency_lies_in_its_bucket(seconds: float) -> None:
    place = bucket(seconds)

    assert start_of(place) <= seconds * (1 + 1e-9)
    assert seconds <= start_of(place + 1) * (1 + 1e-9)


def test_percentiles_are_no_more_than_a_bucket_off() -> None:
    chance = random.Random(8)
    taken = sorted(0.02 * math.exp(chance.gauss(0, 1)) for _ in range(5000))
    kept = Histogram.of(taken)

    for share in (0.5, 0.95, 0.99):
        assert abs(math.log(kept.quantile(share) / taken[int(share * 5000)])) < math.log(GROWTH)


def test_what_is_no_latency_is_refused() -> None:
    for one in (-1.0, math.nan):
        with pytest.raises(ValueError, match="no latency"):
            bucket(one)
    with pytest.raises(ValueError, match="nothing was counted"):
        NOTHING.quantile(0.5)
