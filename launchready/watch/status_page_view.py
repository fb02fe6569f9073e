"""What the status page, its JSON and /metrics tell: the whole of it, without a clock of its own."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

State = Literal["up", "down", "unknown"]

# Days of which the page shows a bar.
DAYS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day (UTC) of one target: for how many seconds each answer held while it was watched."""

    day: date
    up: float = 0.0
    down: float = 0.0
    unknown: float = 0.0

    @property
    def is_watched(self) -> bool:
        return self.up + self.down + self.unknown > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One look: when, what it found, and how long the answer took in seconds, None without one."""

    at: datetime
    seconds: float | None
    state: State = "up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A stretch in which a target was down, or nobody could tell; `ended` None: it lasts."""

    target: str
    state: Literal["down", "unknown"]
    began: datetime
    ended: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One target as it stands; `state` None: not looked at yet.

    `days` are in order, the last one is today; days nobody watched may be left out. `points` are
    the looks of the last 24 hours in order. `said` is what the last look told, for people.
    """

    name: str
    kind: str
    state: State | None = None
    since: datetime | None = None
    said: str = ""
    is_flapping: bool = False
    days: tuple[Day, ...] = ()
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusView:
    """Everything the page shows; `every` is how often it is written anew, in seconds.

    `outages` are those of the last DAYS days, the latest first. `notes` are what the founder
    must know of the watch itself: the disk is full, an alert could not be sent.
    """

    product: str
    at: datetime
    every: float
    targets: tuple[Watched, ...] = ()
    outages: tuple[Outage, ...] = ()
    notes: tuple[str, ...] = field(default=())
