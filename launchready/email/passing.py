"""Counts how much mail passes DMARC, by the reports. Nothing is asked here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import sqrt

from launchready.email.aggregate_report import Row

# Fewer messages say nothing about a share near 95 %.
LEAST = 100
_Z = 1.96  # standard deviations of a 95 % interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Messages, and how many of them passed."""

    messages: int = 0
    passed: int = 0
    by_dkim: int = 0
    by_spf: int = 0

    @property
    def share(self) -> float:
        """In per cent."""
        return 100 * self.passed / self.messages if self.messages else 0.0

    @property
    def least(self) -> float:
        """The share that is certain at 95 %, in per cent: Wilson's lower bound."""
        if not self.messages:
            return 0.0
        count, part = self.messages, self.passed / self.messages
        centre = part + _Z**2 / (2 * count)
        margin = _Z * sqrt((part * (1 - part) + _Z**2 / (4 * count)) / count)
        return 100 * (centre - margin) / (1 + _Z**2 / count)

    def __str__(self) -> str:
        return f"{self.passed:,} of {self.messages:,} messages ({self.share:.2f} %)"


def tally(rows: Iterable[Row]) -> Tally:
    kept = list(rows)
    return Tally(
        messages=sum(one.count for one in kept),
        passed=sum(one.count for one in kept if one.passes),
        by_dkim=sum(one.count for one in kept if one.dkim),
        by_spf=sum(one.count for one in kept if one.spf),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """The rows of one domain: from declared senders, passed on by others, and by anybody else."""

    declared: tuple[Row, ...]
    forwarded: tuple[Row, ...]
    others: tuple[Row, ...]

    @property
    def everything(self) -> Tally:
        return tally((*self.declared, *self.forwarded, *self.others))

    def table(self, most: int = 10) -> list[str]:
        """A line for each source, those that fail most first."""
        sources: dict[str, list[Row]] = {}
        for row in (*self.declared, *self.forwarded, *self.others):
            sources.setdefault(row.source, []).append(row)
        known = {row.source for row in self.declared}
        counted = [(source, tally(rows)) for source, rows in sources.items()]
        counted.sort(key=lambda one: (one[0] not in known, one[1].passed - one[1].messages))
        lines = [
            f"{source or 'no address'}: {one}{'' if source in known else ', not declared'}"
            for source, one in counted[:most]
        ]
        more = len(counted) - most
        return lines + ([f"and {more} more sources"] if more > 0 else [])


def sort(rows: Iterable[Row], is_declared: Callable[[Row], bool]) -> Sorted:
    declared: list[Row] = []
    forwarded: list[Row] = []
    others: list[Row] = []
    for row in rows:
        if row.is_forwarded and not row.passes:
            forwarded.append(row)
        else:
            (declared if is_declared(row) else others).append(row)
    return Sorted(declared=tuple(declared), forwarded=tuple(forwarded), others=tuple(others))
