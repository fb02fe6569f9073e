"""A list that costs a query a row is seen by its slope; a steady one is not."""

import pytest

from launchready.load.growth import growth


def test_the_slope_is_the_time_of_one_more_row() -> None:
    grown = growth({1: [0.024, 0.024, 0.9], 10: [0.06], 50: [0.22]})

    assert grown.per_row == pytest.approx(0.004)
    assert grown.rises
    assert str(grown) == "1: 24 ms, 10: 60 ms, 50: 220 ms"


def test_one_slow_answer_in_the_middle_is_no_rise() -> None:
    assert not growth({1: [0.02], 10: [0.5], 50: [0.3]}).rises


def test_a_steady_list_has_no_slope() -> None:
    assert growth({1: [0.02], 10: [0.02], 50: [0.02]}).per_row == 0
    assert growth({10: [0.02]}).per_row == 0
