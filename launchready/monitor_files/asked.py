"""What a page is meant to be, in the few words every monitor understands."""

import re
from dataclasses import dataclass
from http import HTTPStatus

from launchready.monitor_files.planned import SLOWEST, Page
from launchready.visit.expectations import Expectation
from launchready.visit.values import Glob, Pattern, Word

# Final statuses (RFC 9110, 15); a server sends those below 200 on the way to another.
_CODES = frozenset(int(one) for one in HTTPStatus if one >= 200)
_SIGNS = ("==", "!=", "<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plainly:
    """The statuses that will do, texts that are all there, patterns with * the whole page fits,
    regular expressions that find something, values of JSON by path, and the longest it may take,
    in seconds.

    `lost` are the expectations no monitor can ask, as they were written.
    """

    statuses: tuple[int, ...]
    texts: tuple[str, ...] = ()
    globs: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    json: tuple[tuple[str, str], ...] = ()
    slowest: float = SLOWEST
    lost: tuple[str, ...] = ()

    @property
    def expressions(self) -> tuple[str, ...]:
        """Texts, patterns and values as regular expressions in RE2's notation."""
        return (
            *(quoted(one) for one in self.texts),
            *(_of_glob(one) for one in self.globs),
            *self.patterns,
            *(_of_value(path, value) for path, value in self.json),
        )


def quoted(text: str) -> str:
    """A text as a regular expression that finds it, in RE2's notation."""
    return re.sub(r"([\\.+*?()|\[\]{}^$])", r"\\\1", text)


def _of_glob(glob: str) -> str:
    parts = re.split(r"([*?])", glob)
    inner = "".join({"*": ".*", "?": "."}.get(part) or quoted(part) for part in parts)
    return f"(?s)^{inner}$"


def _of_value(path: str, value: str) -> str:
    """A key of JSON with its value, whatever stands around it: as near as a text can come."""
    name = re.split(r"[.\[\]]+", path.rstrip("]"))[-1]
    said = f'"?{quoted(value)}"?'
    return said if name.isdigit() else f'"{quoted(name)}"\\s*:\\s*{said}'


def plainly(page: Page) -> Plainly:
    """A page's expectations, sorted by what a monitor can do with them.

    Raises ValueError where no status fits them all.
    """
    named = {code for one in page.expect if _is_status(one) for code in _codes(one)}
    statuses = set(_CODES | named)
    texts: list[str] = []
    globs: list[str] = []
    patterns: list[str] = []
    values: list[tuple[str, str]] = []
    slowest: list[float] = []
    lost: list[str] = []
    for one in page.expect:
        if _is_status(one):
            statuses = {code for code in statuses if _fits(one, code)}
        elif (text := _text(one)) is not None:
            texts.append(text)
        elif (glob := _glob(one)) is not None:
            globs.append(glob)
        elif (pattern := _pattern(one)) is not None:
            patterns.append(pattern)
        elif (value := _value(one)) is not None:
            values.append(value)
        elif one.about == "RESPONSE_TIME" and not one.negated and _number(one) is not None:
            slowest.append(_number(one) or SLOWEST)
        else:
            lost.append(one.written)
    if not statuses:
        raise ValueError(f"{page.name}: no status fits everything that is expected of it")
    return Plainly(
        statuses=tuple(sorted(statuses)),
        texts=tuple(texts),
        globs=tuple(globs),
        patterns=tuple(patterns),
        json=tuple(values),
        slowest=min(slowest, default=SLOWEST),
        lost=tuple(lost),
    )


def _codes(one: Expectation) -> list[int]:
    return [code for code in one.wanted if isinstance(code, int) and 200 <= code < 600]


def _is_status(one: Expectation) -> bool:
    numbers = all(isinstance(wanted, int | float) for wanted in one.wanted)
    return one.about == "STATUS" and one.operator in _SIGNS and numbers


def _fits(one: Expectation, code: int) -> bool:
    numbers = [float(wanted) for wanted in one.wanted if isinstance(wanted, int | float)]
    match one.operator:
        case "==":
            fits = code in numbers
        case "!=":
            fits = code not in numbers
        case "<":
            fits = any(code < number for number in numbers)
        case "<=":
            fits = any(code <= number for number in numbers)
        case ">":
            fits = any(code > number for number in numbers)
        case _:
            fits = any(code >= number for number in numbers)
    return fits != one.negated


def _single(one: Expectation, about: str, operator: str) -> object:
    is_so = one.about == about and one.operator == operator and not (one.counted or one.negated)
    return one.wanted[0] if is_so and len(one.wanted) == 1 else None


def _text(one: Expectation) -> str | None:
    found = _single(one, "BODY", "contains") if not one.name else None
    return found if isinstance(found, str) else None


def _glob(one: Expectation) -> str | None:
    found = _single(one, "BODY", "==") if not one.name else None
    return found.pattern if isinstance(found, Glob) else None


def _pattern(one: Expectation) -> str | None:
    found = _single(one, "BODY", "matches") if not one.name else None
    return found.pattern if isinstance(found, Pattern) else None


def _value(one: Expectation) -> tuple[str, str] | None:
    found = _single(one, "BODY", "==") if one.name else None
    if isinstance(found, Word) and re.fullmatch(r"\$(\.[A-Za-z_]\w*|\[\d+\])+", one.name):
        return one.name, found.text
    return None


def _number(one: Expectation) -> float | None:
    found = one.wanted[0] if one.wanted else None
    return float(found) if isinstance(found, int | float) else None
