"""The second half of a line: the operator, and the values that will do."""

import re
from collections.abc import Callable
from typing import cast, get_args

from pydantic_core import PydanticCustomError

from launchready.values.problem import nearest
from launchready.values.types import seconds, size, wrong
from launchready.visit.placeholders import ALONE, FLAG, FUNCTIONS, TEXT, WORD, About, Operator, Way
from launchready.visit.values import Glob, Pattern, Wanted, Word, compiled, literal, number

_OPERATOR = re.compile(r"((?:not\s+)?(?:contains|matches)\b|[=!<>~]+|\S*)\s*(.*)", re.DOTALL)
_LEADING = re.compile(r"((?:not +)?(?:contains|matches)(?= )|[=!<>]=|[<>])\s*(.*)", re.DOTALL)
_CALL = re.compile(r"([a-z_]+)\((.*)\)", re.DOTALL)
_LONGEST_PATTERN = 1000  # characters of a regular expression
_BLANK = re.compile(r"\{\{.*?\}\}")


def way(about: About, name: str, part: str) -> Way:
    """How something may be compared."""
    match about:
        case "BODY" if name:
            return WORD
        case "HEADER":
            return WORD
        case "COOKIE":
            return FLAG if part in ("secure", "httponly") else WORD if part else TEXT
        case "CSS":
            return WORD
        case "REDIRECTS" if part:
            return TEXT
        case "AUTH":
            return Way(kind="text", operators=("==", "!="))
        case "SCHEMA":
            return Way(kind="text", operators=("exists",))
    return ALONE[about] or TEXT


def operator_and_value(text: str) -> tuple[str, str]:
    """The operator as it is written, and what stands behind it."""
    found = _OPERATOR.fullmatch(text.strip())
    return (" ".join(found[1].split()), found[2].strip()) if found else ("", "")


def leading_operator(text: str) -> tuple[Operator | None, str]:
    """The operator a mapping's value begins with, None where it is a value alone."""
    found = _LEADING.fullmatch(text.strip())
    if found is None or " ".join(found[1].split()) not in get_args(Operator):
        return None, str(text)
    return cast(Operator, " ".join(found[1].split())), found[2].strip()


def wanted(
    way: Way, operator: Operator, text: str, *, is_quoted: bool = False
) -> tuple[Wanted, ...]:
    """The values that will do. Raises the error of a setting's validator."""
    if not text and not is_quoted:
        raise wrong(f"nothing stands behind {operator}", "write what is meant")
    if operator in ("matches", "not matches"):
        return (pattern(_unquoted(text)),)
    call = _CALL.fullmatch(text) if operator in ("==", "!=") and not is_quoted else None
    if call and call[1] == "any":
        return tuple(_any_or_glob(way, operator, part) for part in _split(call[2]))
    if call:
        return (_glob(way, call[1], call[2], text),)
    return (_one(way, operator, text, is_quoted=is_quoted),)


def pattern(text: str) -> Pattern:
    """A regular expression (RE2's notation, at most 1,000 characters)."""
    if len(text) > _LONGEST_PATTERN:
        raise wrong(f"the expression has {len(text):,} characters", f"at most {_LONGEST_PATTERN:,}")
    try:
        compiled(_BLANK.sub("x", text))
    except ValueError as error:
        raise wrong(
            f"{text} is not a regular expression ({error})",
            "RE2's notation is meant, which knows no look-around and no back-references",
        ) from None
    return Pattern(pattern=text)


def filled(way: Way, one: Wanted, fill: Callable[[str], str]) -> Wanted:
    """A value with what a journey has gathered in its blanks."""
    match one:
        case Glob():
            return Glob(pattern=fill(one.pattern))
        case Pattern():
            pieces = re.split(f"({_BLANK.pattern})", one.pattern)
            done = [literal(fill(p)) if _BLANK.fullmatch(p) else p for p in pieces]
            return Pattern(pattern="".join(done))
        case Word():
            return Word(text=fill(one.text), quoted=one.quoted)
        case str() if way.kind == "text":
            return fill(one)
        case str():
            return _one(way, "==", fill(one), is_quoted=False)
    return one


def _any_or_glob(way: Way, operator: Operator, text: str) -> Wanted:
    call = _CALL.fullmatch(text)
    if call:
        return _glob(way, call[1], call[2], text)
    return _one(way, operator, text, is_quoted=False)


def _glob(way: Way, name: str, inner: str, text: str) -> Glob:
    if name != "pat":
        near = nearest(name, FUNCTIONS)
        meant = f"did you mean {near}()?" if near else f'in quotes it is a text: "{text}"'
        raise wrong(f"{name}() is not known here", meant)
    if way.kind == "status":
        raise wrong(f"{text} is not a status", "like 200 or any(200, 204)")
    if way.kind not in ("text", "word"):
        raise wrong(f"{text} is not a number", "pat() is for texts")
    return Glob(pattern=_unquoted(inner.strip()))


def _split(text: str) -> list[str]:
    """The parts between commas, but for commas within quotes or brackets."""
    parts = [one.strip() for one in re.findall(r"(?:\"[^\"]*\"|'[^']*'|\([^()]*\)|[^,])+", text)]
    if not parts or not all(parts):
        raise wrong("any() has an empty part", "like any(200, 204)")
    return parts


def _one(way: Way, operator: Operator, text: str, *, is_quoted: bool) -> Wanted:
    if "{{" in text and way.kind not in ("word", "text"):
        return text
    match way.kind:
        case "status":
            return status(text)
        case "duration":
            return _duration(text)
        case "count":
            return _count(text)
        case "text":
            return text if is_quoted else _unquoted(text)
    plain = _unquoted(text)
    word = Word(text=plain, quoted=is_quoted or plain != text)
    if operator in ("<", "<=", ">", ">=") and "{{" not in text and number(word) is None:
        raise wrong(f"{text} is not a number", f"{operator} compares numbers")
    return word


def status(text: str) -> int:
    """An HTTP status, 100 to 599."""
    if not re.fullmatch(r"[1-5][0-9][0-9]", text):
        raise wrong(f"{text} is not a status", "like 200 or any(200, 204)")
    return int(text)


def _duration(text: str) -> float:
    if text.isdigit():
        raise wrong(f"{text} has no unit", f"did you mean {text}ms?")
    return seconds(text)


def _count(text: str) -> int:
    """A number of things, or a size of a body: `3`, `300kB`."""
    if re.fullmatch(r"[0-9]{1,12}", text):
        return int(text)
    try:
        return size(text)
    except PydanticCustomError:
        raise wrong(f"{text} is not a count", "a whole number, or a size like 300kB") from None


def _unquoted(text: str) -> str:
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return text
