"""`launchready handover --attest` asks a person, one thing at a time, and loses no answer."""

import os
import pty
import random
import re
import select
import subprocess
import time
from pathlib import Path

import pytest

from launchready.values.attestations import read
from tests.command import LIMIT, a_repository, command, environment, launchready
from tests.secrets.samples import BY_FORM

FILE = Path("ops/attestations.yml")
CONFIG = "version: 1\nhandover: {people: [Ana]}\n"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    root = a_repository(tmp_path / "shop", README_dot_md="shop\n")
    (root / "launchready.yml").write_text(CONFIG, "utf-8")
    return root


class Terminal:
    """A person at a terminal: waits for a question, then types."""

    def __init__(self, root: Path) -> None:
        self.master, slave = pty.openpty()
        self.shown = ""
        self.process = subprocess.Popen(
            command("handover", "--attest"),
            cwd=root,
            env=environment(TERM="xterm"),
            preexec_fn=lambda: os.login_tty(slave),
            pass_fds=(slave,),
        )
        os.close(slave)

    def types(self, after: str, words: str) -> None:
        self._until(after)
        os.write(self.master, words.encode() if words == "\x04" else f"{words}\n".encode())

    def interrupts(self, after: str) -> None:
        """Presses Ctrl-C as people do: again, where it came before the question was waiting."""
        self._until(after)
        patience = time.monotonic() + LIMIT
        while self.process.poll() is None:
            assert time.monotonic() < patience, self.shown
            os.write(self.master, b"\x03")
            time.sleep(0.3)

    def _until(self, words: str) -> None:
        start = len(self.shown)
        patience = time.monotonic() + LIMIT
        while words not in self.shown[start:]:
            assert self._read(), self.shown
            assert time.monotonic() < patience, self.shown

    def _read(self) -> bool:
        if not select.select([self.master], [], [], LIMIT)[0]:
            return False
        try:
            got = os.read(self.master, 65536)
        except OSError:
            return False
        self.shown += re.sub(r"\r", "", got.decode())
        return bool(got)

    def ends(self) -> int:
        while self._read():
            pass
        os.close(self.master)
        return self.process.wait(LIMIT)


def sign_the_drill(terminal: Terminal) -> None:
    terminal.types("Who are you? (Ana)", "Ana")
    terminal.types("Was this done, and is it so? [y/N]", "y")
    terminal.types("On which day?", "")
    terminal.types("Seconds until the phone rang?", "95")
    terminal.types("Whom did it reach?", "Ben")
    terminal.types("What shows it", "pager log 17")


def test_a_person_signs_one_statement_and_stops_and_it_is_kept(shop: Path) -> None:
    terminal = Terminal(shop)
    sign_the_drill(terminal)
    terminal.types("2 of ", "")
    terminal.types("Was this done", "q")
    code = terminal.ends()

    assert code == 0
    (one,) = read((shop / FILE).read_bytes(), str(FILE))
    assert (one.id, one.by, one.evidence) == ("alert-drill", "Ana", "pager log 17")
    assert one.facts["seconds"] == "95"
    assert len(one.facts["binds"]) == 16
    assert "Signed; it holds until" in terminal.shown
    assert "1 signed in ops/attestations.yml, 10 left." in terminal.shown


def test_what_was_signed_is_what_the_check_takes(shop: Path) -> None:
    terminal = Terminal(shop)
    sign_the_drill(terminal)
    terminal.types("Was this done", "\x04")
    terminal.ends()
    ran = launchready("check", "handover", "--offline", "-v", cwd=shop)

    assert "nobody signed alert-drill" not in ran.out
    assert "nobody signed restore-tested in ops/attestations.yml" in ran.out


def test_a_wrong_answer_is_asked_again_and_a_key_is_never_kept(shop: Path) -> None:
    key = BY_FORM["github"][2](random.Random(3))
    terminal = Terminal(shop)
    terminal.types("Who are you?", "renovate[bot]")
    terminal.types("which is no person's name.", "Carl")
    terminal.types("not among handover: people:", "Ana")
    terminal.types("Was this done", "y")
    terminal.types("On which day?", "2019-01-01")
    terminal.types("is too long ago", "2999-01-01")
    terminal.types("is yet to come", "soon")
    terminal.types("soon is not a day", "")
    terminal.types("Seconds until", "many")
    terminal.types("A number is meant", "95")
    terminal.types("Whom did it reach?", "")
    terminal.types("This is needed too.", "Ben")
    terminal.types("What shows it", f"token {key}")
    terminal.types("That looks like a key.", "the pager's log")
    terminal.types("Was this done", "q")

    assert terminal.ends() == 0
    assert key not in (shop / FILE).read_text("utf-8")
    assert "the pager's log" in (shop / FILE).read_text("utf-8")


def test_who_is_interrupted_keeps_what_was_signed(shop: Path) -> None:
    terminal = Terminal(shop)
    sign_the_drill(terminal)
    terminal.types("Was this done", "y")
    terminal.types("On which day?", "")
    terminal.interrupts("What shows it")

    assert terminal.ends() == 130
    assert [one.id for one in read((shop / FILE).read_bytes(), str(FILE))] == ["alert-drill"]
    assert list((shop / "ops").iterdir()) == [shop / FILE]


def test_a_document_that_is_not_written_is_not_signed_for(shop: Path) -> None:
    terminal = Terminal(shop)
    terminal.types("Who are you?", "Ana")
    terminal.types("Was this done", "")
    terminal.types("Was this done", "")
    terminal.types("Was this done", "q")

    assert terminal.ends() == 0
    assert "docs/handover/ACCESS.md is not there yet: run launchready handover first." in (
        terminal.shown
    )
    assert not (shop / FILE).exists()


def test_a_pipe_is_no_person(shop: Path) -> None:
    ran = launchready("handover", "--attest", cwd=shop)

    assert ran.code == 2
    assert ran.err == (
        "launchready: --attest asks questions, so it needs a terminal and a person\n"
    )
    assert not (shop / FILE).exists()


def test_without_a_section_it_is_said_what_to_add(shop: Path) -> None:
    (shop / "launchready.yml").write_text("version: 1\n", "utf-8")
    terminal = Terminal(shop)

    assert terminal.ends() == 2
    assert "there is no handover: section in launchready.yml" in terminal.shown
