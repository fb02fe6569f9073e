"""What other services wrote comes out as rules the config reads back."""

from pathlib import Path

import pytest

from launchready.cli import main
from launchready.config.load import load
from launchready.web.import_entry import KINDS, kind_of
from launchready.web.import_text import as_rules
from launchready.web.settings import Web
from tests.web.reading import read
from tests.web.visits import HOSTS

TEXT = "/old /new\n/beta 410\n/docs/* /help/:splat 302\n/n/:id /blog/:id\n/fr /x Language=fr\n"
RULES = """\
# public/_redirects: 4 redirects, 3 of them below
# keep in imports, names for parts of an address: line 4
# not tried, a condition: line 5
web:
  redirects:
    rules:
      - {from: "/old", to: "/new", status: permanent, query: keep}
      - {from: "/beta", gone: true}
      - {from: "/docs/*", to: "/help/:splat", status: [302, 303, 307], query: keep}
"""


def test_the_rules_are_written_with_what_was_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "public").mkdir()
    (tmp_path / "public/_redirects").write_text(TEXT)
    shown = main(["redirects", "import", "public/_redirects"])
    out = capsys.readouterr().out
    written = main(["redirects", "import", "public/_redirects", "-o", "rules.yml"])

    assert (shown, written) == (0, 0)
    assert out == (tmp_path / "rules.yml").read_text() == RULES


def test_the_rules_are_read_back_as_they_were_meant() -> None:
    raw = (HOSTS + as_rules(read("csv", "/%C3%A4,/new\n/x'1,/y\n/old,/new,302"))).encode()
    loaded = load(raw, "launchready.yml", environment="production", variables={}, read=_nothing)
    web = loaded.rooms["web"]

    assert isinstance(web, Web)
    assert [str(one) for one in web.visits.mapped][1:] == [
        "https://acme.test/x'1",
        "https://acme.test/old",
    ]


def _nothing(path: str) -> bytes:
    raise FileNotFoundError(path)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (["old.txt"], "old.txt is no known type of file; --type is one of netlify, "),
        (["old.txt", "--type", "netlfy"], "did you mean netlify?"),
        (["_redirects"], "_redirects cannot be read: No such file"),
        (["bad.csv"], "bad.csv:2:1: a is neither a path nor a URL"),
    ],
)
def test_a_call_that_cannot_work_says_what_was_meant(
    call: list[str],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.csv").write_text("from,to\na,/b\n")

    assert main(["redirects", "import", *call]) == 2
    assert told in capsys.readouterr().err


def test_files_are_known_by_their_names() -> None:
    names = ["public/_redirects", "netlify.toml", "vercel.json", ".next/routes-manifest.json",
             "old.csv", "sitemap.xml", ".htaccess", "acme.conf", "x.txt"]  # fmt: skip
    known = [kind_of(one) for one in names]

    assert known[-1] is None
    assert {*known[:-1], "cloudflare-csv"} == set(KINDS)
