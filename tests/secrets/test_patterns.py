"""No pattern goes back over what it has read: a hostile line costs no more than a long one."""

import re._constants as marks  # type: ignore[import-not-found]  # typeshed has no private modules
import re._parser as parser  # type: ignore[import-not-found]  # as above
from typing import Any

import pytest

from launchready.secrets.detectors.catalogue import FORMS
from launchready.secrets.detectors.detector import LONGEST, _stretches
from launchready.secrets.detectors.generic import ASSIGNED

_PATTERNS = {
    **{one.pattern: one.rule.id for one in FORMS if one.pattern},
    ASSIGNED.pattern: "names",
}
# The most a repeat may hold that itself repeats: a few parts of an address, say.
_FEW = 60


@pytest.mark.parametrize("pattern", _PATTERNS, ids=_PATTERNS.get)
def test_a_pattern_has_no_repeat_without_an_end(pattern: str) -> None:
    assert [most for most, _ in _repeats(parser.parse(pattern)) if most is marks.MAXREPEAT] == []


@pytest.mark.parametrize("pattern", _PATTERNS, ids=_PATTERNS.get)
def test_a_repeat_within_a_repeat_is_a_short_one(pattern: str) -> None:
    nested = [
        (most, inner)
        for most, body in _repeats(parser.parse(pattern))
        for inner, _ in _repeats(body)
        if most > 1 and inner > 1
    ]

    assert [one for one in nested if min(one) > 1 and max(one) > 130] == []
    assert [one for one in nested if one[0] > _FEW + 4] == []


def test_a_value_reaches_no_further_than_is_looked() -> None:
    long = [one.rule.id for one in FORMS if one.reach and _width(one.pattern) > 2 * LONGEST]

    assert long == []


def _width(pattern: str) -> int:
    return int(parser.parse(pattern).getwidth()[1])


def _repeats(tree: Any) -> list[tuple[int, Any]]:
    """Every repeat of more than one thing, however deep: how often at most, and of what."""
    found: list[tuple[int, Any]] = []
    for kind, what in tree:
        if kind in {marks.MAX_REPEAT, marks.MIN_REPEAT, marks.POSSESSIVE_REPEAT}:
            found.append((what[1], what[2]))
            found += _repeats(what[2])
        elif kind is marks.SUBPATTERN:
            found += _repeats(what[-1])
        elif kind is marks.BRANCH:
            for one in what[1]:
                found += _repeats(one)
        elif kind in {marks.ASSERT, marks.ASSERT_NOT}:
            found += _repeats(what[1])
        elif kind is marks.ATOMIC_GROUP:
            found += _repeats(what)
    return found


def test_the_reading_of_patterns_sees_into_all_of_them() -> None:
    tree = parser.parse(r"(?:a{2,3}|(?=b{4,5})(?!c{6,7})){8,9}(?P<v>d{10,})")

    assert sorted(int(most) for most, _ in _repeats(tree))[:4] == [3, 5, 7, 9]


def test_around_anchors_that_crowd_a_line_every_part_is_read_once() -> None:
    parts = list(_stretches("a\n" + "k" * 9000, range(2, 9002), 100))

    assert parts == [(2, 9001 + LONGEST)]


def test_anchors_far_apart_are_read_around_each_and_never_before_their_line() -> None:
    text = "x" * 50 + "\n" + "y" * 20_000

    assert list(_stretches(text, [15_000, 60], 100)) == [
        (51, 60 + LONGEST),
        (14_900, 15_000 + LONGEST),
    ]
