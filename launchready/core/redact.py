"""The one place that knows which strings must never be shown."""

import base64
import html
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote, quote_plus

from launchready.core.finding import Change, Finding
from launchready.core.report import Answered, Asked, Judged, Outcome, Report, Skipped, Unanswered
from launchready.core.sheet import Sheet
from launchready.core.waiver import Waiver

Hide = Callable[[str], str]

MASK = "***"

# Shorter than this, a value is as likely a word of the page as a secret, and masking it would
# blank the report.
SHORTEST = 4

# So many characters of base64 are no accident.
_SHORTEST_BASE64 = 12


@dataclass(frozen=True, slots=True, repr=False)
class Redactor:
    """Masks every known secret, in every form it is likely to be printed in."""

    secrets: frozenset[str] = frozenset()

    def __call__(self, text: str) -> str:
        for form in _forms(self.secrets):
            text = text.replace(form, MASK)
        return text

    def beside(self, more: frozenset[str]) -> "Redactor":
        """The same for these secrets too."""
        return Redactor(self.secrets | more)

    def __repr__(self) -> str:
        return f"Redactor({len(self.secrets)} secrets)"


@lru_cache(maxsize=4)
def _forms(secrets: frozenset[str]) -> tuple[str, ...]:
    """Every form a text may have a secret in, the longest first."""
    forms: set[str] = set()
    for secret in secrets:
        if len(secret) < SHORTEST:
            continue
        forms |= {secret, quote(secret, safe=""), quote(secret), quote_plus(secret)}
        forms |= {json.dumps(secret)[1:-1], html.escape(secret), html.escape(secret, quote=False)}
        forms |= _in_base64(secret.encode("utf-8", "surrogatepass"))
        forms |= {line for line in secret.splitlines() if len(line.strip()) >= SHORTEST}
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


def _in_base64(secret: bytes) -> set[str]:
    """As base64, whole, and in the midst of something longer: what no neighbour has a part in."""
    forms = {base64.b64encode(secret).decode()}
    for before, cut in ((0, 0), (1, 2), (2, 3)):
        bits = 8 * (before + len(secret))
        middle = base64.b64encode(bytes(before) + secret)[cut : bits // 6].decode()
        if len(middle) >= _SHORTEST_BASE64:
            forms.add(middle)
    return forms | {one.replace("+", "-").replace("/", "_") for one in forms}


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
        Sheet(title=hide(one.title), rows=tuple((name, hide(text)) for name, text in one.rows))
        for one in sheets
    )


__all__ = ["MASK", "SHORTEST", "Redactor", "redacted", "texts"]
