"""Says an expectation in words that another sender's script can carry: statuses and texts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from launchready.visit.expectations import Expectation

_COMPARES: dict[str, Callable[[float, float], bool]] = {
    "==": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}
_STATUSES = range(100, 600)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """The statuses that will do, and texts that are all there."""

    statuses: tuple[int, ...]
    texts: tuple[str, ...] = ()


def plainly(meant: Sequence[Expectation]) -> Plain | None:
    """The same, None where it takes more than a status and texts to judge it."""
    statuses = set(_STATUSES)
    texts: list[str] = []
    for one in meant:
        if one.has_blanks or one.counted:
            return None
        if one.about == "STATUS" and _is_numbers(one):
            statuses &= {code for code in _STATUSES if _fits(one, code)}
        elif _is_text(one):
            texts.append(str(one.wanted[0]))
        else:
            return None
    return Plain(statuses=tuple(sorted(statuses)), texts=tuple(texts)) if statuses else None


def _is_numbers(one: Expectation) -> bool:
    is_number = all(isinstance(wanted, int | float) for wanted in one.wanted)
    return one.operator in _COMPARES and is_number


def _fits(one: Expectation, code: int) -> bool:
    compares = _COMPARES[one.operator]
    together = all if one.operator == "!=" else any
    numbers = [wanted for wanted in one.wanted if isinstance(wanted, int | float)]
    return together(compares(code, wanted) for wanted in numbers) != one.negated


def _is_text(one: Expectation) -> bool:
    is_body = one.about == "BODY" and not one.name and one.operator == "contains"
    return is_body and not one.negated and len(one.wanted) == 1 and isinstance(one.wanted[0], str)
