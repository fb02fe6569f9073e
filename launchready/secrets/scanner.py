"""Looks for many things in a text at once: with hyperscan, with re2, or with Python alone."""

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Protocol

# Where a thing ends in a text, and which of the things it is; the number is -1 where only the
# line is known.
Hit = tuple[int, int]
ANY = -1
# How far apart places in one line are told where only the line is known, in bytes.
_APART = 512


@dataclass(frozen=True, slots=True)
class Sought:
    """Something to look for: a word, in any case where `folded`, or a pattern for bytes."""

    pattern: bytes
    folded: bool = False
    is_word: bool = True

    @property
    def as_pattern(self) -> bytes:
        bare = re.escape(self.pattern) if self.is_word else self.pattern
        return b"(?i:" + bare + b")" if self.folded else bare


class Scanner(Protocol):
    """Finds things in a text, from several threads at once."""

    def hits(self, text: bytes) -> list[Hit]:
        """Where things end, in the order of the text."""
        ...


def scanner(sought: Sequence[Sought], *, quick: bool = True) -> Scanner:
    """The fastest there is on this machine; `quick` False takes one that starts at once."""
    if quick:
        try:
            return _Hyperscan(sought)
        except ImportError:
            pass
        try:
            return _OneByOne(sought, _compiled_by_re2)
        except ImportError:
            pass
    return _OneByOne(sought, re.compile)


def slowness() -> tuple[str, ...]:
    """What to tell people of a machine without the fast engine; what is found is the same."""
    if find_spec("hyperscan"):
        return ()
    other = "google-re2" if find_spec("re2") else "Python alone"
    said = f"secrets are looked for with {other}, which is slower and finds the same: hyperscan"
    return (f"{said} is not installed (pip install 'launchready[fast]')",)


class _Hyperscan:
    """All things in one pass, at about a gigabyte a second; the lock is let go meanwhile."""

    def __init__(self, sought: Sequence[Sought]) -> None:
        import hyperscan

        self._hyperscan = hyperscan
        self._database = hyperscan.Database()
        flags = [hyperscan.HS_FLAG_CASELESS if one.folded else 0 for one in sought]
        self._database.compile(
            expressions=[re.escape(one.pattern) if one.is_word else one.pattern for one in sought],
            ids=list(range(len(sought))),
            elements=len(sought),
            flags=flags,
        )
        self._own = threading.local()

    def hits(self, text: bytes) -> list[Hit]:
        if not hasattr(self._own, "scratch"):
            self._own.scratch = self._hyperscan.Scratch(self._database)
        found: list[Hit] = []
        add = found.append

        def take(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
            add((end, number))

        self._database.scan(text, match_event_handler=take, scratch=self._own.scratch)
        found.sort()
        return found


class _OneByOne:
    """One pattern of all things, which tells only that a line has one of them."""

    def __init__(self, sought: Sequence[Sought], compile_it: Any) -> None:
        self._search = compile_it(b"|".join(one.as_pattern for one in sought)).search

    def hits(self, text: bytes) -> list[Hit]:
        found: list[Hit] = []
        place = 0
        while True:
            one = self._search(text, place)
            if not one:
                return found
            found.append((one.end(), ANY))
            place = text.find(b"\n", one.end())
            if place < 0 or place > one.end() + _APART:
                place = one.end() + _APART
            if place >= len(text):
                return found


def _compiled_by_re2(pattern: bytes) -> Any:
    import re2  # type: ignore[import-untyped]

    options = re2.Options()
    options.max_mem = 256 << 20
    options.encoding = re2.Options.Encoding.LATIN1
    options.log_errors = False
    return re2.compile(pattern, options)
