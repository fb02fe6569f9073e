"""What is looked at, what a look finds, and what takes the looks."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from launchready.core.location import NOWHERE, Location
from launchready.gate import Question
from launchready.watch.status_page_view import State

TargetKind = Literal["page", "tls", "dns"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One thing that is looked at every `every` seconds; a look takes at most `limit` seconds.

    A zone has a question a record, anything else has one.
    """

    name: str
    kind: TargetKind
    every: float
    limit: float
    questions: tuple[Question, ...] = ()
    at: Location = NOWHERE

    @property
    def key(self) -> str:
        """Names it in the state file, across restarts."""
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """Something that will break if nobody acts, as the end of a certificate does."""

    fingerprint: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look found.

    `said` is for people and holds no secret; `lines` says more of a fault; `seconds` is how long
    the answer took, None without one.
    """

    state: State
    said: str = ""
    lines: tuple[str, ...] = ()
    seconds: float | None = None
    warned: tuple[Warned, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Moment:
    """A time twice: `steady` in seconds by a clock that never jumps, for lengths, and `at` in
    UTC, for people."""

    steady: float
    at: datetime


class Looker(Protocol):
    """Looks at targets, each time over new connections and without a memory."""

    async def look(self, target: Target) -> Look:
        """One look, within the target's limit."""
        ...

    async def has_network(self) -> bool:
        """Whether this machine reaches anybody at all, within the sentinel's LIMIT."""
        ...
