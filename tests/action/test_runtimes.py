"""The action finds a way to run, says which and why, and takes no program from the workspace."""

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tests.action.runner import CONFIG, Runner
from tests.action.workshop import BIN, ROOT, checkout_of_the_action, environment
from tests.github.origin import Origin

pytestmark = [pytest.mark.act, pytest.mark.timeout(300)]

SOUND = {"PAGE": "x", "LR_ENV": "PAGE", "LR_CHECKS": "secrets"}


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tools")


@pytest.fixture
def runner(tmp_path: Path, action: Path, tools: Path) -> Runner:
    return a_runner(tmp_path, action, tools)


def a_runner(folder: Path, action: Path, tools: Path, config: str = CONFIG) -> Runner:
    origin = Origin.at(folder / "origin")
    origin.commit("launchready.yml", config)
    origin.checkout(folder / "app", "refs/heads/main")
    return Runner(folder=folder, action=action, tools=tools)


def path_with(folder: Path, *programs: str) -> str:
    """A PATH of chosen programs alone."""
    folder.mkdir()
    for name in (*programs, "bash", "sh", "cat", "cp", "dirname", "env", "find", "git", "grep"):
        found = shutil.which(name, path=f"{BIN}{os.pathsep}{os.environ['PATH']}")
        assert found, name
        (folder / name).symlink_to(found)
    for name in ("id", "mkdir", "mktemp", "mv", "rm"):
        (folder / name).symlink_to(str(shutil.which(name)))
    return str(folder)


