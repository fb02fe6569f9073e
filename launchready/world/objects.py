"""Reads a repository's objects: which files a commit changed, and what they hold."""

import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from launchready.world.git import Git

# Commits whose changes are listed at once: enough to make git's start cheap, few enough that
# the listing stays small.
BATCH = 256

_FILE_MODES = ("100644", "100755", "100664")
_ENTRY = re.compile(r"(:+)((?:[0-7]{6} )+)((?:[0-9a-f]{40,64} )+)([A-Z]+)[0-9]*")


@dataclass(frozen=True, slots=True)
class Change:
    """A file as a commit (or the index) left it, and as each parent had it.

    `blob` is the id of the new content, `before` the ids of the parents' contents where they
    had the file (under this name or, renamed, another). `commit` is "" for the index.
    """

    commit: str
    path: str
    blob: str
    before: tuple[str, ...]


def changes(git: Git, commits: Sequence[str]) -> Iterator[Change]:
    """What each commit changed against every one of its parents.

    `-c` lists of a merge what differs from all its parents: what the merge itself wrote. What it
    took from one side came with that side's commits.
    """
    options = ("-r", "-c", "-M", "-l1000", "--root", "--raw", "-z", "--no-abbrev", "--stdin")
    for start in range(0, len(commits), BATCH):
        given = "".join(f"{one}\n" for one in commits[start : start + BATCH])
        listed = git.ask("diff-tree", *options, given=given.encode())
        yield from parsed(listed)


def parsed(listed: bytes) -> Iterator[Change]:
    """The changes in git's raw listing, ended by NULs; deletions are left out."""
    words = iter(listed.decode("utf-8", "surrogateescape").split("\0"))
    commit = ""
    for word in words:
        entry = _ENTRY.fullmatch(word)
        if not entry:
            commit = word or commit
            continue
        path = next(words)
        if len(entry[1]) == 1 and entry[4][0] in "RC":
            path = next(words)
        modes, blobs = entry[2].split(), entry[3].split()
        if modes[-1] in _FILE_MODES and set(blobs[-1]) != {"0"}:
            known = zip(modes[:-1], blobs[:-1], strict=True)
            before = tuple(blob for mode, blob in known if mode in _FILE_MODES)
            yield Change(commit=commit, path=path, blob=blobs[-1], before=before)


class Blobs:
    """A git that gives one content after another."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdin is not None  # noqa: S101 - pipes were asked for
        assert process.stdout is not None  # noqa: S101
        self._ask = process.stdin
        self._answer = process.stdout

    def read(self, blob: str, limit: int) -> bytes | int | None:
        """A content; its size when that is above the limit; None when it is not there."""
        try:
            self._ask.write(blob.encode() + b"\n")
            self._ask.flush()
        except BrokenPipeError:
            return None
        header = self._answer.readline().split()
        if len(header) != 3 or header[1] != b"blob":
            return None
        size = int(header[2])
        if size > limit:
            self._pass_over(size + 1)
            return size
        content = self._answer.read(size + 1)
        return content[:-1] if len(content) == size + 1 else None

    def _pass_over(self, size: int) -> None:
        while size > 0:
            got = len(self._answer.read(min(size, 1 << 20)))
            if not got:
                return
            size -= got


@contextmanager
def blobs_of(git: Git) -> Iterator[Blobs]:
    """Contents by their ids, until the block is left."""
    process = git.converse("cat-file", "--batch")
    try:
        yield Blobs(process)
    finally:
        process.kill()
        process.communicate()
