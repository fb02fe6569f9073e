"""Writes files into a folder and commits them, whatever git is told elsewhere on the machine."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import anyio

LONGEST_GIT = 30.0  # seconds, for one command

_AUTHOR = {"NAME": "Portal Founder", "EMAIL": "founder@portal.test"}
_GIT = ("git", "-c", f"core.hooksPath={os.devnull}", "-c", "core.autocrlf=false")


class GitError(Exception):
    """Git would not make a repository; the text says what it said."""


async def commit(root: Path, files: Mapping[str, str], message: str) -> None:
    """Makes `root` a git repository with one commit that holds the files. Raises GitError.

    Where git is not installed the files are written all the same: the gate reads a plain folder.
    """
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    if shutil.which("git") is None:
        return
    await _git(root, "init", "--quiet", "--template=", "--initial-branch=main")
    await _git(root, "add", "--", *files)
    await _git(root, "commit", "--quiet", "--no-gpg-sign", "-m", message)


async def _git(root: Path, *command: str) -> None:
    try:
        with anyio.fail_after(LONGEST_GIT):
            done = await anyio.run_process(
                [*_GIT, *command], cwd=root, env=_environment(), check=False
            )
    except TimeoutError:
        raise GitError(f"git {command[0]} took more than {LONGEST_GIT:g} s") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise GitError(f"git {command[0]} failed: {said}")


def _environment() -> dict[str, str]:
    """The process's own, without what would lead git elsewhere, and with an author."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    people = ("AUTHOR", "COMMITTER")
    signed = {f"GIT_{who}_{what}": said for who in people for what, said in _AUTHOR.items()}
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    return {**kept, **signed, **alone}
