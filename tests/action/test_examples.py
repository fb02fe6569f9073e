"""Each workflow in examples/ does what its first lines say, run by act as a user would have it."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from anyio import to_thread

from launchready.demo.stage import Stage, staged
from tests.action.workshop import ROOT, Job, Workshop, an_aws_key, only_live
from tests.github import events, fake

pytestmark = [pytest.mark.act, pytest.mark.timeout(300)]

EXAMPLES = {one.stem: one for one in sorted((ROOT / "examples").glob("*.yml"))}


def with_example(name: str, folder: Path, action: Path) -> Workshop:
    """A consumer whose only workflow is the example, to the letter."""
    workshop = Workshop.at(folder, action)
    workshop.origin.commit(".github/workflows/gate.yml", EXAMPLES[name].read_text("utf-8"))
    return workshop


def with_portal(name: str, folder: Path, action: Path, stage: Stage) -> Workshop:
    """The same, with the portal's files beside it, as they are deployed."""
    workshop = with_example(name, folder, action)
    ignore = shutil.ignore_patterns(".git")
    shutil.copytree(stage.root, workshop.origin.folder, ignore=ignore, dirs_exist_ok=True)
    only_live(workshop.origin.folder / "launchready.yml")
    workshop.origin.commit("deployed.txt", "yes\n")
    return workshop


def checked_out(workshop: Workshop) -> Workshop:
    workshop.origin.checkout(workshop.folder / "app", "refs/heads/main")
    return workshop


def deployment(workshop: Workshop, **status: str) -> dict[str, object]:
    payload = events.deployment_status()
    payload["deployment"] |= {"sha": workshop.origin.head(), "environment": "production"} | status
    return payload


def test_every_example_is_run_here() -> None:
    tests = Path(__file__).read_text("utf-8")

    assert [name for name in EXAMPLES if f'("{name}", ' not in tests] == []
    assert len(EXAMPLES) == 7


def test_a_pull_request_with_a_key_is_stopped_and_told(
    tmp_path: Path, action: Path, github: fake.GitHub
) -> None:
    workshop = with_example("pull-request", tmp_path, action)
    payload = workshop.pull_request(**{"a.py": f"KEY = '{an_aws_key()}'\n"})

    job = workshop.run("pull_request", payload, github)

    assert job.code == 1, job.log
    assert job.outputs["blockers"] == "1"
    assert len(github.comments) == 1


def test_a_sound_pull_request_passes(tmp_path: Path, action: Path, github: fake.GitHub) -> None:
    workshop = with_example("pull-request", tmp_path, action)
    payload = workshop.pull_request(**{"a.py": "name = 'portal'\n"})

    job = workshop.run("pull_request", payload, github)

    assert job.code == 0, job.log
    assert job.outputs["verdict"] == "go"


@pytest.mark.parametrize("broken", [False, True])
async def test_what_is_live_is_verified_after_a_deployment(
    tmp_path: Path, action: Path, github: fake.GitHub, *, broken: bool
) -> None:
    def run(stage: Stage) -> Callable[[], Job]:
        workshop = checked_out(with_portal("after-deploy", tmp_path, action, stage))
        status = deployment(workshop)
        return lambda: workshop.run("deployment_status", status, github, **stage.variables)

    async with staged(broken=broken) as stage:
        job = await to_thread.run_sync(run(stage))

    assert job.code == int(broken), job.log
    assert job.outputs["verdict"] == ("no-go" if broken else "go")


def test_a_preview_that_is_deployed_is_not_taken_for_production(
    tmp_path: Path, action: Path, github: fake.GitHub
) -> None:
    workshop = checked_out(with_example("after-deploy", tmp_path, action))

    job = workshop.run("deployment_status", deployment(workshop, environment="preview"), github)

    assert job.code == 0, job.log
    assert job.outputs == {}


@pytest.mark.parametrize("event", ["schedule", "workflow_dispatch"])
async def test_every_night_finds_a_key_of_long_ago_and_what_is_wrong_live(
    tmp_path: Path, action: Path, github: fake.GitHub, event: str
) -> None:
    def run(stage: Stage) -> Callable[[], Job]:
        workshop = with_example("nightly", tmp_path, action)
        workshop.origin.commit("old.py", f"KEY = '{an_aws_key()}'\n")
        workshop.origin.commit("old.py", "KEY = load()\n")
        ignore = shutil.ignore_patterns(".git")
        shutil.copytree(stage.root, workshop.origin.folder, ignore=ignore, dirs_exist_ok=True)
        only_live(workshop.origin.folder / "launchready.yml")
        workshop.origin.commit("deployed.txt", "yes\n")
        checked_out(workshop)
        payload = {"repository": events.repository()}
        return lambda: workshop.run(event, payload, github, **stage.variables)

    async with staged() as stage:
        job = await to_thread.run_sync(run(stage))

    assert job.code == 1, job.log
    assert job.outputs["blockers"] == "1"
    assert "launchready says no-go, with 1 blockers" in job.log
    assert job.outputs["report-html"] == "launchready.html"


def test_a_group_in_the_merge_queue_is_judged_by_what_it_brings(
    tmp_path: Path, action: Path, github: fake.GitHub
) -> None:
    workshop = with_example("merge-queue", tmp_path, action)
    origin = workshop.origin
    base = origin.head()
    origin.branch("topic")
    origin.commit("a.py", f"KEY = '{an_aws_key()}'\n")
    origin.branch(f"gh-readonly-queue/main/pr-7-{base}")
    group = origin.merge("topic")
    origin.checkout(tmp_path / "app", f"refs/heads/gh-readonly-queue/main/pr-7-{base}")

    job = workshop.run("merge_group", events.merge_group(base, group), github)

    assert job.code == 1, job.log
    assert job.outputs["blockers"] == "1"
    assert github.calls == []


