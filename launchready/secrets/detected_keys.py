"""Finds keys in texts that are no files of the repository, for the other rooms."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from launchready.core.keys import FoundKey
from launchready.core.repository import Lines
from launchready.secrets.engine import hits


@dataclass(frozen=True, slots=True)
class DetectedKeys:
    """Implements core.keys.KeyFinder with the detectors of this room."""

    def found(self, name: str, text: str, now: datetime) -> tuple[FoundKey, ...]:
        lines = tuple(enumerate(text.splitlines(), 1))
        return tuple(
            FoundKey(
                thing=one.detector.thing,
                impact=one.impact,
                line=one.line,
                shown=one.value[: min(4, one.detector.shown)],
                digest=hashlib.sha256(b"launchready\0" + one.value.encode()).hexdigest()[:8],
            )
            for one in hits(Lines(path=name, lines=lines), now)
        )
