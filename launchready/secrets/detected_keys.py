"""Finds keys in texts that are no files of the repository, for the other rooms."""

import hashlib
import threading
from dataclasses import dataclass, field
from datetime import datetime

from launchready.core.keys import FoundKey
from launchready.core.location import NOWHERE
from launchready.core.repository import Lines
from launchready.secrets.engine import hits
from launchready.secrets.job import Job
from launchready.secrets.scope import Scope
from launchready.secrets.sieve import Sieve


@dataclass(slots=True)
class DetectedKeys:
    """Implements core.keys.KeyFinder with the detectors of this room.

    What was found in a text is remembered: pages of one site load the same scripts.
    """

    _known: dict[tuple[str, str], tuple[FoundKey, ...]] = field(default_factory=dict, repr=False)
    _sieve: Sieve | None = field(default=None, repr=False)
    _one: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def found(self, name: str, text: str, now: datetime) -> tuple[FoundKey, ...]:
        called = name, hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
        if called not in self._known:
            self._known[called] = self._looked_for(name, text, now)
        return self._known[called]

    def _looked_for(self, name: str, text: str, now: datetime) -> tuple[FoundKey, ...]:
        with self._one:
            sieve = self._sieve = self._sieve or Sieve(
                Job(scope=Scope(kind="tree"), at=NOWHERE), now
            )
        lines = tuple(enumerate(text.splitlines(), 1))
        return tuple(
            FoundKey(
                thing=one.detector.thing,
                impact=one.impact,
                line=one.line,
                shown=one.value[: min(4, one.detector.shown)],
                digest=hashlib.sha256(b"launchready\0" + one.value.encode()).hexdigest()[:8],
            )
            for one in hits(Lines(path=name, lines=lines), now, forms=sieve.forms)
        )
