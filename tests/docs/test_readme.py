"""The README promises what is in the tree: links, workflows, inputs, outputs and rooms."""

import re
import shlex
from pathlib import Path

import pytest
import yaml

from launchready import __version__, arguments, cli
from launchready.core import registry
from tests.command import launchready

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
    """The commands of the `console` blocks, without what is said of them, each once."""
    shown = "\n".join(re.findall(r"^```console\n(.*?)^```$", README, re.MULTILINE | re.DOTALL))
    found = re.findall(r"^launchready [^#\n]+", shown, re.MULTILINE)
    return list(dict.fromkeys(one.strip() for one in found))


# These need nothing of the reader's, so that they are really run.
RUN = ("version", "rules", "explain", "demo")


def _to_run() -> list[str]:
    return [one for one in _commands() if shlex.split(one)[1] in RUN]


def test_the_readme_shows_commands() -> None:
    assert len(_commands()) >= 8


@pytest.mark.parametrize("command", _commands())
def test_a_command_in_the_readme_is_one_the_program_knows(command: str) -> None:
    args = arguments.parser(cli.COMMANDS).parse_args(shlex.split(command)[1:])

    assert args is not None


def test_of_each_command_that_needs_nothing_one_is_shown() -> None:
    assert {shlex.split(one)[1] for one in _to_run()} == set(RUN)


@pytest.mark.parametrize("command", _to_run())
def test_a_command_that_needs_nothing_does_what_the_readme_shows(
    command: str, tmp_path: Path
) -> None:
    words = shlex.split(command)[1:]
    ran = launchready(*words, cwd=tmp_path)
    says = {
        "version": f"launchready {__version__}\n",
        "rules": registry.rules()[0].id,
        "explain": words[-1],
        "demo": "go",
    }

    assert (ran.code, ran.out.startswith(says[words[0]])) == (0, True), ran.out + ran.err


def test_the_sample_config_is_one_the_program_takes_its_load_from(tmp_path: Path) -> None:
    sample = README.split("## launchready.yml\n", 1)[1].split("```yaml\n", 1)[1].split("```", 1)[0]
    launchready("baseline", cwd=tmp_path)
    (tmp_path / "launchready.yml").write_text(sample, "utf-8")
    (tmp_path / "dns").mkdir()
    (tmp_path / "dns" / "acme.test.yaml").write_text("'': {type: A, value: 192.0.2.1}\n", "utf-8")
    ran = launchready("locustfile", cwd=tmp_path)

    assert (ran.code, "https://acme.test/" in ran.out) == (0, True), ran.out + ran.err


def test_a_command_the_program_does_not_know_is_refused() -> None:
    with pytest.raises(SystemExit):
        arguments.parser(cli.COMMANDS).parse_args(["chekc"])
