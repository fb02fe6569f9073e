"""JSONPath (RFC 9535) over the JSON of an answer."""

import json
from functools import lru_cache
from typing import Any

from launchready.values.types import wrong

_MOST = 1000  # values a path may find; what is beyond is not looked at


class NoJsonError(ValueError):
    """What came is not JSON; the message says why."""


def demand(path: str) -> None:
    """Raises the error of a setting's validator where this is no JSONPath.

    A path with a blank of a journey, `{{name}}`, is read when it is filled in.
    """
    if "{{" in path:
        return
    try:
        _compiled(path)
    except ValueError as error:
        raise wrong(f"{path} is not a JSONPath ({error})", "like $.items[0].id") from None


def found(text: str, path: str) -> tuple[object, ...]:
    """Every value a path finds, at most 1,000.

    Raises NoJsonError, and ValueError for what is no path.
    """
    return within(document(text), path)


def within(read: Any, path: str) -> tuple[object, ...]:
    """The same in JSON that was read already. Raises NoJsonError, and ValueError for no path."""
    matches = _compiled(path).finditer(read)
    try:
        return tuple(match.obj for match, _ in zip(matches, range(_MOST), strict=False))
    except RecursionError:
        raise NoJsonError("it is nested too deeply") from None


@lru_cache(maxsize=4)
def document(text: str) -> Any:
    """What a JSON text says. Raises NoJsonError."""
    try:
        return json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise NoJsonError(f"{error.msg} at {where}") from None
    except RecursionError:
        raise NoJsonError("it is nested too deeply") from None
    except ValueError as error:
        raise NoJsonError(str(error)) from None


def above(path: str) -> str:
    """The path of what holds the place a path names; "" above the root."""
    parts = _parts(path)
    return "".join(parts[:-1]) if len(parts) > 1 else ""


def _parts(path: str) -> list[str]:
    """A path's steps as RFC 9535 writes them in full: `$`, `['a']`, `[0]`."""
    text, parts, start, quote = str(_compiled(path)), [], 0, ""
    for at, mark in enumerate(text):
        if quote:
            quote = "" if mark == quote and text[at - 1] != "\\" else quote
        elif mark in "\"'":
            quote = mark
        elif mark == "[" and at and text[at - 1] in "$]":
            parts.append(text[start:at])
            start = at
    return [*parts, text[start:]]


def _no_constant(word: str) -> object:
    raise ValueError(f"{word} is no JSON")


@lru_cache(maxsize=256)
def _compiled(path: str) -> Any:
    import jsonpath  # 0.13 s, needed where a path is used

    try:
        return jsonpath.JSONPathEnvironment(strict=True).compile(path)
    except jsonpath.JSONPathError as error:
        raise ValueError(str(error).splitlines()[0]) from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
