"""The import command writes where it is told to, and says what it left out."""

import json
from pathlib import Path

import pytest

from launchready import cli

OBJECT = {"schema": {"type": "object"}}
OPENAPI = {
    "openapi": "3.1.0",
    "servers": [{"url": "https://api.acme.test"}],
    "paths": {
        "/a": {"get": {"responses": {"200": {"content": {"application/json": OBJECT}}}}},
        "/b": {"post": {}},
    },
}  # fmt: skip


def test_an_openapi_file_becomes_a_config_and_its_schemas(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.json").write_text(json.dumps(OPENAPI))
    code = cli.main(["import", "openapi", "x.json", "-o", "made.yml", "--schemas", "s"])

    assert code == 0
    assert "schema: s/a.json" in Path("made.yml").read_text()
    assert json.loads(Path("s/a.json").read_text())["type"] == "object"
    assert capsys.readouterr().err == "left out: 1 paths have no GET\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["har", "none.har"], "none.har:1:1: cannot be read"),
        (["har", "x.json"], "this is no HAR file"),
        (["har", "x.json", "--schemas", "s"], "--schemas is for openapi"),
    ],
)
def test_a_mistake_ends_with_2_and_writes_nothing(
    words: list[str],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.json").write_text(json.dumps(OPENAPI))

    assert cli.main(["import", *words]) == 2
    assert told in capsys.readouterr().err
    assert [one.name for one in tmp_path.iterdir()] == ["x.json"]
