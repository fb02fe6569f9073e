"""Repositories for tests: an origin, and clones of it as actions/checkout leaves them."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from launchready.github.git import Git

WHO = {
    "GIT_AUTHOR_NAME": "Founder",
    "GIT_AUTHOR_EMAIL": "founder@acme.test",
    "GIT_COMMITTER_NAME": "Founder",
    "GIT_COMMITTER_EMAIL": "founder@acme.test",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


def git(folder: Path, *args: str) -> str:
    done = subprocess.run(
        ["git", *args], cwd=folder, env=os.environ | WHO, capture_output=True, check=True, text=True
    )
    return done.stdout.strip()


def head_of(folder: Path) -> str:
    """The commit a folder has checked out, as the runner puts it in GITHUB_SHA; "" for none."""
    return git(folder, "rev-parse", "HEAD") if (folder / ".git").exists() else ""


@dataclass(frozen=True)
class Origin:
    """A repository people push to; its branch main holds one commit to begin with."""

    folder: Path

    @classmethod
    def at(cls, folder: Path) -> "Origin":
        folder.mkdir(parents=True)
        git(folder, "init", "--quiet", "--initial-branch=main")
        made = cls(folder)
        made.commit("README.md", "a portal\n")
        return made

    @property
    def url(self) -> str:
        return f"file://{self.folder}"

    def commit(self, path: str, text: str, message: str = "change") -> str:
        """Writes a file on the branch that is checked out, and commits it."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        git(self.folder, "add", "--all")
        git(self.folder, "commit", "--quiet", "--allow-empty", "-m", message)
        return self.head()

    def head(self, name: str = "HEAD") -> str:
        return git(self.folder, "rev-parse", name)

    def branch(self, name: str, start: str = "main") -> None:
        git(self.folder, "checkout", "--quiet", "-b", name, start)

    def switch(self, name: str) -> None:
        git(self.folder, "checkout", "--quiet", name)

    def merge(self, name: str) -> str:
        git(self.folder, "merge", "--quiet", "--no-ff", "-m", f"merge {name}", name)
        return self.head()

    def pull_request(self, number: int, base: str, head: str) -> None:
        """What GitHub keeps of a pull request: its head, and its merge into the base."""
        before = git(self.folder, "symbolic-ref", "--short", "HEAD")
        git(self.folder, "checkout", "--quiet", "--detach", base)
        merged = self.merge(head)
        git(self.folder, "update-ref", f"refs/pull/{number}/merge", merged)
        git(self.folder, "update-ref", f"refs/pull/{number}/head", head)
        self.switch(before)

    def checkout(self, folder: Path, ref: str) -> Git:
        """A clone as actions/checkout leaves it: one commit, detached."""
        folder.mkdir(parents=True)
        git(folder, "init", "--quiet")
        git(folder, "remote", "add", "origin", self.url)
        local = f"refs/remotes/{ref.removeprefix('refs/').replace('heads', 'origin', 1)}"
        git(folder, "fetch", "--quiet", "--no-tags", "--depth=1", "origin", f"+{ref}:{local}")
        git(folder, "checkout", "--quiet", "--detach", local)
        return Git(root=folder)
