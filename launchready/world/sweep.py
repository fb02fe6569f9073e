"""Looks through every content once, in the order git has them packed, at what changed alone."""

import os
import tempfile
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import IO, Literal, NamedTuple

from launchready.core.repository import Sieve, Spot
from launchready.core.unreachable import UnreachableError
from launchready.world.contents import Closed, is_plain, opened, spots_of
from launchready.world.difference import changed, grown
from launchready.world.git import Git
from launchready.world.lfs import is_stand_in
from launchready.world.objects import as_input
from launchready.world.store import Family, Store, families, shared_out

# How much is handed to the sieve at once, in bytes: enough to make a call cheap.
_BUFFER = 2 * 1024 * 1024
# Each content is read right after the one it is a change of: git need not remember many.
_LITTLE = ("-c", "core.deltaBaseCacheLimit=16m")
# How much all contents may hold together that wait for it, in bytes: of most a little is looked at.
_CARRIED = 24 * 1024 * 1024
# The largest content kept to compare its changes with, in bytes; changes of larger ones are
# looked at whole.
_KEPT = 4 * 1024 * 1024
# No line goes on over it: no stretch of one text reaches into the next.
_GAP = b"\n\n"


class Fact(NamedTuple):
    """A stretch that may matter, the same wherever it stands."""

    text: bytes
    inside: str
    unit: Literal["line", "byte"]

    def __repr__(self) -> str:
        return "Fact()"


class _Held(NamedTuple):
    """A stretch of a content; no fact where it is only the start of something."""

    start: int
    end: int
    is_start: bool
    fact: Fact | None


@dataclass(slots=True)
class Swept:
    """What every content holds, where it holds anything; what git could not give."""

    facts: dict[str, tuple[Fact, ...]] = field(default_factory=dict, repr=False)
    closed: dict[str, tuple[Closed, ...]] = field(default_factory=dict)
    known: dict[Fact, Fact] = field(default_factory=dict, repr=False)


def workers() -> int:
    """One a core that is ours to use: git unpacks in processes of its own."""
    usable = getattr(os, "sched_getaffinity", None)
    return max(1, min(8, len(usable(0)) if usable else os.cpu_count() or 1))


def sweep(git: Git, store: Store, sieve: Sieve, *, largest: int, shares: int) -> Swept:
    """The facts of all contents up to `largest` bytes. Raises UnreachableError."""
    swept = Swept()
    stop = threading.Event()
    grown = families(store, largest)
    shared = [one for one in shared_out(grown, store.sizes, shares) if one]
    sweepers = [_Sweeper(git, sieve, swept, one, stop) for one in shared]
    if not sweepers:
        return swept
    with ThreadPoolExecutor(len(sweepers)) as pool:
        running = [pool.submit(one.run) for one in sweepers]
        try:
            for one in running:
                one.result()
        finally:
            stop.set()
    return swept


class _Piece(NamedTuple):
    """A content waiting for the sieve: where in it something changed, the stretch around that
    which is looked at, and where that stands in the buffer."""

    blob: str
    base: str
    content: bytes
    place: int
    start: int
    end: int
    change: tuple[int, int]
    shift: int