def test_each_product_of_a_monorepo_has_its_own_promises_and_comment(
    tmp_path: Path, action: Path, github: fake.GitHub
) -> None:
    workshop = with_example("monorepo", tmp_path, action)
    workshop.origin.commit("products/shop/launchready.yml", "version: 1\nproduct: The Shop\n")
    workshop.origin.commit("products/blog/launchready.yml", "version: 1\nproduct: The Blog\n")
    payload = workshop.pull_request(**{"products/blog/a.py": "name = 'blog'\n"})

    job = workshop.run("pull_request", payload, github)

    assert job.code == 0, job.log
    assert len(github.comments) == 2
    assert sum("The Shop" in one.body for one in github.comments) == 1
    assert sum("The Blog" in one.body for one in github.comments) == 1


def test_a_key_in_one_product_is_annotated_with_its_path_from_the_root(
    tmp_path: Path, action: Path, github: fake.GitHub
) -> None:
    workshop = with_example("monorepo", tmp_path, action)
    workshop.origin.commit("products/shop/launchready.yml", "version: 1\nproduct: The Shop\n")
    workshop.origin.commit("products/blog/launchready.yml", "version: 1\nproduct: The Blog\n")
    payload = workshop.pull_request(**{"products/blog/a.py": f"KEY = '{an_aws_key()}'\n"})

    job = workshop.run("pull_request", payload, github)

    where = {properties["file"] for _, properties in job.commands("error") if properties}
    assert job.code == 1, job.log
    assert where == {"products/blog/a.py"}


async def test_each_environment_is_looked_at_with_its_own_values(
    tmp_path: Path, action: Path, github: fake.GitHub
) -> None:
    def run(stage: Stage) -> Callable[[], Job]:
        workshop = with_portal("environments", tmp_path, action, stage)
        config = (workshop.origin.folder / "launchready.yml").read_text("utf-8")
        config = config.replace(
            "environments:\n",
            'environments:\n  staging: {base_url: "https://app.portal.test", '
            'api_url: "https://api.portal.test"}\n',
        )
        config = config.replace("${api_url}/health", "${api_url}/health?key=${PREVIEW_PASSWORD}")
        workshop.origin.commit("launchready.yml", config)
        checked_out(workshop)
        payload = {"repository": events.repository()}
        secrets = {"PREVIEW_PASSWORD": "open-sesame", **stage.variables}
        return lambda: workshop.run("workflow_dispatch", payload, github, **secrets)

    async with staged() as stage:
        job = await to_thread.run_sync(run(stage))

    assert job.code == 0, job.log + job.summary
    assert "`staging`" in job.summary
    assert "`production`" in job.summary
    assert "PREVIEW_PASSWORD} is neither" not in job.log
    assert job.log.count("open-sesame") == 0


DOWNLOAD = """\
name: stands in for actions/download-artifact, which asks github.com
inputs: {name: {required: true}, run-id: {required: true}, github-token: {required: true}}
runs:
  using: composite
  steps:
    - {run: cp "$ARTIFACT" launchready.json, shell: bash}
"""


def test_a_forks_report_becomes_a_comment(
    tmp_path: Path, action: Path, github: fake.GitHub
) -> None:
    """The fork's run leaves its report and cannot comment; the other workflow can."""
    key, fork = an_aws_key(), "stranger/app"
    first = Workshop.at(tmp_path / "fork", action, inputs="{json-file: gate.json}")
    payload = first.pull_request(**{"a.py": f"KEY = '{key}'\n"})
    head = payload["pull_request"]["head"]
    head["repo"] = {"full_name": fork}
    job = first.run("pull_request", payload, github)
    second = checked_out(with_example("comment-from-fork", tmp_path / "base", action))
    (pinned,) = re.findall(r"uses: (actions/download-artifact@\w+)", text_of("comment-from-fork"))
    stub = tmp_path / "stub"
    stub.mkdir()
    (stub / "action.yml").write_text(DOWNLOAD, "utf-8")
    (left,) = first.folder.rglob("gate.json")
    given = f"--local-repository {pinned}={stub}\n--env ARTIFACT={left}\n"
    (second.folder / "home" / ".actrc").write_text(given, "utf-8")
    github.pulls = [fake.Pull(sha=head["sha"], branch="topic", home=fork)]
    run = {"id": 99, "event": "pull_request", "path": ".github/workflows/gate.yml"}
    run |= {"head_sha": head["sha"], "head_branch": "topic", "run_number": 3, "run_attempt": 1}
    run |= {"head_repository": {"full_name": fork}, "actor": {"login": "stranger"}}

    commented = second.run("workflow_run", events.workflow_run() | {"workflow_run": run}, github)

    assert job.code == 1, job.log
    assert "GitHub gives no token that may write to forks" in job.log
    assert commented.code == 0, commented.log
    (comment,) = github.comments
    assert comment.body.splitlines()[1].startswith("**no-go** · 1 blocker")
    assert "`a.py:1`" in comment.body
    assert key not in comment.body


def text_of(name: str) -> str:
    return EXAMPLES[name].read_text("utf-8")
