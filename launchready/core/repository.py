"""What a check may read of the repository."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

# Who can read what a commit holds, as far as this clone knows: everybody who may fetch (a remote's
# branch or a tag has it), whoever has this clone, or whoever still has the commit's id.
Reach = Literal["public", "local", "unreachable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Lines of one file, each with its number in that version of the file (from 1).

    `commit` is the full id of the commit that added them, None for the tree and the index.
    `tracked` is False for a file on disk that git has not been told of. `whole` is every line of
    that version where `lines` are only some of them, None where they are all; `before` is what
    the parents' versions said. What a file says may be a secret, so none of it is in the repr.

    `inside` is the path within an archive. `landmarks` name stretches of lines, each from its
    number on: the cells of a notebook. Where `unit` is "byte" the file is binary, the lines are
    the readable runs in it, and their numbers count bytes. `origin` says what the lines are where
    they are no file's, like the message of a commit; their path then names git's own folder.

    `reach` and `standing` (the numbers of lines the checked out commit still has, somewhere) are
    told where history was asked for, None elsewhere.
    """

    path: str
    lines: tuple[tuple[int, str], ...] = field(repr=False)
    commit: str | None = None
    tracked: bool = True
    whole: tuple[str, ...] | None = field(default=None, repr=False)
    before: tuple[str, ...] = field(default=(), repr=False)
    inside: str = ""
    landmarks: tuple[tuple[int, str], ...] = ()
    unit: Literal["line", "byte"] = "line"
    origin: str = ""
    reach: Reach | None = None
    standing: frozenset[int] | None = None

    @property
    def all_lines(self) -> tuple[str, ...]:
        """Every line of this version of the file."""
        return tuple(line for _, line in self.lines) if self.whole is None else self.whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A file that was not read as text, and why; `detail` is for people."""

    path: str
    reason: Literal["binary", "too large", "unreadable"]
    detail: str
    commit: str | None = None


Part = Lines | Unread


class Sieve(Protocol):
    """Tells cheaply where something may stand, so that the rest need not be brought along.

    It may be asked from several threads at once.
    """

    def skips(self, path: str) -> bool:
        """Whether nothing of such a file is wanted."""
        ...

    def takes_whole(self, path: str) -> bool:
        """Whether every line of such a file is wanted, whatever stands in it."""
        ...

    def places(self, text: bytes) -> list["Spot"]:
        """The stretches of a text (UTF-8, or of one byte a character) that may matter, in order."""
        ...

    def blocks(self, text: bytes) -> list["Spot"]:
        """The stretches of several lines whose first line `places` called the start of one."""
        ...

    def wanted(self, path: str, texts: Sequence[str]) -> list[bool]:
        """Which of these stretches matter in a file of that path."""
        ...


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of a text; `is_start` where it is the first line of something longer.

    It begins and ends with lines, except in lines too long to be looked at whole, of which it
    is a kilobyte at least.
    """

    start: int
    end: int
    is_start: bool = False


class NamedFiles(Protocol):
    """Files a config names: those the config itself was read beside, as bytes. Blocking.

    On a pull request that is the base branch. What a change is made of is in `Repository`.
    """

    def raw(self, path: str) -> bytes | None:
        """A file by its path from the root, None when there is none.

        Raises UnreachableError when it is too large or cannot be read.
        """
        ...

    def below(self, folder: str) -> Iterator[str]:
        """The path of every file below a folder, in order."""
        ...


class Repository(Protocol):
    """The founder's repository, read only, and blocking: iterate in a thread.

    Nothing is left out in silence: what could not be read comes as Unread, and where history is
    incomplete the iterator gives what there is and then raises UnreachableError. Symbolic links
    and submodules are not files of this repository and are passed over.

    Given a sieve, parts and lines in which it finds nothing are left out.
    """

    def read(self, path: str) -> str | None:
        """A file of the tree as text, None when there is none."""
        ...

    def raw(self, path: str) -> bytes | None:
        """A file's bytes as they stand on disk, tracked or not, None when there is none.

        Raises UnreachableError when it is too large or cannot be read.
        """
        ...

    def below(self, folder: str) -> Iterator[str]:
        """The path of every file on disk below a folder, in order."""
        ...

    def tree(self, sieve: Sieve | None = None) -> Iterator[Part]:
        """Tracked files, and untracked ones that are not ignored, as they stand on disk."""
        ...

    def staged(self, sieve: Sieve | None = None) -> Iterator[Part]:
        """What the index adds to the last commit."""
        ...

    def added(self, commits: str, sieve: Sieve | None = None) -> Iterator[Part]:
        """What a range of commits (`A..B`), or one commit (`A^!`), added, commit by commit,
        oldest first, merges too: to files, in its messages and names."""
        ...

    def history(self, sieve: Sieve | None = None) -> Iterator[Part]:
        """What every commit of every ref added, oldest first, and what no ref reaches."""
        ...

    def head(self) -> str | None:
        """The id of the commit that is checked out, None outside a repository or before one."""
        ...
