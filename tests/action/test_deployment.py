"""After a deployment the action looks at what is live, with the config of what was deployed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from anyio import to_thread

from launchready.demo.stage import Stage, staged
from tests.action.workshop import Job, Workshop, only_live
from tests.github import events, fake

pytestmark = [pytest.mark.act, pytest.mark.timeout(300)]


def deployed(stage: Stage, folder: Path, action: Path, github: fake.GitHub) -> Callable[[], Job]:
    """The portal's repository as a consumer's, just deployed."""
    workshop = Workshop.at(folder, action, '{env: "SMOKE_USER\\nSMOKE_PASSWORD"}')
    shutil.copytree(
        stage.root,
        workshop.origin.folder,
        ignore=shutil.ignore_patterns(".git"),
        dirs_exist_ok=True,
    )
    only_live(workshop.origin.folder / "launchready.yml")
    sha = workshop.origin.commit("deployed.txt", "yes\n")
    workshop.origin.checkout(folder / "app", "refs/heads/main")
    payload = events.deployment_status()
    payload["deployment"]["sha"] = sha
    return lambda: workshop.run("deployment_status", payload, github, **stage.variables)


async def test_a_sound_deployment_is_go(tmp_path: Path, action: Path, github: fake.GitHub) -> None:
    async with staged() as stage:
        job = await to_thread.run_sync(deployed(stage, tmp_path, action, github))

    assert job.code == 0, job.log
    assert job.outputs["verdict"] == "go"
    assert job.commands("error") == []
    assert "a deployment brings no commits" in job.summary
    assert github.calls == []


async def test_a_broken_deployment_is_no_go_at_the_lines_of_its_promises(
    tmp_path: Path, action: Path, github: fake.GitHub
) -> None:
    async with staged(broken=True) as stage:
        job = await to_thread.run_sync(deployed(stage, tmp_path, action, github))

    rooms = {where["title"].partition("/")[0] for _, where in job.commands("error")}
    files = {where["file"] for _, where in job.commands("error") if "file" in where}
    assert job.code == 1, job.log
    assert job.outputs["verdict"] == "no-go"
    assert "secrets" not in rooms
    assert rooms >= {"dns", "tls", "web", "smoke"}
    assert files <= {"launchready.yml", "dns/portal.test.yaml"}
