"""What a check may ask about a text: which keys stand in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from launchready.core.finding import Impact


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundKey:
    """A key in a text: what it is, how much it matters and the number of its line, from 1.

    `shown` is as much of it as may be shown, `digest` tells it from other keys; neither says
    what it is.
    """

    thing: str
    impact: Impact
    line: int
    shown: str
    digest: str


class KeyFinder(Protocol):
    """Knows keys by their form. It computes: call it in a thread where texts are long."""

    def found(self, name: str, text: str, now: datetime) -> tuple[FoundKey, ...]:
        """The keys in a text that is called `name` (its ending tells what kind of text it is)."""
        ...
