"""An alert that would come too late is refused before the watch begins, with every term."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.config.watch import Watch
from launchready.values.problem import ConfigError
from launchready.watch import alert_sum
from tests.watch.engine_world import page


def test_the_usual_settings_tell_within_two_minutes_and_every_term_is_named() -> None:
    terms = alert_sum.terms(page(), Watch())

    assert [(one.what, one.seconds) for one in terms] == [
        ("until the next look", 33.0),
        ("for the look to fail", 10.0),
        ("to confirm it", 15.0),
        ("to see that our own network works", 6.0),
        ("to tell people", 10.0),
    ]
    assert alert_sum.worst(page(), Watch()) == 74


def test_settings_that_cannot_keep_the_promise_are_refused_with_the_sum() -> None:
    watch = Watch.model_validate({"confirmations": "6"})
    with pytest.raises(ConfigError) as refused:
        alert_sum.demand([page()], watch, 120.0)

    (problem,) = refused.value.problems
    assert "an outage of homepage would be told after 146 s at worst" in problem.found
    assert "75 s to confirm it" in problem.found
    assert "every.pages" in problem.meant


def test_a_longer_promise_may_be_made() -> None:
    watch = Watch.model_validate({"confirmations": "6"})

    alert_sum.demand([page()], watch, 180.0)


@settings(max_examples=50, deadline=None)
@given(st.integers(5, 200), st.integers(0, 50), st.integers(1, 10), st.integers(1, 60))
def test_the_sum_is_refused_exactly_when_it_is_longer_than_promised(
    every: int, jitter: int, looks: int, pause: int
) -> None:
    watch = Watch.model_validate(
        {"jitter": f"{jitter}%", "confirmations": str(looks), "pause": f"{pause}s"}
    )
    target = page(every=float(every))
    expected = every * (1 + jitter / 100) + 10 + (looks - 1) * (pause + 10) + 3 * looks + 10

    assert alert_sum.worst(target, watch) == pytest.approx(expected)
    if expected > 120:
        with pytest.raises(ConfigError):
            alert_sum.demand([target], watch, 120.0)
    else:
        alert_sum.demand([target], watch, 120.0)
