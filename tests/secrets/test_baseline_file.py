"""What we write is detect-secrets' own file: it opens it, and what people said of it stays."""

import json
import random
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from launchready.secrets import plugins
from launchready.secrets.baseline import Baseline, read
from launchready.secrets.baseline_file import Update, updated
from launchready.secrets.search import Search
from tests.command import environment, git
from tests.secrets.corpus import BY_FORM, BY_NAME
from tests.secrets.made_up import make
from tests.secrets.samples import pem
from tests.secrets.search import a_job, ask, lines, told

FILE = ".secrets.baseline"
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
LATER = datetime(2026, 12, 24, 12, 0, tzinfo=UTC)
_SHAPES = (*BY_FORM, *BY_NAME)


def _line(number: int, seed: int) -> str:
    _, name, shape = _SHAPES[number]
    return f"{name}={make(shape, random.Random(f'{number} {shape} {seed}'))}"


def _update(files: dict[str, str], raw: bytes | None = None, now: datetime = NOON) -> Update:
    before = read(raw, FILE) if raw else Baseline(FILE, ())
    search = Search(a_job(baseline=before), now)
    for path, text in files.items():
        search.take(lines(path, text))
    rows = {path: text.split("\n") for path, text in files.items()}
    return updated(before, raw, search.inventory(), now, lambda path, line: rows[path][line - 1])


