"""How a list's answer grows with the number of rows asked for."""

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

# Rows asked for, and how often each: one after another, nothing beside them.
SIZES = (1, 10, 50)
TIMES = 5
# Milliseconds a row beyond which every row costs a query of its own, near enough.
MOST = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """Medians in seconds by rows asked for, and the slope through them."""

    medians: tuple[tuple[int, float], ...]

    @property
    def per_row(self) -> float:
        """Seconds that one more row costs: the least-squares slope, 0 for one size only."""
        count = len(self.medians)
        rows = sum(size for size, _ in self.medians) / count
        mean = sum(seconds for _, seconds in self.medians) / count
        spread = sum((size - rows) ** 2 for size, _ in self.medians)
        product = sum((size - rows) * (seconds - mean) for size, seconds in self.medians)
        return product / spread if spread else 0.0

    @property
    def rises(self) -> bool:
        """Whether more rows took longer at every step: one slow answer makes no slope."""
        times = [seconds for _, seconds in self.medians]
        return all(later > earlier for earlier, later in pairwise(times))

    def __str__(self) -> str:
        return ", ".join(f"{size}: {seconds * 1000:.0f} ms" for size, seconds in self.medians)


def growth(times: dict[int, list[float]]) -> Growth:
    """The medians of what was measured, sizes in rising order."""
    return Growth(medians=tuple((size, median(times[size])) for size in sorted(times)))
