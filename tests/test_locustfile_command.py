"""`launchready locustfile` writes the load of a config as a script, and no secret into it."""

import ast
from pathlib import Path

import pytest

from launchready.cli import main

CONFIG = """\
version: 1
hosts: {own: [app.acme.test]}
network: {addresses: {"app.acme.test:443": ["127.0.0.1:8443"]}}
load:
  rate: 20/s
  for: 30s
  targets:
    - name: orders
      url: "https://app.acme.test/orders"
      headers: {Authorization: "Bearer ${TOKEN}"}
    - {name: home, url: "https://app.acme.test/", weight: 3, expect: ["[BODY] contains Acme"]}
  expect: {p95: 300ms}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "launchready.yml").write_text(CONFIG, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TOKEN", "canary" * 3)
    return tmp_path


def test_the_script_has_the_load_and_not_what_it_carries(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["locustfile", "-o", "locustfile.py"])
    text = (folder / "locustfile.py").read_text("utf-8")
    said = capsys.readouterr()

    assert code == 0
    assert ast.parse(text).body
    assert "-u 40 -r 40 -t 40s" in text
    assert '"texts": ["Acme"]' in text
    assert '"app.acme.test:443": ["127.0.0.1", 8443]' in text
    assert "canary" not in text + said.out + said.err
    assert said.err == ("LAUNCHREADY_LOAD_HEADERS must hold the headers of orders, as JSON\n")


def test_without_a_file_it_goes_to_standard_output(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["locustfile"]) == 0
    assert ast.parse(capsys.readouterr().out).body


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("load:", "", "there is no load: section in launchready.yml"),
        ('Acme"]', 'Acme", "[HEADER].vary == x"]', "home is more than locust can be told"),
        ('/orders"', '/${TOKEN}"', "an address holds a value of the environment"),
    ],
    ids=["no-section", "beyond-it", "secret-in-address"],
)
def test_what_cannot_be_written_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str
) -> None:
    config = CONFIG.replace(old, new) if new else CONFIG[: CONFIG.index(old)]
    (folder / "launchready.yml").write_text(config, "utf-8")

    assert main(["locustfile"]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""
    assert "canary" not in told.err


def test_a_check_without_a_load_run_leaves_an_earlier_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    earlier = folder / "last.json"
    earlier.write_text("an earlier run\n", "utf-8")

    main(["check", "secrets", "-f", "perf=last.json"])

    assert earlier.read_text("utf-8") == "an earlier run\n"
    assert "no load run to write; last.json is left" in capsys.readouterr().err
