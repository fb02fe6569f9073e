"""Tells whether a version is within a range, as npm, Cargo, Hex and RubyGems write ranges."""

import re
from typing import Literal

_NUMBER = re.compile(r"v?(\d+)(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(?:\+[\w.-]+)?$")
_PART = re.compile(r"[\s,]*(\^|~>|~|>=|<=|==|=|>|<)?\s*([^\s,]+)")

Triple = tuple[int, int, int]


def is_within(version: str, wanted: str, *, bare: Literal["=", "^"] = "=") -> bool | None:
    """Whether `wanted` lets `version` be; None where either is written in a way not known here.

    `bare` is what a version without a sign means: npm takes just that one, Cargo a compatible one.
    Sources: semver.npmjs.com, doc.rust-lang.org/cargo (specifying dependencies), hexdocs.pm
    (Version), guides.rubygems.org (patterns).
    """
    had = _NUMBER.match(version.strip())
    if had is None or had[3] is None:
        return None
    triple = (int(had[1]), int(had[2]), int(had[3]))
    answers = [_all(triple, one, bare) for one in re.split(r"\|\||\bor\b", wanted)]
    if True in answers:
        return True
    return None if None in answers else False


def _all(version: Triple, wanted: str, bare: str) -> bool | None:
    text = re.sub(r"\band\b", ",", wanted).strip()
    if text in ("", "*", "x", "latest"):
        return True if text != "latest" else None
    if re.search(r"\s-\s", text):
        return None
    answers = [_one(version, sign or bare, number) for sign, number in _PART.findall(text)]
    if None in answers:
        return None
    return all(answers)


def _one(version: Triple, sign: str, number: str) -> bool | None:
    found = _NUMBER.match(number)
    if found is None:
        return True if number in ("*", "x") else None
    given = [int(one) for one in found.groups() if one is not None and one.isdigit()]
    low = _triple(given)
    if sign in (">=", "<"):
        return (version >= low) == (sign == ">=")
    after = _triple(_next(given, sign))
    if sign in (">", "<="):
        # `<= 1.2` takes every 1.2.x with it.
        return (version >= after) == (sign == ">")
    return low <= version < after


def _next(given: list[int], sign: str) -> list[int]:
    """The first version beyond: `^` keeps the first number that is not 0, `~` all but the last."""
    if sign == "^":
        kept = next((index for index, one in enumerate(given) if one), len(given) - 1)
    elif sign == "~>":
        kept = max(len(given) - 2, 0)
    elif sign == "~":
        kept = min(1, len(given) - 1)
    else:
        kept = len(given) - 1
    return [*given[:kept], given[kept] + 1]


def _triple(numbers: list[int]) -> Triple:
    first, second, third = [*numbers, 0, 0][:3]
    return (first, second, third)
