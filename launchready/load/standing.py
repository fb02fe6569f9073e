"""How a target stands to what was promised of it: it holds, it fails, or nobody can tell yet.

A verdict needs the whole interval on one side of the limit. A point estimate alone fails a third
of the good releases whose latencies have a long tail (measured, 1,000 answers, true p95 280 ms of
300 ms), and passes as many bad ones.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from launchready.core.load import Sample
from launchready.core.measured import Estimate
from launchready.load.interval import JUDGED, errors_within, estimate

Says = Literal["holds", "fails", "cannot tell"]

P95 = 0.95
# Nobody waits longer than this for a load run, in seconds: what would take longer has no answer.
_LONGEST = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Slowness:
    """A p95 and its limit, in seconds. `good` is of the answers as expected.

    `judged` is of every arrival, each error an answer that never came: a visitor who gets an
    error has not been served within any time, and so no error, however fast, makes it better.
    None where nothing arrived, or nothing good.
    """

    limit: float
    good: Estimate | None
    judged: Estimate | None

    @property
    def says(self) -> Says:
        return _says(self.judged, self.limit)

    @property
    def is_slow_itself(self) -> bool:
        """Whether the good answers alone break the limit, whatever became of the others."""
        return _says(self.good, self.limit) == "fails"

    def needed(self, count: int) -> float:
        """How many answers would tell, from those so far; inf where no number would.

        An interval's width falls with the root of the number of answers.
        """
        one = self.judged
        if one is None or not math.isfinite(one.seconds) or one.seconds == self.limit:
            return math.inf
        far = one.low if one.seconds > self.limit else one.high
        if far is None or not math.isfinite(far):
            return max(2.0 * count, 150.0)
        apart = abs(one.seconds - self.limit)
        return count * max(1.0, (abs(far - one.seconds) / apart) ** 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Faultiness:
    """How many failed of how many arrivals, and the share that may (0 to 1)."""

    limit: float
    failed: int
    count: int

    @property
    def share(self) -> float:
        return self.failed / self.count if self.count else 0.0

    @property
    def within(self) -> tuple[float, float]:
        return errors_within(self.failed, self.count)

    @property
    def says(self) -> Says:
        low, high = self.within
        if low > self.limit:
            return "fails"
        if self.limit == 0:
            return "fails" if self.failed else "holds"
        return "holds" if high <= self.limit else "cannot tell"

    def needed(self) -> float:
        """How many arrivals would tell; inf where no number would."""
        if not self.failed:
            return 3 / self.limit if self.limit else 0.0
        apart = abs(self.share - self.limit)
        if not apart:
            return math.inf
        return max(3 / self.limit if self.limit else 0.0, 4 * self.share / apart**2)


def slowness(samples: Sequence[Sample], limit: float) -> Slowness:
    good = sorted(one.taken for one in samples if not one.error)
    every = [*good, *[math.inf] * (len(samples) - len(good))]
    return Slowness(
        limit=limit,
        good=estimate(good, P95, JUDGED) if good else None,
        judged=estimate(every, P95, JUDGED) if every else None,
    )


def faultiness(samples: Sequence[Sample], limit: float) -> Faultiness:
    failed = sum(1 for one in samples if one.error)
    return Faultiness(limit=limit, failed=failed, count=len(samples))


def seconds_for(needed: float, count: int, seconds: float) -> float | None:
    """How long a run for so many answers takes, at the rate of one that brought `count`; None
    where nobody would wait for it."""
    if not count or not math.isfinite(needed):
        return None
    length = 1.1 * needed * seconds / count
    return length if length <= _LONGEST else None


def _says(one: Estimate | None, limit: float) -> Says:
    if one is None:
        return "cannot tell"
    if one.low is not None and one.low > limit:
        return "fails"
    return "holds" if one.high is not None and one.high <= limit else "cannot tell"
