"""Holds what came back against what was meant. Pure: values in, words out."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from launchready.visit.excerpt import excerpt, without_secrets
from launchready.visit.expectations import Expectation, Glob, Wanted

# Never shown, whatever was expected of them.
_SECRET_HEADERS = frozenset({"set-cookie", "authorization", "www-authenticate", "x-api-key"})

_ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A page as it came; `shown` is the text a visitor reads, `truncated` that there was more."""

    status: int
    url: str
    seconds: float
    body: str
    shown: str
    headers: tuple[tuple[str, str], ...]
    truncated: bool


def holds(one: Expectation, seen: Seen) -> bool:
    """Whether a page is what it is meant to be."""
    match one.about:
        case "STATUS":
            return _number(one, seen.status)
        case "RESPONSE_TIME":
            return _number(one, seen.seconds)
        case "BODY":
            return _text(one, (seen.body, seen.shown))
        case "URL":
            return _text(one, (seen.url,))
        case "HEADER":
            return _text(one, tuple(text for name, text in seen.headers if name == one.header))


def is_undecided(one: Expectation, seen: Seen) -> bool:
    """Whether the part of the body that was not read could change the answer."""
    if one.about != "BODY" or not seen.truncated:
        return False
    return one.operator not in ("contains", "not contains") or not any(
        _is(seen.body, "contains", wanted) or _is(seen.shown, "contains", wanted)
        for wanted in one.wanted
    )


def got(one: Expectation, seen: Seen) -> str:
    """What came instead, in a few words that hold no secret."""
    match one.about:
        case "STATUS":
            return f"the status is {seen.status}"
        case "RESPONSE_TIME":
            return f"it took {seen.seconds:.2f} s"
        case "URL":
            return f"it ends on {without_query(seen.url)}"
        case "HEADER":
            return _got_header(one, seen)
        case "BODY" if one.operator == "not contains":
            around = next((str(w) for w in one.wanted if str(w) in seen.shown), "")
            return f"it reads {excerpt(seen.shown, around)!r}"
        case "BODY":
            return f"it reads {excerpt(seen.shown)!r}" if seen.shown else "the page is empty"


def without_query(url: str) -> str:
    """A URL for people; queries may hold what nobody should read."""
    before, mark, _ = url.partition("?")
    return before + ("?…" if mark else "")


def _got_header(one: Expectation, seen: Seen) -> str:
    values = [text for name, text in seen.headers if name == one.header]
    if not values:
        return f"there is no {one.header}"
    if one.header in _SECRET_HEADERS:
        return f"{one.header} is something else"
    return f"{one.header} is {excerpt(without_secrets(', '.join(values)))!r}"


def _number(one: Expectation, came: float) -> bool:
    if one.operator in ("==", "!="):
        return (came in one.wanted) == (one.operator == "==")
    return all(_ORDER[one.operator](came, float(str(wanted))) for wanted in one.wanted)


def _text(one: Expectation, texts: tuple[str, ...]) -> bool:
    """Whether any of the texts is as wanted; for the two negatives, whether none is."""
    is_negative = one.operator in ("!=", "not contains")
    kind = "contains" if "contains" in one.operator else "=="
    found = any(_is(text, kind, wanted) for text in texts for wanted in one.wanted)
    return found != is_negative


def _is(text: str, kind: str, wanted: Wanted) -> bool:
    if isinstance(wanted, Glob):
        return fnmatchcase(text, wanted.pattern.replace("[", "[[]"))
    return str(wanted) in text if kind == "contains" else text.strip() == str(wanted)
