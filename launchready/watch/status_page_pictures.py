"""Draws a target's ninety days and its last day's answers, as SVG that stretches with the page."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from launchready.report import svg
from launchready.report.escape import as_html
from launchready.report.scale import duration
from launchready.watch import status_page_words as words
from launchready.watch.status_page_view import DAYS, Day, Point, State

# What a plot may show, in hours, and how that and its middle are called.
_SPANS = (
    (1, "last hour", ("1 h ago", "30 min")),
    (6, "last 6 hours", ("6 h ago", "3 h")),
    (24, "last 24 hours", ("24 h ago", "12 h")),
)
# The picture's own units, which the style sheet stretches; a unit of the plot's width is a slot.
_WIDE, _HIGH = 144, 100
_BARS_HIGH = 40
# Tops of the bars: heights differ too, for who does not tell the colours apart.
_TOP = {"up": 6, "some": 0, "down": 0, "unknown": 20, "none": 34}


def bars(days: Sequence[Day], today: datetime, name: str) -> str:
    """A bar a day, today's at the right end."""
    last = today.date()
    by_day = {one.day: one for one in days}
    shown = [last - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    inner = "\n".join(
        _bar(place, by_day.get(day), f"{day.day} {day:%b}") for place, day in enumerate(shown)
    )
    told = words.bars_told([one for one in days if (last - one.day).days < DAYS])
    return (
        f'<svg class="bars" viewBox="0 0 {DAYS} {_BARS_HIGH}" preserveAspectRatio="none" '
        f'role="img" aria-label="{as_html(f"{name}: {told}")}">\n{inner}\n</svg>'
    )


def _bar(place: int, day: Day | None, date: str) -> str:
    tone = words.tone(day)
    told = words.day_told(day) if day and day.is_watched else f"{date}: not watched"
    top = _TOP[tone]
    return (
        f'<rect class="{tone}" x="{place}.15" y="{top}" width=".7" height="{_BARS_HIGH - top}">'
        f"<title>{as_html(told)}</title></rect>"
    )


def key(tone: str) -> str:
    """One bar for the legend."""
    top = _TOP[tone]
    return (
        f'<svg class="bars" viewBox="0 0 1 {_BARS_HIGH}" preserveAspectRatio="none" '
        f'aria-hidden="true"><rect class="{tone}" x="0" y="{top}" width="1" '
        f'height="{_BARS_HIGH - top}"/></svg>'
    )


def plot(points: Sequence[Point], now: datetime, name: str) -> str:
    """The answers of the last day: each slot's median as a line, its spread as a band.

    Of a younger watch the plot shows the hours there are.
    """
    recent = [one for one in points if 0 <= _hours(one, now) < _SPANS[-1][0]]
    if not recent:
        return ""
    oldest = max(_hours(one, now) for one in recent)
    span, called, marks = next(one for one in _SPANS if oldest < one[0])
    slots = _slots(recent, now, span)
    times = _times(one for slot in slots for one in slot)
    top = _round_up(max(times, default=1.0))
    parts = [
        svg.line([(0, _HIGH / 2), (_WIDE, _HIGH / 2)], "grid"),
        svg.line([(0, 0), (_WIDE, 0)], "grid"),
        _marks(slots, "unknown"),
        _marks(slots, "down"),
        *_lines(slots, top),
    ]
    inner = "\n".join(one for one in parts if one)
    told = as_html(f"{name}: {_told(times, slots, called)}")
    scale = "".join(f"<span>{one}</span>" for one in (duration(top), duration(top / 2), "0"))
    return (
        f"<figure>\n<figcaption>Time to answer, {called}</figcaption>\n"
        f'<div class="plot"><div class="scale" aria-hidden="true">{scale}</div>\n'
        f'<svg viewBox="0 0 {_WIDE} {_HIGH}" preserveAspectRatio="none" role="img" '
        f'aria-label="{told}">\n{inner}\n</svg>\n'
        '<div class="ends soft hours" aria-hidden="true">'
        f"<span>{marks[0]}</span><span>{marks[1]}</span><span>now</span></div></div>\n</figure>"
    )


def _times(looks: Iterable[Point]) -> list[float]:
    return [one.seconds for one in looks if one.seconds is not None]


def _marks(slots: Sequence[Sequence[Point]], state: State) -> str:
    """A mark on the ground for each slot with a look that found this."""
    found = [place for place, slot in enumerate(slots) if any(one.state == state for one in slot)]
    return svg.bars(((place, _HIGH - 8, 1.0, 8.0) for place in found), state)


def _hours(one: Point, now: datetime) -> float:
    return (now - one.at).total_seconds() / 3600


def _slots(points: Sequence[Point], now: datetime, span: int) -> list[list[Point]]:
    """The looks by slot, the oldest first; the slots are the span's, in hours."""
    slots: list[list[Point]] = [[] for _ in range(_WIDE)]
    for one in points:
        slots[_WIDE - 1 - int(_hours(one, now) * _WIDE / span)].append(one)
    return slots


def _lines(slots: Sequence[Sequence[Point]], top: float) -> list[str]:
    """Each stretch without a gap by itself: where nothing was answered, no line is drawn."""
    drawn: list[str] = []
    for run in _runs(slots):
        times = [(place + 0.5, _times(slots[place])) for place in run]
        upper = [(x, _y(max(held), top)) for x, held in times]
        lower = [(x, _y(min(held), top)) for x, held in times]
        middle = [(x, _y(median(held), top)) for x, held in times]
        drawn += [svg.area(upper, lower, "band"), svg.line(middle, "p50")]
    return drawn


def _runs(slots: Sequence[Sequence[Point]]) -> list[list[int]]:
    """The slots with answers, parted where a look had none, and where nobody looked for long."""
    looked = [place for place, slot in enumerate(slots) if slot]
    steps = [later - sooner for sooner, later in pairwise(looked)]
    longest = 3 * median(steps) if steps else 1
    runs: list[list[int]] = [[]]
    for place in looked:
        is_apart = bool(runs[-1]) and place - runs[-1][-1] > longest
        if is_apart or not _times(slots[place]):
            runs.append([])
        if _times(slots[place]):
            runs[-1].append(place)
    return [one for one in runs if one]


def _y(seconds: float, top: float) -> float:
    return _HIGH * (1 - min(seconds, top) / top)


def _round_up(seconds: float) -> float:
    """The least of 1, 2, 4, 10 times a power of ten that is no less."""
    power = 1e-4
    while power * 10 < seconds:
        power *= 10
    return next(power * one for one in (1, 2, 4, 10) if power * one >= seconds * (1 - 1e-9))


def _told(times: Sequence[float], slots: Sequence[Sequence[Point]], called: str) -> str:
    down = sum(one.state == "down" for slot in slots for one in slot)
    lost = f" {down} of the looks found it down." if down else ""
    if not times:
        return f"no answer in the {called}.{lost}"
    return (
        f"median {duration(median(times))}, slowest {duration(max(times))} in the {called}.{lost}"
    )
