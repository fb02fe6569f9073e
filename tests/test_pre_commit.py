"""A commit that would bring a secret is stopped before it is made, by the published hook."""

import os
import random
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.command import LIMIT, ROOT, a_repository, environment, git
from tests.secrets.samples import BY_FORM, pem

HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))


def a_key(seed: int = 1) -> str:
    return BY_FORM["github"][2](random.Random(seed))


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A repository whose pre-commit hook runs what .pre-commit-hooks.yaml says."""
    root = a_repository(tmp_path / "shop", README_dot_md="# Shop\n")
    name, *rest = shlex.split(HOOKS[0]["entry"])
    assert name == "launchready"
    call = shlex.join([sys.executable, "-m", "launchready", *rest])
    hook = root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} exec {call}\n")
    hook.chmod(0o755)
    return root


def commit(root: Path) -> subprocess.CompletedProcess[str]:
    names = {
        f"GIT_{who}_{what}": "a@acme.test"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    return subprocess.run(
        ["git", "commit", "-q", "-m", "more"],
        cwd=root,
        env=environment(**names, **alone),
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )


def test_the_hook_is_one_pre_commit_can_run() -> None:
    (hook,) = HOOKS

    assert hook["id"] == "launchready-secrets"
    assert (hook["language"], hook["pass_filenames"], hook["always_run"]) == ("python", False, True)


def test_a_commit_without_a_secret_is_made(shop: Path) -> None:
    (shop / "app.py").write_text("x = 1\n")
    git("add", "-A", cwd=shop)
    made = commit(shop)

    assert made.returncode == 0, made.stdout + made.stderr
    assert git("log", "--format=%s", cwd=shop).split() == ["more", "first"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("app.py", f'T = "{a_key()}"\n'),
        (".env", f"GH_TOKEN={a_key()}\n"),
        ("tls/server key.pem", pem(random.Random(1))),
    ],
)
def test_a_commit_with_a_secret_is_not_made_and_the_line_is_named(
    shop: Path, path: str, text: str
) -> None:
    (shop / path).parent.mkdir(exist_ok=True)
    (shop / path).write_text(text)
    git("add", "-A", cwd=shop)
    made = commit(shop)
    said = made.stdout + made.stderr

    assert made.returncode != 0
    assert f"{path}:1" in said
    assert text.strip().splitlines()[-1][-20:] not in said
    assert "filter-repo" not in said
    assert git("log", "--format=%s", cwd=shop).split() == ["first"]


def test_what_is_not_staged_does_not_stop_a_commit(shop: Path) -> None:
    (shop / "app.py").write_text("x = 1\n")
    git("add", "-A", cwd=shop)
    (shop / "app.py").write_text(f'T = "{a_key()}"\n')
    (shop / "other.py").write_text(f'T = "{a_key()}"\n')

    assert commit(shop).returncode == 0


def test_what_was_staged_is_looked_at_though_the_file_has_moved_on(shop: Path) -> None:
    (shop / "app.py").write_text(f'T = "{a_key()}"\n')
    git("add", "-A", cwd=shop)
    (shop / "app.py").write_text("x = 1\n")

    assert commit(shop).returncode != 0


def test_a_baselined_secret_lets_a_commit_pass_and_another_does_not(shop: Path) -> None:
    (shop / "app.py").write_text(f'T = "{a_key()}"\n')
    call = [sys.executable, "-m", "launchready", "baseline"]
    subprocess.run(
        call, cwd=shop, env=environment(), check=True, timeout=LIMIT, capture_output=True
    )
    git("add", "-A", cwd=shop)
    passed = commit(shop)
    (shop / "app.py").write_text(f'T = "{a_key()}"\nU = "{a_key(2)}"\n')
    git("add", "-A", cwd=shop)

    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert commit(shop).returncode != 0