def _open(root: Path, *arguments: str) -> str:
    """What detect-secrets' own audit says of the baseline in a folder."""
    call = [sys.executable, "-m", "detect_secrets", "audit", *arguments, FILE]
    ran = subprocess.run(
        call, cwd=root, env=environment(), capture_output=True, text=True, check=False, timeout=90
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


async def test_what_is_written_is_let_stand_for_every_kind() -> None:
    files = {f"deploy/{n}/.env.production": _line(n, 1) for n in range(len(_SHAPES))}
    text = _update(files).text
    again = await ask(files, baseline=text)

    assert [one for one in told(again) if one[0] != "baseline-stale"] == []
    assert told(again) == []


async def test_a_second_secret_of_every_kind_is_told_in_a_baselined_file() -> None:
    before = {f"deploy/{n}/.env.production": _line(n, 1) for n in range(len(_SHAPES))}
    after = {
        path: f"{text}\n{_line(n, 2)}\n{_line(n, 3)}\n{_line(n, 4)}"
        for n, (path, text) in enumerate(before.items())
    }
    fresh = {
        (one[0], one[1])
        for one in told(await ask({p: t.split("\n", 1)[1] for p, t in after.items()}))
    }
    found = await ask(after, baseline=_update(before).text)
    seen = {(one[0], one[1]) for one in told(found) if one[2] > 1}

    # Whatever is told without the baseline is told beside it.
    assert len({path for _, path in fresh}) > 0.97 * len(_SHAPES)
    assert fresh - seen == {one for one in fresh - seen if one[0] == "env-file-committed"}
    assert not [one for one in told(found) if one[2] == 1 and one[0] != "env-file-committed"]


async def test_a_line_that_moves_keeps_its_entry_and_the_file_follows() -> None:
    first = _update({"a.py": f"T = '{make(_SHAPES[0][2], random.Random(1))}'"})
    moved = {"a.py": f"\n\nT = '{make(_SHAPES[0][2], random.Random(1))}'"}
    second = _update(moved, first.text.encode())

    assert await ask(moved, baseline=first.text) == []
    assert (second.is_changed, second.added, second.dropped) == (True, (), ())
    assert [one.line for one in second.entries] == [3]


def test_what_has_not_changed_is_not_written_anew() -> None:
    files = {"a.env": _line(0, 1)}
    first = _update(files)

    assert first.is_changed
    assert not _update(files, first.text.encode(), LATER).is_changed


def test_labels_stay_when_the_file_is_written_anew() -> None:
    said = json.loads(_update({"a.env": _line(0, 1), "b.env": _line(1, 1)}).text)
    said["results"]["a.env"][0] |= {"is_secret": True, "is_verified": True}
    said["results"]["b.env"][0] |= {"is_secret": False}
    said["plugins_used"] = [{"name": "KeywordDetector", "keyword_exclude": "x"}]
    again = _update(
        {"a.env": "\n" + _line(0, 1), "b.env": _line(1, 1), "c.env": _line(2, 1)},
        json.dumps(said).encode(),
    )
    after = json.loads(again.text)
    first, second = after["results"]["a.env"][0], after["results"]["b.env"][0]

    assert (first["is_secret"], first["is_verified"], first["line_number"]) == (True, True, 2)
    assert second["is_secret"] is False
    assert "is_secret" not in after["results"]["c.env"][0]
    assert after["plugins_used"] == said["plugins_used"]


def test_an_entry_that_is_gone_is_taken_out_and_told() -> None:
    first = _update({"a.env": _line(0, 1), "b.env": _line(1, 1)})
    second = _update({"b.env": _line(1, 1)}, first.text.encode())

    assert [one.path for one in second.dropped] == ["a.env"]
    assert list(json.loads(second.text)["results"]) == ["b.env"]


def test_a_baseline_without_lines_stays_without_them() -> None:
    said = json.loads(_update({"a.env": _line(0, 1)}).text)
    del said["generated_at"], said["results"]["a.env"][0]["line_number"]
    after = json.loads(
        _update({"a.env": _line(0, 1), "b.env": _line(1, 1)}, json.dumps(said).encode()).text
    )

    assert "generated_at" not in after
    assert [set(one[0]) & {"line_number"} for one in after["results"].values()] == [set(), set()]


async def test_an_entry_that_says_nothing_of_the_key_becomes_one_that_does() -> None:
    github = next(n for n, one in enumerate(_SHAPES) if one[2].startswith("ghp_"))
    entry = {"type": "GitHub Token", "hashed_secret": plugins.recorded("ghp"), "line_number": 1}
    weak = json.dumps({"version": "1.5.0", "results": {"a.env": [entry]}})
    strong = _update({"a.env": _line(github, 1)}, weak.encode())
    dropped = _update({"a.env": "\n" + _line(github, 1)}, weak.encode())

    assert [one.digest for one in strong.entries] == [
        plugins.recorded(_line(github, 1).partition("=")[2])
    ]
    assert (strong.added, strong.dropped) == ((), ())
    assert len(dropped.added) == len(dropped.dropped) == 1
    assert await ask({"a.env": "\n" + _line(github, 1)}, baseline=strong.text) == []


async def test_what_somebody_called_real_is_told_while_it_is_there() -> None:
    said = json.loads(_update({"a.py": f"T = '{make(_SHAPES[0][2], random.Random(1))}'"}).text)
    said["results"]["a.py"][0]["is_secret"] = True
    there = await ask(
        {"a.py": f"T = '{make(_SHAPES[0][2], random.Random(1))}'"}, baseline=json.dumps(said)
    )
    gone = await ask({"a.py": ""}, baseline=json.dumps(said))

    assert [one[0] for one in told(there)] == ["baseline-real"]
    assert [one[0] for one in told(gone)] == ["baseline-stale"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a secret of every kind, and the baseline we write of it."""
    root = tmp_path_factory.mktemp("ours")
    files = {f"{n}.env": _line(n, 1) for n in range(len(_SHAPES))}
    files["key.pem"] = pem(random.Random(1))
    for path, text in files.items():
        (root / path).write_text(text + "\n")
    (root / FILE).write_text(_update(files).text)
    git("init", "-q", cwd=root)
    git("add", "-A", cwd=root)
    return root


def test_detect_secrets_opens_what_is_written(folder: Path) -> None:
    stats = _open(folder, "--stats")
    report = json.loads(_open(folder, "--report"))

    assert "Unknown:" in stats
    assert len(report["results"]) > 150


def test_detect_secrets_lets_stand_what_it_finds_of_it_itself(folder: Path) -> None:
    """Its own hook knows our entries, but for kinds of which it records only a part."""
    rows = json.loads((folder / FILE).read_text())["results"]
    stripe = next(n for n, one in enumerate(_SHAPES) if one[0] == "stripe-secret-key")
    call = [
        sys.executable,
        "-m",
        "detect_secrets.pre_commit_hook",
        "--baseline",
        FILE,
    ]
    ran = subprocess.run(
        [*call, f"{stripe}.env"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )

    assert rows[f"{stripe}.env"][0]["type"] == "Stripe Access Key"
    assert ran.returncode == 0, ran.stdout + ran.stderr
