"""Where a person sits at the terminal, nothing is taken or written unasked."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import ROOT, environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


def at_a_terminal(cwd: Path, typed: str, *arguments: str) -> tuple[int, str]:
    """The command with a person who types these lines; its exit code and all that was shown."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "launchready", *arguments],
        cwd=cwd,
        env=environment(TERM="dumb", PYTHONPATH=str(ROOT)),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    os.write(ours, typed.encode())
    shown = b""
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:  # Linux's way to say that the other side is closed
        pass
    os.close(ours)
    return process.wait(60), shown.decode("utf-8", "replace")


def test_the_domain_is_asked_for_and_each_file_too(tmp_path: Path) -> None:
    (tmp_path / ".env.example").write_text("APP_URL=https://app.acmeportal.com\n")
    code, shown = at_a_terminal(tmp_path, "\ny\nn\n", "init", "--offline")

    assert code == 0
    assert "acmeportal.com is named in .env.example:1" in shown
    assert "Which domain is it served under? (empty: none yet) [acmeportal.com]" in shown
    assert "Write launchready.yml (" in shown
    assert "left out   .github/workflows/launchready.yml" in shown
    assert (tmp_path / "launchready.yml").is_file()
    assert not (tmp_path / ".github").exists()


def test_an_answer_that_is_no_domain_is_told(tmp_path: Path) -> None:
    code, shown = at_a_terminal(tmp_path, "not a domain\nn\nn\n", "init", "--offline")

    assert code == 0
    assert "launchready: not a domain is not a host name" in shown
    assert list(tmp_path.iterdir()) == []


def test_the_end_of_input_is_no_yes(tmp_path: Path) -> None:
    code, _ = at_a_terminal(tmp_path, "\x04\x04\x04\x04", "init", "--offline")

    assert code == 0
    assert list(tmp_path.iterdir()) == []
