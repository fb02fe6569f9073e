"""The import command: what other tools wrote becomes pages or a journey."""

import sys
from pathlib import Path

from launchready.core.location import Location
from launchready.smoke.import_har import import_har
from launchready.smoke.import_openapi import Imported, import_openapi
from launchready.smoke.import_read import LARGEST
from launchready.values.problem import ConfigError, Problem


def read(what: str, file: Path, schemas: Path | None) -> Imported:
    """What an OpenAPI file or a recording becomes. Raises ConfigError."""
    name = "standard input" if str(file) == "-" else str(file)
    try:
        raw = sys.stdin.buffer.read(LARGEST + 1) if str(file) == "-" else file.read_bytes()
    except OSError as error:
        found = f"cannot be read: {error.strerror}"
        raise ConfigError([Problem(at=Location(file=name), found=found)]) from None
    if what == "har":
        return import_har(raw, name)
    return import_openapi(raw, name, schemas.as_posix() if schemas else "")
