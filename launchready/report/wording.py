"""The words every report shares: counts, hours, the answer and what it means."""

from launchready.core.finding import Finding, Impact
from launchready.core.location import Location
from launchready.core.report import Judged, Report, Verdict
from launchready.core.waiver import Waiver


def count(number: int, thing: str) -> str:
    """`1 blocker`, `2 blockers`, `3 pieces of advice`."""
    ending = "" if number == 1 else "s"
    if thing == "advice":
        return f"{number:,} piece{ending} of advice"
    return f"{number:,} {thing}{ending}"


def hours(number: float) -> str:
    """Working time as people say it: `15 min`, `2.5 h`."""
    return f"{round(number * 60)} min" if number < 1 else f"{round(number, 1):g} h"


def place(at: Location) -> str:
    """A line as people and editors write it: `dns/acme.test.yaml:4`."""
    return f"{at.file}:{at.line}"


def unanswered(report: Report) -> int:
    return sum(1 for _ in report.unanswered())


def skipped(report: Report) -> int:
    return sum(1 for _ in report.skipped())


def waived(report: Report) -> tuple[Judged, ...]:
    return tuple(one for one in report.findings if one.waived)


def standing(report: Report) -> tuple[Judged, ...]:
    return tuple(one for one in report.findings if not one.waived)


def headline(report: Report) -> str:
    """The answer and what it means in numbers; every report begins with it."""
    return " · ".join([report.verdict.value, *meaning(report)])


def meaning(report: Report) -> list[str]:
    """What the one word means in numbers, in parts."""
    parts = [_found(report)]
    if report.verdict is Verdict.GO:
        return [*parts, f"{count(report.answered, 'question')} answered"]
    work = f"about {hours(report.hours)} of work, " if report.hours else ""
    return [*parts, f"{work}launch in 48 h: {report.launch_in_48h}"]


def _found(report: Report) -> str:
    impacts = [(len(report.of_impact(one)), one.word) for one in sorted(Impact, reverse=True)]
    parts = [count(number, word) for number, word in impacts if number]
    if unanswered(report):
        parts.append(f"{unanswered(report):,} unanswered")
    if not parts:
        return "nothing found" if report.answered else "nothing was asked"
    return ", ".join(parts)


def basis(report: Report) -> list[str]:
    """What the answer rests on and the first line has not said, in parts."""
    answered = "" if report.verdict is Verdict.GO else f"{report.answered:,} answered"
    missed = f"{skipped(report):,} skipped" if skipped(report) else ""
    return [one for one in (answered, missed, f"{report.seconds:.1f} s") if one]


def ending(report: Report) -> str:
    """The word once more, its exit code, and what to do about it."""
    word = f"{report.verdict.value} (exit {report.verdict.exit_code})"
    match report.verdict:
        case Verdict.GO:
            return f"{word}: nothing that was asked stands in the way of a launch."
        case Verdict.NO_GO:
            them = "it" if len(report.blocking) == 1 else "them"
            return (
                f"{word}: mend {_blocking(report)}, or waive {them} with a reason and a last day."
            )
        case Verdict.UNKNOWN if report.answered or unanswered(report):
            return f"{word}: what could block a launch could not be looked at; let us look."
        case Verdict.UNKNOWN:
            return f"{word}: no question was asked, so nothing is known of the product."


def _blocking(report: Report) -> str:
    """What makes the no-go, in one count when it is of one kind."""
    blocking = report.blocking
    kinds = {one.rule.impact.word for one in blocking}
    thing = kinds.pop() if len(kinds) == 1 else "finding"
    return f"the {thing}" if len(blocking) == 1 else f"the {count(len(blocking), thing)}"


def since(judged: Judged) -> str:
    """How a finding stands to the earlier report: new, still there, or nothing to say."""
    return {"new": "new", "still": "still there", None: ""}[judged.since]


def accepted(waiver: Waiver) -> str:
    """Whose decision a waiver is, why, and until when."""
    return f"{waiver.because} ({waiver.owner}, until {waiver.until.isoformat()})"


def usual(finding: Finding) -> str:
    """The usual time a fix takes, as a sentence."""
    return f"About {hours(finding.rule.hours)}."
