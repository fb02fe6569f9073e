"""An earlier run is read from what one wrote, and nothing else is taken for one."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.core.histogram import Histogram
from launchready.load.earlier import Earlier, read
from launchready.values.problem import ConfigError

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def _written(**changed: Any) -> dict[str, Any]:
    """One line of -f perf=FILE, as far as it is read."""
    histogram = {
        "smallest_s": 1e-5,
        "growth": 1.02,
        "largest_ms": 700.5,
        "counts": [[380, 40], [400, 9]],
    }
    run = {
        "version": 1,
        "engine": "builtin",
        "machine": "Linux, 2 CPUs",
        "started": "2026-11-25T11:00:00Z",
        "rate": 50,
        "invalid": None,
        "targets": [{"name": "orders", "histogram": histogram}],
    }
    return run | changed


def _line(**changed: Any) -> bytes:
    return json.dumps(_written(**changed)).encode()


EARLIER = Earlier(
    started=datetime(2026, 11, 25, 11, 0, tzinfo=UTC),
    machine="Linux, 2 CPUs",
    engine="builtin",
    rate=50,
    targets=(("orders", Histogram(counts=((380, 40), (400, 9)), largest=0.7005)),),
)


def test_a_file_of_one_run_is_read() -> None:
    found = read(_line(), "last.json")

    assert found == EARLIER
    assert str(found) == "the run of 2026-11-25 11:00 UTC"
    assert found.of("portal") is None


def test_of_a_history_the_last_run_that_holds_counts() -> None:
    lines = [_line(rate=10), _line(), _line(rate=90, invalid="the sender was busy")]

    assert read(b"\n".join(lines) + b"\n\n", "history.jsonl") == EARLIER


def test_a_report_in_json_will_do() -> None:
    report = json.dumps({"version": 1, "verdict": "go", "load": [_written()]}, indent=2)

    assert read(report.encode(), "report.json") == EARLIER


@pytest.mark.parametrize(
    ("raw", "found", "line"),
    [
        (b"", "there is no load run in it", 1),
        (b'{"verdict": "go", "load": []}', "there is no load run in it", 1),
        (b"\xff\xfe", "this is not text", 1),
        (b"p95 is 300", "this is no load run", 1),
        (_line() + b"\nnonsense", "this is no load run", 2),
        (_line(invalid="busy"), "no run in it holds: each is marked as invalid", 1),
        (_line(version=2), "its version is not 1, the only one so far", 1),
        (_line(rate="fast"), "not whole (ValueError: an amount is no number)", 1),
        (_line(started="yesterday"), "not whole (ValueError: time data", 1),
        (_line(targets=[{"name": "a"}]), "not whole (KeyError: 'histogram')", 1),
    ],
    ids=[
        "empty",
        "report-without-load",
        "no-text",
        "no-json",
        "second-line",
        "invalid",
        "version",
        "rate",
        "time",
        "target",
    ],
)
def test_what_is_none_is_refused_with_its_line(raw: bytes, found: str, line: int) -> None:
    with pytest.raises(ConfigError) as caught:
        read(raw, "ops/perf/last.json")
    (problem,) = caught.value.problems

    assert found in problem.found
    assert problem.meant == "give the file that -f perf=FILE wrote"
    assert (problem.at.file, problem.at.line) == ("ops/perf/last.json", line)


def test_counts_in_other_buckets_are_not_compared() -> None:
    other = _written()
    other["targets"][0]["histogram"]["growth"] = 1.05

    with pytest.raises(ConfigError, match="its buckets are others than ours"):
        read(json.dumps(other).encode(), "last.json")


def test_runs_under_the_same_conditions_are_alike() -> None:
    same = {"machine": "Linux, 2 CPUs", "engine": "builtin", "rate": 50.0}

    assert EARLIER.unlike(started=NOON, **same) == []  # type: ignore[arg-type]


def test_other_conditions_are_named() -> None:
    later = NOON + timedelta(days=3)
    unlike = EARLIER.unlike(started=later, machine="other", engine="locust", rate=80)

    assert unlike == [
        "another machine sent it (Linux, 2 CPUs)",
        "another engine sent it (builtin)",
        "it sent 50 requests a second",
        "it was made 3 days earlier",
    ]
    assert replace(EARLIER, started=NOON).unlike(
        started=NOON + timedelta(hours=9), machine="Linux, 2 CPUs", engine="builtin", rate=50
    ) == ["it was made 9 hours earlier"]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(("version", "load", "targets", "histogram", "counts", "name", "rate")),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=100)
@given(anything, st.sampled_from(("targets", "rate", "started", "machine", "version", "invalid")))
def test_no_file_breaks_the_reader(value: object, key: str) -> None:
    for raw in (json.dumps(value).encode(), _line(**{key: value})):
        try:
            found = read(raw, "last.json")
        except ConfigError:
            continue
        assert all(histogram.total >= 0 for _, histogram in found.targets)


@settings(max_examples=100)
@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    with suppress(ConfigError):
        assert read(raw, "last.json").rate >= 0
