"""Draws what a load run measured: answers over time, and how long they took."""

import math
from collections.abc import Callable, Iterable, Sequence

from launchready.core.histogram import NOTHING, Histogram, bucket, start_of
from launchready.core.measured import Measured, Slot
from launchready.report import svg
from launchready.report.scale import Scale, duration, of_counts, of_times
from launchready.report.svg import Point

_SIZE = (720, 260)
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 620, 40, 212
# Bars of the distribution; more are thinner than a finger's width on a telephone.
_BARS = 60
_MOST_SLOTS = 300
# An axis of fewer buckets would make a wide hill of answers that all took the same.
_FEWEST_BUCKETS = 15
_MARGIN = 5  # buckets of nothing at either end
_NEAR = 13  # pixels between the baselines of two labels


def over_time(measured: Measured, name: str) -> str:
    """The p50, p95 and longest answer of each stretch of a run, with the limit and failures."""
    slots = measured.slots[:_MOST_SLOTS]
    told = [one for one in slots if one.p50 is not None]
    if not told:
        return ""
    across = _across(slots)
    times = [one for slot in told for one in (slot.p50, slot.largest) if one is not None]
    up = of_times(min(times), max(*times, measured.limit or 0), _BOTTOM, _TOP)
    parts = [
        *_grid(up, "time to answer" + (" (log scale)" if up.is_log else "")),
        *_seconds_axis(across),
        *_lines(slots, across, up),
        _failures(slots, across),
        *_ends(told[-1], measured.limit, up),
    ]
    title = f"{measured.name}: time to answer during the run"
    return svg.picture(parts, _SIZE, name=name, title=title, told=_told_over_time(told, measured))


def distribution(measured: Measured, name: str) -> str:
    """How many answers took how long, with the percentiles, the limit and the run before."""
    now = measured.histogram
    if not now.total:
        return ""
    before = measured.before.histogram if measured.before else NOTHING
    across, together = _times_across(measured, now + before)
    bars = _binned(now, across, together)
    earlier = _binned(before, across, together) if before.total else []
    top = max(share for _, _, share in (*bars, *earlier))
    up = of_counts(top * 1.08, _BOTTOM, _TOP)
    parts = [
        *_grid(up, "share of answers", lambda share: f"{share * 100:.3g} %"),
        svg.bars(((x, up(s), w, _BOTTOM - up(s)) for x, w, s in bars), "bars"),
        svg.line([p for x, w, s in earlier for p in ((x, up(s)), (x + w, up(s)))], "before"),
        *_times_axis(across),
        *_markers(measured, across),
        _legend(measured),
    ]
    title = f"{measured.name}: how long its answers took"
    return svg.picture(parts, _SIZE, name=name, title=title, told=_told_distribution(measured))


def _across(slots: Sequence[Slot]) -> Scale:
    width = slots[1].at - slots[0].at if len(slots) > 1 else 1.0
    return Scale(low=0.0, high=slots[-1].at + width, start=_LEFT, end=_RIGHT)


def _middle(slots: Sequence[Slot], slot: Slot) -> float:
    width = slots[1].at - slots[0].at if len(slots) > 1 else 1.0
    return slot.at + width / 2


def _grid(up: Scale, label: str, form: Callable[[float], str] = duration) -> list[str]:
    parts = [svg.words(_LEFT - 52, _TOP - 26, label, "axis")]
    for value in up.ticks(5):
        y = up(value)
        parts.append(svg.line([(_LEFT, y), (_RIGHT, y)], "grid"))
        parts.append(svg.words(_LEFT - 8, y + 4, form(value) if value else "0", anchor="end"))
    return parts


def _seconds_axis(across: Scale) -> list[str]:
    parts = [svg.line([(_LEFT, _BOTTOM), (_RIGHT, _BOTTOM)], "base")]
    parts += [
        svg.words(across(one), _BOTTOM + 18, f"{one:g} s", anchor="middle")
        for one in across.ticks(8)
    ]
    label = "since the first request that counts"
    return [*parts, svg.words(_RIGHT, _BOTTOM + 38, label, "axis", "end")]


def _times_axis(across: Scale) -> list[str]:
    parts = [svg.line([(_LEFT, _BOTTOM), (_RIGHT, _BOTTOM)], "base")]
    for one in across.ticks(9):
        x = across(one)
        parts.append(svg.line([(x, _BOTTOM), (x, _BOTTOM + 4)], "base"))
        parts.append(svg.words(x, _BOTTOM + 18, duration(one), anchor="middle"))
    return [
        *parts,
        svg.words(_RIGHT, _BOTTOM + 38, "time to answer (log scale)", "axis", "end"),
    ]


