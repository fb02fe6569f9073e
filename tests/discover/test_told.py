"""What strangers wrote is shown and moves no cursor."""

from launchready.discover.code import Code
from launchready.discover.command import Looked
from launchready.discover.hosts import Host
from launchready.discover.known_secrets import Known
from launchready.discover.look import Live
from launchready.discover.pages import Found
from launchready.discover.told import told


def test_hostile_text_is_shown_as_text() -> None:
    live = Live(domain="acme.test")
    host = Host(name="a.acme.test", why="\x1b[2J", chain=None, speaks_https=False, silence="\r\x07")
    live.left_out = [(host, "\x1b]0;owned\x07")]
    live.found = [Found(name="x\u202e", url="https://acme.test/\x1b", why="\n::error::x")]
    shown = told(Looked(code=Code(), live=live, known=Known(), existing=None), "acme.test", 80)

    assert not {"\x1b", "\x07", "\r", "\u202e"} & set(shown)
    assert not [line for line in shown.splitlines() if line.startswith("::")]
    assert "nothing of acme.test answers a visitor" in " ".join(shown.split())


def test_lines_keep_to_the_width() -> None:
    live = Live(domain="acme.test", samples=["/" + "word-" * 4] * 12)
    shown = told(Looked(code=Code(), live=live, known=Known(), existing=None), "acme.test", 60)

    assert max(len(line) for line in shown.splitlines()) <= 60
