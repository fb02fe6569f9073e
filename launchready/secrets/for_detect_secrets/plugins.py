"""Every kind of key as a plugin of detect-secrets: `detect-secrets scan -p` this file.

A plugin tells what the room tells of that kind at that line and nothing else, so that both name
the same lines; what a line is for (its file, the lines around it) counts in both. Their types are
the ids of our rules. Only detect-secrets and what speaks to it load this module: it imports it.
"""

import os
from collections.abc import Generator
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from detect_secrets.core.potential_secret import PotentialSecret
from detect_secrets.plugins.base import BasePlugin

from launchready.core.repository import Lines
from launchready.secrets import pem
from launchready.secrets.detectors.catalogue import FORMS
from launchready.secrets.detectors.generic import PASSWORD
from launchready.secrets.engine import Hit, hits

# Larger files are told line by line, without the lines around, in bytes.
_LARGEST = 10_000_000


class _Kind(BasePlugin):
    """A kind of key, by the id of its rule."""

    secret_type = ""

    def analyze_string(self, string: str) -> Generator[str, None, None]:
        """The keys of this kind in a string that is in no file."""
        yield from (one.value for one in self._of(_alone("", string)))

    def analyze_line(
        self,
        filename: str,
        line: str,
        line_number: int = 0,
        context: Any = None,
        **_: Any,
    ) -> set[PotentialSecret]:
        """The keys of this kind in a line; never asked of a provider whether they work."""
        _ = context
        told = _at(filename, line_number, line.rstrip())
        return {
            PotentialSecret(
                type=self.secret_type,
                filename=filename,
                secret=one.value,
                line_number=line_number,
            )
            for one in self._of(told)
        }

    def _of(self, told: tuple[Hit, ...]) -> list[Hit]:
        return [one for one in told if one.detector.rule.id == self.secret_type]


# A line is asked about once a kind; it is read for the first of them.
@lru_cache(maxsize=4)
def _at(filename: str, number: int, line: str) -> tuple[Hit, ...]:
    """What is told at a line: within its file where it stands there, else by itself."""
    rows, told = _whole(filename, _stamp(filename))
    if 0 < number <= len(rows) and rows[number - 1].rstrip() == line:
        return tuple(one for one in told if one.line == number)
    return _alone(filename, line)


def _alone(path: str, line: str) -> tuple[Hit, ...]:
    return tuple(hits(Lines(path=path, lines=((1, line),)), datetime.now(UTC)))


def _stamp(filename: str) -> tuple[int, int] | None:
    """Tells one version of a file from the next; None where there is none to be read whole."""
    try:
        seen = os.stat(filename)  # noqa: PTH116 - asked for each line, thousands of times
    except (OSError, ValueError):
        return None
    return (seen.st_mtime_ns, seen.st_size) if seen.st_size <= _LARGEST else None


@lru_cache(maxsize=2)
def _whole(filename: str, stamp: tuple[int, int] | None) -> tuple[tuple[str, ...], tuple[Hit, ...]]:
    """A file's lines, as detect-secrets reads them, and all that is told in it."""
    if stamp is None:
        return (), ()
    try:
        rows = tuple(Path(filename).read_text().split("\n"))
    except (OSError, UnicodeDecodeError):
        # detect-secrets passes such a file over, too.
        return (), ()
    part = Lines(path=_from_here(filename), lines=tuple(enumerate(rows, 1)))
    return rows, tuple(hits(part, datetime.now(UTC)))


def _from_here(filename: str) -> str:
    path = Path(filename)
    return os.path.relpath(path) if path.is_absolute() else path.as_posix()


@cache
def plugins() -> dict[str, type[BasePlugin]]:
    """The plugins by the names of their classes, one a rule."""
    rules = dict.fromkeys(one.rule.id for one in (*FORMS, PASSWORD, pem.PRIVATE_KEY))
    return {
        _named(rule): type(_named(rule), (_Kind,), {"secret_type": rule, "__doc__": f"{rule}."})
        for rule in rules
    }


def _named(rule: str) -> str:
    """secrets/github-token is LaunchreadyGithubToken: no name detect-secrets has itself."""
    words = rule.partition("/")[2].split("-")
    return "Launchready" + "".join(one.title() for one in words)


# detect-secrets takes the classes it finds in the module.
globals().update(plugins())
