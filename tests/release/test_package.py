"""What is published runs on its own: the wheel in a Python that has only what is locked."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import launchready
from tests.action.workshop import BIN, an_aws_key, environment
from tests.generated import ROOT

pytestmark = [pytest.mark.act, pytest.mark.timeout(300)]


def run(*words: str | Path, cwd: Path = ROOT, **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(one) for one in words],
        cwd=cwd,
        env=environment(HOME=os.environ["HOME"], **more),
        capture_output=True,
        text=True,
        check=False,
    )


def built(folder: Path) -> Path:
    """The package built as `make dist` does, with the locked backend."""
    done = run(
        *(BIN / "uv", "build", "--quiet", "--no-build-isolation", "--python", sys.executable),
        *("--out-dir", folder, ROOT),
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def alone(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a fresh Python with the wheel, and what it needs, by hash."""
    python = tmp_path_factory.mktemp("alone") / "bin" / "python"
    (wheel,) = dist.glob("*.whl")
    pip = (BIN / "uv", "pip", "install", "--quiet", "--no-config", "--python", python)
    for words in (
        (sys.executable, "-I", "-m", "venv", "--without-pip", python.parents[1]),
        (*pip, "--require-hashes", "-r", ROOT / "requirements.lock"),
        (*pip, "--no-deps", wheel),
    ):
        done = run(*words)
        assert done.returncode == 0, done.stderr
    return python.parent


def test_the_wheel_has_all_of_the_package_and_only_that(dist: Path) -> None:
    (wheel,) = dist.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        names = {one for one in opened.namelist() if ".dist-info/" not in one}
    here = {
        one.relative_to(ROOT).as_posix()
        for one in (ROOT / "launchready").rglob("*")
        if one.is_file() and "__pycache__" not in one.parts
    }

    assert names == here
    assert wheel.name == f"launchready-{launchready.__version__}-py3-none-any.whl"


def test_a_commit_is_built_to_the_same_bytes_twice(dist: Path, tmp_path: Path) -> None:
    again = built(tmp_path / "again")

    assert sorted(one.name for one in dist.glob("launchready-*")) == sorted(
        one.name for one in again.glob("launchready-*")
    )
    for one in dist.glob("launchready-*"):
        assert (again / one.name).read_bytes() == one.read_bytes()


def test_the_wheel_says_its_version_and_its_rules(alone: Path, tmp_path: Path) -> None:
    program = alone / "launchready"

    assert (
        run(program, "version", cwd=tmp_path).stdout == f"launchready {launchready.__version__}\n"
    )
    assert "dns/record-missing" in run(program, "rules", cwd=tmp_path).stdout
    assert run(program, "schema", cwd=tmp_path).stdout == (
        ROOT / "docs" / "launchready.schema.json"
    ).read_text("utf-8")


def test_the_wheel_finds_a_key(alone: Path, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(f"KEY = '{an_aws_key()}'\n", "utf-8")

    done = run(alone / "launchready", "check", cwd=tmp_path)

    assert done.returncode == 1, done.stderr
    assert "secrets/aws-access-key" in done.stdout


def test_the_wheel_plays_the_whole_gate(alone: Path, tmp_path: Path) -> None:
    done = run(alone / "launchready", "demo", cwd=tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr
