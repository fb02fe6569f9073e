"""The README promises what is in the tree: links, workflows, inputs, outputs and rooms."""

import re
import shlex
from pathlib import Path

import pytest
import yaml

from launchready import arguments, cli
from launchready.core import registry

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _names(heading: str) -> set[str]:
    """The backticked names in the first column, or the running text, of a section."""
    section = README.split(f"### {heading}\n", 1)[1].split("\n#", 1)[0]
    rows = re.findall(r"^\| (`[^|]+) \|", section, re.MULTILINE)
    text = " ".join(rows) if rows else section.split(". ", 1)[0]
    return set(re.findall(r"`([a-z0-9-]+)`", text))


@pytest.mark.parametrize("heading", ["Inputs", "Outputs"])
def test_inputs_and_outputs_are_those_of_the_action(heading: str) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))

    assert _names(heading) == set(action[heading.lower()])


@pytest.mark.parametrize("name", ["pull-request", "after-deploy"])
def test_a_workflow_to_paste_is_the_example_as_it_stands(name: str) -> None:
    example = (ROOT / "examples" / f"{name}.yml").read_text(encoding="utf-8")

    assert f"```yaml\n{example}```" in README


def test_every_link_leads_to_a_file_of_the_tree() -> None:
    links = re.findall(r"\]\(([^)#]+)", README)
    inside = [one for one in links if "://" not in one]

    assert inside
    assert [one for one in inside if not (ROOT / one).exists()] == []


def test_the_table_of_rooms_has_each_room_once_in_reading_order() -> None:
    table = README.split("| room | asks | more |\n", 1)[1].split("\n\n", 1)[0]

    assert tuple(re.findall(r"^\| (\w+) \|", table, re.MULTILINE)) == registry.ROOMS


def _commands() -> list[str]:
    found = re.findall(r"^launchready [^#\n]+", README, re.MULTILINE)
    return [one.strip() for one in found]


def test_the_readme_shows_commands() -> None:
    assert len(_commands()) >= 8


@pytest.mark.parametrize("command", _commands())
def test_a_command_in_the_readme_is_one_the_program_knows(command: str) -> None:
    args = arguments.parser(cli.COMMANDS).parse_args(shlex.split(command)[1:])

    assert args is not None


def test_a_command_the_program_does_not_know_is_refused() -> None:
    with pytest.raises(SystemExit):
        arguments.parser(cli.COMMANDS).parse_args(["chekc"])
