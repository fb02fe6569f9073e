"""How far a percentile, or a share of errors, can be trusted: intervals without assumptions.

A percentile's interval lies between two of the answers themselves (order statistics): how many of
n answers fall below the true percentile is binomial, whatever the answers look like.
"""

import math
from collections.abc import Callable, Sequence
from functools import lru_cache

from launchready.core.measured import Estimate

# How often an interval holds the true value: those that are shown, and those that a verdict
# rests on. A verdict has two chances to be wrong, since a run that cannot tell goes on.
SHOWN = 0.95
JUDGED = 0.99
# How often the upper end of a share of errors holds: the rule of three's.
_RULE_OF_THREE = 0.95


def percentile(ranked: Sequence[float], share: float) -> float:
    """A percentile of values in rising order (at least one): the smallest that so many are within.

    It is one of the values, so it never exceeds the largest.
    """
    return ranked[max(0, math.ceil(share * len(ranked) - 1e-9) - 1)]


def estimate(ranked: Sequence[float], share: float, holds: float = SHOWN) -> Estimate:
    """A percentile of values in rising order (at least one), and the interval that holds the true
    one so often. An end is None where there are too few values to give one.
    """
    low, high = ranks(len(ranked), share, holds)
    return Estimate(
        share=share,
        seconds=percentile(ranked, share),
        low=ranked[low - 1] if low else None,
        high=ranked[high - 1] if high else None,
    )


@lru_cache(maxsize=256)
def ranks(count: int, share: float, holds: float = SHOWN) -> tuple[int, int]:
    """Which of so many ordered values, from 1, the ends of a percentile's interval are.

    The value of rank r is above the true percentile with the chance that fewer than r values are
    below it. 0 stands for an end that there is no value for.
    """
    low, high, below, tail = 0, 0, 0.0, (1 - holds) / 2
    for number in range(count + 1):  # so many values are below the true percentile
        if below <= tail:
            low = number
        below += _chance(number, count, share)
        if below >= 1 - tail:
            high = number + 1
            break
    return low, high if high <= count else 0


def errors_within(failed: int, count: int) -> tuple[float, float]:
    """The share of errors (0 to 1) that so many failed of so many tell of: its lower end, which
    holds 199 of 200 times, and its upper, which holds 19 of 20 (Clopper and Pearson).

    Without an error the upper end is 3/n, nearly: the rule of three.
    """
    if not count:
        return 0.0, 1.0
    tail, over = (1 - JUDGED) / 2, 1 - _RULE_OF_THREE
    low = 0.0 if not failed else _root(lambda p: 1 - _below(failed, count, p) - tail)
    high = 1.0 if failed == count else _root(lambda p: over - _below(failed + 1, count, p))
    return low, high


def _below(number: int, count: int, share: float) -> float:
    """The chance of fewer than `number` of `count`."""
    return math.fsum(_chance(k, count, share) for k in range(number))


def _chance(number: int, count: int, share: float) -> float:
    """The binomial chance of exactly so many."""
    if share in (0.0, 1.0):
        return float(number == share * count)
    ways = math.lgamma(count + 1) - math.lgamma(number + 1) - math.lgamma(count - number + 1)
    return math.exp(ways + number * math.log(share) + (count - number) * math.log1p(-share))


def _root(rising: Callable[[float], float]) -> float:
    """Where a function that rises from below zero to above it crosses, between 0 and 1."""
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return (low + high) / 2
