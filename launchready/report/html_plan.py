"""The 48 hours before a launch as a bar: what blocks, in its order, with its work and its waits."""

from launchready.core.launch import Step
from launchready.core.report import Report
from launchready.report import launch_words, wording
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
    """The answer, the bar, and the same as a list; "" where nothing blocks and nothing is open."""
    if report.launch_in_48h == "yes" and not report.plan.steps:
        return ""
    told = [as_html(launch_words.answer(report)), as_html(launch_words.would_be_yes(report))]
    said = "".join(f"<p>{one}</p>\n" for one in told if one)
    return f"<h2>The 48-hour plan</h2>\n{said}{_plan(report)}"


def _plan(report: Report) -> str:
    if not report.plan.steps:
        return ""
    anchors = {id(one.finding): anchor for one, anchor in named(report)}
    steps = [_step(one, anchors[id(one.finding)]) for one in report.plan.steps]
    shown, left = kept(steps, str, _MOST_BYTES)
    if left:
        shown.append(f"<li>and {len(left):,} more</li>\n")
    told = f"{wording.hours(report.hours)} of work in {_HOURS} hours"
    bar = _bar(report.plan.steps, report.plan.elapsed, told)
    return f'<figure>{bar}</figure>\n<ol class="plan">\n{"".join(shown)}</ol>'


def _step(one: Step, anchor: str) -> str:
    finding = one.finding
    when = f"{launch_words.clock(one.starts)} to {launch_words.clock(one.until)}"
    wait = launch_words.step(one)
    beside = as_html(f"{finding.subject}{f', {wait}' if wait else ''}", 240)
    return (
        f'<li><span class="when">{when}</span> '
        f'<a href="#{anchor}">{as_html(finding.rule.title, 160)}</a> '
        f'<span class="soft">{beside}</span></li>\n'
    )


def _bar(steps: tuple[Step, ...], end: float, told: str) -> str:
    end = min(end, _FURTHEST)
    scale = _WIDE / max(_HOURS, end)
    spans = [(one.starts, min(one.until, end)) for one in steps if one.starts < end]
    drawn = spans[: _MOST_DRAWN - 1]
    if len(spans) > len(drawn):
        drawn = [*drawn, (drawn[-1][1], end)]
    waits = "".join(
        f'<rect class="waiting" x="{one.until * scale:.1f}" y="30" '
        f'width="{(min(one.done, end) - one.until) * scale:.1f}" height="4"/>'
        for one in steps[:_MOST_DRAWN]
        if one.wait.hours and one.until < end
    )
    blocks = "".join(
        f'<rect class="work" x="{start * scale:.1f}" y="4" '
        f'width="{max(1.0, (until - start) * scale - 1):.1f}" height="26" rx="2"/>'
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
        f"{blocks}{waits}{ticks}{deadline}</svg>"
    )


def _anchor(hour: int, end: float) -> str:
    if hour == 0:
        return "start"
    return "end" if hour == _HOURS and end <= _HOURS else "middle"
