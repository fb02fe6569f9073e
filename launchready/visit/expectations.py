"""What a page is meant to be, read from lines such as `[STATUS] == 200`."""

import re
from dataclasses import dataclass
from typing import Literal, get_args

from launchready.core.location import NOWHERE, Location
from launchready.values.problem import nearest
from launchready.values.types import seconds, wrong

About = Literal["STATUS", "BODY", "RESPONSE_TIME", "HEADER", "URL"]
Operator = Literal["==", "!=", "<", "<=", ">", ">=", "contains", "not contains"]

_TEXTS: tuple[Operator, ...] = ("==", "!=", "contains", "not contains")
_OPERATORS: dict[About, tuple[Operator, ...]] = {
    "STATUS": ("==", "!=", "<", "<=", ">", ">="),
    "RESPONSE_TIME": ("<", "<="),
    "BODY": _TEXTS,
    "HEADER": _TEXTS,
    "URL": _TEXTS,
}
_SLIPS = {"=": "==", "===": "==", "is": "==", "=<": "<=", "=>": ">=", "<>": "!="}
_LINE = re.compile(r"\[([^\]]*)\](\.\S+)?\s*((?:not\s+)?contains\b|[=!<>]+|\S*)\s*(.*)", re.DOTALL)
_CALL = re.compile(r"(any|pat)\((.*)\)", re.DOTALL)
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Glob:
    """A pattern in which * stands for any text and ? for one character."""

    pattern: str


Wanted = int | float | str | Glob


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """One thing a page is meant to be; any of `wanted` will do.

    `written` is the line as people write it, `header` the lower-case name where it is one.
    """

    about: About
    operator: Operator
    wanted: tuple[Wanted, ...]
    written: str
    header: str = ""
    at: Location = NOWHERE


def parse(text: str, at: Location = NOWHERE) -> Expectation:
    """An expectation of a line. Raises the error of a setting's validator."""
    match = _LINE.fullmatch(text.strip())
    if match is None:
        raise wrong(f"{text} is not an expectation", _guess(text))
    about = _about(match[1])
    header = _header(about, match[2])
    operator = _operator(about, " ".join(match[3].split()))
    wanted = _wanted(about, operator, match[4].strip())
    return Expectation(
        about=about,
        operator=operator,
        wanted=wanted,
        written=" ".join(text.split()),
        header=header,
        at=at,
    )


def _guess(text: str) -> str:
    word, _, rest = text.strip().partition(" ")
    near = nearest(word, get_args(About))
    return f"did you mean [{near}] {rest}?" if near and rest else "like [STATUS] == 200"


def _about(word: str) -> About:
    for one in _OPERATORS:
        if word == one:
            return one
    near = nearest(word, _OPERATORS)
    known = ", ".join(f"[{one}]" for one in _OPERATORS)
    raise wrong(f"[{word}] is not known", f"did you mean [{near}]?" if near else f"it is {known}")


def _header(about: About, rest: str | None) -> str:
    if about == "HEADER":
        name = (rest or "")[1:]
        if not _HEADER_NAME.fullmatch(name):
            raise wrong("[HEADER] names no header", "like [HEADER].content-type")
        return name.lower()
    if rest:
        raise wrong(f"[{about}]{rest} is not known", "only [HEADER] is followed by a name")
    return ""


def _operator(about: About, word: str) -> Operator:
    for one in _OPERATORS[about]:
        if word == one:
            return one
    near = _SLIPS.get(word) or nearest(word, _OPERATORS[about])
    known = ", ".join(_OPERATORS[about])
    found = f"[{about}] {word}".rstrip() + " is not known"
    raise wrong(found, f"did you mean {near}?" if near else f"[{about}] takes {known}")


def _wanted(about: About, operator: Operator, text: str) -> tuple[Wanted, ...]:
    if not text:
        raise wrong(f"nothing stands behind {operator}", "write what is meant")
    call = _CALL.fullmatch(text) if operator in ("==", "!=") else None
    if call and call[1] == "pat":
        if about == "STATUS":
            raise wrong(f"{text} is not a status", "like 200 or any(200, 204)")
        return (Glob(pattern=_unquoted(call[2].strip())),)
    parts = _split(call[2]) if call else [text]
    return tuple(_one(about, part) for part in parts)


def _split(text: str) -> list[str]:
    """The parts between commas, but for commas within quotes."""
    parts = [one.strip() for one in re.findall(r"(?:\"[^\"]*\"|'[^']*'|[^,])+", text)]
    if not parts or not all(parts):
        raise wrong("any() has an empty part", "like any(200, 204)")
    return parts


def _one(about: About, text: str) -> Wanted:
    if about == "STATUS":
        return status(text)
    if about == "RESPONSE_TIME":
        if text.isdigit():
            raise wrong(f"{text} has no unit", f"did you mean {text}ms?")
        return seconds(text)
    return _unquoted(text)


def status(text: str) -> int:
    """An HTTP status, 100 to 599."""
    if not re.fullmatch(r"[1-5][0-9][0-9]", text):
        raise wrong(f"{text} is not a status", "like 200 or any(200, 204)")
    return int(text)


def _unquoted(text: str) -> str:
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return text
