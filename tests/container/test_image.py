"""The Dockerfile builds, and what it builds runs read-only, as anybody, without a network."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import launchready
from tests.action.runner import CONFIG, Runner
from tests.action.workshop import an_aws_key, checkout_of_the_action
from tests.container.engine import IMAGE, Engine
from tests.github import events
from tests.github.origin import Origin

pytestmark = [pytest.mark.container, pytest.mark.timeout(1800)]


def test_the_image_says_its_version_and_runs_as_nobody(engine: Engine) -> None:
    said = engine("run", "--rm", "--network=none", IMAGE, "version").stdout
    seen = json.loads(engine("image", "inspect", IMAGE).stdout)[0]

    assert said == f"launchready {launchready.__version__}\n"
    assert seen["Labels"]["org.opencontainers.image.version"] == launchready.__version__
    assert seen["Config"]["User"] == "65532:65532"


def test_a_tree_is_searched_without_a_network_or_a_place_to_write(
    engine: Engine, tmp_path: Path
) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "a.py").write_text(f"KEY = '{an_aws_key()}'\n", "utf-8")

    done = engine(
        *("run", "--rm", "--network=none", "--read-only", "--tmpfs=/tmp", "--cap-drop=ALL"),
        *("--security-opt=no-new-privileges", "-v", f"{tmp_path}:/repository:ro", IMAGE, "check"),
        check=False,
    )

    assert done.returncode == 1
    assert "secrets/aws-access-key" in done.stdout


@pytest.fixture
def runner(engine: Engine, tmp_path: Path) -> Runner:
    action = checkout_of_the_action(tmp_path / "action")
    origin = Origin.at(tmp_path / "origin")
    origin.commit("launchready.yml", CONFIG)
    origin.checkout(tmp_path / "app", "refs/heads/main")
    return Runner(folder=tmp_path, action=action, tools=tmp_path / "tools")


def test_the_action_takes_the_container_where_it_works(runner: Runner, engine: Engine) -> None:
    step = runner.run(
        PAGE="x",
        LR_ENV="PAGE",
        LR_CHECKS="secrets",
        LR_IMAGE=IMAGE,
        LR_JSON_FILE="out/gate.json",
        **engine.variables,
    )

    assert f"launchready runs in its container, {IMAGE}." in step.log
    assert step.code == 0
    assert "verdict<<" in step.output
    report = json.loads((runner.workspace / "out" / "gate.json").read_text("utf-8"))
    assert report["verdict"] == "go"


def test_history_is_fetched_before_the_container_starts(runner: Runner, engine: Engine) -> None:
    origin = Origin(runner.folder / "origin")
    base = origin.head()
    origin.branch("topic")
    origin.commit("a.py", f"KEY = '{an_aws_key()}'\n")
    for number in range(20):
        origin.commit("a.py", f"KEY = load({number})\n")
    origin.pull_request(7, base, origin.head())
    shutil.rmtree(runner.workspace)
    origin.checkout(runner.workspace, "refs/pull/7/merge")
    payload = events.pull_request(base, origin.head("topic"), commits=21)

    step = replace(runner, payload=payload).run(
        GITHUB_EVENT_NAME="pull_request",
        PAGE="x",
        LR_ENV="PAGE",
        LR_CHECKS="secrets",
        LR_IMAGE=IMAGE,
        **engine.variables,
    )

    assert "launchready runs in its container" in step.log
    assert step.code == 1
    assert "::error file=a.py,line=1" in step.log
