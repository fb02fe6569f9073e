"""The 48 hours before a launch as a bar: what blocks, one after another, by its usual hours."""

from launchready.core.report import Report
from launchready.report import wording
from launchready.report.escape import as_html
from launchready.report.html_findings import named
from launchready.report.html_parts import kept

_HOURS = 48
_WIDE = 960
_MOST_DRAWN = 80
_MOST_BYTES = 6_000
# What lies further ahead is not drawn: the bar's point is the first two days.
_FURTHEST = 96  # hours


def html(report: Report) -> str:
    """The bar and the same as a list; "" where nothing blocks."""
    blocking = [
        (one.finding, anchor)
        for one, anchor in named(report)
        if one.finding.rule.impact >= report.fail_on
    ]
    if not blocking:
        return ""
    begun = 0.0
    steps: list[str] = []
    spans: list[tuple[float, float]] = []
    for finding, anchor in blocking:
        until = begun + finding.rule.hours
        subject = f' <span class="soft">{as_html(finding.subject, 120)}</span>'
        steps.append(
            f'<li><span class="when">{_clock(begun)} to {_clock(until)}</span> '
            f'<a href="#{anchor}">{as_html(finding.rule.title, 160)}</a>{subject}</li>\n'
        )
        spans.append((begun, until))
        begun = until
    shown, left = kept(steps, str, _MOST_BYTES)
    if left:
        shown.append(f"<li>and {len(left):,} more</li>\n")
    told = f"{wording.hours(report.hours)} of work in {_HOURS} hours"
    return (
        f"<h2>The 48-hour plan</h2>\n<p>{told}, one after another: {_answer(report)}.</p>\n"
        f'<figure>{_bar(spans, begun, told)}</figure>\n<ol class="plan">\n{"".join(shown)}</ol>'
    )


def _answer(report: Report) -> str:
    return {
        "yes": "a launch in 48 hours is possible",
        "no": "a launch in 48 hours is not possible with one pair of hands",
        "unknown": "whether that is all is not known while questions are open",
    }[report.launch_in_48h]


def _clock(hours: float) -> str:
    minutes = round(hours * 60)
    return f"{minutes // 60}:{minutes % 60:02}"


def _bar(spans: list[tuple[float, float]], end: float, told: str) -> str:
    end = min(end, _FURTHEST)
    scale = _WIDE / max(_HOURS, end)
    spans = [(start, min(until, end)) for start, until in spans if start < end]
    drawn = spans[: _MOST_DRAWN - 1]
    if len(spans) > len(drawn):
        drawn = [*drawn, (drawn[-1][1], end)]
    blocks = "".join(
        f'<rect class="work" x="{start * scale:.1f}" y="4" '
        f'width="{max(1.0, (until - start) * scale - 1):.1f}" height="30" rx="2"/>'
        for start, until in drawn
    )
    ticks = "".join(
        f'<path d="M{hour * scale:.1f} 34v6"/>'
        f'<text x="{hour * scale:.1f}" y="62" text-anchor="{_anchor(hour, end)}">{hour} h</text>'
        for hour in range(0, _HOURS + 1, 12)
    )
    deadline = f'<path class="limit" d="M{_HOURS * scale:.1f} 0v40"/>'
    return (
        f'<svg class="chart bar" role="img" aria-label="{told}" viewBox="0 0 {_WIDE} 70">'
        f'<rect class="free" x="0" y="4" width="{_HOURS * scale:.1f}" height="30" rx="3"/>'
        f"{blocks}{ticks}{deadline}</svg>"
    )


def _anchor(hour: int, end: float) -> str:
    if hour == 0:
        return "start"
    return "end" if hour == _HOURS and end <= _HOURS else "middle"
