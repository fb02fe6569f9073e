"""The import command: what other tools wrote becomes pages or a journey."""

import sys
from collections.abc import Callable
from pathlib import Path

from launchready import console
from launchready.core.location import Location
from launchready.smoke.import_har import import_har
from launchready.smoke.import_openapi import Imported, import_openapi
from launchready.smoke.import_read import LARGEST
from launchready.values.problem import ConfigError, Problem


def command(
    what: str,
    file: Path,
    schemas: Path | None,
    output: Path | None,
    write: Callable[[Path, str], None],
) -> int:
    """Writes what was imported, and says what was left out. Raises ConfigError."""
    made = read(what, file, schemas)
    for path, text in made.files:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        write(Path(path), text)
    if output is None:
        console.say(made.text.removesuffix("\n"))
    else:
        write(output, made.text)
    for note in made.notes:
        console.complain(note)
    return 0


def read(what: str, file: Path, schemas: Path | None) -> Imported:
    """What an OpenAPI file or a recording becomes. Raises ConfigError."""
    name = "standard input" if str(file) == "-" else str(file)
    try:
        raw = sys.stdin.buffer.read(LARGEST + 1) if str(file) == "-" else file.read_bytes()
    except OSError as error:
        found = f"cannot be read: {error.strerror}"
        raise ConfigError([Problem(at=Location(file=name), found=found)]) from None
    if what == "har" and schemas is not None:
        found = "--schemas is for openapi; a recording has none"
        raise ConfigError([Problem(at=Location(file=name), found=found)])
    if what == "har":
        return import_har(raw, name)
    return import_openapi(raw, name, schemas.as_posix() if schemas else "")