def _lines(slots: Sequence[Slot], across: Scale, up: Scale) -> Iterable[str]:
    """Each stretch without a gap by itself: where nothing was answered, no line is drawn."""
    for run in _runs(slots):
        x = [across(_middle(slots, one)) for one in run]
        p50 = [(at, up(one.p50 or 0)) for at, one in zip(x, run, strict=True)]
        p95 = [(at, up(one.p95 or 0)) for at, one in zip(x, run, strict=True)]
        longest = [(at, up(one.largest or 0)) for at, one in zip(x, run, strict=True)]
        yield svg.area(p95, p50, "band")
        yield svg.dots(longest, "longest")
        yield svg.line(p95, "p95")
        yield svg.line(p50, "p50")


def _runs(slots: Sequence[Slot]) -> list[list[Slot]]:
    runs: list[list[Slot]] = [[]]
    for one in slots:
        if one.p50 is None:
            runs.append([])
        else:
            runs[-1].append(one)
    return [one for one in runs if one]


def _failures(slots: Sequence[Slot], across: Scale) -> str:
    """A mark on the ground for each stretch in which something failed."""
    wide = max(2.0, (_RIGHT - _LEFT) / len(slots) - 1)
    failed = [across(_middle(slots, one)) for one in slots if one.failed]
    return svg.bars(((x - wide / 2, _BOTTOM - 6, wide, 6) for x in failed), "failed")


def _ends(last: Slot, limit: float | None, up: Scale) -> list[str]:
    """The limit's line, and the name of each line at its right end, apart from each other."""
    wanted = [
        (up(last.largest or 0), "longest", "longest-word"),
        (up(last.p95 or 0), "p95", "p95-word"),
        (up(last.p50 or 0), "p50", "p50-word"),
    ]
    parts = []
    if limit:
        wanted.append((up(limit), f"limit {duration(limit)}", "limit-word"))
        parts.append(svg.line([(_LEFT, up(limit)), (_RIGHT, up(limit))], "limit"))
    y = 0.0
    for at, text, kind in sorted(wanted):
        y = max(at + 4, y + _NEAR)
        parts.append(svg.words(_RIGHT + 8, y, text, kind))
    return parts


def _times_across(measured: Measured, both: Histogram) -> tuple[Scale, int]:
    """The axis for all that is drawn, and how many buckets make one bar of it."""
    first, last = max(0, both.counts[0][0] - _MARGIN), both.counts[-1][0] + 1 + _MARGIN
    if measured.limit:
        last = max(last, bucket(measured.limit) + _MARGIN)
    last = max(last, first + 2 * _FEWEST_BUCKETS)
    together = math.ceil((last - first) / _BARS)
    low, high = start_of(first // together * together), start_of(-(-last // together) * together)
    return Scale(low=low, high=high, start=_LEFT, end=_RIGHT, is_log=True), together


def _binned(histogram: Histogram, across: Scale, together: int) -> list[tuple[float, float, float]]:
    """The answers in bars of one width: (left, width, share)."""
    counts: dict[int, int] = {}
    for place, count in histogram.counts:
        counts[place // together] = counts.get(place // together, 0) + count
    bars = []
    for group in range(min(counts), max(counts) + 1):
        left, right = across(start_of(group * together)), across(start_of((group + 1) * together))
        bars.append((left, right - left, counts.get(group, 0) / histogram.total))
    return bars


def _markers(measured: Measured, across: Scale) -> list[str]:
    """A line at each percentile and at the limit, named above, names kept apart."""
    marks = [(one.seconds, one.name, "mark") for one in measured.estimates]
    if measured.limit:
        marks.append((measured.limit, "limit", "limit"))
    parts, taken = [], -math.inf
    for seconds, text, kind in sorted(marks):
        x = across(seconds)
        parts.append(svg.line([(x, _TOP), (x, _BOTTOM)], kind))
        taken = max(x, taken + 34)
        label = "limit-word" if kind == "limit" else "mark-word"
        parts.append(svg.words(taken, _TOP - 5, text, label, "middle"))
    return parts


def _legend(measured: Measured) -> str:
    if measured.before is None:
        return ""
    line: list[Point] = [(_LEFT, _BOTTOM + 34), (_LEFT + 22, _BOTTOM + 34)]
    text = f"before: {measured.before.name}"
    return svg.line(line, "before") + svg.words(_LEFT + 28, _BOTTOM + 38, text, "axis")


def _told_over_time(told: Sequence[Slot], measured: Measured) -> str:
    middles = [one.p50 for one in told if one.p50 is not None]
    worst = max(one.largest or 0 for one in told)
    limit = f" The limit for the p95 is {duration(measured.limit)}." if measured.limit else ""
    failed = f" {measured.failures} failed." if measured.failures else ""
    return (
        f"The median of each stretch lies between {duration(min(middles))} and "
        f"{duration(max(middles))}; the longest answer took {duration(worst)}.{limit}{failed}"
    )


def _told_distribution(measured: Measured) -> str:
    marks = ", ".join(f"{one.name} {duration(one.seconds)}" for one in measured.estimates)
    return f"{measured.histogram.total} answers: {marks}."
