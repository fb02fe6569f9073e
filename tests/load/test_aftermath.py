"""A run is shown with all it measured, and held against an earlier one where there is one."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from launchready.core.load import Health, Phases, Run, Sample
from launchready.core.location import Location, Named
from launchready.core.measured import Estimate
from launchready.core.report import Answered, Verdict
from launchready.load.aftermath import Aftermath, Shown, aftermath
from launchready.report import data, run_data
from tests.report.reports import PAGE, a_check, a_report, asked
from tests.worlds import DictRepository

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
LAST = "ops/perf/last.json"
ORDERS = Shown(
    subject=Named(name="orders", at=Location(file="launchready.yml", line=9, column=5)),
    where="https://app.acme.test/orders",
    limit=0.3,
)


def _estimator(ranked: Sequence[float], share: float) -> Estimate:
    return Estimate(share=share, seconds=ranked[min(len(ranked) - 1, int(share * len(ranked)))])


def _run(taken: float = 0.1, started: datetime = NOON, engine: str = "builtin") -> Run:
    samples = [
        Sample(
            target="orders",
            due=place / 50,
            sent=place / 50,
            taken=taken * (1 + place % 7 / 100),
            phases=Phases(wait=taken),
            status=200,
            server_timing='db;dur=40;desc="31 queries"',
        )
        for place in range(500)
    ]
    samples.append(Sample(target="orders", due=9.9, sent=9.9, taken=10, error="timed out"))
    return Run(
        engine=engine,
        machine="Linux, 2 CPUs",
        started=started,
        seconds=10,
        rate=50,
        samples=tuple(samples),
        health=Health(lag=0.001, achieved=50, cpu=0.1),
    )


def _left_by(first: Aftermath) -> bytes:
    """What -f perf=FILE writes of it."""
    check = a_check("load/latency", "It holds.", PAGE)
    answer = Answered(findings=(), sheets=(first.sheet,))
    return run_data.render(a_report(Verdict.GO, asked(check, "the load run", answer))).encode()


def test_every_figure_is_of_the_targets_own_answers() -> None:
    left = aftermath(_run(), [ORDERS], _estimator, environment="production")
    (target,) = left.measured.targets

    assert (target.answers, target.failed) == (501, (("timed out", 1),))
    assert target.histogram.total == 500
    assert [one.name for one in target.estimates] == ["p50", "p95", "p99"]
    assert len(target.slots) == 10
    assert target.server[0] == ("db", 0.04)
    assert left.measured.notes == ()
    assert [one.rule.id for one in left.findings] == ["load/many-queries"]


def test_the_first_run_finds_none_before_it_and_says_so() -> None:
    for files in (DictRepository(), DictRepository(raws={LAST: b"\n"})):
        left = aftermath(_run(), [ORDERS], _estimator, files=files, compare=LAST)

        assert left.unread == ""
        assert left.measured.notes == (
            f"There is no {LAST} yet; write it with -f perf={LAST} to compare the next run.",
        )


def test_what_one_run_wrote_the_next_is_held_against() -> None:
    first = aftermath(_run(0.1, NOON - timedelta(hours=1)), [ORDERS], _estimator)
    files = DictRepository(raws={LAST: _left_by(first)})
    same = aftermath(_run(0.1), [ORDERS], _estimator, files=files, compare=LAST)
    slow = aftermath(_run(0.13), [ORDERS], _estimator, files=files, compare=LAST)

    assert "load/slower-than-before" not in [one.rule.id for one in same.findings]
    assert same.measured.targets[0].before is not None
    told = next(one for one in slow.findings if one.rule.id == "load/slower-than-before")
    assert "% later than the" in told.message
    assert "of the run of 2026-11-25 11:00 UTC" in told.message
    assert told.at == Location(file="launchready.yml", line=9, column=5)


def test_a_target_that_is_new_is_held_against_nothing() -> None:
    first = aftermath(_run(0.1), [], _estimator)
    files = DictRepository(raws={LAST: _left_by(first)})
    left = aftermath(_run(0.3), [ORDERS], _estimator, files=files, compare=LAST)

    assert left.measured.targets[0].before is None
    assert "load/slower-than-before" not in [one.rule.id for one in left.findings]


def test_a_file_that_cannot_be_read_is_no_pass() -> None:
    files = DictRepository(raws={LAST: b"p95: 300"})
    left = aftermath(_run(), [ORDERS], _estimator, files=files, compare=LAST)

    assert left.unread == (
        f"{LAST}:1:1: this is no load run; give the file that -f perf=FILE wrote"
    )


def test_an_invalid_run_is_shown_and_concludes_nothing() -> None:
    first = aftermath(_run(0.1), [ORDERS], _estimator)
    files = DictRepository(raws={LAST: _left_by(first)})
    left = aftermath(
        _run(0.9), [ORDERS], _estimator, invalid="the sender lagged", files=files, compare=LAST
    )

    assert left.findings == ()
    assert left.measured.invalid == "the sender lagged"
    assert left.measured.targets[0].before is None
    assert len(left.measured.targets[0].slots) == 10


def test_a_run_of_locust_says_what_its_model_is() -> None:
    left = aftermath(_run(engine="locust"), [ORDERS], _estimator)

    assert left.measured.notes[0].startswith("Locust has no open model")


def test_the_sheet_reaches_the_report() -> None:
    left = aftermath(_run(), [ORDERS], _estimator)
    check = a_check("load/latency", "It holds.", PAGE)
    answer = Answered(findings=left.findings, sheets=(left.sheet,))
    report = a_report(Verdict.GO, asked(check, "the load run", answer))

    assert report.runs == (left.measured,)
    assert '"name": "orders"' in data.render(report)
