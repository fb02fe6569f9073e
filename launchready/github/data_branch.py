"""Keeps the figures of load runs on a branch of their own, `launchready-data`.

A repository of its own, made for this and thrown away, holds no more than the branch's last
commit: the workspace, which a pull request may have written, plays no part. Of two runs that
write at once the later finds the branch moved on, and begins anew.
"""

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from launchready.github.git import Git, GitError

BRANCH = "launchready-data"
FILE = "load/history.jsonl"
KEPT = 500  # runs
_TRIES = 6
_PAUSE = 0.5  # seconds before the second try, doubled each time
_WHO = ("-c", "user.name=launchready", "-c", "user.email=launchready@users.noreply.github.com")
_MOVED = ("fetch first", "non-fast-forward", "cannot lock ref", "failed to push some refs", "stale")


class NotKeptError(Exception):
    """The branch does not have the run; the text says why and what would help."""


def keep(
    lines: str, git: Git, url: str, message: str, *, sleep: Callable[[float], None] = time.sleep
) -> None:
    """Adds runs, one a line, to the branch's file and drops the oldest past KEPT.

    `git` gives the token and the environment, `url` is the repository's. Raises NotKeptError.
    """
    pause = _PAUSE
    for left in reversed(range(_TRIES)):
        try:
            with tempfile.TemporaryDirectory(prefix="launchready-") as folder:
                _add(lines, replace(git, root=Path(folder)), url, message)
        except GitError as error:
            if not left or not any(word in str(error) for word in _MOVED):
                raise NotKeptError(_why(str(error))) from None
        except OSError as error:
            raise NotKeptError(f"a file could not be written: {error.strerror}") from None
        else:
            return
        sleep(pause)
        pause *= 2


def _add(lines: str, git: Git, url: str, message: str) -> None:
    git("init", "--quiet", "--bare", ".")
    parent = _tip(git, url)
    before = _kept(git, parent)
    kept = [one for one in [*before.splitlines(), *lines.splitlines()] if one.strip()][-KEPT:]
    file = git.root / "launchready-history"
    file.write_text("".join(f"{one}\n" for one in kept), "utf-8")
    if parent:
        git("read-tree", parent)
    blob = git("hash-object", "-w", "--no-filters", "--", str(file))
    git("update-index", "--add", "--replace", "--cacheinfo", f"100644,{blob},{FILE}")
    above = ("-p", parent) if parent else ()
    commit = git("-c", "gc.auto=0", *_WHO, "commit-tree", git("write-tree"), *above, "-m", message)
    git.push(url, f"{commit}:refs/heads/{BRANCH}")


def _tip(git: Git, url: str) -> str:
    """The branch's last commit, brought here; "" where there is no such branch yet."""
    if not git.heads(url, BRANCH):
        return ""
    git.fetch_from(url, f"refs/heads/{BRANCH}")
    return git("rev-parse", "FETCH_HEAD")


def _kept(git: Git, parent: str) -> str:
    try:
        return git.blob(parent, FILE).decode("utf-8", "replace") if parent else ""
    except FileNotFoundError:
        return ""


def _why(said: str) -> str:
    refused = ("403", "denied", "not granted", "Authentication failed", "could not read Username")
    if any(word in said for word in refused):
        return "the token may not write; give the job `permissions: contents: write`"
    return said
