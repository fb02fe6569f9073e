"""What a check may read of the repository."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Lines of one file, each with its number in that version of the file (from 1).

    `commit` is the full id of the commit that added them, None for the tree and the index.
    `in_tree` says whether the file still stands in the tree at that path.
    """

    path: str
    lines: tuple[tuple[int, str], ...]
    commit: str | None = None


class Repository(Protocol):
    """The founder's repository, read only. Raises UnreachableError when history is incomplete."""

    def read(self, path: str) -> str | None:
        """A file of the tree as text, None when there is none."""
        ...

    def tree(self) -> Iterator[Lines]:
        """Tracked files, and untracked ones that are not ignored, as they stand on disk."""
        ...

    def staged(self) -> Iterator[Lines]:
        """What the index adds to the last commit."""
        ...

    def added(self, commits: str) -> Iterator[Lines]:
        """What a range of commits (`A..B`) added, commit by commit, merges too."""
        ...

    def history(self) -> Iterator[Lines]:
        """What every commit of every ref added."""
        ...

    def head(self) -> str | None:
        """The id of the commit that is checked out, None outside a repository or before one."""
        ...
