"""What happened on GitHub, read from the variables and the payload of a run.

Only the standard library is imported here and in what this imports: the action also reads the
event on the runner itself, before anything is installed.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from launchready.core.location import Location
from launchready.values.problem import ConfigError, Problem

# A payload is at most 25 MB on GitHub's side; anything larger is not one.
LARGEST_PAYLOAD = 32 * 1024 * 1024

_SHA = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_UNWELCOME_IN_A_REF = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|^-|@\{")


@dataclass(frozen=True, slots=True, kw_only=True)
class PullRequest:
    """A change that asks to go in, and what it would be merged into.

    `commits` is GitHub's count of them, None in the payload of a review. With `is_target` it is
    `pull_request_target`, which runs with secrets.
    """

    number: int
    base_ref: str
    base_sha: str
    head_sha: str
    commits: int | None
    is_fork: bool
    is_target: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """A branch or tag moved; `before` or `after` is None where it did not exist.

    `commits` is GitHub's count of `before..after`, None where it gives none: it lists at most
    2048, and of a tag none.
    """

    ref: str
    before: str | None
    after: str | None
    commits: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeGroup:
    """A merge queue asks whether a group of pull requests may go in."""

    base_ref: str
    base_sha: str
    head_sha: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """A deployment, or its status (`success`, `pending`, ...; "" for a new deployment)."""

    sha: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowRun:
    """Another workflow ran; its commits may be a stranger's. `base_sha` is None for forks."""

    head_sha: str
    base_sha: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """Nobody's change in particular: a schedule, or somebody pressed the button."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """An event this version has no rule for, or one without commits of its own."""


Happening = PullRequest | Push | MergeGroup | Deployment | WorkflowRun | Sweep | Other

_SWEEPS = ("schedule", "workflow_dispatch", "repository_dispatch")
# A review runs in the pull request's own merge, as `pull_request` does.
_PULL_REQUESTS = (
    "pull_request",
    "pull_request_target",
    "pull_request_review",
    "pull_request_review_comment",
)
# Runs that get no secrets and a token that may only read when Dependabot sets them off.
# https://docs.github.com/en/code-security/dependabot/troubleshooting-dependabot
_OF_DEPENDABOT = (*_PULL_REQUESTS, "push", "create", "deployment", "deployment_status")
# Commits a push payload lists at most.
_MOST_LISTED = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One run of a workflow and what set it off.

    `run` is the number within its workflow and the attempt: of two runs of one workflow the
    greater is the later. `default_branch` is "" where the payload does not say.
    """

    name: str
    what: Happening
    repository: str
    default_branch: str
    actor: str
    sha: str
    workflow: str
    workflow_file: str
    job: str
    run: tuple[int, int]
    run_id: str
    server_url: str
    api_url: str

    @property
    def pull_request(self) -> PullRequest | None:
        return self.what if isinstance(self.what, PullRequest) else None

    @property
    def is_from_outside(self) -> bool:
        """Whether GitHub treats the run as a stranger's, without secrets: forks, Dependabot."""
        if self.actor == "dependabot[bot]" and self.name in _OF_DEPENDABOT:
            return True
        return self.pull_request is not None and self.pull_request.is_fork

    @property
    def run_url(self) -> str:
        return f"{self.server_url}/{self.repository}/actions/runs/{self.run_id}"


def read(variables: Mapping[str, str]) -> Event:
    """The event of this run. Raises ConfigError outside a workflow or on a broken payload."""
    file = variables.get("GITHUB_EVENT_PATH", "")
    if not file or not variables.get("GITHUB_EVENT_NAME"):
        raise _wrong("GITHUB_EVENT_PATH is not set", "in a shell, use `launchready check`")
    try:
        with Path(file).open("rb") as opened:
            raw = opened.read(LARGEST_PAYLOAD + 1)
        payload = json.loads(raw) if len(raw) <= LARGEST_PAYLOAD else None
    except (OSError, ValueError, RecursionError) as error:
        raise _wrong(f"the event's payload cannot be read ({type(error).__name__})") from None
    return parse(variables, payload)


