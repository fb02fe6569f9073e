"""What a page is meant to be, read from lines such as `[STATUS] == 200`."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from launchready.core.location import NOWHERE, Location
from launchready.values.problem import nearest
from launchready.values.types import wrong
from launchready.visit import operands
from launchready.visit.line import split, target
from launchready.visit.placeholders import (
    COUNTED,
    KNOWN,
    WHERE,
    About,
    Operator,
    Place,
    Way,
    places,
)
from launchready.visit.values import Glob, Pattern, Wanted, Word

__all__ = [
    "About",
    "Expectation",
    "Glob",
    "Operator",
    "Pattern",
    "Place",
    "Wanted",
    "Word",
    "parse",
]

_SLIPS = {
    "=": "==",
    "===": "==",
    "is": "==",
    "=<": "<=",
    "=>": ">=",
    "<>": "!=",
    "~": "matches",
    "=~": "matches",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """One thing a page is meant to be; any of `wanted` will do.

    `about` is what is looked at; `name` the header (in lower case), the cookie, the JSONPath, the
    CSS selector or the check of a mail it is about; `part` what of it: an attribute of a cookie
    or an element, a link's host. `counted` asks for how many or how long, `negated` turns the
    answer round. `written` is the line as people write it.
    """

    about: About
    operator: Operator
    wanted: tuple[Wanted, ...]
    written: str
    name: str = ""
    part: str = ""
    counted: bool = False
    negated: bool = False
    at: Location = NOWHERE

    @property
    def way(self) -> Way:
        """How it may be compared."""
        return COUNTED if self.counted else operands.way(self.about, self.name, self.part)

    @property
    def has_blanks(self) -> bool:
        """Whether it names a value of a journey, `{{name}}`, that is still to be filled in."""
        return "{{" in self.written

    def filled(self, fill: Callable[[str], str]) -> "Expectation":
        """The same with the values a journey has gathered; what is written stays as it was.

        Raises the error of a setting's validator where a value is not of the kind that is meant.
        """
        if not self.has_blanks:
            return self
        way = self.way
        return replace(
            self,
            name=fill(self.name),
            wanted=tuple(operands.filled(way, one, fill) for one in self.wanted),
        )


def parse(text: str, at: Location = NOWHERE, place: Place = "page") -> Expectation:
    """An expectation of a line, standing at a page or a mail.

    Raises the error of a setting's validator, with the nearest word there is.
    """
    rest = text.strip()
    is_negated = rest.startswith("not ")
    subject, after = split(rest[4:].lstrip() if is_negated else rest)
    if not subject:
        raise wrong(f"{text} is not an expectation", _guess(text))
    found = target(subject)
    if place not in places(found.about):
        meant = WHERE["mail" if place == "page" else "page"]
        raise wrong(f"[{found.about}] says nothing of a {place}", meant)
    made = Expectation(
        about=found.about,
        operator="exists",
        wanted=(),
        written=" ".join(text.split()),
        name=found.name,
        part=found.part,
        counted=found.counted,
        negated=is_negated,
        at=at,
    )
    if found.asks_whether:
        return replace(made, negated=is_negated != _is_denied(subject, after))
    if found.about == "CSS" and not found.part and not after and not found.counted:
        return made
    return _compared(made, subject, after)


def compared(one: Expectation, text: str, at: Location = NOWHERE) -> Expectation:
    """An expectation's other half, read from a text such as `< 5`, `pat(a*)` or `ok` alone."""
    word, value = operands.leading_operator(text)
    operator: Operator = word or "=="
    if operator not in one.way.operators:
        raise wrong(f"{operator} is not known here", f"it is {', '.join(one.way.operators)}")
    is_quoted = not word and bool(getattr(text, "quoted", False))
    wanted = operands.wanted(one.way, operator, value, is_quoted=is_quoted)
    written = f"{one.written} {operator} {value}"
    return replace(one, operator=operator, wanted=wanted, written=written, at=at)


def _compared(one: Expectation, subject: str, after: str) -> Expectation:
    word, value = operands.operator_and_value(after)
    operator = _operator(subject, word, one.way)
    return replace(one, operator=operator, wanted=operands.wanted(one.way, operator, value))


def _guess(text: str) -> str:
    word, _, rest = text.strip().partition(" ")
    near = nearest(word, KNOWN)
    return f"did you mean [{near}] {rest}?" if near and rest else "like [STATUS] == 200"


def _operator(subject: str, word: str, way: Way) -> Operator:
    for one in way.operators:
        if word == one:
            return one
    slip = _SLIPS.get(word)
    near = slip if slip in way.operators else nearest(word, way.operators)
    known = ", ".join(way.operators)
    found = f"{subject} {word}".rstrip() + " is not known"
    raise wrong(found, f"did you mean {near}?" if near else f"{subject} takes {known}")


def _is_denied(subject: str, after: str) -> bool:
    """Whether `has(...)` is followed by `== false`."""
    said = "".join(after.split())
    if said in ("", "==true", "!=false"):
        return False
    if said in ("==false", "!=true"):
        return True
    raise wrong(f"{subject} {after} is not known", f"{subject} stands alone, or before == false")
