"""What a load run is asked to do, and what came of it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from launchready.core.browser import Browser, Response
from launchready.core.unreachable import UnreachableError

# What is wrong with an answer, in a few words that are the same each time; "" where nothing is.
Judge = Callable[[Response], str]
# A visit of several requests, all of them through the browser it is given; "" or what went wrong.
Visit = Callable[[Browser], Awaitable[str]]

# Kinds of errors that no answer's content tells; others come from a target's judge.
TIMED_OUT = "timed out"
REFUSED = "connection refused"
RESET = "connection broken"
NO_NAME = "name not found"
TLS_FAILED = "certificate or TLS failed"
NO_HTTP = "answer is not HTTP"
TOO_LARGE = "answer too large"
NO_ROUTE = "no connection"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One thing that visitors ask for; headers and bodies may hold secrets.

    `weight` is its share beside the others'. `reads` says whether its judge looks at the whole
    body; if not, it is given the beginning of answers that failed and nothing of the others. With
    `visit` one arrival is a whole visit, and url, method, headers and body are not used.
    `statuses` and `texts` are what `judge` asks for, for an engine that cannot call it: the
    statuses that will do and texts that are all there; no statuses where it asks for more.
    """

    name: str
    url: str
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: bytes | None = field(default=None, repr=False)
    weight: float = 1.0
    judge: Judge | None = None
    reads: bool = True
    visit: Visit | None = field(default=None, repr=False)
    statuses: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Phases:
    """The parts of one request, in seconds; 0 for one that a kept connection spared.

    `wait` is from sending to the first byte of the answer, `body` from there to the last.
    """

    dns: float = 0.0
    connect: float = 0.0
    tls: float = 0.0
    wait: float = 0.0
    body: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One arrival that counts.

    `due` is when it was meant to start and `sent` when it did, in seconds from the first arrival
    that counts; `taken` runs from `due` to the last byte, or to the error. `status` is 0 where no
    answer came, `received` the body's bytes over the wire. `error` is "" where the answer was as
    expected.
    """

    target: str
    due: float
    sent: float
    taken: float
    phases: Phases = Phases()
    status: int = 0
    received: int = 0
    error: str = ""
    server_timing: str = ""

    @property
    def timed_out(self) -> bool:
        return self.error == TIMED_OUT


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """Several processes of locust that send a plan together: `workers` of them, started here, or
    where `master` names a host and port to listen at, started elsewhere."""

    workers: int
    master: tuple[str, int] | None = None


# Whether a run may end: asked with the samples so far when its time is over, True to end it.
Enough = Callable[[Sequence[Sample]], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A load run: `rate` arrivals a second for `seconds`, whatever the server makes of them.

    Before them come `warmup` seconds that do not count, in the first `ramp` of which the rate
    rises from nothing; a ramp is never longer than the warm-up. When `enough` says no the run
    goes on, once, for as long again. `timeout` is one request's, in seconds. With `fleet` locust
    sends it in place of our own client.
    """

    targets: tuple[Target, ...]
    rate: float
    seconds: float
    warmup: float = 0.0
    ramp: float = 5.0
    timeout: float = 10.0
    enough: Enough | None = field(default=None, repr=False)
    fleet: Fleet | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Whether the sender kept up: its lateness (p99, in seconds), arrivals it really sent a
    second, and its share of a core (1.0 is all of it). `lost` arrivals had no socket or port to
    go out from: this machine's limits, not the server's."""

    lag: float
    achieved: float
    cpu: float
    lost: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What came of a plan. `seconds` is what counted, the second half included where there was
    one; `aborted` says why it ended early, "" where it did not. `retried` requests ran into a
    connection that the server was just closing, and were sent once more."""

    engine: str
    machine: str
    started: datetime
    seconds: float
    rate: float
    samples: tuple[Sample, ...]
    health: Health
    aborted: str = ""
    retried: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """How a run stands, for whoever watches: seconds gone of all, and of the last seconds the
    p50 and p95 (None without an answer), the arrivals a second, and the share of errors."""

    gone: float
    total: float
    rate: float
    p50: float | None
    p95: float | None
    errors: float
    counts: bool


Watcher = Callable[[Live], None]


class Load(Protocol):
    """Sends load to hosts that are ours."""

    async def run(self, plan: Plan, watcher: Watcher | None = None) -> Run:
        """Carries out a plan. Raises UnreachableError where it cannot even begin."""
        ...


class NoLoad:
    """What holds where nothing can send."""

    async def run(self, plan: Plan, watcher: Watcher | None = None) -> Run:
        _ = plan, watcher
        raise UnreachableError("nothing here can send load")
