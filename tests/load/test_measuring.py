"""A target's figures are those of its answers; what failed is counted and timed by nobody."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.core.load import Phases, Sample
from launchready.core.measured import Slot
from launchready.load.measuring import (
    OUTSIDE,
    faults,
    good,
    histogram,
    phases,
    queries,
    server,
    slots,
)


def _sample(at: float, seconds: float, fault: str = "", said: str = "") -> Sample:
    return Sample(
        target="orders",
        due=at,
        sent=at,
        taken=seconds,
        error=fault,
        server_timing=said,
        phases=Phases(wait=seconds * 0.9, body=seconds * 0.1),
    )


def _rounded(times: tuple[tuple[str, float], ...]) -> list[tuple[str, float]]:
    return [(name, round(seconds, 6)) for name, seconds in times]


def test_each_stretch_has_its_own_figures() -> None:
    samples = [_sample(0.1, 0.1), _sample(0.9, 0.3), _sample(2.5, 9.0, "timed out")]

    assert slots(samples, 3) == (
        Slot(at=0, answers=2, failed=0, p50=0.2, p95=0.3, largest=0.3),
        Slot(at=1, answers=0, failed=0),
        Slot(at=2, answers=1, failed=1),
    )


def test_a_long_run_has_wider_stretches() -> None:
    made = slots([_sample(at, 0.1) for at in range(1800)], 1800)

    assert len(made) == 225
    assert made[1].at == 8
    assert sum(one.answers for one in made) == 1800


def test_failures_are_counted_and_their_times_left_out() -> None:
    samples = [_sample(0, 0.1), _sample(0, 0.001, "refused"), _sample(0, 9, "timed out")]
    samples.append(_sample(1, 9, "timed out"))

    assert faults(samples) == (("timed out", 2), ("refused", 1))
    assert good(samples) == [0.1]
    assert histogram(samples).total == 1
    assert _rounded(phases(samples)) == [("first byte", 0.09), ("body", 0.01)]


def test_a_part_that_few_requests_had_is_of_those() -> None:
    kept = [_sample(0, 0.1) for _ in range(9)]
    fresh = replace(kept[0], phases=Phases(dns=0.001, connect=0.002, tls=0.01, wait=0.09))

    assert _rounded(phases([*kept, fresh])) == [
        ("DNS", 0.001),
        ("connect", 0.002),
        ("TLS", 0.01),
        ("first byte", 0.09),
        ("body", 0.01),
    ]


def test_what_the_server_accounts_for_is_split_and_the_rest_named() -> None:
    said = 'app;dur=20, db;dur=50;desc="42 queries"'
    found = server([_sample(0, 0.1, said=said), _sample(1, 0.1, said=said)])

    assert _rounded(found) == [("db", 0.05), ("app", 0.02), (OUTSIDE, 0.02)]
    assert queries([_sample(0, 0.1, said=said)]) == 42


def test_timings_that_contain_each_other_are_not_added_up() -> None:
    found = server([_sample(0, 0.1, said="total;dur=80, db;dur=50")])

    assert _rounded(found)[-1] == (OUTSIDE, 0.01)


def test_a_server_that_says_nothing_has_no_split() -> None:
    assert server([_sample(0, 0.1)]) == ()
    assert queries([_sample(0, 0.1), _sample(0, 0.1, said="db;dur=3")]) is None


@settings(max_examples=60)
@given(
    st.lists(
        st.builds(
            _sample, st.floats(-1, 400), st.floats(0, 60), st.sampled_from(("", "", "refused"))
        ),
        max_size=60,
    ),
    st.floats(0.1, 400),
)
def test_no_answer_is_lost_or_counted_twice(samples: list[Sample], length: float) -> None:
    made = slots(samples, length)

    assert sum(one.answers for one in made) == len(samples)
    assert sum(one.failed for one in made) == sum(count for _, count in faults(samples))
    assert len(made) <= 241
