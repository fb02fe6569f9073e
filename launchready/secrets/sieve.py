"""Tells where in a text something may stand, so that the detectors need not read the rest.

What a detector finds begins at one of its anchors, and so do the short forms of patterns whose
anchors are too short to be rare. The sieve looks for all of them in one pass; it lets much
through that is no secret, and never holds back what the detectors would tell.
"""

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cache, cached_property

from launchready.core.repository import Lines, Spot
from launchready.secrets import pem
from launchready.secrets.detectors.catalogue import FORMS
from launchready.secrets.detectors.detector import LONGEST, Detector, compiled
from launchready.secrets.engine import hits
from launchready.secrets.globs import is_among
from launchready.secrets.job import Job
from launchready.secrets.paths import is_env_file
from launchready.secrets.scanner import ANY, Hit, Scanner, scanner
from launchready.secrets.sieve_index import MARKS, Index, is_told_by_file, unconfirmed

# The longest line looked at whole, in bytes, and how much around a place in a longer one.
LONGEST_LINE = 16_384
_BEFORE, _AFTER = 1024, LONGEST + 1024
# A list of a pod's settings has the value in the line after the name.
_VALUE = re.compile(rb"\r?\n[ \t]{1,40}value:")


class Sieve:
    """Implements core.repository.Sieve for one job. Raises CannotSieveError."""

    def __init__(self, job: Job, now: datetime) -> None:
        self._job = job
        self._now = now
        self._index = Index()
        for place, one in enumerate(FORMS):
            if not is_told_by_file(one):
                self._index.form(place, one)
        for one in job.custom:
            self._index.custom(one)
        for sought in unconfirmed(job):
            self._index.add(sought)
        self._index.wrapped()
        # Making it ready takes hyperscan 0.1 s, in which git can list what there is to read.
        pool = ThreadPoolExecutor(1)
        self._making = pool.submit(scanner, self._index.sought)
        pool.shutdown(wait=False)

    @cached_property
    def _scanner(self) -> Scanner:
        return self._making.result()

    def skips(self, path: str) -> bool:
        """What the founder left out, and the baseline itself."""
        baseline = self._job.baseline
        return is_among(path, self._job.exclude) or bool(baseline and baseline.file == path)

    def takes_whole(self, path: str) -> bool:
        """Files that their name makes secret, and those a baseline speaks of: an entry nobody
        finds again is looked for in all of the file."""
        if _files().search(path) or is_env_file(path):
            return True
        return self._job.scope.kind == "tree" and path in self._baselined

    @cached_property
    def _baselined(self) -> frozenset[str]:
        entries = self._job.baseline.entries if self._job.baseline else ()
        return frozenset(one.path for one in entries)

    def places(self, text: bytes) -> list[Spot]:
        """Every line with something sought in it; the first line of a private key is told as a
        start, too."""
        spots: list[Spot] = []
        start, stop, is_settled = 0, -1, False
        for end, number in self._scanner.hits(text):
            if end > stop:
                start = text.rfind(b"\n", 0, end - 1) + 1
                stop = _end_of_line(text, end - 1)
                is_settled = False
            if is_settled:
                continue
            if stop - start <= LONGEST_LINE:
                if self._index.confirms(number, text, start, stop):
                    spots.append(Spot(start, _with_value(text, stop)))
                    is_settled = True
                continue
            last = end + _AFTER if end + _AFTER < stop else _with_value(text, stop)
            piece = Spot(max(start, end - _BEFORE), last)
            if self._index.confirms(number, text, piece.start, piece.end):
                _go_on(spots, start, piece)
        return list(_with_starts(text, spots))

    def blocks(self, text: bytes) -> list[Spot]:
        """Every private key, in whole lines."""
        # Latin-1 gives every byte a character, so that places are places of the bytes.
        found = pem.blocks(text.decode("latin-1"))
        return [
            Spot(text.rfind(b"\n", 0, one.start) + 1, _end_of_line(text, one.end)) for one in found
        ]

    def forms(self, text: str) -> tuple[Detector, ...]:
        """The detectors that may find something in a text."""
        return self._told(self._scanner.hits(text.encode("utf-8", "replace")))

    def _told(self, found: Sequence[Hit]) -> tuple[Detector, ...]:
        numbers = {number for _, number in found}
        if ANY in numbers:
            return FORMS
        places = set(_by_file())
        for number in numbers:
            places.update(self._index.places[number])
        return tuple(FORMS[place] for place in sorted(places))

    def wanted(self, path: str, texts: Sequence[str]) -> list[bool]:
        """Whether the detectors tell something of each."""
        rows: list[tuple[int, str]] = []
        owners: dict[int, int] = {}
        told = [False] * len(texts)
        for at, text in enumerate(texts):
            if any(mark in text for mark in pem.MARKS):
                told[at] = bool(self._hits(path, tuple(enumerate(text.split("\n"), 1))))
                continue
            # Between stretches stands an empty line: they are no neighbours.
            for line in (*text.split("\n"), ""):
                rows.append((len(rows) + 1, line))
                owners[len(rows)] = at
        for number in self._hits(path, tuple(rows)):
            told[owners[number]] = True
        return told

    def _hits(self, path: str, rows: tuple[tuple[int, str], ...]) -> list[int]:
        part = Lines(path=path, lines=rows)
        found = hits(
            part, self._now, custom=self._job.custom, random=self._job.random, forms=self.forms
        )
        return [one.line for one in found]


@cache
def _by_file() -> tuple[int, ...]:
    """The detectors of files whose name alone says what stands in them, by their place."""
    return tuple(place for place, one in enumerate(FORMS) if is_told_by_file(one))


@cache
def _files() -> "re.Pattern[str]":
    paths = dict.fromkeys(FORMS[place].path for place in _by_file())
    return compiled("|".join(f"(?:{_without_flags(one)})" for one in paths))


def _without_flags(pattern: str) -> str:
    bare = pattern.removeprefix("(?i)")
    return pattern if bare == pattern else f"(?i:{bare})"


def _end_of_line(text: bytes, place: int) -> int:
    end = text.find(b"\n", place)
    return len(text) if end < 0 else end


def _with_value(text: bytes, stop: int) -> int:
    """The end of the next line, where that holds the value for a name in this one."""
    if _VALUE.match(text, stop):
        return _end_of_line(text, stop + 1)
    return stop


def _go_on(spots: list[Spot], start: int, piece: Spot) -> None:
    """One more place in a line that begins at `start` and is long: the stretch before it grows,
    or a new one begins."""
    last = spots[-1] if spots else None
    if (
        last
        and last.start >= start
        and piece.start <= last.end
        and piece.end - last.start <= LONGEST_LINE
    ):
        spots[-1] = Spot(last.start, piece.end)
    else:
        spots.append(piece)


def _with_starts(text: bytes, spots: list[Spot]) -> Iterator[Spot]:
    for one in spots:
        line = text[one.start : one.end]
        if any(mark in line for mark in MARKS):
            yield Spot(one.start, one.end, is_start=True)
        yield one
