"""One truth in four places: action.yml, the shell and Python that read it, README, the image."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from launchready.github import deliver, inputs, outputs
from tests.action.workshop import ROOT

# Read by the shell that starts the gate, never by the gate.
OF_THE_SHELL = {"runtime", "image", "env"}

# What would have a shell or a program run code that an earlier step names.
BLANK = ("BASH_ENV", "ENV", "LD_AUDIT", "LD_PRELOAD")

WORKFLOWS = [f".github/workflows/{one.name}" for one in (ROOT / ".github/workflows").glob("*.yml")]
EXAMPLES = sorted(f"examples/{one.name}" for one in (ROOT / "examples").glob("*.yml"))


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

    handed = {inputs.variable(name): f"${{{{ inputs.{name} }}}}" for name in action["inputs"]}
    assert step["env"] == handed | dict.fromkeys(BLANK, "")
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


def test_the_page_says_of_each_input_and_output_what_the_action_says(
    action: dict[str, Any],
) -> None:
    page = (ROOT / "docs" / "action.md").read_text("utf-8")

    for kind in ("inputs", "outputs"):
        section = page.partition(f"## {kind.title()}\n")[2].partition("\n## ")[0]
        rows = [line.split(" | ") for line in section.splitlines() if line.startswith("| `")]
        said = {row[0].strip("| `"): row[-1].removesuffix(" |") for row in rows}
        assert said == {name: one["description"] for name, one in action[kind].items()}
        if kind == "inputs":
            defaults = {row[0].strip("| `"): row[1].strip("`") for row in rows}
            assert defaults == {name: one["default"] for name, one in action[kind].items()}


def test_the_page_shows_every_example() -> None:
    page = (ROOT / "docs" / "action.md").read_text("utf-8")

    assert [one for one in EXAMPLES if f"(../{one})" not in page] == []


def test_readme_lists_the_same_inputs_and_outputs(action: dict[str, Any]) -> None:
    rows = [line.split("|")[1] for line in table("Inputs").splitlines() if line.startswith("| `")]

    listed = {name for row in rows for name in re.findall(r"`([^`]+)`", row)}
    assert listed == set(action["inputs"])
    assert set(re.findall(r"`([a-z0-9-]+)`", table("Outputs"))) >= set(action["outputs"])


def test_the_oldest_python_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert project["requires-python"] == ">=3.11"
    assert "sys.version_info < (3, 11)" in shell()


@pytest.mark.parametrize(
    ("program", "args"),
    [
        ("zizmor", ("--offline", "--strict-collection", "--persona", "pedantic", "-q", ".")),
        ("zizmor", ("--offline", "--strict-collection", "--persona", "pedantic", "-q", *EXAMPLES)),
        ("actionlint", (*WORKFLOWS, *EXAMPLES)),
        ("hadolint", ("Dockerfile",)),
        ("shellcheck", ("--external-sources", "action/start.sh", "release/tag.sh", ".ci/run")),
        ("check-jsonschema", ("--builtin-schema", "vendor.github-actions", "action.yml")),
        ("check-jsonschema", ("--builtin-schema", "vendor.github-workflows", *WORKFLOWS)),
        ("check-jsonschema", ("--builtin-schema", "vendor.github-workflows", *EXAMPLES)),
        (
            "check-jsonschema",
            ("--builtin-schema", "vendor.dependabot", ".github/dependabot.yml"),
        ),
    ],
)
def test_those_who_look_for_mistakes_find_none(program: str, args: tuple[str, ...]) -> None:
    done = tool(program, *args)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("program", "name", "text"),
    [
        ("actionlint", "a.yml", "on: push\njobs: {a: {runs-on: ubuntu-latest}}\n"),
        ("hadolint", "Dockerfile", "FROM debian\nRUN cd /tmp\n"),
        ("shellcheck", "a.sh", "#!/bin/sh\nrm $1\n"),
    ],
)
def test_those_who_look_for_mistakes_would_find_some(
    tmp_path: Path, program: str, name: str, text: str
) -> None:
    (tmp_path / name).write_text(text, "utf-8")

    assert tool(program, str(tmp_path / name)).returncode == 1


def tool(name: str, *args: str) -> "subprocess.CompletedProcess[str]":
    program = Path(sys.executable).with_name(name)
    return subprocess.run([program, *args], cwd=ROOT, capture_output=True, check=False, text=True)
