"""Puts amounts on an axis: where each lies, and which deserve a label."""

import math
from dataclasses import dataclass

# An axis whose end is so many times its start shows nothing of the small unless it is logarithmic.
_WIDE = 12.0
_STEPS = ((1, 2, 5), (1, 3), (1,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """An axis from `low` to `high`, drawn from `start` to `end`; logarithmic where it has to be."""

    low: float
    high: float
    start: float
    end: float
    is_log: bool = False

    def __call__(self, value: float) -> float:
        """Where a value is drawn; what lies outside is drawn at the edge."""
        value = min(max(value, self.low), self.high)
        if self.is_log:
            share = math.log(value / self.low) / math.log(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def ticks(self, most: int = 6) -> list[float]:
        """Round values along the axis, at most so many."""
        if self.is_log:
            round_ones = _decades(self.low, self.high, most)
            if len(round_ones) > 2:
                return round_ones
        step = _step(self.high - self.low, most)
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [place * step for place in range(first, last + 1)]


def of_times(low: float, high: float, start: float, end: float) -> Scale:
    """An axis for durations in seconds: from nothing, or logarithmic when they lie far apart."""
    low, high = max(low, 1e-5), max(high, 1e-5)
    if high / low > _WIDE:
        return Scale(low=low / 1.1, high=high * 1.1, start=start, end=end, is_log=True)
    return Scale(low=0.0, high=high * 1.1, start=start, end=end)


def of_counts(high: float, start: float, end: float) -> Scale:
    return Scale(low=0.0, high=max(high, 1e-9), start=start, end=end)


def _step(span: float, most: int) -> float:
    """The least round step that needs no more than so many."""
    rough = span / most
    power = 10.0 ** math.floor(math.log10(rough))
    return next(one * power for one in (1, 2, 5, 10) if one * power >= rough - 1e-12)


def _decades(low: float, high: float, most: int) -> list[float]:
    """The most steps of each power of ten that still fit."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    fitting: list[float] = []
    for steps in _STEPS:
        values = [float(f"{step}e{power}") for power in powers for step in steps]
        fitting = [one for one in values if low <= one <= high]
        if len(fitting) <= most:
            return fitting
    return fitting[:: math.ceil(len(fitting) / most)]


def duration(seconds: float) -> str:
    """A time as people read it: `0.4 ms`, `20.5 ms`, `280 ms`, `1.5 s`, `2 min`."""
    if seconds >= 100:
        return f"{seconds / 60:.3g} min"
    if seconds >= 0.9995:
        return f"{seconds:.3g} s"
    return f"{seconds * 1000:.3g} ms"
