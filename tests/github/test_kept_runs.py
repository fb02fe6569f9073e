"""A load run is kept on the data branch where the config asks for it, and only then."""

import json
from dataclasses import replace
from pathlib import Path

import anyio
import pytest

from launchready.github import event
from launchready.github.data_branch import BRANCH, FILE
from launchready.github.deliver import Channel, deliver
from launchready.github.inputs import Inputs
from launchready.report.run_data import line
from tests.github import events
from tests.github.origin import Origin, git
from tests.report.runs import a_run, under_load

RUN = replace(a_run(), on_branch=True)
KEEPING = under_load(RUN)


@pytest.fixture
def origin(tmp_path: Path) -> Origin:
    return Origin.at(tmp_path / "org" / "app.git")


async def _delivered(tmp_path: Path, name: str, payload: object, **inputs: str) -> list[str]:
    """What is said in the log when a run with load is delivered."""
    await anyio.Path(tmp_path / "event.json").write_text(json.dumps(payload), "utf-8")
    variables = events.variables(
        name,
        GITHUB_EVENT_PATH=str(tmp_path / "event.json"),
        GITHUB_SERVER_URL=f"file://{tmp_path}",
    )
    said: list[str] = []
    channel = Channel(variables=variables, say=said.append)
    asked = Inputs(comment="never", **inputs)  # type: ignore[arg-type]
    report = KEEPING if name != "schedule" else under_load(a_run())
    await deliver(report, event.read(variables), asked, channel)
    return [one for one in said if "kept" in one]


async def test_a_push_keeps_its_run(tmp_path: Path, origin: Origin) -> None:
    said = await _delivered(tmp_path, "push", events.push(), token="a token")

    assert said == []
    kept = git(origin.folder, "show", f"{BRANCH}:{FILE}") + "\n"
    assert kept == line(RUN, KEEPING.commit)


async def test_without_a_token_that_is_a_warning(tmp_path: Path, origin: Origin) -> None:
    (said,) = await _delivered(tmp_path, "push", events.push())

    assert said.startswith("::warning title=launchready::the load run was not kept")
    assert git(origin.folder, "branch", "--list", BRANCH) == ""


async def test_a_repository_that_cannot_be_written_is_a_warning(tmp_path: Path) -> None:
    (said,) = await _delivered(tmp_path, "push", events.push(), token="a token")

    assert said.startswith("::warning title=launchready::the load run was not kept on")
    assert "a token" not in said


async def test_runs_of_pull_requests_are_not_kept(tmp_path: Path, origin: Origin) -> None:
    (said,) = await _delivered(tmp_path, "pull_request", events.pull_request(), token="a token")

    assert "are not kept" in said
    assert git(origin.folder, "branch", "--list", BRANCH) == ""


async def test_a_run_that_does_not_ask_for_it_is_not_kept(tmp_path: Path, origin: Origin) -> None:
    payload = {"repository": events.repository()}

    assert await _delivered(tmp_path, "schedule", payload, token="a token") == []
    assert git(origin.folder, "branch", "--list", BRANCH) == ""