class _Sweeper:
    """One reader of one share."""

    def __init__(
        self, git: Git, sieve: Sieve, swept: Swept, share: Family, stop: threading.Event
    ) -> None:
        self._git = git
        self._sieve = sieve
        self._swept = swept
        self._share = share
        self._stop = stop
        self._needed: dict[str, int] = {}
        for _, base in share:
            self._needed[base] = self._needed.get(base, 0) + 1
        self._unsettled = dict(self._needed)
        self._kept: dict[str, bytes] = {}
        self._held: dict[str, tuple[_Held, ...]] = {}
        self._waiting: list[_Piece] = []
        self._buffer: list[bytes] = []
        self._size = 0
        self._carried = 0

    def run(self) -> None:
        with tempfile.TemporaryFile() as asked:
            asked.write(as_input(blob for blob, _ in self._share))
            asked.seek(0)
            process = self._git.converse(
                *_LITTLE, "cat-file", "--batch=%(objectsize)", "--buffer", given=asked
            )
            assert process.stdout is not None  # noqa: S101 - a pipe was asked for
            try:
                for blob, base in self._share:
                    if self._stop.is_set():
                        return
                    self._take(blob, base, _next(process.stdout))
                self._flush()
            finally:
                process.kill()
                process.communicate()

    def _take(self, blob: str, base: str, content: bytes) -> None:
        known = self._kept.get(base)
        if base:
            self._needed[base] -= 1
            if not self._needed[base]:
                self._kept.pop(base, None)
        if is_stand_in(content):
            self._swept.closed[blob] = (Closed("", "unreadable", "it is kept elsewhere"),)
            self._let_go(base)
            return
        if not is_plain(content):
            self._open(blob, content)
            self._let_go(base)
            return
        if blob in self._needed and len(content) <= _KEPT:
            self._kept[blob] = content
        if known is None:
            whole = (0, len(content))
            self._let_go(base)
            self._wait(_Piece(blob, "", content, self._size, *whole, whole, 0))
            return
        change = changed(known, content)
        around = grown(content, *change)
        shift = len(content) - len(known)
        self._wait(_Piece(blob, base, content, self._size, *around, change, shift))

    def _wait(self, piece: _Piece) -> None:
        window = piece.content[piece.start : piece.end]
        self._waiting.append(piece)
        self._buffer.append(window)
        self._size += len(window) + len(_GAP)
        self._carried += len(piece.content)
        if self._size > _BUFFER or self._carried > _CARRIED:
            self._flush()

    def _flush(self) -> None:
        """Asks the sieve once for all that waits, and settles each in the order it was read."""
        spots = self._sieve.places(_GAP.join(self._buffer)) if self._buffer else []
        at = 0
        for piece in self._waiting:
            last = piece.place + piece.end - piece.start
            own: list[Spot] = []
            while at < len(spots) and spots[at].start <= last:
                own.append(spots[at])
                at += 1
            self._settle(piece, own)
        self._waiting, self._buffer, self._size, self._carried = [], [], 0, 0

    def _settle(self, piece: _Piece, own: list[Spot]) -> None:
        before = self._before(piece)
        if not own and not before:
            return
        starts = any(one.is_start for one in own) or any(one.is_start for one in before)
        if starts:
            held = self._whole(piece.content)
        else:
            away = piece.start - piece.place
            moved = [Spot(one.start + away, one.end + away) for one in own]
            # What begins after the change was there before it, and goes on as it did.
            new = (one for one in moved if not piece.base or one.start <= piece.change[1])
            held = _inherited(before, piece, [self._of(piece.content, one) for one in new])
        if held:
            if self._unsettled.get(piece.blob):
                self._held[piece.blob] = held
            self._tell(piece.blob, (one.fact for one in held))

    def _before(self, piece: _Piece) -> tuple[_Held, ...]:
        """What the content it is a change of held."""
        held = self._held.get(piece.base, ())
        self._let_go(piece.base)
        return held

    def _let_go(self, base: str) -> None:
        """One change fewer that may need what a content held."""
        if base:
            self._unsettled[base] -= 1
            if not self._unsettled[base]:
                self._held.pop(base, None)

    def _whole(self, content: bytes) -> tuple[_Held, ...]:
        """A content in which something of several lines may stand: all of it is looked at."""
        spots = self._sieve.places(content)
        blocks = self._sieve.blocks(content) if any(one.is_start for one in spots) else []
        return tuple(self._of(content, one) for one in (*spots, *blocks))

    def _of(self, content: bytes, spot: Spot) -> _Held:
        fact = None if spot.is_start else self._fact(content[spot.start : spot.end])
        return _Held(spot.start, spot.end, spot.is_start, fact)

    def _open(self, blob: str, content: bytes) -> None:
        facts: list[Fact] = []
        closed: list[Closed] = []
        for one in opened(content):
            if isinstance(one, Closed):
                closed.append(one)
                continue
            facts += [
                self._fact(stretch, one.inside, one.unit)
                for stretch in one.stretches(spots_of(self._sieve, one))
            ]
        self._tell(blob, facts)
        if closed:
            self._swept.closed[blob] = tuple(closed)

    def _fact(self, text: bytes, inside: str = "", unit: Literal["line", "byte"] = "line") -> Fact:
        fact = Fact(text.replace(b"\r\n", b"\n").removesuffix(b"\r"), inside, unit)
        return self._swept.known.setdefault(fact, fact)

    def _tell(self, blob: str, facts: Iterable[Fact | None]) -> None:
        told = tuple(dict.fromkeys(one for one in facts if one is not None))
        if told:
            self._swept.facts[blob] = told


def _inherited(before: tuple[_Held, ...], piece: _Piece, own: Iterable[_Held]) -> tuple[_Held, ...]:
    """What stood beside the change, moved to where it is now, and what is new."""
    first, last = piece.change
    held = {(one.start, one.end): one for one in before if one.end <= first}
    for one in before:
        if one.start >= last - piece.shift and one.end > first:
            start, end = one.start + piece.shift, one.end + piece.shift
            held[start, end] = one._replace(start=start, end=end, is_start=False)
    held.update({(one.start, one.end): one for one in own})
    return tuple(held.values())


def _next(answer: IO[bytes]) -> bytes:
    """The next content of git's answer. Raises UnreachableError when it ends too early."""
    size = answer.readline()
    if size.strip().isdigit():
        content = answer.read(int(size) + 1)
        if len(content) == int(size) + 1:
            return content[:-1]
    advice = "Run git fsck and mend the repository."
    raise UnreachableError("git cat-file stopped before the last content", advice=advice)
