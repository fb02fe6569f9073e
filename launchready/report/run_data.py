"""A load run as JSON: in the JSON report, and a line by itself for later runs to compare with."""

import json
from typing import Any

from launchready import __version__
from launchready.core.histogram import GROWTH, SMALLEST, Histogram
from launchready.core.measured import Before, Estimate, LoadRun, Measured, Slot
from launchready.core.report import Report

VERSION = 1


def render(report: Report) -> str:
    """The runs of a report that prove something, one a line; "" where there is none."""
    return "".join(line(one, report.commit) for one in report.runs if not one.invalid)


def line(run: LoadRun, commit: str | None) -> str:
    """One run as it is kept: its counts and figures, without how it went from second to second."""
    kept = of_run(run) | {"commit": commit}
    kept["targets"] = [
        {key: value for key, value in one.items() if key != "slots"} for one in kept["targets"]
    ]
    return _line(kept) + "\n"


def _line(value: dict[str, Any]) -> str:
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    return text.replace("##", "#\\u0023")  # only strings hold one; a log reads it as a command


def of_run(run: LoadRun) -> dict[str, Any]:
    """One run; times in milliseconds, as people say them, counts by bucket."""
    return {
        "version": VERSION,
        "tool": __version__,
        "engine": run.engine,
        "machine": run.machine,
        "environment": run.environment,
        "started": run.started.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "seconds": round(run.seconds, 3),
        "rate": run.rate,
        "achieved": round(run.achieved, 3),
        "invalid": run.invalid or None,
        "notes": list(run.notes),
        "targets": [_target(one) for one in run.targets],
    }


def _target(one: Measured) -> dict[str, Any]:
    return {
        "name": one.name,
        "url": one.where,
        "answers": one.answers,
        "failed": dict(one.failed),
        "limit_ms": _ms(one.limit),
        "percentiles": {each.name: _estimate(each) for each in one.estimates},
        "phases_ms": {name: _ms(seconds) for name, seconds in one.phases},
        "server_ms": {name: _ms(seconds) for name, seconds in one.server},
        "queries": one.queries,
        "before": _before(one.before) if one.before else None,
        "histogram": of_histogram(one.histogram),
        "slots": [_slot(each) for each in one.slots],
    }


def of_histogram(histogram: Histogram) -> dict[str, Any]:
    """Its counts with what the buckets are: each ends `growth` times above its start."""
    return {
        "smallest_s": SMALLEST,
        "growth": GROWTH,
        "largest_ms": _ms(histogram.largest),
        "counts": [[place, count] for place, count in histogram.counts],
    }


def _estimate(one: Estimate) -> dict[str, float | None]:
    return {"ms": _ms(one.seconds), "low_ms": _ms(one.low), "high_ms": _ms(one.high)}


def _slot(one: Slot) -> dict[str, float | None]:
    return {
        "at_s": round(one.at, 3),
        "answers": one.answers,
        "failed": one.failed,
        "p50_ms": _ms(one.p50),
        "p95_ms": _ms(one.p95),
        "largest_ms": _ms(one.largest),
    }


def _before(one: Before) -> dict[str, Any]:
    return {
        "name": one.name,
        "shift": round(one.shift, 4),
        "chance": float(f"{one.chance:.3g}"),
        "caveat": one.caveat or None,
    }


def _ms(seconds: float | None) -> float | None:
    """Milliseconds to a thousandth."""
    return None if seconds is None else round(seconds * 1000, 3)
