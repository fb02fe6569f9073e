"""Tells whether one run's answers came later than another's, whatever their distribution.

Latencies have heavy tails, where a mean or a p95 of two runs differs by chance alone. Ranks do
not mind: the test of Mann and Whitney (1947) asks how often an answer of one run takes longer
than one of the other. It is taken from counts in buckets, equal buckets being ties.
"""

import math
from dataclasses import dataclass

from launchready.core.histogram import Histogram

# With fewer on either side the normal approximation is not good enough to speak of p < 0.01.
FEWEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How two runs differ: medians in seconds, and how likely chance alone does as much (0 to 1).

    `odds` is how often an answer of the later run takes longer than one of the earlier, ties
    counting half: 0.5 where nothing changed.
    """

    before: float
    after: float
    odds: float
    chance: float

    @property
    def shift(self) -> float:
        """How much later the median is: 0.1 for 10 % more."""
        return self.after / self.before - 1


def compare(before: Histogram, after: Histogram) -> Comparison | None:
    """Both runs held against each other; None where either has too few answers to tell."""
    if min(before.total, after.total) < FEWEST:
        return None
    odds, chance = mann_whitney(dict(before.counts), dict(after.counts))
    return Comparison(
        before=before.quantile(0.5), after=after.quantile(0.5), odds=odds, chance=chance
    )


def mann_whitney(before: dict[int, int], after: dict[int, int]) -> tuple[float, float]:
    """U of the later over n1*n2, and its two-sided p by the normal approximation.

    The variance is corrected for ties, and half a step is taken off for continuity (Hollander and
    Wolfe, Nonparametric Statistical Methods, 4.1). Values are given with how often they occur;
    both sides must have some.
    """
    n1, n2 = sum(before.values()), sum(after.values())
    below, u, tied = 0, 0.0, 0.0
    for value in sorted({*before, *after}):
        first, second = before.get(value, 0), after.get(value, 0)
        u += second * (below + first / 2)
        below += first
        tied += float(first + second) ** 3 - (first + second)
    pairs, n = n1 * n2, n1 + n2
    variance = pairs / 12 * ((n + 1) - tied / (n * (n - 1)))
    if variance <= 0:
        return u / pairs, 1.0  # every value is the same
    z = max(0.0, abs(u - pairs / 2) - 0.5) / math.sqrt(variance)
    return u / pairs, math.erfc(z / math.sqrt(2))
