"""A report read by the stages of the launch: what stands in one, and what is not known."""

from collections.abc import Iterable

from launchready.core import registry
from launchready.core.finding import Impact, Stage
from launchready.handover_files.seen import Found, Question, Seen
from launchready.report import wording
from launchready.report.escape import visible

_WORST = sorted(Impact, reverse=True)


def told(seen: Seen, stages: Iterable[Stage]) -> str:
    """A few lines a stage, worst first; nothing is said of the other stages."""
    return "\n\n".join(_of(seen, stage) for stage in stages)


def _of(seen: Seen, stage: Stage) -> str:
    findings = [one for one in seen.findings if one.stage == stage]
    standing = [one for one in findings if one.waived is None]
    checks = {one.id for one in registry.checks() if one.is_of((stage,))}
    asked = [one for one in seen.checks if one.check in checks]
    open_ = [one for one in asked if one.outcome == "unanswered"]
    return "\n".join(
        [
            f"{stage}: {_word(standing, open_, asked)}",
            *(_finding(one) for level in _WORST for one in standing if one.impact == level.word),
            *(_open(one) for one in open_),
            *(f"  accepted  {one.rule}  {visible(one.subject)}" for one in findings if one.waived),
        ]
    )


def _word(standing: list[Found], open_: list[Question], asked: list[Question]) -> str:
    counts = [
        wording.count(number, one.word)
        for one in _WORST
        if (number := sum(found.impact == one.word for found in standing))
    ]
    counts += [f"{len(open_):,} unanswered"] if open_ else []
    answered = sum(one.outcome == "answered" for one in asked)
    if not counts and not answered:
        return "nothing was asked"
    return ", ".join([*(counts or ["clear"]), f"{answered:,} answered"])


def _finding(one: Found) -> str:
    hours = wording.hours(one.hours)
    return (
        f"  {one.impact:<8}  {one.rule}  {visible(one.message)}\n"
        f"            {visible(one.fix)} About {hours}."
    )


def _open(one: Question) -> str:
    advice = f"\n            {visible(one.advice)}" if one.advice else ""
    return f"  open      {one.check}  {visible(one.subject)}: {visible(one.reason or '')}{advice}"
