"""Texts with `{{name}}` in them: a journey's own words, what it saved, what is made up for it."""

import re
import secrets
import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import BaseModel, PlainValidator, WithJsonSchema

from launchready.core.location import NOWHERE, Location
from launchready.values.node import Text
from launchready.values.problem import Problem, nearest
from launchready.values.types import as_text, place, wrong
from launchready.visit.expectations import Expectation

_BLANK = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,60}")
_SAFE = string.ascii_letters + string.digits


def _password() -> str:
    """20 characters, of each kind that sites ask for."""
    kinds = (string.ascii_uppercase, string.ascii_lowercase, string.digits, "!-_.")
    picked = [secrets.choice(kind) for kind in kinds]
    picked += [secrets.choice(_SAFE) for _ in range(16)]
    secrets.SystemRandom().shuffle(picked)
    return "".join(picked)


def _word() -> str:
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(10))


def _number() -> str:
    return str(secrets.randbelow(900_000) + 100_000)


def _uuid() -> str:
    return "-".join(secrets.token_hex(size) for size in (4, 2, 2, 2, 6))


# What is made up, anew for each journey and the same all through it.
RANDOM: Mapping[str, Callable[[], str]] = {
    "random.password": _password,
    "random.word": _word,
    "random.number": _number,
    "random.uuid": _uuid,
}
RUN_ID = "run.id"
BUILT_IN = (RUN_ID, *RANDOM)
# Of what is made up only this is a secret; the rest helps whoever reads a transcript.
PRIVATE = ("random.password",)


def names(text: str) -> tuple[str, ...]:
    """The names a text's blanks have, in order."""
    return tuple(match[1] for match in _BLANK.finditer(text))


def with_blanks(value: object) -> Text:
    """A text whose blanks are well formed. Raises the error of a setting's validator."""
    text = as_text(value)
    for name in names(text):
        if not _NAME.fullmatch(name):
            raise wrong(f"{{{{{name}}}}} is no name", "like {{email}} or {{random.password}}")
    if "{{" in _BLANK.sub("", text):
        raise wrong(f"{text} has {{{{ without }}}}", "like {{email}}")
    return value if isinstance(value, Text) else Text(text, at=place(value))


Blanks = Annotated[
    Text,
    PlainValidator(with_blanks),
    WithJsonSchema({"type": ["string", "number", "boolean"]}),
]


@dataclass(slots=True, repr=False)
class Words:
    """What the blanks of one journey stand for; what is made up is made when it is first asked
    for. `hidden` are the values that must not be shown."""

    known: dict[str, str] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)

    def fill(self, text: str) -> str:
        """The text with its blanks filled in. Raises UnfilledError for one that is not known."""
        return _BLANK.sub(lambda match: self.value(match[1]), text)

    def value(self, name: str) -> str:
        if name not in self.known:
            made = RANDOM.get(name, _run_id if name == RUN_ID else None)
            if made is None:
                raise UnfilledError(name)
            self.set(name, made(), is_hidden=name in PRIVATE)
        return self.known[name]

    def set(self, name: str, value: str, *, is_hidden: bool) -> None:
        self.known[name] = value
        if is_hidden:
            self.hidden.add(value)


class UnfilledError(KeyError):
    """A blank stands for what an earlier step was to save and did not."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"{{{{{self.name}}}}} was not saved by any step before"


def _run_id() -> str:
    return secrets.token_hex(5)


def unknown(texts: Iterable[tuple[str, Location]], known: Iterable[str]) -> list[Problem]:
    """A problem for each blank that nothing can fill in, with the name that was likely meant."""
    listed = (*known, *BUILT_IN)
    return [
        _problem(name, at, listed)
        for text, at in texts
        for name in names(text)
        if name not in listed
    ]


def _problem(name: str, at: Location, known: tuple[str, ...]) -> Problem:
    near = nearest(name, known)
    meant = f"did you mean {{{{{near}}}}}?" if near else f"known here are {', '.join(known)}"
    return Problem(at=at, found=f"{{{{{name}}}}} stands for nothing here", meant=meant)


def texts_of(value: object, at: Location = NOWHERE) -> Iterator[tuple[str, Location]]:
    """Every text of a setting that may have blanks, and where it stands."""
    match value:
        case Expectation():
            if value.has_blanks:
                yield value.written, value.at
        case str():
            yield value, getattr(value, "at", at)
        case BaseModel():
            here = getattr(value, "at", at)
            for name in type(value).model_fields:
                yield from texts_of(getattr(value, name), here)
        case dict():
            for key, inner in value.items():
                yield from texts_of(key, at)
                yield from texts_of(inner, at)
        case list() | tuple() | frozenset():
            for inner in value:
                yield from texts_of(inner, at)
