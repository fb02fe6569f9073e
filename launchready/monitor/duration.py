"""Durations as Go programs write them: `1m30s`, `500ms`, `2h`, and Prometheus' `1d`, `2w`."""

import re

_UNITS = {
    "ns": 1e-9,
    "us": 1e-6,
    "µs": 1e-6,
    "ms": 1e-3,
    "s": 1.0,
    "m": 60.0,
    "h": 3600.0,
    "d": 86400.0,
    "w": 7 * 86400.0,
    "y": 365 * 86400.0,
}
_PART = re.compile(r"([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(ns|us|µs|ms|s|m|h|d|w|y)")


def duration(text: str) -> float | None:
    """Seconds (Go's time.ParseDuration and Prometheus' model.ParseDuration); None where it is
    no duration. A bare `0` is one, other bare numbers are not."""
    text = text.strip()
    if text == "0":
        return 0.0
    at, total = 0, 0.0
    while match := _PART.match(text, at):
        total += float(match[1]) * _UNITS[match[2]]
        at = match.end()
    return total if at and at == len(text) else None
