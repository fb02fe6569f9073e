"""The shell that starts the gate takes nothing from the workspace and always leaves a verdict."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.action.runner import CONFIG, Runner
from tests.action.workshop import checkout_of_the_action
from tests.github.origin import Origin

pytestmark = [pytest.mark.act, pytest.mark.timeout(300)]


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tools")


@pytest.fixture
def runner(tmp_path: Path, action: Path, tools: Path) -> Runner:
    origin = Origin.at(tmp_path / "origin")
    origin.commit("launchready.yml", CONFIG)
    origin.checkout(tmp_path / "app", "refs/heads/main")
    return Runner(folder=tmp_path, action=action, tools=tools)


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        ({"LR_RUNTIME": "docker"}, 2, "none of auto, container, python"),
        ({"LR_ENV": "KEY A-B"}, 2, "names what is no variable"),
        ({"LR_ENV": "*"}, 2, "names what is no variable"),
        ({"LR_ENV": "KEY\nGITHUB_TOKEN"}, 2, "a variable of the runner's"),
        ({"LR_IMAGE": "--privileged"}, 2, "The input image is no name of an image"),
        ({"LR_RUNTIME": "container"}, 3, "this version of the action names no image"),
        (
            {"LR_RUNTIME": "container", "LR_IMAGE": "x", "RUNNER_OS": "macOS"},
            3,
            "the runner is not Linux",
        ),
    ],
)
def test_what_cannot_be_started_says_why_and_leaves_a_verdict(
    runner: Runner, given: dict[str, str], code: int, said: str
) -> None:
    step = runner.run(**given)

    assert step.code == code
    assert said in step.log
    assert "verdict=unknown\n" in step.output


def test_only_variables_that_env_names_reach_the_config(runner: Runner) -> None:
    checks = {"LR_CHECKS": "secrets", "PAGE": "portal", "PAGES": "x"}

    withheld = runner.run(**checks)
    handed = runner.run(LR_ENV="OTHER, PAGE", **checks)

    assert withheld.code == 2
    assert "${PAGE} is neither in environments.production nor in the environment" in withheld.log
    assert handed.code == 0
    assert "verdict<<" in handed.output


def test_a_report_is_not_written_through_a_symbolic_link(runner: Runner) -> None:
    outside = runner.folder / "outside"
    outside.mkdir()
    (runner.workspace / "out").symlink_to(outside)
    (runner.workspace / "gate.html").symlink_to(outside / "gate.html")

    step = runner.run(
        PAGE="x",
        LR_ENV="PAGE",
        LR_CHECKS="secrets",
        LR_SARIF_FILE="out/gate.sarif",
        LR_REPORT_FILE="gate.html",
        LR_JSON_FILE="reports/gate.json",
    )

    assert step.code == 0
    assert list(outside.iterdir()) == []
    assert "sarif-file leads through a symbolic link" in step.log
    assert "report-file leads through a symbolic link" in step.log
    assert json.loads((runner.workspace / "reports" / "gate.json").read_text("utf-8"))


def test_an_image_that_cannot_be_had_falls_back_to_python_and_says_so(runner: Runner) -> None:
    step = runner.run(PAGE="x", LR_ENV="PAGE", LR_CHECKS="secrets", LR_IMAGE="127.0.0.1:1/none:0")

    assert step.code == 0
    assert "launchready runs in Python, without a container: " in step.log


def test_settings_of_the_job_choose_no_code(runner: Runner) -> None:
    trap = runner.workspace / "sprung"
    (runner.workspace / "yaml.py").write_text(f"open({str(trap)!r}, 'w')\n", "utf-8")

    step = runner.run(
        PAGE="x",
        LR_ENV="PAGE PYTHONPATH PYTHONSTARTUP",
        LR_CHECKS="secrets",
        PYTHONPATH=str(runner.workspace),
        PYTHONSTARTUP=str(runner.workspace / "yaml.py"),
    )

    assert step.code == 0
    assert not trap.exists()


def test_a_gate_that_breaks_is_unknown_and_never_a_go(runner: Runner, tmp_path: Path) -> None:
    broken = checkout_of_the_action(tmp_path / "broken")
    (broken / "launchready" / "__main__.py").write_text("raise SystemExit(0)\n", "utf-8")

    step = replace(runner, action=broken).run()

    assert step.code == 3
    assert "ended without a word" in step.log
    assert "verdict=unknown" in step.output
