"""Rewrites the facts of a document between their markers, and nothing else of it.

A marker is a line by itself, `<!-- launchready:facts NAME -->` and at the end of the facts
`<!-- /launchready:facts NAME -->`. Whatever stands outside of a pair is somebody's own text.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from launchready.core.location import Location
from launchready.values.problem import ConfigError, Problem

_MARKER = re.compile(
    r"[ \t]*<!--[ \t]*(/?)launchready:facts[ \t]+([a-z0-9][a-z0-9./_-]*)[ \t]*-->\s*"
)
_NEARLY = re.compile(r"[ \t]*<!--[ \t]*/?[ \t]*launchready:")
_REMEDY = "put the line back as it was in the last commit, or take both lines of the pair away"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Facts of a document under a name of their own.

    `text` is Markdown without a line break at its ends, None where nothing could be seen: what
    an earlier run wrote then stays, and a new document goes without. `before` and `after` are
    what a new part gets around them, for people to change.
    """

    name: str
    text: str | None
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A pair of markers by the places of their lines, from 0."""

    name: str
    first: int
    last: int


def pairs(text: str, file: str) -> tuple[Pair, ...]:
    """Every pair of markers. Raises ConfigError with every marker that has lost its other half."""
    problems: list[Problem] = []
    found: dict[str, Pair] = {}
    open_: tuple[str, int] | None = None
    for place, line in enumerate(text.split("\n")):
        marker = _MARKER.fullmatch(line)
        if marker is None:
            if open_ is None and _NEARLY.match(line):
                problems.append(_problem(file, place, "this marker is not whole"))
            continue
        is_end, name = bool(marker[1]), marker[2]
        if is_end and open_ is not None and open_[0] == name:
            found[name] = Pair(name=name, first=open_[1], last=place)
            open_ = None
        elif is_end and open_ is not None:
            problems.append(_problem(file, place, f"{name} ends here, within {open_[0]}"))
        elif is_end:
            problems.append(_problem(file, place, f"{name} ends here and begins nowhere above"))
        elif open_ is not None:
            problems.append(_problem(file, open_[1], f"{open_[0]} begins here and never ends"))
            open_ = (name, place)
        elif name in found:
            first = found[name].first + 1
            problems.append(_problem(file, place, f"{name} is here twice; line {first} has it too"))
            open_ = (name, place)
        else:
            open_ = (name, place)
    if open_ is not None:
        problems.append(_problem(file, open_[1], f"{open_[0]} begins here and never ends"))
    if problems:
        raise ConfigError(problems)
    return tuple(found.values())


def _problem(file: str, place: int, found: str) -> Problem:
    return Problem(at=Location(file=file, line=place + 1), found=found, meant=_REMEDY)


def within(text: str, file: str) -> dict[str, str]:
    """The facts of a document as they stand, by name. Raises ConfigError."""
    lines = text.split("\n")
    return {
        one.name: "\n".join(line.rstrip("\r") for line in lines[one.first + 1 : one.last])
        for one in pairs(text, file)
    }


def fresh(title: str, parts: Iterable[Facts]) -> str:
    """A document that nobody has written in yet."""
    return f"# {title}\n" + "".join(_whole(one) for one in parts if one.text is not None)


def renewed(text: str, file: str, parts: Sequence[Facts]) -> str:
    """A document with its facts rewritten, and with new parts at its end. Raises ConfigError."""
    there = {one.name: one for one in pairs(text, file)}
    lines = text.split("\n")
    known = {one.name: one.text for one in parts if one.text is not None}
    for pair in sorted(there.values(), key=lambda one: -one.first):
        if pair.name not in known:
            continue
        ending = "\r" if lines[pair.first].endswith("\r") else ""
        inner = [f"{line}{ending}" for line in known[pair.name].split("\n")]
        lines[pair.first + 1 : pair.last] = inner
    made = "\n".join(lines)
    new = [one for one in parts if one.text is not None and one.name not in there]
    if new and made and not made.endswith("\n"):
        made += "\n"
    return made + "".join(_whole(one) for one in new)


def _whole(part: Facts) -> str:
    begin, end = (f"<!-- {slash}launchready:facts {part.name} -->" for slash in ("", "/"))
    pieces = [part.before, f"{begin}\n{part.text}\n{end}", part.after]
    return "".join(f"\n{one.strip(chr(10))}\n" for one in pieces if one)