def with_uv(folder: Path) -> str:
    folder.mkdir()
    (folder / "uv").symlink_to(BIN / "uv")
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def a_program(file: Path, trap: Path) -> None:
    """A program that a pull request would like to have run."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\ntouch {trap}\n", "utf-8")
    file.chmod(0o755)


def test_the_first_run_installs_and_the_second_takes_what_is_there(
    runner: Runner, tmp_path: Path
) -> None:
    fresh = replace(runner, tools=tmp_path / "tools")
    path = with_uv(tmp_path / "uv")

    first, second = fresh.run(PATH=path, **SOUND), fresh.run(PATH=path, **SOUND)

    assert (first.code, second.code) == (0, 0)
    assert "launchready installs its packages with uv." in first.log
    assert "launchready's packages are here from an earlier run." in second.log
    assert "installs" not in second.log
    (kept,) = (tmp_path / "tools" / "launchready").iterdir()
    assert kept.name.partition("-")[2].startswith("py3.")
    assert not kept.stat().st_mode & stat.S_IWOTH


def test_pip_does_where_there_is_no_uv(runner: Runner, tmp_path: Path) -> None:
    path = os.pathsep.join(
        one for one in os.environ["PATH"].split(os.pathsep) if not (Path(one) / "uv").exists()
    )

    step = replace(runner, tools=tmp_path / "tools").run(PATH=path, **SOUND)

    assert step.code == 0, step.log
    assert "launchready installs its packages with pip" in step.log


def test_a_machine_without_python_says_what_to_add(runner: Runner, tmp_path: Path) -> None:
    step = runner.run(PATH=path_with(tmp_path / "bin"), **SOUND)

    assert step.code == 3
    assert "There is no Python 3.11 or later here; add actions/setup-python." in step.log
    assert "verdict=unknown\n" in step.output


def test_a_package_that_is_not_the_locked_one_is_not_installed(
    runner: Runner, tmp_path: Path
) -> None:
    other = checkout_of_the_action(tmp_path / "action")
    lock = other / "requirements.lock"
    wrong = re.sub(r"sha256:[0-9a-f]{64}", f"sha256:{'0' * 64}", lock.read_text("utf-8"))
    lock.write_text(wrong, "utf-8")

    step = replace(runner, action=other).run(PATH=with_uv(tmp_path / "uv"), **SOUND)

    assert step.code == 3
    assert "could not be installed" in step.log
    assert "verdict=unknown\n" in step.output


def test_a_half_made_folder_of_packages_is_made_anew(runner: Runner, tmp_path: Path) -> None:
    fresh = replace(runner, tools=tmp_path / "tools")
    path = with_uv(tmp_path / "uv")
    fresh.run(PATH=path, **SOUND)
    (kept,) = (tmp_path / "tools" / "launchready").iterdir()
    (kept / "complete").unlink()
    shutil.rmtree(kept / "lib")

    step = fresh.run(PATH=path, **SOUND)

    assert step.code == 0, step.log
    assert (kept / "complete").is_file()
    assert [one.name for one in kept.parent.iterdir()] == [kept.name]


def test_programs_of_the_workspace_on_the_path_are_not_run(runner: Runner) -> None:
    trap = runner.folder / "sprung"
    bad = runner.workspace / "node_modules" / ".bin"
    elsewhere = runner.folder / "elsewhere"
    for name in ("git", "python3", "python", "uv", "docker", "podman", "mktemp", "id", "cat"):
        a_program(bad / name, trap)
        a_program(elsewhere / name, trap)
    (runner.workspace / "out").symlink_to(elsewhere)
    (runner.folder / "link").symlink_to(bad)
    places = (bad, runner.workspace / "out", runner.folder / "link", "node_modules/.bin", "")
    path = os.pathsep.join((*map(str, places), os.environ["PATH"]))

    step = runner.run(PATH=path, **SOUND)

    assert step.code == 0, step.log
    assert not trap.exists()


@pytest.mark.parametrize("place", ["in the workspace", "linked to from there", "open to all"])
def test_packages_that_others_could_have_put_there_are_not_taken(
    runner: Runner, tmp_path: Path, place: str
) -> None:
    path = with_uv(tmp_path / "uv")
    trap = tmp_path / "sprung"
    tools = {"open to all": tmp_path / "shared"}.get(place, runner.workspace / "tools")
    made = replace(runner, tools=tmp_path / "made")
    assert made.run(PATH=path, **SOUND).code == 0
    shutil.copytree(tmp_path / "made", tools, symlinks=True)
    if place == "linked to from there":
        (tmp_path / "outside").symlink_to(tools)
    if place == "open to all":
        (tools / "launchready").chmod(0o777)
    (kept,) = (tools / "launchready").iterdir()
    (kept / "bin" / "python").unlink()
    a_program(kept / "bin" / "python", trap)
    used = tmp_path / "outside" if place == "linked to from there" else tools

    step = replace(runner, tools=used).run(PATH=path, **SOUND)

    assert step.code == 0, step.log
    assert f"launchready keeps no packages in {used}: others can write there." in step.log
    assert not trap.exists()


def test_a_ca_bundle_is_looked_for_from_the_workspace(runner: Runner) -> None:
    assert runner.run(**SOUND).code == 0  # the packages are there from now on
    missing = runner.run(LR_CA_BUNDLE="certs/none.pem", **SOUND)
    bundle = runner.workspace / "certs" / "ca.pem"
    bundle.parent.mkdir()
    bundle.write_text("", "utf-8")
    found = runner.run(LR_CA_BUNDLE="certs/ca.pem", **SOUND)

    assert missing.code == 2
    assert "The input ca-bundle names no file." in missing.log
    assert found.code == 0, found.log


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"RUNNER_OS": "Windows"}, "the runner is not Linux"),
        ({"RUNNER_OS": "macOS"}, "the runner is not Linux"),
        ({"LR_IMAGE": ""}, "this version of the action names no image"),
        ({"GITHUB_WORKSPACE": "/__w/app/app"}, "the job itself runs in a container"),
        ({"PATH": "/nowhere"}, "neither docker nor podman answers"),
    ],
)
def test_why_there_is_no_container_is_said(given: dict[str, str], said: str) -> None:
    usual = {"RUNNER_OS": "Linux", "LR_IMAGE": "x", "GITHUB_WORKSPACE": "/home/runner/app"}
    asked = f"source {ROOT}/action/container.sh; against_container; echo $against"

    done = subprocess.run(
        [str(shutil.which("bash")), "-c", asked],
        env=environment(**(usual | given)),
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == f"{said}\n"


def test_an_engine_that_does_not_answer_is_none(runner: Runner, tmp_path: Path) -> None:
    for name in ("docker", "podman"):
        (tmp_path / "bin").mkdir(exist_ok=True)
        (tmp_path / "bin" / name).write_text("#!/bin/sh\nexit 125\n", "utf-8")
        (tmp_path / "bin" / name).chmod(0o755)
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"

    step = runner.run(PATH=path, LR_IMAGE="x", **SOUND)

    assert step.code == 0
    assert "in Python, without a container: neither docker nor podman answers." in step.log


def test_a_job_that_is_cancelled_ends_the_gate_and_leaves_a_verdict(
    tmp_path: Path, action: Path, tools: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        config = f"""\
version: 1
hosts: {{own: [127.0.0.1]}}
smoke:
  pages:
    - {{name: home, url: 'http://127.0.0.1:{port}/', expect: ['[STATUS] == 200']}}
"""
        runner = a_runner(tmp_path, action, tools, config)
        asked = runner.start()
        silent.settimeout(120)
        with silent.accept()[0]:
            asked.send_signal(signal.SIGTERM)
            log, _ = asked.communicate(timeout=60)

    assert asked.returncode == 3
    assert "The gate ended without a word" in log
    assert "verdict=unknown" in (tmp_path / "output").read_text("utf-8")
