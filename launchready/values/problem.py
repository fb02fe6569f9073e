"""What is wrong with a file a founder wrote, all of it at once."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from launchready.core.location import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake: where, what was found, and what was probably meant."""

    at: Location
    found: str
    meant: str = ""

    def __str__(self) -> str:
        return f"{self.at}: {self.found}" + (f"; {self.meant}" if self.meant else "")


class ConfigError(Exception):
    """A file cannot be used; every problem of it is listed, in the order of their lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda one: (one.at, one.found)))
        super().__init__("\n".join(str(one) for one in self.problems))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word somebody who typed this one probably meant."""
    folded = {one.lower().replace("-", "_"): one for one in known}
    close = difflib.get_close_matches(word.lower().replace("-", "_"), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None
