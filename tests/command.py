"""Runs launchready as a user would: a process of its own, in a folder, with an environment."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent

# A hung command is a failed test, not a stuck suite; seconds.
LIMIT = 90


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


def environment(**more: str) -> dict[str, str]:
    """This process's environment without what CI and the terminal say of themselves."""
    dropped = ("GITHUB_", "RUNNER_", "LR_", "NO_COLOR", "FORCE_COLOR", "PYTHONPATH")
    kept = {k: v for k, v in os.environ.items() if k != "CI" and not k.startswith(dropped)}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", "COLUMNS": "80"} | more


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "launchready", *arguments]


def launchready(*arguments: str, cwd: Path, env: Mapping[str, str] | None = None) -> Ran:
    """One command, run to its end."""
    ran = subprocess.run(
        command(*arguments),
        cwd=cwd,
        env=environment(**(env or {})),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=LIMIT,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def git(*arguments: str, cwd: Path) -> str:
    """One git command in a repository of a test, independent of the machine's settings."""
    names = {"GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@acme.test"}
    names |= {"GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@acme.test"}
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    return subprocess.run(
        ["git", "-c", "init.defaultBranch=main", *arguments],
        cwd=cwd,
        env=environment(**names, **alone),
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=True,
    ).stdout


def a_repository(folder: Path, **files: str) -> Path:
    """A git repository with one commit; `__` in a name stands for a slash, `_dot_` for a dot."""
    folder.mkdir(parents=True, exist_ok=True)
    git("init", "-q", cwd=folder)
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    git("add", "-A", cwd=folder)
    git("commit", "-q", "--allow-empty", "-m", "first", cwd=folder)
    return folder
