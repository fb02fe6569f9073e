"""Comments on a stranger's pull request, from a workflow that may.

A fork's run has no token that can comment. It leaves its JSON report as an artifact; a workflow
on `workflow_run` takes it from there. Which pull request it belongs to is asked of GitHub by the
run that set this one off, never read from the artifact.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from launchready.core.location import Location
from launchready.github import artifact, comment, outputs
from launchready.github.api import GitHub
from launchready.github.deliver import Channel
from launchready.github.event import LARGEST_PAYLOAD, Event, WorkflowRun
from launchready.github.inputs import Inputs
from launchready.github.refusal import NotDeliveredError
from launchready.report import markdown
from launchready.values.problem import ConfigError, Problem

_NOTE = "this is what the pull request's own run reported; whoever opened it could change that"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The run that set this one off, as GitHub tells it in the event's payload."""

    event: str
    head_sha: str
    head_branch: str
    home: str
    path: str
    actor: str
    run_id: int
    run: tuple[int, int]


def source(variables: Mapping[str, str], happened: Event) -> Source:
    """Raises ConfigError where the event is no workflow_run."""
    given: Any = None
    if isinstance(happened.what, WorkflowRun):
        with Path(variables["GITHUB_EVENT_PATH"]).open("rb") as opened:
            given = json.loads(opened.read(LARGEST_PAYLOAD)).get("workflow_run")
    if not isinstance(given, dict):
        meant = "it belongs in a workflow on workflow_run; see examples/comment-from-fork.yml"
        at = Location(file=happened.workflow_file)
        found = f"input comment-from stands in a workflow on {happened.name}"
        raise ConfigError([Problem(at=at, found=found, meant=meant)])
    home = given.get("head_repository")
    actor = given.get("actor")
    return Source(
        event=_text(given, "event"),
        head_sha=_text(given, "head_sha"),
        head_branch=_text(given, "head_branch"),
        home=_text(home, "full_name"),
        path=_text(given, "path"),
        actor=_text(actor, "login"),
        run_id=_number(given, "id"),
        run=(_number(given, "run_number"), _number(given, "run_attempt")),
    )


async def deliver(file: Path, happened: Event, inputs: Inputs, channel: Channel) -> None:
    """Writes the comment. Raises ConfigError for an artifact that is no report."""
    channel.output(outputs.without_report())
    run = source(channel.variables, happened)
    if reason := _against(run, happened, inputs):
        channel.notice(f"no comment: {reason}")
        return
    report = artifact.read(file, inputs.comment_from)
    marker = comment.marker_for(run.path, inputs.config, report.environment, "fork", run=run.run)
    address = f"{happened.server_url}/{happened.repository}/actions/runs/{run.run_id}"
    link = f"\n[The run, its log and its summary]({address})\n"
    report = replace(report, notes=(_NOTE, *report.notes))
    text = markdown.render(report, limit=markdown.COMMENT - len(link)) + link
    try:
        async with GitHub(
            happened.api_url,
            happened.repository,
            inputs.token,
            ca_bundle=inputs.ca_bundle,
            clock=channel.clock,
        ) as github:
            number = await _pull_request(github, run)
            written = await comment.put(github, number, marker, text)
    except NotDeliveredError as error:
        channel.notice(f"the comment was not written: {error}", "warning")
        return
    if written.did == "left":
        channel.notice("a later run has written the comment; it is left as it is")
    if written.url:
        channel.output({"comment-url": written.url})


def _against(run: Source, happened: Event, inputs: Inputs) -> str:
    if run.event != "pull_request":
        return f"the run that ended was on {run.event or 'nothing'}, not on pull_request"
    is_ours = run.home.lower() == happened.repository.lower()
    if is_ours and run.actor != "dependabot[bot]":
        return "the pull request is the repository's own, and its run could comment itself"
    if not (run.home and run.head_branch):
        return "the fork or its branch is gone"
    return "" if inputs.token else "there is no github-token"


async def _pull_request(github: GitHub, run: Source) -> int:
    """The one open pull request whose head is what the run looked at."""
    head = quote(f"{run.home.partition('/')[0]}:{run.head_branch}", safe="")
    listed = (await github.ask("GET", f"/pulls?head={head}&state=open&per_page=100")).body
    if not isinstance(listed, list):
        raise NotDeliveredError("GitHub's answer is not a list of pull requests")
    numbers = [_number(one, "number") for one in listed if _is_of(one, run)]
    if not numbers:
        raise NotDeliveredError("no open pull request has this commit at its head any more")
    if len(numbers) > 1:
        raise NotDeliveredError("several pull requests have this commit at their head")
    return numbers[0]


def _is_of(pull: Any, run: Source) -> bool:
    head = pull.get("head") if isinstance(pull, dict) else None
    home = head.get("repo") if isinstance(head, dict) else None
    is_home = _text(home, "full_name").lower() == run.home.lower()
    return is_home and bool(run.head_sha) and _text(head, "sha") == run.head_sha


def _text(raw: Any, name: str) -> str:
    value = raw.get(name) if isinstance(raw, dict) else None
    return value if isinstance(value, str) else ""


def _number(raw: Any, name: str) -> int:
    value = raw.get(name) if isinstance(raw, dict) else None
    return value if isinstance(value, int) else 0
