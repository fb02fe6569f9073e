"""The 48-hour answer in words: what it is, why, and what would make it a yes."""

from launchready.core.launch import DEADLINE, Step, shared
from launchready.core.report import Report
from launchready.report import groups, wording

_MOST_LINES_NAMED = 4


def answer(report: Report) -> str:
    """The answer and what it rests on, as one sentence."""
    match report.launch_in_48h:
        case "yes" if not report.plan.steps:
            return "yes: nothing that was asked blocks it."
        case "yes":
            return f"yes, about {wording.hours(report.plan.elapsed)} from now: {_work(report)}."
        case "no":
            elapsed = wording.hours(report.plan.elapsed)
            return f"no: it takes {elapsed} until all is mended and seen: {_work(report)}."
        case "unknown" if report.open_blockers:
            number = len(report.open_blockers)
            have = "has" if number == 1 else "have"
            asked = wording.count(number, "question")
            return f"unknown: {asked} that may hide a blocker {have} no answer."
        case "unknown":
            return "unknown: no question was answered."


def would_be_yes(report: Report) -> str:
    """What would make it a yes; "" where it is one, unless much was not asked."""
    match report.launch_in_48h:
        case "yes":
            return _not_asked(report)
        case "no":
            return f"{_shared(report)} {_once_answered(report)}".strip()
        case "unknown":
            rest = report.plan.elapsed
            known = f" What is known takes about {wording.hours(rest)}." if rest else ""
            return f"{_once_answered(report)}{known}"


def step(one: Step) -> str:
    """What is waited for once a step's work is done; "" for most."""
    if not one.wait.hours:
        return ""
    return f"then {wording.hours(one.wait.hours)} until {one.wait.reason}"


def clock(hours: float) -> str:
    """A time from now: `0:00`, `25:30`."""
    minutes = round(hours * 60)
    return f"{minutes // 60}:{minutes % 60:02}"


def _work(report: Report) -> str:
    plan = report.plan
    waits = ", the rest is waiting" if plan.elapsed > plan.hours else ""
    return f"{wording.hours(plan.hours)} of work by one pair of hands{waits}"


def _once_answered(report: Report) -> str:
    number = len(report.open_blockers)
    is_one = number == 1
    what = "the open question" if is_one else f"the {number:,} open questions"
    if report.launch_in_48h == "no":
        return f"And {what} must be answered." if number else ""
    if not number:
        return "Yes once something was asked, answered, and nothing blocks."
    are, find = ("is", "finds") if is_one else ("are", "find")
    return f"Yes once {what} {are} answered and {find} nothing that blocks."


def _shared(report: Report) -> str:
    chain = shared(report.blocking)
    if chain.fits:
        longest = wording.hours(chain.elapsed)
        return f"Yes if several work at once: what must come one after another takes {longest}."
    last = max(chain.steps, key=lambda one: one.done)
    return (
        f"Yes only without the slowest, which many hands make no faster: "
        f"{last.finding.rule.id} is done after {wording.hours(last.done)}. "
        f"Waive it with a reason and a last day, or launch later than in {DEADLINE:g} h."
    )


def _not_asked(report: Report) -> str:
    parts = [one for one in groups.rollup(report) if one.is_planned]
    names = [one.title for one in parts if one.word == "not asked"]
    names += [f"part of {one.title}" for one in parts if one.word == "partly asked"]
    if not names:
        return ""
    shown = ", ".join(names[:_MOST_LINES_NAMED])
    more = len(names) - _MOST_LINES_NAMED
    rest = f" and {wording.count(more, 'more line')}" if more > 0 else ""
    return f"Not asked, so not part of it: {shown}{rest}."
