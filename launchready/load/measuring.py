"""Makes the figures of a target from its answers, one by one."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from statistics import median

from launchready.core.histogram import Histogram
from launchready.core.load import Phases, Sample
from launchready.core.measured import Slot
from launchready.load.server_timing import Metric, read

# Stretches a run is cut into at most; each is a whole number of seconds.
_MOST_SLOTS = 240
# What servers say of themselves is taken from so many answers, evenly over the run.
_MOST_SAID = 2000
_MOST_METRICS = 8
OUTSIDE = "network, proxy and queue"


def good(samples: Sequence[Sample]) -> list[float]:
    """What the answers took that were as expected."""
    return [one.taken for one in samples if not one.error]


def faults(samples: Sequence[Sample]) -> tuple[tuple[str, int], ...]:
    """What went wrong and how often, the most frequent first."""
    counted = Counter(one.error for one in samples if one.error)
    return tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0])))


def histogram(samples: Sequence[Sample]) -> Histogram:
    return Histogram.of(good(samples))


def slots(samples: Sequence[Sample], length: float) -> tuple[Slot, ...]:
    """A run of so many seconds, cut into stretches; one in which nothing was due is there too."""
    width = max(1, math.ceil(length / _MOST_SLOTS))
    number = max(1, math.ceil(length / width))
    cut: list[list[Sample]] = [[] for _ in range(number)]
    for one in samples:
        cut[min(number - 1, max(0, int(one.due / width)))].append(one)
    return tuple(_slot(place * width, part) for place, part in enumerate(cut))


def _slot(at: float, part: list[Sample]) -> Slot:
    taken = sorted(good(part))
    failed = len(part) - len(taken)
    if not taken:
        return Slot(at=at, answers=len(part), failed=failed)
    return Slot(
        at=at,
        answers=len(part),
        failed=failed,
        p50=median(taken),
        p95=taken[math.ceil(0.95 * len(taken)) - 1],
        largest=taken[-1],
    )


# The parts of a request and what people call them; those before the first byte are spared by a
# connection that is kept.
_PARTS: tuple[tuple[str, Callable[[Phases], float]], ...] = (
    ("DNS", lambda one: one.dns),
    ("connect", lambda one: one.connect),
    ("TLS", lambda one: one.tls),
    ("first byte", lambda one: one.wait),
    ("body", lambda one: one.body),
)


def phases(samples: Sequence[Sample]) -> tuple[tuple[str, float], ...]:
    """The median of each part of a request, of the requests that had that part."""
    found = []
    for name, of in _PARTS:
        times = [of(one.phases) for one in samples if not one.error and of(one.phases) > 0]
        if times:
            found.append((name, median(times)))
    return tuple(found)


def server(samples: Sequence[Sample]) -> tuple[tuple[str, float], ...]:
    """The median of each thing the server timed, the longest first, and what it left out."""
    times: dict[str, list[float]] = {}
    rests: list[float] = []
    for one, said in _told(samples):
        known = [(metric.name, metric.seconds) for metric in said if metric.seconds is not None]
        for name, seconds in known:
            times.setdefault(name[:40], []).append(seconds)
        if known and one.phases.wait > 0:
            rests.append(_rest(one.phases.wait, [seconds for _, seconds in known]))
    ranked = sorted(((median(each), name) for name, each in times.items()), reverse=True)
    found = [(name, seconds) for seconds, name in ranked[:_MOST_METRICS]]
    return (*found, (OUTSIDE, median(rests))) if rests else tuple(found)


def queries(samples: Sequence[Sample]) -> int | None:
    """The most queries of the database that one answer tells of; None where none tells."""
    counts = [
        sum(metric.queries or 0 for metric in said)
        for _, said in _told(samples)
        if any(metric.queries is not None for metric in said)
    ]
    return max(counts, default=None)


def _told(samples: Sequence[Sample]) -> list[tuple[Sample, tuple[Metric, ...]]]:
    saying = [one for one in samples if one.server_timing and not one.error]
    step = max(1, math.ceil(len(saying) / _MOST_SAID))
    return [(one, _read(one.server_timing)) for one in saying[::step]]


@lru_cache(maxsize=4096)
def _read(header: str) -> tuple[Metric, ...]:
    return read(header)


def _rest(first_byte: float, told: list[float]) -> float:
    """What the server does not account for; where its timings exceed the whole, some contain the
    others, and the longest counts alone."""
    known = sum(told) if sum(told) <= first_byte else max(told)
    return max(0.0, first_byte - known)
