"""What a run leaves behind: figures for the report, and how it stands to an earlier one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from launchready.core.finding import Finding
from launchready.core.load import Run, Sample
from launchready.core.location import Subject
from launchready.core.measured import Before, Estimate, LoadRun, Measured
from launchready.core.repository import Repository
from launchready.core.sheet import Sheet
from launchready.core.unreachable import UnreachableError
from launchready.load import earlier, slower
from launchready.load.advice import advise
from launchready.load.earlier import Earlier
from launchready.load.measuring import faults, good, histogram, phases, queries, server, slots
from launchready.load.twins import failed_share, histogram_of
from launchready.values.problem import ConfigError

SHARES = (0.5, 0.95, 0.99)

# A percentile with its interval, of times in rising order (at least one) and a share.
Estimator = Callable[[Sequence[float], float], Estimate]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A target as the report shows it: its line, its address without query, its p95's limit in
    seconds."""

    subject: Subject
    where: str
    limit: float | None = None

    @property
    def name(self) -> str:
        return str(self.subject)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftermath:
    """What to say of a run beside its verdict. `unread` says why an earlier run could not be read
    though there is one, "" where it could."""

    measured: LoadRun
    findings: tuple[Finding, ...] = ()
    unread: str = ""

    @property
    def sheet(self) -> Sheet:
        return Sheet(title="the load run", rows=(), run=self.measured)


def aftermath(
    run: Run,
    shown: Sequence[Shown],
    estimator: Estimator,
    *,
    environment: str = "",
    invalid: str = "",
    on_branch: bool = False,
    files: Repository | None = None,
    compare: str = "",
    beside: str = "",
) -> Aftermath:
    """A run's figures. One that is invalid is shown, and neither judged nor compared.

    `compare` is the path of what an earlier run left; none there yet is no fault. `beside` is
    the base URL of another version that was asked in turns with this one.
    """
    pairs = [(one, _measured(run, one, estimator)) for one in shown]
    made = _load_run(run, environment, invalid, on_branch=on_branch)
    if invalid:
        return Aftermath(measured=replace(made, targets=tuple(each for _, each in pairs)))
    past, told, unread = _past(files, compare)
    if beside:
        pairs = [
            (one, replace(each, before=_beside(run, one, each, beside))) for one, each in pairs
        ]
    elif past is not None:
        pairs = [(one, replace(each, before=_held(run, one, each, past))) for one, each in pairs]
    findings: list[Finding] = []
    for one, each in pairs:
        if each.before is not None:
            middle = each.estimate(0.5)
            seconds = middle.seconds if middle else None
            findings += slower.judge(one.subject, each.histogram, each.before, seconds)
    findings += advise([(one.subject, each) for one, each in pairs])
    if beside:
        told = (f"Each version was asked in turns, half of the requests went to {beside}.",)
    notes = (*made.notes, *told)
    whole = replace(made, targets=tuple(each for _, each in pairs), notes=notes)
    return Aftermath(measured=whole, findings=tuple(findings), unread=unread)


def _load_run(run: Run, environment: str, invalid: str, *, on_branch: bool) -> LoadRun:
    return LoadRun(
        engine=run.engine,
        machine=run.machine,
        started=run.started,
        seconds=run.seconds,
        rate=run.rate,
        achieved=run.health.achieved,
        targets=(),
        environment=environment,
        invalid=invalid,
        on_branch=on_branch,
        notes=_notes(run),
    )


def _notes(run: Run) -> tuple[str, ...]:
    if run.engine != "locust":
        return ()
    return (
        "Locust has no open model: a visitor whose answer takes longer than 2 s sends its next "
        "request late. Times count from when each request was due.",
    )


def _measured(run: Run, shown: Shown, estimator: Estimator) -> Measured:
    samples: list[Sample] = [one for one in run.samples if one.target == shown.name]
    ranked = sorted(good(samples))
    return Measured(
        name=shown.name,
        where=shown.where,
        answers=len(samples),
        failed=faults(samples),
        estimates=tuple(estimator(ranked, share) for share in SHARES) if ranked else (),
        limit=shown.limit,
        histogram=histogram(samples),
        slots=slots(samples, run.seconds),
        phases=phases(samples),
        server=server(samples),
        queries=queries(samples),
    )


def _held(run: Run, one: Shown, each: Measured, past: Earlier) -> Before | None:
    unlike = past.unlike(started=run.started, machine=run.machine, engine=run.engine, rate=run.rate)
    return slower.held_against(each.histogram, past.of(one.name), str(past), unlike)


def _beside(run: Run, one: Shown, each: Measured, there: str) -> Before | None:
    """The same target of another version, asked in turns within this run."""
    failed = failed_share(run, one.name, there)
    unlike = [f"{failed * 100:.2g} % of its requests failed"] if failed > 0.01 else []
    name = f"{there} in the same run"
    return slower.held_against(each.histogram, histogram_of(run, one.name, there), name, unlike)


def _past(files: Repository | None, path: str) -> tuple[Earlier | None, tuple[str, ...], str]:
    """The earlier run, what to say where there is none, and why it could not be read."""
    if files is None or not path:
        return None, (), ""
    try:
        raw = files.raw(path)
        if raw is None or not raw.strip():
            first = f"There is no {path} yet; write it with -f perf={path} to compare the next run."
            return None, (first,), ""
        return earlier.read(raw, path), (), ""
    except ConfigError as error:
        return None, (), str(error)
    except UnreachableError as error:
        return None, (), error.reason
