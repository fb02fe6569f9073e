"""When each arrival is due, and whom it asks: known before the first is sent."""

from collections.abc import Iterator, Sequence
from math import sqrt

from launchready.core.load import Target


def moments(rate: float, seconds: float, warmup: float = 0.0, ramp: float = 0.0) -> Iterator[float]:
    """The arrivals of a run, in seconds from the first that counts; before it they are negative.

    In the ramp their rate rises from nothing in a straight line, so that the k-th comes when
    rate * t^2 / (2 * ramp) is k.
    """
    ramp = min(ramp, warmup)
    rising = int(rate * ramp / 2)
    yield from (sqrt(2 * ramp * k / rate) - warmup for k in range(rising))
    steady = round(rate * (warmup - ramp))
    yield from ((k - steady) / rate for k in range(steady))
    yield from counted(rate, seconds)


def counted(rate: float, seconds: float, since: float = 0.0) -> Iterator[float]:
    """The arrivals that count, evenly spaced."""
    yield from (since + k / rate for k in range(max(1, round(rate * seconds))))


def order(targets: Sequence[Target]) -> Iterator[Target]:
    """Targets for ever, each by its weight and evenly mixed: the same order every time.

    Each turn all gain their weight; whoever has gained most is asked, and pays for all.
    """
    total = sum(one.weight for one in targets)
    gained = [0.0] * len(targets)
    while True:
        gained = [have + one.weight for have, one in zip(gained, targets, strict=True)]
        turn = gained.index(max(gained))
        gained[turn] -= total
        yield targets[turn]
