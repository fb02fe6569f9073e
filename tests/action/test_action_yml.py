"""One truth in four places: action.yml, the shell and Python that read it, README, the image."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

import launchready
from launchready.github import deliver, inputs, outputs
from tests.action.workshop import ROOT

# Read by the shell that starts the gate, never by the gate.
OF_THE_SHELL = {"runtime", "image", "env"}


@pytest.fixture(scope="module")
def action() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    return loaded


def shell() -> str:
    return "".join(one.read_text("utf-8") for one in sorted((ROOT / "action").glob("*.sh")))


def table(heading: str) -> str:
    """A section of README."""
    readme = (ROOT / "README.md").read_text("utf-8")
    return readme.partition(f"### {heading}\n")[2].partition("\n#")[0]


def test_every_input_is_read_and_nothing_else_is(action: dict[str, Any]) -> None:
    assert set(action["inputs"]) == {*inputs.NAMES, *OF_THE_SHELL}
    for name in OF_THE_SHELL:
        assert inputs.variable(name) in shell()


def test_every_input_is_handed_over_by_variable(action: dict[str, Any]) -> None:
    (step,) = action["runs"]["steps"]

    assert step["env"] == {
        inputs.variable(name): f"${{{{ inputs.{name} }}}}" for name in action["inputs"]
    }
    assert "${{" not in step["run"]


def test_the_defaults_of_the_action_are_those_of_the_code(action: dict[str, Any]) -> None:
    written = {
        inputs.variable(name): one["default"]
        for name, one in action["inputs"].items()
        if name != "github-token"
    }

    assert inputs.read(written, "gate.yml") == inputs.Inputs()


def test_every_input_the_gate_reads_is_let_through(action: dict[str, Any]) -> None:
    let_through = set(
        re.findall(r"\bLR_[A-Z_]+", shell().partition('public="')[2].partition('"')[0])
    )

    assert let_through == {*map(inputs.variable, inputs.NAMES), "LR_REPORTS"}


def test_every_output_is_written_and_nothing_else_is(action: dict[str, Any]) -> None:
    written = {*outputs.without_report(), *deliver.OUTPUTS.values(), "comment-url"}

    assert set(action["outputs"]) == written
    for name, one in action["outputs"].items():
        assert one["value"] == f"${{{{ steps.gate.outputs.{name} }}}}"


def test_readme_lists_the_same_inputs_and_outputs(action: dict[str, Any]) -> None:
    rows = [line.split("|")[1] for line in table("Inputs").splitlines() if line.startswith("| `")]

    listed = {name for row in rows for name in re.findall(r"`([^`]+)`", row)}
    assert listed == set(action["inputs"])
    assert set(re.findall(r"`([a-z0-9-]+)`", table("Outputs"))) >= set(action["outputs"])


def test_every_place_has_the_same_version(action: dict[str, Any]) -> None:
    version = launchready.__version__
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    image = action["inputs"]["image"]["default"]

    assert project["version"] == version
    assert re.findall(r"^ARG VERSION=(.*)$", dockerfile, re.MULTILINE) == [version]
    assert not image or re.fullmatch(
        rf"ghcr\.io/\S+:{re.escape(version)}@sha256:[0-9a-f]{{64}}", image
    )


def test_the_oldest_python_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert project["requires-python"] == ">=3.11"
    assert "sys.version_info < (3, 11)" in shell()


def test_every_action_of_others_is_pinned_to_a_commit() -> None:
    for workflow in (ROOT / ".github" / "workflows").glob("*.yml"):
        for used in re.findall(r"uses: (\S+)", workflow.read_text("utf-8")):
            assert used == "./" or re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", used), used


def test_zizmor_has_nothing_to_say() -> None:
    done = tool("zizmor", "--offline", "--strict-collection", "--persona", "pedantic", "-q", ".")

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("schema", "pattern"),
    [
        ("vendor.github-actions", "action.yml"),
        ("vendor.github-workflows", ".github/workflows/*.yml"),
        ("vendor.dependabot", ".github/dependabot.yml"),
    ],
)
def test_files_for_github_are_what_its_schemas_say(schema: str, pattern: str) -> None:
    files = sorted(ROOT.glob(pattern))

    done = tool("check-jsonschema", "--builtin-schema", schema, *map(str, files))

    assert files
    assert done.returncode == 0, done.stdout


def tool(name: str, *args: str) -> "subprocess.CompletedProcess[str]":
    program = Path(sys.executable).with_name(name)
    return subprocess.run([program, *args], cwd=ROOT, capture_output=True, check=False, text=True)
