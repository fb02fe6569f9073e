"""A shell completes what the parser knows: commands, options, rooms, rules and formats."""

import argparse
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from launchready import arguments, cli, completion
from launchready.core import registry
from launchready.report import formats
from tests.command import LIMIT, launchready

BASH = shutil.which("bash") or "bash"
# Neither zsh nor fish is needed to work on launchready: those that are here read their scripts.
PRESENT = [one for one in completion.SHELLS if shutil.which(one)]


def made(shell: str) -> str:
    return completion.script(shell, arguments.parser(cli.COMMANDS))


def offered(script: str, *words: str) -> list[str]:
    """What bash offers for the last of the words; `=` is a word of its own, as in bash."""
    drive = 'source /dev/stdin; COMP_WORDS=(launchready "$@"); COMP_CWORD=$#; _launchready; '
    drive += 'for one in "${COMPREPLY[@]}"; do printf "%s\\n" "$one"; done'
    ran = subprocess.run(
        [BASH, "--norc", "-uc", drive, "bash", *words],
        input=script,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=True,
    )
    assert ran.stderr == ""
    return ran.stdout.splitlines()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["exp"], ["explain"]),
        (["check", ""], list(registry.ROOMS)),
        (["check", "secrets", "t"], ["tls"]),
        (["check", "--st"], ["--stage", "--staged"]),
        (["check", "--fail-on", ""], ["blocker", "risk", "advice"]),
        (["check", "--fail-on", "=", "r"], ["risk"]),
        (["check", "--fail-on", "="], ["blocker", "risk", "advice"]),
        (["check", "-c", "dns", "sm"], ["smoke"]),
        (["check", "--env", "staging", "sm"], ["smoke"]),
        (["check", "-f", ""], list(formats.NAMES)),
        (["check", "-f", "json", "=", "ht"], []),
        (["check", "-f", "json", "=", "report.json", "tl"], ["tls"]),
        (["check", "-f", "json", "="], []),
        (["explain", "dns/record-m"], ["dns/record-missing"]),
        (["explain", "dns/record-missing", ""], []),
        (["dns", ""], ["import", "snapshot", "diff", "describe"]),
        (["dns", "import", "--z"], ["--zone"]),
        (["dns", "import", ""], []),
        (["import", ""], ["openapi", "har"]),
        (["import", "har", ""], []),
        (["redirects", "import", ""], []),
        (["completion", ""], ["bash", "zsh", "fish"]),
        (["check", "--config", ""], []),
        (["no-such", "--x"], []),
    ],
)
def test_bash_offers_what_may_stand_there(words: list[str], expected: list[str]) -> None:
    assert offered(made("bash"), *words) == expected


def test_bash_offers_every_command_and_every_rule() -> None:
    assert offered(made("bash"), "") == list(cli.COMMANDS)
    assert offered(made("bash"), "explain", "") == [one.id for one in registry.rules()]


def test_a_hostile_word_is_quoted_and_never_run(tmp_path: Path) -> None:
    odd = [f"$(touch {tmp_path}/ran)", "it's; `x`", "a b", "*"]
    parser = argparse.ArgumentParser()
    parser.add_argument("word", choices=odd)
    script = completion.script("bash", parser)
    unquoted = subprocess.run(
        [BASH, "-c", "eval printf '%s\\\\n' \"$@\"", "bash", *offered(script, "")],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        timeout=LIMIT,
    ).stdout

    assert unquoted.splitlines() == odd
    assert list(tmp_path.iterdir()) == []


def test_fish_is_given_odd_words_in_its_own_quotes() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("word", choices=["it's", "a\\b", "$(x)"])

    assert r"'it\'s' 'a\\b' '$(x)'" in completion.script("fish", parser)


@pytest.mark.parametrize("shell", completion.SHELLS)
def test_a_script_holds_each_word_and_nothing_is_left_to_fill_in(shell: str) -> None:
    script = made(shell)

    words = [*cli.COMMANDS, *registry.ROOMS, *formats.NAMES, "--fail-on", "dns/record-missing"]
    assert [one for one in words if not re.search(rf"[ '\"]{re.escape(one)}\b", script)] == []
    assert "@CASES@" not in script


@pytest.mark.parametrize("shell", PRESENT)
def test_the_shell_itself_can_read_its_script(shell: str, tmp_path: Path) -> None:
    file = tmp_path / "script"
    file.write_text(made(shell), "utf-8")
    ran = subprocess.run([shell, "-n", file], capture_output=True, timeout=LIMIT, check=False)

    assert (ran.returncode, ran.stderr) == (0, b"")


@pytest.mark.parametrize("shell", completion.SHELLS)
def test_the_command_prints_the_script(shell: str, tmp_path: Path) -> None:
    ran = launchready("completion", shell, cwd=tmp_path)

    assert (ran.code, ran.out, ran.err) == (0, made(shell), "")


def test_a_shell_it_does_not_know_is_a_wrong_call(tmp_path: Path) -> None:
    assert launchready("completion", "tcsh", cwd=tmp_path).code == 2
