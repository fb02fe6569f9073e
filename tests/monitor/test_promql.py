"""PromQL is read and answered as Prometheus reads and answers it."""

import re
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.monitor.duration import duration
from launchready.monitor.promql import parse
from launchready.monitor.promql_answer import found
from launchready.monitor.promql_tree import PromqlError
from launchready.monitor.promql_values import Series, World, labels_of
from tests.command import LIMIT
from tests.servers import needs, program

STEP = 30.0
TIMES = (300.0, 330.0, 600.0, 900.0)
A, B = {"job": "web", "instance": "a"}, {"job": "web", "instance": "b"}
# Samples every 30 s: name, labels, and values as promtool writes them.
SAMPLES = [
    ("probe_success", A, [1.0] * 11 + [0.0] * 30),
    ("probe_success", B, [1.0] * 41),
    ("probe_ssl_earliest_cert_expiry", A, [1_000_000.0] * 41),
    ("probe_ssl_earliest_cert_expiry", B, [10_000.0] * 41),
    ("errors_total", {"code": "500", **A}, [float(10 * one) for one in range(41)]),
    ("errors_total", {"code": "200", **A}, [float(90 * one) for one in range(41)]),
]
EXPRESSIONS = [
    "probe_success == 0",
    "probe_success != 1",
    'probe_success{instance=~"a|c"} < 1',
    'probe_success{instance!~"a"}',
    "probe_ssl_earliest_cert_expiry - time() < 14 * 86400",
    "(probe_ssl_earliest_cert_expiry - time()) / 3600 < 5",
    "14 * 86400 > probe_ssl_earliest_cert_expiry - time()",
    "avg_over_time(probe_success[5m]) < bool 0.9",
    "max_over_time(probe_success[2m]) == 0",
    "sum_over_time(probe_success[3m])",
    "count_over_time(probe_success[3m])",
    "changes(probe_success[10m]) > 0",
    "quantile_over_time(0.5, probe_success[5m])",
    "last_over_time(probe_success[1m] offset 1m)",
    "sum(probe_success) by (job) / count(probe_success) by (job)",
    "sum without (instance) (probe_success)",
    "avg(probe_success) < 0.8",
    "min by (job) (probe_success) == 0",
    "topk(1, probe_ssl_earliest_cert_expiry)",
    "probe_success == bool 0",
    "(probe_success == bool 0) * 5",
    "probe_success == 0 and on (instance) probe_ssl_earliest_cert_expiry > 0",
    "probe_success unless probe_ssl_earliest_cert_expiry > 100000",
    "probe_success == 0 or probe_ssl_earliest_cert_expiry < 20000",
    'absent(nothing_at_all{job="x"})',
    "absent(probe_success)",
    "-probe_success",
    "2 ^ 3 ^ 0 - -1",
    "abs(-probe_ssl_earliest_cert_expiry)",
    "clamp_max(probe_ssl_earliest_cert_expiry, 20000)",
    "round(probe_ssl_earliest_cert_expiry / 7000, 0.5)",
    "avg_over_time((probe_success == bool 0)[5m:1m])",
    'errors_total{code="500"} / ignoring(code) group_left sum without(code)(errors_total)',
    "errors_total / on(instance) group_left(job) probe_success",
    "delta(probe_success[5m]) < 0",
    "vector(1)",
    "scalar(sum(probe_success)) * probe_success",
]


