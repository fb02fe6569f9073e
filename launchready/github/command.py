"""`launchready github`: one run of the gate in a workflow, from its event to its comment."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from launchready import console, interrupt
from launchready.config.load import USUAL_ENVIRONMENT, load
from launchready.core.location import Location, Named
from launchready.core.redact import Redactor
from launchready.core.report import Report
from launchready.core.unreachable import UnreachableError
from launchready.github import deliver, event, from_fork, inputs, policy, ranges, trust
from launchready.github.api import REAL, Clock
from launchready.github.deepen import Commits, bring, complete
from launchready.github.deliver import Channel
from launchready.github.event import Event
from launchready.github.git import Git
from launchready.github.inputs import Inputs
from launchready.github.policy import AtCommit, Policy
from launchready.run import Request
from launchready.values.problem import ConfigError

WRONG_CALL = 2
UNKNOWN = 3

log = logging.getLogger(__name__)


def on_github(
    variables: Mapping[str, str], gate: Callable[[Request], Report], *, clock: Clock = REAL
) -> int:
    """Runs the gate for the event at hand, delivers the report, gives the exit code."""
    console.log_to_stderr(Redactor(frozenset({variables.get(inputs.variable("github-token"), "")})))
    channel = Channel(variables=variables, say=console.say, clock=clock)
    try:
        happened = event.read(variables)
        asked = inputs.read(variables, happened.workflow_file)
        if asked.comment_from:
            workspace = Path(variables.get("GITHUB_WORKSPACE") or Path.cwd())
            file = workspace / asked.comment_from
            interrupt.run(lambda: from_fork.deliver(file, happened, asked, channel))
            return 0
        if reason := ranges.idle(happened):
            deliver.rest(reason, channel)
            return 0
        run = prepare(happened, asked, variables)
        report = gate(run.request)
        report = replace(report, notes=(*report.notes, *run.policy.notes(happened)))
    except ConfigError as error:
        deliver.refuse(error.problems, channel)
        return WRONG_CALL
    except UnreachableError as error:
        deliver.unknown(error.reason, error.advice, channel)
        return UNKNOWN
    except Exception as error:  # a later step reads a verdict whatever breaks here; see STYLE
        log.exception("the gate broke")
        advice = "This is a fault of launchready; please report it with the traceback above."
        deliver.unknown(f"the gate broke ({type(error).__name__})", advice, channel)
        return UNKNOWN
    _deliver(report, happened, asked, channel)
    return report.verdict.exit_code


def _deliver(report: Report, happened: Event, asked: Inputs, channel: Channel) -> None:
    """What breaks here never changes the word."""
    try:
        interrupt.run(lambda: deliver.deliver(report, happened, asked, channel))
    except Exception as error:
        log.exception("the delivery broke")
        channel.notice(f"the report was not delivered whole ({type(error).__name__})", "warning")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A request for the gate, and the policy it is made under."""

    request: Request
    policy: Policy


def prepare(happened: Event, asked: Inputs, variables: Mapping[str, str]) -> Run:
    """What the gate is asked for this event. Raises ConfigError and UnreachableError."""
    start = asked.start(variables)
    git = Git.of(start, happened.server_url, asked.token, asked.ca_bundle, variables)
    may_fetch = not variables.get("LR_FETCHED")
    wanted = ranges.asked_for(happened, range_=asked.range, history=asked.history)
    branch = policy.base_branch(happened, git)
    brought = may_fetch and bring(git, wanted, branch)
    counts = policy.that_counts(
        git,
        happened,
        asked.folder(git.root, variables),
        asked.config,
        may_fetch=may_fetch,
        brought=brought,
    )
    _validate(counts, happened, asked.environment)
    baseline, untold = _baseline(counts, asked, happened)
    commits = complete(git, wanted, may_fetch=may_fetch, brought=brought)
    why = trust.against_network(happened, policy.head_of(git))
    request = Request(
        start=start,
        config=_config(counts, start, asked.config, git.root),
        environment=USUAL_ENVIRONMENT if counts.is_missing else asked.environment,
        rooms=asked.checks,
        scope=commits.scope,
        fail_on=asked.fail_on,
        barred=trust.barred(wanted, policy_is_missing=counts.reason, against_network=why),
        notes=(*_notes(happened, commits), *untold),
        policy=counts.base,
        named=counts.base,
        baseline=baseline,
        unverified=why,
        hidden=frozenset({asked.token} - {""}),
        variables=trust.Withheld() if why else variables,
    )
    return Run(request=request, policy=counts)


def _notes(happened: Event, commits: Commits) -> tuple[str, ...]:
    missing = f"the history is not whole: {commits.missing}" if commits.missing else ""
    return tuple(one for one in (ranges.note(happened), missing) if one)


def _config(counts: Policy, start: Path, named: str, root: Path) -> Path | None:
    if counts.base is not None:
        return root / counts.file
    return start / named if named else None


def _baseline(
    counts: Policy, asked: Inputs, happened: Event
) -> tuple[Named | None, tuple[str, ...]]:
    """The baseline an input names, and what to say when the base branch has none yet."""
    if not asked.baseline:
        return None, ()
    if counts.base is not None and not counts.base.has(asked.baseline):
        return None, (f"{counts.branch} has no {asked.baseline} yet; nothing is let stand by it",)
    return Named(name=asked.baseline, at=Location(file=happened.workflow_file)), ()


def _validate(counts: Policy, happened: Event, environment: str) -> None:
    """The change's own copy must hold too, though it judges nothing yet. Raises ConfigError."""
    if counts.base is None or not policy.changed(counts.base, happened, (counts.file,)):
        return
    own = AtCommit(git=counts.base.git, commit="HEAD")
    if own.has(counts.file):
        raw = own(counts.file)
        load(raw, counts.file, environment=environment, variables=trust.Withheld(), read=own)
