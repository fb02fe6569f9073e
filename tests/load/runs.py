"""Load runs that never took place, for tests of what is made of them."""

import math
import random
from collections.abc import Iterable

from launchready.core.load import Health, Plan, Run, Sample, Watcher
from tests.worlds import NOON

SOUND = Health(lag=0.001, achieved=50.0, cpu=0.1)


def tail(share: float) -> float:
    """Seconds: p50 20 ms, p95 280 ms, p99 900 ms, the longest 3 s; straight lines between."""
    at, seconds = (0.0, 0.5, 0.95, 0.99, 1.0), (0.005, 0.02, 0.28, 0.9, 3.0)
    k = max(i for i in range(4) if at[i] <= share)
    within = (share - at[k]) / (at[k + 1] - at[k])
    return seconds[k] * math.pow(seconds[k + 1] / seconds[k], within)


def drawn(chance: random.Random, count: int, p95: float) -> list[float]:
    """Latencies in seconds with that true p95, and a long tail."""
    return [tail(chance.random()) * p95 / 0.28 for _ in range(count)]


def sample(taken: float = 0.1, error: str = "", *, target: str = "home", due: float = 0) -> Sample:
    return Sample(target=target, due=due, sent=due, taken=taken, error=error, status=200)


def samples(times: Iterable[float], target: str = "home") -> tuple[Sample, ...]:
    return tuple(sample(one, target=target) for one in times)


def a_run(
    made: tuple[Sample, ...],
    *,
    health: Health = SOUND,
    seconds: float = 60.0,
    aborted: str = "",
    retried: int = 0,
) -> Run:
    return Run(
        engine="builtin",
        machine="test",
        started=NOON,
        seconds=seconds,
        rate=50.0,
        samples=made,
        health=health,
        aborted=aborted,
        retried=retried,
    )


class Sends:
    """Load that brings a run that is given, and keeps the plan."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self.plan: Plan | None = None

    async def run(self, plan: Plan, watcher: Watcher | None = None) -> Run:
        self.plan = plan
        return self._run
