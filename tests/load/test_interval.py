"""An interval holds the true value as often as it says, whatever the latencies look like."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.load.interval import errors_within, estimate, percentile, ranks

_TIMES = st.lists(st.floats(min_value=0, max_value=100), min_size=1, max_size=300)


def test_the_ends_are_the_answers_that_the_tables_name() -> None:
    # Conover, Practical Nonparametric Statistics: exact binomial ranks.
    assert ranks(1000, 0.95) == (936, 964)
    assert ranks(20, 0.5) == (6, 15)


def test_too_few_answers_have_no_end() -> None:
    assert ranks(71, 0.95)[1] == 0  # 0.95 ** 71 is more than one in forty
    assert ranks(72, 0.95)[1] == 72
    assert estimate([0.1, 0.2], 0.95).high is None


def test_an_interval_holds_the_true_p95_nineteen_times_of_twenty() -> None:
    chance = random.Random(8)
    held = 0
    for _ in range(400):
        ranked = sorted(chance.random() for _ in range(500))
        one = estimate(ranked, 0.95)
        held += (one.low or 0) <= 0.95 <= (one.high or 1)

    assert 0.93 <= held / 400 <= 0.99


def test_no_error_in_n_leaves_three_of_n() -> None:
    for count in (100, 300, 3000):
        assert abs(errors_within(0, count)[1] - 3 / count) < 0.03 / count * 3


def test_errors_have_exact_ends() -> None:
    low, high = errors_within(2, 10)

    assert abs(low - 0.010850) < 1e-5  # Clopper and Pearson, two-sided 99 %
    assert abs(high - 0.506901) < 1e-5  # one-sided 95 %
    assert errors_within(0, 0) == (0, 1)
    assert errors_within(5, 5)[1] == 1


@settings(max_examples=80)
@given(_TIMES, st.sampled_from([0.5, 0.95, 0.99]))
def test_a_percentile_is_an_answer_and_lies_within_its_interval(
    times: list[float], share: float
) -> None:
    ranked = sorted(times)
    one = estimate(ranked, share)

    assert percentile(ranked, share) in ranked
    assert one.seconds <= max(times)
    assert one.low is None or one.low <= one.seconds
    assert one.high is None or one.high >= one.seconds
