"""SARIF 2.1.0, for code scanning: a run a room, so that each room may be uploaded by itself.

Limits are those of GitHub's code scanning, the strictest reader there is:
docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

import gzip
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from launchready import __version__
from launchready.core.finding import Impact, Rule
from launchready.core.location import Location
from launchready.core.report import Asked, Judged, Report, Unanswered
from launchready.report import groups, wording
from launchready.report.escape import as_json, flat

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

MOST_RUNS = 20
MOST_RESULTS = 25_000
MOST_EVIDENCE = 20
# Bytes of the file as GitHub takes it, compressed.
LARGEST = 10 * 1024 * 1024

# GitHub weighs alerts of rules tagged `security` by this figure: above 9.0 is critical, from 7.0
# high, from 4.0 medium, below low.
_SECURITY = ("secrets", "tls", "edge", "assistant")
_SEVERITIES = {Impact.BLOCKER: "9.1", Impact.RISK: "5.5", Impact.ADVICE: "2.0"}
_PROBLEMS = {Impact.BLOCKER: "error", Impact.RISK: "warning", Impact.ADVICE: "recommendation"}
_USUAL_ENVIRONMENT = "production"

_LEVELS = {Impact.BLOCKER: "error", Impact.RISK: "warning", Impact.ADVICE: "note"}
_BASELINE = {"new": "new", "still": "unchanged"}


def render(report: Report) -> str:
    """One log with a run for each room, worst findings first where not all have room."""
    most = len(report.findings)
    while True:
        text = _log(report, most)
        size = len(text) if len(text) <= LARGEST else len(gzip.compress(text.encode(), 6))
        if size <= LARGEST or not most:
            return text
        most = int(most * LARGEST / size * 0.9)


def _log(report: Report, most: int) -> str:
    worst = sorted(report.findings, key=lambda one: -one.finding.rule.impact)[:most]
    runs = [_run(report, room, worst) for room in groups.rooms(report)[:MOST_RUNS]]
    return as_json({"$schema": SCHEMA, "version": "2.1.0", "runs": runs})


def _run(report: Report, room: str, worst: list[Judged]) -> dict[str, Any]:
    number = sum(one.finding.rule.room == room for one in report.findings)
    found = [one for one in worst if one.finding.rule.room == room][:MOST_RESULTS]
    rules = _rules(report, room)
    places = {id_: place for place, id_ in enumerate(rules)}
    return {
        "tool": {
            "driver": {
                "name": "launchready",
                "semanticVersion": __version__,
                "rules": [_rule(one) for one in rules.values()],
            }
        },
        "automationDetails": {"id": f"{category(report, room)}/"},
        "invocations": [_invocation(report, room, number - len(found))],
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(one, places[one.finding.rule.id], mark) for one, mark in _marked(found)
        ],
    }


def category(report: Report, room: str) -> str:
    """What GitHub keeps apart: uploads of one category replace each other, so a room has one,
    and has one more for each environment beside the usual."""
    steps = ["launchready", flat(room)]
    if report.environment != _USUAL_ENVIRONMENT:
        steps.append(quote(flat(report.environment), safe=""))
    return "/".join(steps)


def _marked(found: list[Judged]) -> Iterator[tuple[Judged, str]]:
    """Each with what GitHub knows it by in the next upload, whatever line it has moved to; where
    one fault stands at several places, they are counted."""
    seen: Counter[str] = Counter()
    for one in found:
        fingerprint = one.finding.fingerprint
        seen[fingerprint] += 1
        yield one, f"{fingerprint}:{seen[fingerprint]}"


def _rules(report: Report, room: str) -> dict[str, Rule]:
    """The rules that were looked for and those that were broken, as their checks weigh them."""
    emitted = [rule for one in report.asked if one.check.room == room for rule in one.check.emits]
    broken = [one.finding.rule for one in report.findings if one.finding.rule.room == room]
    rules: dict[str, Rule] = {}
    for rule in [*emitted, *broken]:
        rules.setdefault(rule.id, rule)
    return rules


def _rule(rule: Rule) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "tags": ["launch", rule.stage.value],
        "hours": rule.hours,
        "precision": "high",
        "problem.severity": _PROBLEMS[rule.impact],
    }
    if rule.room in _SECURITY:
        properties["tags"].append("security")
        properties["security-severity"] = _SEVERITIES[rule.impact]
    return {
        "id": flat(rule.id),
        "shortDescription": _message(rule.title),
        "fullDescription": _message(rule.why),
        "help": _message(rule.why, rule.fix, f"About {wording.hours(rule.hours)}."),
        "defaultConfiguration": {"level": _LEVELS[rule.impact]},
        "properties": properties,
    }


def _result(judged: Judged, place: int, mark: str) -> dict[str, Any]:
    finding = judged.finding
    result: dict[str, Any] = {
        "ruleId": flat(finding.rule.id),
        "ruleIndex": place,
        "level": _LEVELS[finding.rule.impact],
        "message": _message(finding.message, *finding.evidence[:MOST_EVIDENCE]),
        "locations": [{"physicalLocation": _location(finding.at)}],
        # GitHub reads the second alone, and would make one up from the line's text.
        "partialFingerprints": {
            "launchready/v1": finding.fingerprint,
            "primaryLocationLineHash": mark,
        },
        "suppressions": _suppressions(judged),
    }
    if judged.since:
        result["baselineState"] = _BASELINE[judged.since]
    return result


def _suppressions(judged: Judged) -> list[dict[str, str]]:
    if judged.waived is None:
        return []
    why = flat(wording.accepted(judged.waived))
    return [{"kind": "external", "status": "accepted", "justification": why}]


def _location(at: Location) -> dict[str, Any]:
    return {
        "artifactLocation": {"uri": uri(at.file), "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": max(1, at.line), "startColumn": max(1, at.column)},
    }


def uri(file: str) -> str:
    """A path as a relative reference, which no scheme, host or way upward can hide in."""
    steps = [one for one in flat(file).split("/") if one not in ("", ".", "..")]
    return "/".join(quote(one, safe="") for one in steps) or "launchready.yml"


def _invocation(report: Report, room: str, left_out: int) -> dict[str, Any]:
    silent = [(a, outcome) for a, outcome in report.unanswered() if a.check.room == room]
    notes = [_notification(report, asked, outcome) for asked, outcome in silent]
    if left_out > 0:
        text = f"{wording.count(left_out, 'finding')} left out; the JSON report has them"
        notes.append({"level": "warning", "message": {"text": text}})
    ended = report.started + timedelta(seconds=report.seconds)
    return {
        "executionSuccessful": not silent,
        "startTimeUtc": report.started.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "endTimeUtc": ended.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "exitCode": report.verdict.exit_code,
        "toolExecutionNotifications": notes,
    }


def _notification(report: Report, asked: Asked, outcome: Unanswered) -> dict[str, Any]:
    return {
        "level": "error" if asked.check.worst >= report.fail_on else "warning",
        "descriptor": {"id": f"{flat(asked.check.id)}/{outcome.kind.replace(' ', '-')}"},
        "message": _message(f"{asked.subject}: {outcome.reason}", outcome.advice),
    }


def _message(*lines: str) -> dict[str, str]:
    """Plain text; `[words](target)` would be a link in SARIF (3.11.6) and is taken apart."""
    return {"text": "\n".join(flat(line).replace("](", "] (") for line in lines if line)}
