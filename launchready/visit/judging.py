"""Holds what came back against what was meant. Pure: values in, words out."""

import operator
from collections.abc import Callable

from launchready.visit import schemas
from launchready.visit.expectations import Expectation
from launchready.visit.found import Found, found
from launchready.visit.seen import Seen
from launchready.visit.values import Wanted, contains, is_equal, number

# These see the whole page; without its rest nothing can be said of it.
_OF_THE_PAGE = ("BODY", "CSS", "LINKS", "SCHEMA")

_ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def holds(one: Expectation, seen: Seen) -> bool:
    """Whether a page is what it is meant to be."""
    return _holds(one, seen) != one.negated


def why_undecided(one: Expectation, seen: Seen) -> str:
    """Why nothing can be said of an expectation, "" where something can."""
    if why := seen.why_unknown(one.about):
        return why
    if not is_undecided(one, seen):
        return ""
    return "it is longer than what is read of a page, so its text was not seen whole"


def is_undecided(one: Expectation, seen: Seen) -> bool:
    """Whether what could not be had, or not be read, could change the answer."""
    if seen.why_unknown(one.about):
        return True
    if one.about not in _OF_THE_PAGE or not seen.truncated:
        return False
    # What was found in the part that was read stays found.
    if one.about == "BODY" and not one.name and "contains" in one.operator and not one.counted:
        return not any(contains(text, w) for text in (seen.body, seen.shown) for w in one.wanted)
    if one.about == "CSS" and one.operator == "exists":
        return not found(one, seen).values
    return True


def _holds(one: Expectation, seen: Seen) -> bool:
    if one.about == "SCHEMA":
        return not schemas.faults(one, seen.body)
    came = found(one, seen)
    match one.operator:
        case "exists":
            return bool(came.values)
        case "!=" | "not contains" | "not matches":
            return _none_is(one, came)
    if not came.values:
        return False
    together = all if came.every else any
    return together(_is(one, value) for value in came.values)


def _none_is(one: Expectation, came: Found) -> bool:
    """A header or a link that is not there is not the unwanted one either; a value that a page's
    own JSON or HTML was to hold must be there to be judged."""
    if not came.values and one.about in ("BODY", "CSS", "COOKIE", "AUTH", "IP", "REDIRECTS"):
        return False
    return not any(_is(one, value) for value in came.values)


def _is(one: Expectation, value: object) -> bool:
    """Whether a value is one of the wanted; for the negatives, what they deny."""
    kind = one.operator.removeprefix("not ")
    return any(_one_is(kind, value, wanted) for wanted in one.wanted)


def _one_is(kind: str, value: object, wanted: Wanted) -> bool:
    if kind in _ORDER:
        came, limit = number(value), number(wanted)
        return came is not None and limit is not None and _ORDER[kind](came, limit)
    if kind == "contains":
        return contains(value, wanted)
    return is_equal(value, wanted)
