"""What PromQL expressions are about: series that have a value at every time, and what is made
of them."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from launchready.monitor.promql_tree import Matcher, Selector, name_of
from launchready.visit.values import compiled

Labels = tuple[tuple[str, str], ...]
# An instant vector: each series' labels, and its value.
Vector = list[tuple[Labels, float]]
# A range vector: each series' labels, and its samples, each with its time, the oldest first.
Range = list[tuple[Labels, list[tuple[float, float]]]]

# Prometheus forgets a series that had no sample for this long, in seconds.
STALE = 300.0
# Samples looked at of one range; of a longer one (an alert on a month's availability) every
# second, third and so on, which changes no mean by more than one part in this many.
MOST_SAMPLES = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A metric's series; `value` is what a scrape at a time (in seconds) finds, None for none."""

    labels: Labels
    value: Callable[[float], float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Series by name, all scraped every `step` seconds; `now` is the Unix time of second 0."""

    named: dict[str, list[Series]]
    step: float
    now: float

    @classmethod
    def of(cls, series: Iterable[Series], *, step: float, now: float) -> "World":
        named: dict[str, list[Series]] = {}
        for one in series:
            named.setdefault(dict(one.labels).get("__name__", ""), []).append(one)
        return cls(named=named, step=step, now=now)

    def at(self, selector: Selector, time: float) -> Vector:
        """What a selector finds at a time: each series' last sample."""
        found: Vector = []
        for one in self._chosen(selector):
            last = self._last(one, time - selector.back)
            if last is not None:
                found.append((one.labels, last))
        return found

    def over(self, selector: Selector, time: float) -> Range:
        """The samples of a range selector before a time."""
        end = time - selector.back
        found: Range = []
        for one in self._chosen(selector):
            samples = self._samples(one, end - (selector.span or 0), end)
            if samples:
                found.append((one.labels, samples))
        return found

    def _chosen(self, selector: Selector) -> Iterable[Series]:
        name = name_of(selector)
        known = [name] if name else list(self.named)
        listed = (one for each in known for one in self.named.get(each, ()))
        return (one for one in listed if matches(one.labels, selector.matchers))

    def _samples(self, one: Series, after: float, end: float) -> list[tuple[float, float]]:
        # Both ends count, as they did before Prometheus 3: one sample more, and so the later alert.
        first = math.ceil(after / self.step)
        last = int(end // self.step)
        stride = max(1, -(-(last - first + 1) // MOST_SAMPLES))
        times = (place * self.step for place in range(last, first - 1, -stride))
        found = [(time, value) for time in times if (value := one.value(time)) is not None]
        return found[::-1]

    def _last(self, one: Series, end: float) -> float | None:
        """The newest sample; a series that was gone at the last scrape is gone at once."""
        time = end // self.step * self.step
        return one.value(time) if end - time < STALE else None


def labels_of(given: dict[str, str]) -> Labels:
    """Labels in one order; an empty one is none."""
    return tuple(sorted((name, value) for name, value in given.items() if value))


def without(labels: Labels, *names: str) -> Labels:
    return tuple(one for one in labels if one[0] not in names)


def only(labels: Labels, names: Iterable[str]) -> Labels:
    kept = set(names)
    return tuple(one for one in labels if one[0] in kept)


def matches(labels: Labels, matchers: Iterable[Matcher]) -> bool:
    """Whether labels are what every matcher wants; a label that is not there is empty."""
    given = dict(labels)
    return all(holds(given.get(one.label, ""), one.sign, one.value) for one in matchers)


def holds(value: str, sign: str, meant: str) -> bool:
    """Whether a value is what one matcher wants; expressions match the whole of it (RE2)."""
    if sign in ("=", "!="):
        return (value == meant) == (sign == "=")
    return fully(meant, value) == (sign == "=~")


def fully(pattern: str, value: str) -> bool:
    """Whether an RE2 expression matches the whole of a text; one that is none matches nothing."""
    try:
        return compiled(pattern).fullmatch(value) is not None
    except ValueError:
        return False
