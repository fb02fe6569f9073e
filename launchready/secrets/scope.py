"""Which part of the repository is looked at."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The files as they stand, what is staged, what a range of commits added, or all history.

    `commits` is the range (`A..B`), "" for the others. `merge` is a merge commit looked at beside
    the range, for what none of its parents has; "" for none.
    """

    kind: Literal["tree", "staged", "range", "history"]
    commits: str = ""
    merge: str = ""

    def __str__(self) -> str:
        match self.kind:
            case "tree":
                return "the files of this repository"
            case "staged":
                return "what is staged"
            case "range":
                return f"the commits {self.commits}"
            case "history":
                return "the history of this repository"
