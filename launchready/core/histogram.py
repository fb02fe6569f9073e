"""Latencies counted in buckets of one width on a logarithmic scale: small, and mergeable.

Runs are kept like that: a day's 10,000 answers take a few hundred numbers, two runs are added by
adding their counts, and no percentile is off by more than half a bucket, which is 1 %.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

# Each bucket ends 2 % above its start; the first starts at SMALLEST seconds.
GROWTH = 1.02
SMALLEST = 1e-5
# The bucket of everything past a day; no run lasts as long.
MOST = math.ceil(math.log(86_400 / SMALLEST) / math.log(GROWTH))

_LOG = math.log(GROWTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """How many answers fell into each bucket: (bucket, count) in rising order, each once.

    `largest` is the longest in seconds, exactly; 0 where there is none.
    """

    counts: tuple[tuple[int, int], ...] = ()
    largest: float = 0.0

    @classmethod
    def of(cls, seconds: Iterable[float]) -> "Histogram":
        """Latencies counted. Raises ValueError for one that is negative or no number."""
        counts: dict[int, int] = {}
        largest = 0.0
        for one in seconds:
            place = bucket(one)
            counts[place] = counts.get(place, 0) + 1
            largest = max(largest, one)
        return cls(counts=tuple(sorted(counts.items())), largest=largest)

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)

    def __add__(self, other: "Histogram") -> "Histogram":
        """Both together."""
        counts = dict(self.counts)
        for place, count in other.counts:
            counts[place] = counts.get(place, 0) + count
        largest = max(self.largest, other.largest)
        return Histogram(counts=tuple(sorted(counts.items())), largest=largest)

    def quantile(self, share: float) -> float:
        """The latency that a share of the answers stays within, in seconds.

        It never exceeds the longest answer. Raises ValueError where there is no answer.
        """
        total = self.total
        if not total:
            raise ValueError("nothing was counted")
        rank = min(max(share, 0.0), 1.0) * total
        below = 0
        for place, count in self.counts:
            if below + count >= rank:
                within = (rank - below) / count
                return min(start_of(place) * math.pow(GROWTH, within), self.largest)
            below += count
        return self.largest


# A run that nothing answered.
NOTHING = Histogram()


def bucket(seconds: float) -> int:
    """The number of the bucket a latency falls into, from 0 to MOST."""
    if not seconds >= 0:  # a NaN is not either
        raise ValueError(f"{seconds} is no latency")
    if seconds <= SMALLEST:
        return 0
    return min(MOST, int(math.log(min(seconds, 1e9) / SMALLEST) / _LOG))


def start_of(place: int) -> float:
    """Where a bucket starts, in seconds."""
    return SMALLEST * math.pow(GROWTH, place)
