"""The 48-hour answer, the ten lines and the ranked risks for machines."""

from typing import Any

from launchready.core import ranking
from launchready.core.launch import Step
from launchready.core.report import Report
from launchready.report import groups, launch_words


def answer(report: Report) -> dict[str, Any]:
    """`hours` is work by one pair of hands, `elapsed` with the waits; both in hours from now."""
    return {
        "answer": report.launch_in_48h,
        "hours": report.hours,
        "elapsed": report.plan.elapsed,
        "because": launch_words.answer(report),
        "would_be_yes": launch_words.would_be_yes(report) or None,
        "plan": [_step(one) for one in report.plan.steps],
        "open": [
            {"check": asked.check.id, "subject": asked.subject, "advice": outcome.advice or None}
            for asked, outcome in report.open_blockers
        ],
    }


def _step(one: Step) -> dict[str, Any]:
    return {
        "rule": one.finding.rule.id,
        "subject": one.finding.subject,
        "fingerprint": one.finding.fingerprint,
        "starts": round(one.starts, 2),
        "until": round(one.until, 2),
        "wait": one.wait.hours,
        "waits_until": one.wait.reason or None,
    }


def rollup(report: Report) -> list[dict[str, Any]]:
    """The ten lines: each one's word, and how many findings stand in it."""
    return [
        {"line": one.title, "state": one.word, "findings": len(one.findings)}
        for one in groups.rollup(report)
    ]


def ranked(report: Report) -> list[dict[str, Any]]:
    """The risks by what a launch loses: a line a rule."""
    return [
        {
            "rule": one.rule.id,
            "impact": one.rule.impact.word,
            "harm": int(one.harm),
            "at_stake": one.harm.words,
            "places": one.places,
            "hours": one.hours,
        }
        for one in ranking.ranked(report.standing)
    ]
