"""A good release is not failed and a bad one not passed, and an error improves nothing."""

import math
import random
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.core.load import Sample
from launchready.load.standing import Says, faultiness, seconds_for, slowness
from tests.load.runs import drawn, sample, samples

LIMIT = 0.3
RUNS = 300


def _verdicts(p95: float, count: int) -> Counter[Says]:
    """What 300 runs say, each gone on with to twice its length where it could not tell."""
    chance = random.Random(20261125)
    said: Counter[Says] = Counter()
    for _ in range(RUNS):
        times = drawn(chance, count, p95)
        says = slowness(samples(times), LIMIT).says
        if says == "cannot tell":
            says = slowness(samples(times + drawn(chance, count, p95)), LIMIT).says
        said[says] += 1
    return said


def test_a_good_release_is_failed_less_than_once_in_a_hundred() -> None:
    for count in (300, 1000, 3000):
        assert _verdicts(0.280, count)["fails"] < RUNS / 100


def test_a_bad_release_is_passed_less_than_once_in_a_hundred() -> None:
    for count in (300, 1000, 3000):
        assert _verdicts(0.330, count)["holds"] < RUNS / 100


def test_what_is_clearly_good_or_bad_is_told() -> None:
    assert _verdicts(0.150, 1000)["holds"] > RUNS * 0.95
    assert _verdicts(0.600, 1000)["fails"] > RUNS * 0.95


@settings(max_examples=80)
@given(st.lists(st.floats(0.001, 5), min_size=1, max_size=150), st.data())
def test_no_error_ever_improves_the_p95(times: list[float], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(times) - 1))
    before = samples(times)
    after = list(before)
    after[place] = sample(0.0001, "answered 503")
    was, now = slowness(before, LIMIT).judged, slowness(after, LIMIT).judged

    assert was is not None
    assert now is not None
    assert now.seconds >= was.seconds
    assert (now.low or 0) >= (was.low or 0)


def test_a_time_out_is_an_answer_that_never_came() -> None:
    made = [*samples([0.1] * 90), *(sample(10, "timed out") for _ in range(10))]
    one = slowness(made, LIMIT)

    assert one.good is not None
    assert one.good.seconds == 0.1
    assert one.judged is not None
    assert one.judged.seconds == math.inf


def test_nothing_that_arrived_says_nothing() -> None:
    assert slowness((), LIMIT).says == "cannot tell"
    assert faultiness((), 0.01).says == "cannot tell"


def test_without_an_error_three_hundred_tell_of_one_per_cent() -> None:
    assert faultiness(samples([0.1] * 298), 0.01).says == "cannot tell"
    assert faultiness(samples([0.1] * 300), 0.01).says == "holds"


def test_errors_are_judged_with_their_interval() -> None:
    assert _errors(1, 10) == "cannot tell"  # one may be chance
    assert _errors(2, 10) == "fails"
    assert _errors(15, 3000) == "holds"
    assert _errors(30, 3000) == "cannot tell"
    assert _errors(60, 3000) == "fails"


def test_where_nothing_may_fail_one_error_fails() -> None:
    made = [*samples([0.1] * 50), sample(0.1, "answered 500")]

    assert faultiness(made, 0.0).says == "fails"
    assert faultiness(samples([0.1] * 50), 0.0).says == "holds"


def test_it_says_how_long_would_tell() -> None:
    # The interval must shrink to the distance from the limit: its width falls with the root.
    one = slowness(samples(drawn(random.Random(1), 3000, 0.25)), LIMIT)
    needed = one.needed(3000)

    assert needed > 3000
    assert seconds_for(needed, 3000, 60) is not None
    assert faultiness(samples([0.1] * 100), 0.01).needed() == 300
    assert seconds_for(math.inf, 100, 60) is None
    assert seconds_for(1e9, 100, 60) is None


def _errors(failed: int, count: int) -> Says:
    made: list[Sample] = [sample(0.1, "answered 500") for _ in range(failed)]
    return faultiness([*made, *samples([0.1] * (count - failed))], 0.01).says
