"""Real git repositories for tests, made by the installed git without its user's settings."""

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from launchready.core.repository import Lines, Part
from launchready.core.unreachable import UnreachableError
from launchready.world.repository import GitRepository

_PLAIN = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_DATE": "2026-11-25T12:00:00Z",
    "GIT_COMMITTER_DATE": "2026-11-25T12:00:00Z",
}


class Made:
    """A repository in a folder, and the commands that make it what a test needs."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files = GitRepository(root)

    def git(self, *args: str, **more: str) -> str:
        env = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        done = subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@acme.test", *args],
            cwd=self.root,
            env=env | _PLAIN | more,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def write(self, path: str, content: str | bytes) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)

    def commit(self, **files: str | bytes) -> str:
        """Commits everything, these files written before; the commit's id."""
        for path, content in files.items():
            self.write(path, content)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "one")
        return self.git("rev-parse", "HEAD")


def a_repository(root: Path) -> Made:
    root.mkdir(parents=True, exist_ok=True)
    made = Made(root)
    made.git("init", "-q", "-b", "main")
    return made


def seen(parts: Iterable[Part]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Path and lines of each part of a file, in the order they came."""
    return [(one.path, list(one.lines)) for one in of_files(parts)]


def of_files(parts: Iterable[Part]) -> list[Lines]:
    """The lines of files, without what commits, tags and branches say of themselves."""
    return [one for one in parts if isinstance(one, Lines) and not one.origin]


def until_silent(parts: Iterable[Part]) -> tuple[list[Part], UnreachableError | None]:
    """The parts that came, and the reason why no more did."""
    got: list[Part] = []
    try:
        for one in parts:
            got.append(one)  # noqa: PERF402 - what came before the error counts
    except UnreachableError as error:
        return got, error
    return got, None