def a_world() -> World:
    def at(values: list[float]):  # type: ignore[no-untyped-def]
        return lambda time: values[int(time // STEP)] if 0 <= time < STEP * 41 else None

    series = tuple(
        Series(labels=labels_of({**labels, "__name__": name}), value=at(values))
        for name, labels, values in SAMPLES
    )
    return World.of(series, step=STEP, now=0.0)


def shown(labels: tuple[tuple[str, str], ...]) -> str:
    """Labels as promtool writes them."""
    given_ = dict(labels)
    name = given_.pop("__name__", "")
    inner = ", ".join(f'{key}="{value}"' for key, value in given_.items())
    return f"{name}{{{inner}}}"


@needs("promtool")
def test_every_expression_answers_what_prometheus_answers(tmp_path: Path) -> None:
    world = a_world()
    tests = [
        {
            "expr": text,
            "eval_time": f"{time:g}s",
            "exp_samples": [
                {"labels": shown(labels), "value": value}
                for labels, value in found(parse(text), world, time)
            ],
        }
        for text in EXPRESSIONS
        if "delta" not in text  # Prometheus guesses beyond the first and the last sample
        for time in TIMES
    ]
    series = [
        {
            "series": shown(labels_of({**labels, "__name__": name})),
            "values": " ".join(f"{one:g}" for one in values),
        }
        for name, labels, values in SAMPLES
    ]
    given_ = {"interval": "30s", "input_series": series, "promql_expr_test": tests}
    file = tmp_path / "test.yml"
    file.write_text(yaml.safe_dump({"tests": [given_]}), "utf-8")
    ran = subprocess.run(
        [program("promtool"), "test", "rules", str(file)],
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_every_expression_is_answered(text: str) -> None:
    for time in TIMES:
        assert isinstance(found(parse(text), a_world(), time), list)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("probe_success ==", "the end"),
        ("probe_success{a=}", "}"),
        ("sum(", "the end"),
        ("x[5m", "]"),
        ("x $ y", "$"),
        ("x @ 1234", "fixed time"),
        ("(" * 500 + "1" + ")" * 500, "nested"),
        ("-" * 15000 + "1", "nested"),
        ("a" * 30000, "longer"),
        ("(a + b)[5m]", "only a selector"),
    ],
)
def test_what_is_no_expression_says_so(text: str, why: str) -> None:
    with pytest.raises(PromqlError, match=re.escape(why)):
        parse(text)


@pytest.mark.parametrize(
    "text", ["histogram_quantile(0.9, x)", "predict_linear(x[1h], 60)", "f(1)"]
)
def test_a_function_nobody_knows_is_no_answer(text: str) -> None:
    series = Series(labels=labels_of({"__name__": "x"}), value=lambda _: 1.0)
    world = World.of((series,), step=30, now=0)

    with pytest.raises(PromqlError):
        found(parse(text), world, 600)


def test_a_stretch_of_a_year_is_looked_at_here_and_there() -> None:
    series = Series(labels=labels_of({"__name__": "x"}), value=lambda at: float(at > 0))
    world = World.of((series,), step=1, now=0)
    year = 365 * 86400.0
    half = found(parse("avg_over_time(x[1y])"), world, year / 2)

    assert half[0][1] == pytest.approx(0.5, abs=0.001)


WORDS = st.sampled_from(
    [
        *(
            "probe_success",
            "sum",
            "by",
            "(",
            ")",
            "{",
            "}",
            "[",
            "]",
            "5m",
            "1h30m",
            ":",
            ",",
            "=",
            "=~",
        ),
        *(
            "==",
            "<",
            "and",
            "or",
            "unless",
            "on",
            "group_left",
            "offset",
            "bool",
            "-",
            "^",
            "0.5",
            "'a'",
        ),
        *('"b', "absent", "rate", "avg_over_time", "without", "topk", "1", "x", "time", "@", "NaN"),
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS, max_size=14).map(" ".join) | st.text(max_size=40))
def test_no_text_breaks_the_reader_or_what_answers(text: str) -> None:
    with suppress(PromqlError):
        found(parse(text), a_world(), 600)


@settings(max_examples=50)
@given(st.integers(1, 500), st.sampled_from(["ms", "s", "m", "h", "d", "w"]))
def test_a_duration_is_its_number_of_units(count: int, unit: str) -> None:
    sizes = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}

    assert duration(f"{count}{unit}") == pytest.approx(count * sizes[unit])


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1m30s", 90.0),
        ("0", 0.0),
        ("1.5h", 5400.0),
        ("5", None),
        ("", None),
        ("s", None),
        ("1m x", None),
    ],
)
def test_durations_are_those_of_go(text: str, seconds: float | None) -> None:
    assert duration(text) == seconds
