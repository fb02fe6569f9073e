"""The values that stand behind an operator, and when something is as they say."""

import json
import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Glob:
    """A pattern in which * stands for any text and ? for one character."""

    pattern: str

    def __str__(self) -> str:
        return f"pat({self.pattern})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A regular expression in RE2's notation, which takes time in step with the text's length,
    whatever the expression: no page can make it run for ever."""

    pattern: str

    def __str__(self) -> str:
        return self.pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A value to hold JSON against: as written, and whether it stood in quotes.

    In quotes it is text. Without, it is also the number, `true`, `false` or `null` it spells.
    """

    text: str
    quoted: bool = False

    def __str__(self) -> str:
        return f'"{self.text}"' if self.quoted else self.text


Wanted = int | float | str | Glob | Pattern | Word

_LITERALS: dict[str, object] = {"true": True, "false": False, "null": None}
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_LONGEST_NUMBER = 40  # digits; what is longer is an identifier


def is_equal(value: object, wanted: Wanted) -> bool:
    """Whether a value, of a page or of its JSON, is the one that is wanted."""
    match wanted:
        case Glob():
            return fnmatchcase(as_text(value), wanted.pattern.replace("[", "[[]"))
        case Pattern():
            return found_by(wanted, as_text(value))
        case Word():
            return _is_word(value, wanted)
        case str():
            return as_text(value).strip() == wanted
        case _:
            return _is_number(value) and value == wanted


def contains(value: object, wanted: Wanted) -> bool:
    """Whether a text has a part, a list a member, a mapping a key."""
    if isinstance(value, list):
        return any(is_equal(one, wanted) for one in value)
    text = wanted.text if isinstance(wanted, Word) else str(wanted)
    if isinstance(value, dict):
        return text in value
    return text in as_text(value)


def number(value: object) -> float | None:
    """The number something is or spells; None when it is none, as true and false are none."""
    if isinstance(value, Word):
        value = value.text
    if isinstance(value, str):
        text = value.strip()
        is_one = len(text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(text)
        return float(text) if is_one else None
    return float(value) if _is_number(value) else None  # type: ignore[arg-type]


def as_text(value: object) -> str:
    """A value as text; JSON as it is written."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def found_by(wanted: Pattern, text: str) -> bool:
    """Whether a regular expression finds something in a text."""
    found: bool = compiled(wanted.pattern).search(text) is not None
    return found


@cache
def compiled(pattern: str) -> Any:
    """A regular expression made ready. Raises ValueError with what is wrong in it."""
    import re2  # type: ignore[import-untyped]  # compiled, needed where `matches` is used

    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        said = error.args[0] if error.args else "it cannot be read"
        raise ValueError(said.decode() if isinstance(said, bytes) else str(said)) from None


def literal(pattern: str) -> str:
    """A text that a regular expression finds as it stands."""
    import re2

    escaped: str = re2.escape(pattern)
    return escaped


def _is_word(value: object, word: Word) -> bool:
    if isinstance(value, str):
        return value.strip() == word.text
    if word.quoted:
        return False
    if word.text in _LITERALS:
        return value is _LITERALS[word.text]
    wanted = number(word)
    return wanted is not None and _is_number(value) and value == wanted


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
