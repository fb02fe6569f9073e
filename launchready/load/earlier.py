"""Reads what an earlier run left, to hold a later one against it.

`-f perf=FILE` writes a run as one line of JSON. A file of several lines is a history, of which
the last run that holds counts; the JSON report of a run does too.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from launchready.core.histogram import GROWTH, MOST, SMALLEST, Histogram
from launchready.core.location import Location
from launchready.values.problem import ConfigError, Problem

VERSION = 1
# A history holds 500 runs, of which each target takes a few kilobytes.
LARGEST = 64 * 1024 * 1024
_MOST_ANSWERS = 10**9
# Two runs this far apart met another day's traffic, machines and data.
_FAR = timedelta(hours=6)

_REMEDY = "give the file that -f perf=FILE wrote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A run of the past: when and where it was made, its rate, and each target's answers."""

    started: datetime
    machine: str
    engine: str
    rate: float
    targets: tuple[tuple[str, Histogram], ...]

    def of(self, name: str) -> Histogram | None:
        """A target's answers, None where that run knew no such target."""
        return dict(self.targets).get(name)

    def __str__(self) -> str:
        return f"the run of {self.started:%Y-%m-%d %H:%M} UTC"

    def unlike(self, *, started: datetime, machine: str, engine: str, rate: float) -> list[str]:
        """Why the two runs may differ whatever became of the product, in words."""
        apart = abs(started - self.started)
        reasons = [
            (self.machine != machine, f"another machine sent it ({self.machine})"),
            (self.engine != engine, f"another engine sent it ({self.engine})"),
            (abs(self.rate - rate) > 0.1 * rate, f"it sent {self.rate:g} requests a second"),
            (apart > _FAR, f"it was made {_span(apart)} earlier"),
        ]
        return [words for holds, words in reasons if holds]


def read(raw: bytes, file: str) -> Earlier:
    """The last run of a file that holds. Raises ConfigError when it is none of ours."""
    at = Location(file=file)
    if len(raw) > LARGEST:
        raise _wrong(at, f"it is larger than {LARGEST // 1024**2} MiB")
    runs = _runs(raw, at)
    if not runs:
        raise _wrong(at, "there is no load run in it")
    for run, place in reversed(runs):
        if not run.get("invalid"):
            return _earlier(run, place)
    raise _wrong(at, "no run in it holds: each is marked as invalid")


def _runs(raw: bytes, at: Location) -> list[tuple[dict[str, Any], Location]]:
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise _wrong(at, "this is not text") from None
    if (whole := _json(text)) is not None:
        report = whole.get("load") if isinstance(whole, dict) else whole
        listed = report if isinstance(report, list) else [whole]
        return [(_mapping(one, at), at) for one in listed]
    runs = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            place = Location(file=at.file, line=number)
            runs.append((_mapping(_json(line), place), place))
    return runs


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _mapping(value: object, at: Location) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(at, "this is no load run")
    return value


def _earlier(run: dict[str, Any], at: Location) -> Earlier:
    if run.get("version") != VERSION:
        raise _wrong(at, f"its version is not {VERSION}, the only one so far")
    try:
        return Earlier(
            started=datetime.strptime(run["started"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC),
            machine=_text(run["machine"]),
            engine=_text(run["engine"]),
            rate=_amount(run["rate"]),
            targets=tuple(
                (_text(one["name"]), _histogram(one["histogram"])) for one in run["targets"]
            ),
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise _wrong(at, f"this load run is not whole ({type(error).__name__}: {error})") from None


def _histogram(value: dict[str, Any]) -> Histogram:
    if (value["growth"], value["smallest_s"]) != (GROWTH, SMALLEST):
        raise ValueError("its buckets are others than ours")
    counts: dict[int, int] = {}
    for place, count in value["counts"]:
        if not (type(place) is int and type(count) is int):
            raise ValueError("a count is no whole number")
        if not (0 <= place <= MOST and 0 < count <= _MOST_ANSWERS):
            raise ValueError("a count is out of range")
        counts[place] = counts.get(place, 0) + count
    return Histogram(
        counts=tuple(sorted(counts.items())), largest=_amount(value["largest_ms"]) / 1000
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a name is no text")
    return value[:200]


def _amount(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e12:
        raise ValueError("an amount is no number")
    return float(value)


def _span(apart: timedelta) -> str:
    days = apart / timedelta(days=1)
    return f"{days:.0f} days" if days >= 2 else f"{apart / timedelta(hours=1):.0f} hours"


def _wrong(at: Location, found: str) -> ConfigError:
    return ConfigError([Problem(at=at, found=found, meant=_REMEDY)])
