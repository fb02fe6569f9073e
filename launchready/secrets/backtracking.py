"""Tells a regular expression that may go back over a line for ever."""

import re._constants as marks  # type: ignore[import-not-found]  # typeshed has no private modules
import re._parser as parser  # type: ignore[import-not-found]  # as above
from collections.abc import Iterator
from typing import Any

# A repeat of so many is as good as one without an end.
_MANY = 50


def goes_back(pattern: str) -> bool:
    """Whether something that repeats without an end is itself repeated without an end."""
    return any(
        most >= _MANY and any(inner >= _MANY for inner, _ in _repeats(body))
        for most, body in _repeats(parser.parse(pattern))
    )


def _repeats(tree: Any) -> Iterator[tuple[int, Any]]:
    """Every repeat that may give back what it took, however deep: how often at most, of what."""
    for kind, what in tree:
        if kind in {marks.MAX_REPEAT, marks.MIN_REPEAT}:
            yield int(what[1]), what[2]
        for part in _within(kind, what):
            yield from _repeats(part)


def _within(kind: Any, what: Any) -> Iterator[Any]:
    if kind in {marks.MAX_REPEAT, marks.MIN_REPEAT, marks.POSSESSIVE_REPEAT}:
        yield what[2]
    elif kind is marks.SUBPATTERN:
        yield what[-1]
    elif kind is marks.BRANCH:
        yield from what[1]
    elif kind in {marks.ASSERT, marks.ASSERT_NOT}:
        yield what[1]
    elif kind is marks.ATOMIC_GROUP:
        yield what
    elif kind is marks.GROUPREF_EXISTS:
        yield from (one for one in what[1:] if one is not None)
