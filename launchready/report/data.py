"""The report as JSON for machines, and an earlier one read back for `--since`."""

import json
from typing import Any

from launchready import __version__
from launchready.core.finding import Impact
from launchready.core.location import Location
from launchready.core.report import Answered, Asked, Gone, Judged, Report, Skipped, Unanswered
from launchready.core.waiver import Waiver
from launchready.core.walked import Walked
from launchready.report import launch_data, run_data, wording
from launchready.report.escape import as_json
from launchready.values.problem import ConfigError, Problem

VERSION = 1

_REMEDY = "give the file that -f json=FILE wrote"


def render(report: Report) -> str:
    """The whole report; keys keep their names and their order, and new ones may come."""
    return as_json(
        {
            "version": VERSION,
            "verdict": report.verdict.value,
            "launch_in_48h": launch_data.answer(report),
            "rollup": launch_data.rollup(report),
            "ranked": launch_data.ranked(report),
            "tool": {"name": "launchready", "version": __version__},
            "product": report.product,
            "environment": report.environment,
            "started": report.started.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "seconds": report.seconds,
            "commit": report.commit,
            "served": list(report.served),
            "fail_on": report.fail_on.word,
            "counts": _counts(report),
            "findings": [_finding(one) for one in report.findings],
            "gone": [_gone(one) for one in report.gone],
            "checks": [_asked(one) for one in report.asked],
            "notes": list(report.notes),
            "journeys": [_journey(one) for one in report.journeys],
            "load": [run_data.of_run(one) for one in report.runs],
        }
    )


def _journey(walked: Walked) -> dict[str, Any]:
    return {
        "journey": walked.journey,
        "steps": [
            {
                "name": one.name,
                "went": one.went,
                "seconds": one.seconds,
                "why": one.why or None,
                "tries": one.tries,
                "transcript": list(one.lines),
            }
            for one in walked.steps
        ],
    }


def _counts(report: Report) -> dict[str, int]:
    impacts = {one.word: len(report.of_impact(one)) for one in sorted(Impact, reverse=True)}
    return {
        **impacts,
        "answered": report.answered,
        "skipped": wording.skipped(report),
        "unanswered": wording.unanswered(report),
        "waived": len(wording.waived(report)),
    }


def _finding(judged: Judged) -> dict[str, Any]:
    finding, rule = judged.finding, judged.finding.rule
    return {
        "rule": rule.id,
        "impact": rule.impact.word,
        "stage": rule.stage.value,
        "subject": finding.subject,
        "title": rule.title,
        "message": finding.message,
        "why": rule.why,
        "fix": rule.fix,
        "hours": rule.hours,
        "evidence": list(finding.evidence),
        "file": finding.at.file,
        "line": finding.at.line,
        "column": finding.at.column,
        "fingerprint": finding.fingerprint,
        "waived": _waiver(judged.waived) if judged.waived else None,
        "since": judged.since,
    }


def _waiver(waiver: Waiver) -> dict[str, Any]:
    return {
        "because": waiver.because,
        "owner": waiver.owner,
        "until": waiver.until.isoformat(),
        "file": waiver.at.file,
        "line": waiver.at.line,
    }


def _gone(gone: Gone) -> dict[str, str]:
    return {"rule": gone.rule, "subject": gone.subject, "fingerprint": gone.fingerprint}


def _asked(asked: Asked) -> dict[str, Any]:
    row: dict[str, Any] = {"check": asked.check.id, "subject": asked.subject}
    match asked.outcome:
        case Answered():
            row |= {"outcome": "answered", "reason": None}
        case Skipped(reason=reason):
            row |= {"outcome": "skipped", "reason": reason}
        case Unanswered(kind=kind, reason=reason, advice=advice):
            row |= {"outcome": "unanswered", "reason": reason, "kind": kind, "advice": advice}
    sheets = () if isinstance(asked.outcome, Skipped) else asked.outcome.sheets
    facts = [{"about": one.title, "rows": dict(one.rows)} for one in sheets if one.run is None]
    return row | {"seconds": asked.seconds} | ({"facts": facts} if facts else {})


def earlier(text: str, file: str = "the earlier report") -> tuple[Gone, ...]:
    """The findings of an earlier report. Raises ConfigError when it is none of ours."""
    try:
        read = json.loads(text)
    except json.JSONDecodeError as error:
        at = Location(file=file, line=error.lineno, column=error.colno)
        raise _wrong(at, f"this is not JSON ({error.msg})") from None
    except (RecursionError, ValueError) as error:
        raise _wrong(Location(file=file), f"this is not JSON ({error})") from None
    at = Location(file=file)
    if not isinstance(read, dict) or type(read.get("version")) is not int:
        raise _wrong(at, "this is not a report of launchready")
    if read["version"] != VERSION:
        raise _wrong(at, f"this is a report of version {read['version']}; {VERSION} is understood")
    findings = read.get("findings")
    if not isinstance(findings, list):
        raise _wrong(at, "the report has no list of findings")
    return tuple(_known(one, place, at) for place, one in enumerate(findings, 1))


def _known(finding: object, place: int, at: Location) -> Gone:
    keys = ("rule", "subject", "fingerprint")
    given = finding if isinstance(finding, dict) else {}
    values = [given.get(key) for key in keys]
    if not all(isinstance(one, str) for one in values):
        raise _wrong(at, f"finding {place} lacks its {', '.join(keys[:-1])} or {keys[-1]}")
    return Gone(**{key: given[key] for key in keys})


def _wrong(at: Location, found: str) -> ConfigError:
    return ConfigError([Problem(at=at, found=found, meant=_REMEDY)])
