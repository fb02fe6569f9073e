"""Whatever the looks say and in whatever order, people hear of each outage and of its end once."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.config.watch import Watch
from launchready.watch.standing import Standing, Tell, after
from launchready.watch.status_page_view import State
from launchready.watch.types import Look, Moment

WATCH = Watch.model_validate({"unknown_after": "5m"})
Looks = Sequence[tuple[State, float]]
LOOKS = st.lists(
    st.tuples(st.sampled_from(["up", "down", "unknown"]), st.floats(5, 900)), max_size=60
)


CALM: Looks = [("up", 600.0)] * 4


def moment(steady: float) -> Moment:
    return Moment(steady, datetime(2026, 11, 25, tzinfo=UTC) + timedelta(seconds=steady))


def told(looks: Looks) -> tuple[list[Tell], Standing]:
    """What people hear of looks, each with the pause before it in seconds."""
    standing, steady, heard = Standing(), 0.0, list[Tell]()
    for state, pause in looks:
        steady += pause
        change = after(
            standing, Look(state=state, said=state), moment(steady), WATCH, moment(steady)
        )
        standing = change.standing
        heard += [change.tell] if change.tell else []
    return heard, standing


@settings(max_examples=100, deadline=None)
@given(LOOKS)
def test_no_two_tells_have_one_name(looks: Looks) -> None:
    heard, _ = told(looks)

    assert len({one.id for one in heard}) == len(heard)


@settings(max_examples=100, deadline=None)
@given(LOOKS)
def test_every_incident_that_was_told_ends_once_it_is_calm(
    looks: Looks,
) -> None:
    heard, standing = told([*looks, *CALM])
    begun = {one.incident for one in heard if one.kind != "up"}
    ended = [one.incident for one in heard if one.kind == "up"]

    assert sorted(ended) == sorted(begun)
    assert standing.stretch is None
    assert standing.flapping == ""


@settings(max_examples=100, deadline=None)
@given(LOOKS)
def test_an_end_is_only_told_of_what_was_told(looks: Looks) -> None:
    heard, _ = told(looks)
    known: set[str] = set()
    for one in heard:
        assert one.kind != "up" or one.incident in known
        known.add(one.incident)


@settings(max_examples=100, deadline=None)
@given(st.integers(2, 60), st.floats(5, 60))
def test_an_outage_that_goes_on_is_told_once(looks: int, pause: float) -> None:
    lasting: Looks = [("down", pause)] * looks
    heard, _ = told([("up", 30.0), *lasting])

    assert [one.kind for one in heard] == ["down"]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["down", "unknown"]), min_size=1, max_size=40))
def test_unknown_between_two_downs_ends_nothing(states: list[State]) -> None:
    heard, standing = told([("up", 30.0), ("down", 30.0), *[(one, 30.0) for one in states]])

    assert [one.kind for one in heard] == ["down"]
    assert standing.is_down


@settings(max_examples=100, deadline=None)
@given(st.integers(10, 200))
def test_what_flaps_is_told_a_bounded_number_of_times(flaps: int) -> None:
    """Within an hour or many: two outages with their ends, that it flaps, and no more."""
    often: Looks = [("down", 60.0), ("up", 60.0)] * flaps
    heard, _ = told([("up", 30.0), *often])

    assert [one.kind for one in heard] == ["down", "up", "down", "up", "flapping"]
