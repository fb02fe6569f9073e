"""Where a promise was written, and what can be at fault."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Location:
    """A place in a file the founder committed; lines and columns count from 1.

    `file` is relative to the repository's root, with forward slashes.
    """

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


# The place of what no file says; only defaults and tests have it.
NOWHERE = Location(file="launchready.yml")


class Subject(Protocol):
    """A thing that can be at fault and knows its line; `str()` is how people call it."""

    @property
    def at(self) -> Location: ...

    def __str__(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The plainest subject: a name and the line that names it."""

    name: str
    at: Location

    def __str__(self) -> str:
        return self.name
