"""The commands about record maps: made of an export or of the live zone, compared, explained."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from launchready.core.location import Location
from launchready.dns.import_zone import import_zone
from launchready.values.problem import ConfigError, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a command prints or writes, what it says beside it, and its exit code."""

    text: str
    notes: tuple[str, ...] = ()
    code: int = 0


def import_(args: argparse.Namespace) -> Made:
    file: Path = args.file
    try:
        raw = file.read_bytes()
    except OSError as error:
        found = f"cannot be read: {error.strerror}"
        raise ConfigError([Problem(at=Location(file=str(file)), found=found)]) from None
    made = import_zone(raw, str(file), args.zone)
    return Made(text=made.text(file.name), notes=tuple(str(one) for one in made.repairs))


COMMANDS: dict[str, Callable[[argparse.Namespace], Made]] = {"import": import_}
