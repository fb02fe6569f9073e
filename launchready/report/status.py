"""The answer as a few lines of JSON, for a status page, a chat bot or shields.io's endpoint."""

from datetime import timedelta

from launchready.core.finding import Impact
from launchready.core.report import Report, Verdict
from launchready.report import wording
from launchready.report.escape import as_json

VERSION = 1

_HOLDS = timedelta(hours=24)
_COLOURS = {Verdict.GO: "green", Verdict.NO_GO: "red", Verdict.UNKNOWN: "yellow"}


def render(report: Report) -> str:
    """Keys keep their names; the four of shields.io's endpoint schema (version 1) are among them.

    `until` is when the answer is too old to rely on; times are in UTC.
    """
    return as_json(
        {
            "version": VERSION,
            "verdict": report.verdict.value,
            "launch_in_48h": {
                "answer": report.launch_in_48h,
                "hours": report.hours,
                "elapsed": report.plan.elapsed,
            },
            "product": report.product,
            "environment": report.environment,
            "commit": report.commit,
            "started": report.started.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "until": (report.started + _HOLDS).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "blockers": len(report.of_impact(Impact.BLOCKER)),
            "risks": len(report.of_impact(Impact.RISK)),
            "unanswered": wording.unanswered(report),
            "schemaVersion": 1,
            "label": "launchready",
            "message": report.verdict.value,
            "color": _COLOURS[report.verdict],
        }
    )
