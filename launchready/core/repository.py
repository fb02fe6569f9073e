"""What a check may read of the repository."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Lines of one file, each with its number in that version of the file (from 1).

    `commit` is the full id of the commit that added them, None for the tree and the index.
    `tracked` is False for a file on disk that git has not been told of. `whole` is every line of
    that version where `lines` are only some of them, None where they are all. What a file says
    may be a secret, so none of it is in the repr.
    """

    path: str
    lines: tuple[tuple[int, str], ...] = field(repr=False)
    commit: str | None = None
    tracked: bool = True
    whole: tuple[str, ...] | None = field(default=None, repr=False)

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


class Repository(Protocol):
    """The founder's repository, read only, and blocking: iterate in a thread.

    Nothing is left out in silence: what could not be read comes as Unread, and where history is
    incomplete the iterator gives what there is and then raises UnreachableError. Symbolic links
    and submodules are not files of this repository and are passed over.
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

    def tree(self) -> Iterator[Part]:
        """Tracked files, and untracked ones that are not ignored, as they stand on disk."""
        ...

    def staged(self) -> Iterator[Part]:
        """What the index adds to the last commit."""
        ...

    def added(self, commits: str) -> Iterator[Part]:
        """What a range of commits (`A..B`) added, commit by commit, oldest first, merges too."""
        ...

    def history(self) -> Iterator[Part]:
        """What every commit of every ref added, oldest first."""
        ...

    def head(self) -> str | None:
        """The id of the commit that is checked out, None outside a repository or before one."""
        ...
