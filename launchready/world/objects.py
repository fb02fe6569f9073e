"""Reads a repository's objects: which files a commit changed, and what they hold."""

import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from sys import intern
from typing import NamedTuple

from launchready.world.git import LONG_PATIENCE, Git

# Commits whose changes are listed at once where renames are looked for: enough to make git's
# start cheap, few enough that the listing stays small.
BATCH = 256

_FILE_MODES = frozenset({"100644", "100755", "100664"})


class Change(NamedTuple):
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
    for start in range(0, len(commits), BATCH):
        given = as_input(commits[start : start + BATCH])
        listed = git.ask("diff-tree", *_listing("-M", "-l1000"), given=given)
        yield from parsed(listed)


def quick_changes(git: Git, commits: Sequence[str]) -> Iterator[Change]:
    """The same without looking for renames, which takes git three times as long."""
    listed = git.ask(
        "diff-tree", *_listing("--no-renames"), given=as_input(commits), patience=LONG_PATIENCE
    )
    return parsed(listed)


def _listing(*options: str) -> tuple[str, ...]:
    return ("-r", "-c", *options, "--root", "--raw", "-z", "--no-abbrev", "--stdin")


def as_input(ids: Iterable[str]) -> bytes:
    return "".join(f"{one}\n" for one in ids).encode()


def parsed(listed: bytes) -> Iterator[Change]:
    """The changes in git's raw listing, ended by NULs; deletions are left out."""
    words = _words(listed)
    commit = ""
    for word in words:
        if word[:1] != ":":
            commit = word or commit
            continue
        fields = word.split(" ")
        parents = len(fields[0]) - 6
        path = next(words)
        if parents == 1 and fields[-1][0] in "RC":
            path = next(words)
        mode, blob = fields[parents], fields[2 * parents + 1]
        if mode in _FILE_MODES and blob.strip("0"):
            modes = (fields[0][-6:], *fields[1:parents])
            known = zip(modes, fields[parents + 1 :], strict=False)
            # The same few paths and contents are named by commit after commit.
            before = tuple(intern(one) for had, one in known if had in _FILE_MODES)
            yield Change(commit, intern(path), intern(blob), before)


def _words(listed: bytes) -> Iterator[str]:
    """What stands between NULs, one after the other: a large history's would be 100 MB at once."""
    start = 0
    while (end := listed.find(b"\0", start)) >= 0:
        yield listed[start:end].decode("utf-8", "surrogateescape")
        start = end + 1
    yield listed[start:].decode("utf-8", "surrogateescape")


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
