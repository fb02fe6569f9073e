"""`launchready baseline` writes what is let stand, and goes through it with a person."""

import json
import os
import pty
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import LIMIT, a_repository, command, environment, launchready
from tests.secrets.samples import BY_FORM, pem

FILE = ".secrets.baseline"


def a_key(seed: int = 1) -> str:
    return BY_FORM["github"][2](random.Random(seed))


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return a_repository(
        tmp_path / "shop",
        app_dot_py=f'x = 1\nT = "{a_key()}"\n',
        tls__server_dot_pem=pem(random.Random(1)) + "\n",
    )


def rows(root: Path, file: str = FILE) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads((root / file).read_text())["results"]
    return found


def test_what_is_there_is_let_stand_and_what_comes_is_told(shop: Path) -> None:
    before = launchready("check", "secrets", cwd=shop)
    ran = launchready("baseline", cwd=shop)
    after = launchready("check", "secrets", cwd=shop)
    (shop / "app.py").write_text(f'x = 1\nT = "{a_key()}"\nU = "{a_key(2)}"\n')
    more = launchready("check", "secrets", cwd=shop)

    assert (before.code, ran.code, after.code, more.code) == (1, 0, 0, 1)
    assert ran.out.startswith(f"{FILE} lets 2 secrets stand: 2 new, 0 gone\n")
    assert "new   app.py:2  secrets/github-token" in ran.out
    assert f"{FILE} lets 2 secrets stand" in after.out
    assert "app.py:3" in more.out
    assert a_key() not in ran.out + ran.err + (shop / FILE).read_text()


def test_a_baseline_brought_up_to_date_loses_what_is_gone(shop: Path) -> None:
    launchready("baseline", cwd=shop)
    (shop / "app.py").write_text("x = 1\n")
    stale = launchready("check", "secrets", cwd=shop)
    ran = launchready("baseline", cwd=shop)
    same = launchready("baseline", cwd=shop)

    assert "secrets/baseline-stale" in stale.out
    assert "0 new, 1 gone" in ran.out
    assert "it is as it was" in same.out
    assert list(rows(shop)) == ["tls/server.pem"]


def test_the_file_the_config_names_is_written_though_it_is_not_there_yet(shop: Path) -> None:
    (shop / "launchready.yml").write_text("version: 1\nsecrets: {baseline: ops/known.json}\n")
    (shop / "ops").mkdir()
    missing = launchready("check", "secrets", cwd=shop)
    ran = launchready("baseline", cwd=shop / "ops")

    assert missing.code == 2
    assert "launchready baseline" in missing.err
    assert ran.code == 0
    assert set(rows(shop, "ops/known.json")) == {"app.py", "tls/server.pem"}
    assert not (shop / FILE).exists()
    assert launchready("check", "secrets", cwd=shop).code == 0


def test_what_the_config_leaves_out_is_not_in_it(shop: Path) -> None:
    (shop / "launchready.yml").write_text(
        "version: 1\nsecrets: {exclude: [tls], disable: [secrets/github-token]}\n"
    )
    launchready("baseline", cwd=shop)

    assert rows(shop) == {}


def test_a_broken_config_or_baseline_is_a_mistake(shop: Path) -> None:
    (shop / FILE).write_text("[]")
    broken = launchready("baseline", cwd=shop)
    (shop / FILE).unlink()
    (shop / "launchready.yml").write_text("version: 1\nsecrets: {excluded: [x]}\n")
    config = launchready("baseline", cwd=shop)
    missing = launchready("baseline", "-c", "gone.yml", cwd=shop)

    assert (broken.code, config.code, missing.code) == (2, 2, 2)
    assert f"{FILE} is no baseline" in broken.err
    assert config.err.startswith("launchready.yml:2:")
    assert missing.err == "launchready: there is no file gone.yml\n"


def test_an_audit_without_a_terminal_is_a_wrong_call(shop: Path) -> None:
    launchready("baseline", cwd=shop)
    ran = launchready("baseline", "--audit", cwd=shop)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "launchready: --audit asks questions, so it needs a terminal\n"


def _audit(root: Path, answers: str) -> tuple[int, str]:
    """An audit at a terminal, with these answers; what it said."""
    ours, theirs = pty.openpty()
    started = subprocess.Popen(
        command("baseline", "--audit"),
        cwd=root,
        env=environment(),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    os.write(ours, answers.encode())
    said = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:
            break
        if not piece:
            break
        said += piece
    os.close(ours)
    return started.wait(LIMIT), said.decode("utf-8", "replace").replace("\r\n", "\n")


def test_a_person_s_answers_are_kept_and_no_secret_is_shown(shop: Path) -> None:
    launchready("baseline", cwd=shop)
    code, said = _audit(shop, "what\ny\nn\n")
    labels = [one["is_secret"] for listed in rows(shop).values() for one in listed]
    again, nothing = _audit(shop, "")

    assert (code, again) == (0, 0)
    assert labels == [False, True]
    assert "1 of 2  app.py:2  secrets/github-token" in said
    assert 'T = "••••••••"' in said
    assert "2 answers kept" in said
    assert "0 answers kept" in nothing
    assert a_key() not in said
    assert pem(random.Random(1)).splitlines()[1] not in said


def test_an_audit_can_be_left_and_gone_back_in(shop: Path) -> None:
    launchready("baseline", cwd=shop)
    code, said = _audit(shop, "y\nb\nn\nq\n")

    assert code == 0
    assert [one.get("is_secret") for listed in rows(shop).values() for one in listed] == [
        True,
        None,
    ]
    assert "1 answer kept" in said


def test_detect_secrets_reads_the_answers(shop: Path) -> None:
    launchready("baseline", cwd=shop)
    _audit(shop, "y\nn\n")
    call = [sys.executable, "-m", "detect_secrets", "audit", "--stats", "--json", FILE]
    ran = subprocess.run(call, cwd=shop, capture_output=True, text=True, check=True, timeout=LIMIT)
    said = json.loads(ran.stdout)

    assert said["Base64HighEntropyString"]["stats"]["raw"]["false-positives"] == 1
    assert said["PrivateKeyDetector"]["stats"]["raw"]["true-positives"] == 1
