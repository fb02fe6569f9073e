"""Reads a detect-secrets baseline: what somebody has looked at and let stand."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.location import Location
from launchready.core.repository import Lines
from launchready.secrets import plugins
from launchready.secrets.engine import Hit

STALE = Rule(
    id="secrets/baseline-stale",
    impact=Impact.ADVICE,
    stage=Stage.AUDIT,
    title="The baseline lets a secret stand that is gone",
    why="An entry nobody needs hides the secret the day it comes back.",
    fix="Run 'launchready baseline', which takes it out, or delete the entry.",
    hours=0.1,
)
WEAK = Rule(
    id="secrets/baseline-weak",
    impact=Impact.ADVICE,
    stage=Stage.AUDIT,
    title="The baseline cannot tell one key from another",
    why="For this kind detect-secrets records a part that all such keys share, so a new key in "
    "the same line would pass for the old one.",
    fix="Run 'launchready baseline', which records the whole key, once you are sure of the key "
    "that is there; better, replace it.",
    hours=0.5,
)
REAL = Rule(
    id="secrets/baseline-real",
    impact=Impact.RISK,
    stage=Stage.AUDIT,
    title="The baseline lets a secret stand that somebody called real",
    why="Whoever went through the baseline said that this one opens something, and it is still "
    "there for everybody who reads the code.",
    fix="Replace the secret, take it out of the file, and run 'launchready baseline'.",
    hours=1.0,
)


# Where detect-secrets and everybody who uses it have it.
USUAL_FILE = ".secrets.baseline"


class BaselineError(Exception):
    """The file is no baseline; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One secret let stand: in which file, of which kind, and what was recorded of it."""

    path: str
    kind: str
    digest: str
    line: int
    at: Location
    is_secret: bool | None = None
    is_verified: bool = False

    def __str__(self) -> str:
        return f"{self.path} {self.kind} {self.digest[:8]}"


@dataclass(frozen=True, slots=True)
class Baseline:
    """The entries of one file, by the path they are about."""

    file: str
    entries: tuple[Entry, ...] = field(repr=False)

    def of(self, path: str) -> tuple[Entry, ...]:
        return tuple(one for one in self.entries if one.path == path)


def read(raw: bytes, file: str) -> Baseline:
    """The baseline in these bytes. Raises BaselineError."""
    try:
        text = raw.decode("utf-8-sig")
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BaselineError(f"it is not JSON ({str(error)[:80]})") from None
    results = found.get("results") if isinstance(found, dict) else None
    if not isinstance(results, dict):
        raise BaselineError("it has no results, so detect-secrets did not write it")
    places = _Places(text, file)
    return Baseline(
        file,
        tuple(
            _entry(str(path), one, places)
            for path, listed in results.items()
            for one in _listed(listed)
        ),
    )


def _listed(value: object) -> list[object]:
    if not isinstance(value, list):
        raise BaselineError("its results are not lists")
    return value


def _entry(path: str, given: object, places: "_Places") -> Entry:
    match given:
        case {"type": str(kind), "hashed_secret": str(digest), **more}:
            line = more.get("line_number", 0)
            clean = path.replace("\\", "/").removeprefix("./")
            number = line if isinstance(line, int) else 0
            at = places.of(digest)
            label = more.get("is_secret")
            return Entry(
                path=clean,
                kind=kind,
                digest=digest,
                line=number,
                at=at,
                is_secret=label if isinstance(label, bool) else None,
                is_verified=more.get("is_verified") is True,
            )
    raise BaselineError(f"an entry of {path} lacks its type or hashed_secret")


class _Places:
    """Lines of a JSON file, for entries that come in its order."""

    def __init__(self, text: str, file: str) -> None:
        self._rows = text.split("\n")
        self._file = file
        self._next = 0

    def of(self, digest: str) -> Location:
        for at in (*range(self._next, len(self._rows)), *range(self._next)):
            if f'"{digest}"' in self._rows[at]:
                self._next = at + 1
                return Location(file=self._file, line=at + 1)
        return Location(file=self._file)


def accepting(entries: Iterable[Entry], hit: Hit) -> Entry | None:
    """The entry that lets a hit stand: it recorded this value, wherever the line has moved.

    What a weak kind recorded says nothing about the value: there the line must be the same.
    """
    listed = list(entries)
    if not listed:
        return None
    known = plugins.records(hit.value, hit.text)
    strong = next((one for one in listed if one.digest in known), None)
    return strong or next((one for one in listed if _is_at(one, hit)), None)


def _is_at(entry: Entry, hit: Hit) -> bool:
    name = hit.detector.plugin
    return name in plugins.WEAK and entry.kind == plugins.kind(name) and entry.line == hit.line


def is_weak(entry: Entry, hit: Hit) -> bool:
    return entry.digest not in plugins.records(hit.value, hit.text)


def still_holds(part: Lines, entry: Entry) -> bool:
    """Whether the file may still hold what an entry stands for; in doubt it does.

    Asked of entries no hit has used: detect-secrets finds more than is told here.
    """
    name = next((one for one in plugins.NAMES if plugins.kind(one) == entry.kind), None)
    if name is None:
        return True
    for line in part.all_lines:
        raws = plugins.finds(name, line[: plugins.LONGEST_LINE])
        if name == "KeywordDetector":
            raws += plugins.keyword_finds(line[: plugins.LONGEST_LINE], plain=True)
        raws += _words(line)
        if any(plugins.recorded(one) == entry.digest for one in raws):
            return True
    return False


def _words(line: str) -> list[str]:
    after = [line.partition(sign)[2].strip(" \t\"',;") for sign in "=:"]
    return [*after, *line.replace('"', " ").replace("'", " ").split()]


def about(
    weak: Iterable[Entry], gone: Iterable[Entry], there: Iterable[Entry] = ()
) -> list[Finding]:
    """What is wrong with the baseline itself."""
    loose = [
        WEAK.broken(one, f"{one.path} has a {one.kind} that any other in its line would match")
        for one in weak
    ]
    stale = [
        STALE.broken(one, f"{one.path} no longer holds the {one.kind} that the baseline lets stand")
        for one in gone
    ]
    real = [
        REAL.broken(one, f"{one.path} has a {one.kind} that was called a real secret")
        for one in there
        if one.is_secret
    ]
    return [*real, *loose, *stale]
