"""What a load run measured, as reports show it and later runs are compared with it."""

from dataclasses import dataclass
from datetime import datetime

from launchready.core.histogram import NOTHING, Histogram


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A percentile in seconds (`share` 0.95 is the p95) and the interval it lies in, 95 of 100
    times; None where there were too few answers to give one, at that end."""

    share: float
    seconds: float
    low: float | None = None
    high: float | None = None

    @property
    def name(self) -> str:
        return f"p{self.share * 100:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A stretch of a run: when it began, in seconds from the first arrival that counts, how many
    answers its arrivals got, how many failed, and in seconds what the answers took."""

    at: float
    answers: int
    failed: int
    p50: float | None = None
    p95: float | None = None
    largest: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """The earlier run a target is held against: its name for people, and what it measured.

    `chance` is how often chance alone makes as large a difference (0 to 1), `shift` how much
    later the median is now (0.1 for 10 %); `caveat` why it may compare unlike things.
    """

    name: str
    histogram: Histogram
    shift: float
    chance: float
    caveat: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one target's visitors met. `where` is its address without query; times in seconds.

    `histogram` and `estimates` are of answers as expected, `failed` counts the others by what
    went wrong. `phases` are medians of the parts of a request, `server` of what the server says
    of its own time (`Server-Timing`), `queries` the most of the database it told of.
    """

    name: str
    where: str
    answers: int
    failed: tuple[tuple[str, int], ...] = ()
    estimates: tuple[Estimate, ...] = ()
    limit: float | None = None
    histogram: Histogram = NOTHING
    slots: tuple[Slot, ...] = ()
    phases: tuple[tuple[str, float], ...] = ()
    server: tuple[tuple[str, float], ...] = ()
    queries: int | None = None
    before: Before | None = None

    @property
    def failures(self) -> int:
        return sum(count for _, count in self.failed)

    def estimate(self, share: float) -> Estimate | None:
        return next((one for one in self.estimates if one.share == share), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadRun:
    """One run against several targets, ready to be shown, filed and compared.

    `rate` was asked for and `achieved` sent, in requests a second; `seconds` is what counted,
    without the warm-up. `invalid` says why nothing can be concluded of it, "" where it holds.
    `machine` names what sent it, so that runs of different machines are told apart. `on_branch`
    asks for it to be kept on the repository's data branch.
    """

    engine: str
    machine: str
    started: datetime
    seconds: float
    rate: float
    achieved: float
    targets: tuple[Measured, ...]
    environment: str = ""
    invalid: str = ""
    notes: tuple[str, ...] = ()
    on_branch: bool = False
