"""The one place that knows which strings must never be shown."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from launchready.core.finding import Change, Finding
from launchready.core.measured import LoadRun, Measured
from launchready.core.report import Answered, Asked, Judged, Outcome, Report, Skipped, Unanswered
from launchready.core.secret_forms import SHORTEST, forms
from launchready.core.sheet import Sheet
from launchready.core.waiver import Waiver
from launchready.core.walked import Walked

Hide = Callable[[str], str]

MASK = "***"


@dataclass(frozen=True, slots=True, repr=False)
class Redactor:
    """Masks every known secret, in every form it is likely to be printed in."""

    secrets: frozenset[str] = frozenset()

    def __call__(self, text: str) -> str:
        pattern = _pattern(self.secrets)
        return text if pattern is None else pattern.sub(MASK, text)

    def __repr__(self) -> str:
        return f"Redactor({len(self.secrets)} secrets)"

    def knowing(self, more: Iterable[str]) -> "Redactor":
        """The same, masking these as well."""
        return Redactor(self.secrets | frozenset(more))


@lru_cache(maxsize=8)
def _pattern(secrets: frozenset[str]) -> re.Pattern[str] | None:
    """Finds any form of any secret, the longest first; None when there is nothing to find."""
    found = {form for secret in secrets for form in forms(secret)}
    listed = sorted(found, key=lambda form: (-len(form), form))
    return re.compile("|".join(re.escape(one) for one in listed)) if listed else None


def redacted(report: Report, hide: Hide) -> Report:
    """The same report with every known secret masked, before any renderer sees it."""
    return replace(
        report,
        product=hide(report.product),
        environment=hide(report.environment),
        findings=tuple(_judged(one, hide) for one in report.findings),
        asked=tuple(_asked(one, hide) for one in report.asked),
        notes=tuple(hide(note) for note in report.notes),
        gone=tuple(replace(one, subject=hide(one.subject)) for one in report.gone),
    )


def texts(report: Report) -> tuple[str, ...]:
    """Every text of a report that came from outside, each once."""
    seen: dict[str, None] = {}

    def note(text: str) -> str:
        seen.setdefault(text)
        return text

    redacted(report, note)
    return tuple(seen)


def _judged(judged: Judged, hide: Hide) -> Judged:
    waived = _waiver(judged.waived, hide) if judged.waived else None
    return replace(judged, finding=_finding(judged.finding, hide), waived=waived)


def _waiver(waiver: Waiver, hide: Hide) -> Waiver:
    return replace(waiver, because=hide(waiver.because), owner=hide(waiver.owner))


def _finding(finding: Finding, hide: Hide) -> Finding:
    return replace(
        finding,
        subject=hide(finding.subject),
        message=hide(finding.message),
        evidence=tuple(hide(line) for line in finding.evidence),
        at=replace(finding.at, file=hide(finding.at.file)),
        change=_change(finding.change, hide),
    )


def _change(change: Change | None, hide: Hide) -> Change | None:
    if change is None:
        return None
    return replace(
        change,
        zone=hide(change.zone),
        record=hide(change.record),
        wanted=hide(change.wanted),
        live=hide(change.live),
        servers=tuple(hide(one) for one in change.servers),
    )


def _asked(asked: Asked, hide: Hide) -> Asked:
    return replace(asked, subject=hide(asked.subject), outcome=_outcome(asked.outcome, hide))


def _outcome(outcome: Outcome, hide: Hide) -> Outcome:
    match outcome:
        case Answered(findings=findings):
            return Answered(
                findings=tuple(_finding(one, hide) for one in findings),
                sheets=_sheets(outcome.sheets, hide),
            )
        case Skipped(reason=reason):
            return Skipped(reason=hide(reason))
        case Unanswered():
            return replace(
                outcome,
                reason=hide(outcome.reason),
                advice=hide(outcome.advice),
                findings=tuple(_finding(one, hide) for one in outcome.findings),
                sheets=_sheets(outcome.sheets, hide),
            )


def _sheets(sheets: tuple[Sheet, ...], hide: Hide) -> tuple[Sheet, ...]:
    return tuple(
        Sheet(
            title=hide(one.title),
            rows=tuple((name, hide(text)) for name, text in one.rows),
            run=one.run and _run(one.run, hide),
            served=hide(one.served),
            walked=one.walked and _walked(one.walked, hide),
        )
        for one in sheets
    )


def _walked(walked: Walked, hide: Hide) -> Walked:
    steps = (
        replace(
            one,
            name=hide(one.name),
            why=hide(one.why),
            lines=tuple(hide(line) for line in one.lines),
        )
        for one in walked.steps
    )
    return Walked(journey=hide(walked.journey), steps=tuple(steps))


def _run(run: LoadRun, hide: Hide) -> LoadRun:
    return replace(
        run,
        machine=hide(run.machine),
        environment=hide(run.environment),
        invalid=hide(run.invalid),
        notes=tuple(hide(one) for one in run.notes),
        targets=tuple(_measured(one, hide) for one in run.targets),
    )


def _measured(one: Measured, hide: Hide) -> Measured:
    before = one.before
    return replace(
        one,
        name=hide(one.name),
        where=hide(one.where),
        failed=tuple((hide(kind), count) for kind, count in one.failed),
        server=tuple((hide(name), seconds) for name, seconds in one.server),
        before=before and replace(before, name=hide(before.name), caveat=hide(before.caveat)),
    )


__all__ = ["MASK", "SHORTEST", "Redactor", "redacted", "texts"]
