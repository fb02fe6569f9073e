"""What a channel is given to say, and how it says that nobody heard it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from launchready.report.escape import flat

# down and unknown open an incident, up closes it; flapping says that it goes to and fro; note is
# of the watch itself; test is a drill.
Kind = Literal["down", "unknown", "up", "flapping", "note", "test"]

# Characters of a title and of a line, and lines: what a telephone's notice and every vendor bear.
TITLE = 150
LINE = 500
MOST_LINES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing to say. `id` stays the same when it is said again; `incident` is one for an
    outage from beginning to end."""

    id: str
    incident: str
    kind: Kind
    target: str
    title: str
    at: datetime
    lines: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        return flat(self.title, TITLE)

    @property
    def shown(self) -> tuple[str, ...]:
        """The lines as a person gets them: each one line, and not too many."""
        return tuple(flat(one, LINE) for one in self.lines[:MOST_LINES])


class Channel(Protocol):
    """One way to reach a person."""

    @property
    def name(self) -> str: ...

    @property
    def limit(self) -> float:
        """Seconds that one attempt takes at most."""
        ...

    async def send(self, told: Told) -> None:
        """Says it once, within the limit. Raises NotSentError."""
        ...


class NotSentError(Exception):
    """It was not taken; the text says why, in words that hold no secret.

    `again` is how long the other side asks us to wait, in seconds. `is_final`: to try again
    would change nothing until somebody mends the config.
    """

    def __init__(self, reason: str, *, again: float | None = None, is_final: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.again = again
        self.is_final = is_final


def present(texts: Iterable[str | None]) -> frozenset[str]:
    """Those there are, for a Redactor."""
    return frozenset(one for one in texts if one)