def parse(variables: Mapping[str, str], payload: Any) -> Event:
    """The event that a run's variables and its decoded payload describe."""
    if not isinstance(payload, dict):
        raise _wrong("the event's payload is not a JSON object")
    name = variables.get("GITHUB_EVENT_NAME", "")
    repository = variables.get("GITHUB_REPOSITORY", "")
    default_branch = _maybe(payload, "repository", "default_branch")
    return Event(
        name=name,
        what=_what(name, payload, repository),
        repository=repository,
        default_branch=_ref(default_branch) if default_branch else "",
        actor=variables.get("GITHUB_ACTOR", ""),
        sha=variables.get("GITHUB_SHA", ""),
        workflow=variables.get("GITHUB_WORKFLOW", ""),
        workflow_file=_workflow_file(variables, repository),
        job=variables.get("GITHUB_JOB", ""),
        run=(_number(variables, "GITHUB_RUN_NUMBER"), _number(variables, "GITHUB_RUN_ATTEMPT")),
        run_id=variables.get("GITHUB_RUN_ID", ""),
        server_url=variables.get("GITHUB_SERVER_URL", "https://github.com").rstrip("/"),
        api_url=variables.get("GITHUB_API_URL", "https://api.github.com").rstrip("/"),
    )


def _what(name: str, payload: Mapping[str, Any], repository: str) -> Happening:
    if name in _PULL_REQUESTS:
        return _pull_request(name, payload, repository)
    if name == "push":
        return _push(payload)
    if name == "merge_group":
        base_ref = str(_at(payload, "merge_group", "base_ref")).removeprefix("refs/heads/")
        return MergeGroup(
            base_ref=_ref(base_ref),
            base_sha=_sha(payload, "merge_group", "base_sha"),
            head_sha=_sha(payload, "merge_group", "head_sha"),
        )
    if name in ("deployment", "deployment_status"):
        state = _maybe(payload, "deployment_status", "state")
        return Deployment(sha=_sha(payload, "deployment", "sha"), state=str(state or ""))
    if name == "workflow_run":
        pulls = _maybe(payload, "workflow_run", "pull_requests")
        base = _sha(pulls[0], "base", "sha") if isinstance(pulls, list) and pulls else None
        return WorkflowRun(head_sha=_sha(payload, "workflow_run", "head_sha"), base_sha=base)
    return Sweep() if name in _SWEEPS else Other()


def _pull_request(name: str, payload: Mapping[str, Any], repository: str) -> PullRequest:
    commits = _maybe(payload, "pull_request", "commits")
    # A deleted fork leaves no head repository behind, and is a stranger's all the same.
    home = _maybe(payload, "pull_request", "head", "repo", "full_name")
    return PullRequest(
        number=_count(payload, "pull_request", "number"),
        base_ref=_ref(_at(payload, "pull_request", "base", "ref")),
        base_sha=_sha(payload, "pull_request", "base", "sha"),
        head_sha=_sha(payload, "pull_request", "head", "sha"),
        commits=commits if isinstance(commits, int) else None,
        is_fork=str(home).lower() != repository.lower(),
        is_target=name == "pull_request_target",
    )


def _push(payload: Mapping[str, Any]) -> Push:
    before, after = _sha(payload, "before"), _sha(payload, "after")
    listed = payload.get("commits")
    count = len(listed) if isinstance(listed, list) else 0
    return Push(
        ref=_ref(_at(payload, "ref")),
        before=before if before.strip("0") else None,
        after=after if after.strip("0") else None,
        commits=count if 0 < count < _MOST_LISTED else None,
    )


def _maybe(payload: Any, *path: str) -> Any:
    for step in path:
        payload = payload.get(step) if isinstance(payload, dict) else None
    return payload


def _at(payload: Any, *path: str) -> Any:
    found = _maybe(payload, *path)
    if found is None:
        raise _wrong(f"the event's payload has no {'.'.join(path)}")
    return found


def _count(payload: Any, *path: str) -> int:
    found = _at(payload, *path)
    if not isinstance(found, int) or found < 0:
        raise _wrong(f"{'.'.join(path)} in the event's payload is no number")
    return found


def _sha(payload: Any, *path: str) -> str:
    found = str(_at(payload, *path))
    if not _SHA.fullmatch(found):
        raise _wrong(f"{'.'.join(path)} in the event's payload is no commit id")
    return found


def _ref(name: Any) -> str:
    if _UNWELCOME_IN_A_REF.search(str(name)) or not name:
        raise _wrong("a branch in the event's payload has a name git would not take")
    return str(name)


def _number(variables: Mapping[str, str], name: str) -> int:
    value = variables.get(name, "")
    return int(value) if value.isascii() and value.isdigit() else 0


def _workflow_file(variables: Mapping[str, str], repository: str) -> str:
    """`.github/workflows/gate.yml` of `org/app/.github/workflows/gate.yml@refs/heads/main`."""
    file = variables.get("GITHUB_WORKFLOW_REF", "").partition("@")[0]
    return file.removeprefix(f"{repository}/") or ".github/workflows"


def _wrong(found: str, meant: str = "launchready github runs in a GitHub workflow") -> ConfigError:
    return ConfigError([Problem(at=Location(file=".github/workflows"), found=found, meant=meant)])
