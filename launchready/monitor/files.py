"""Finds the files of a program that watches, and the one that reads them."""

import importlib
from collections.abc import Callable, Iterable

from launchready.core.monitors import Watching
from launchready.core.repository import NamedFiles
from launchready.core.unreachable import UnreachableError
from launchready.monitor.promised import Source
from launchready.monitor.written import File

# Files of one folder: more is no folder of monitors.
MOST = 500
_ENDINGS = (".yml", ".yaml", ".json", ".ts", ".js", ".mjs", ".cts", ".mts")

Reader = Callable[[Iterable[File]], Watching]


def gathered(source: Source, named: NamedFiles) -> tuple[File, ...]:
    """The files a source names, folders whole. Blocking.

    Raises UnreachableError when one is not there or too large, or a folder holds none.
    """
    found: dict[str, File] = {}
    for spot in source.files:
        for path in _paths(spot.name, named):
            raw = named.raw(path)
            if raw is None:
                raise UnreachableError(f"there is no file {path}", advice="Name one that is.")
            found.setdefault(path, File(path=path, raw=raw))
    return tuple(found.values())


def _paths(name: str, named: NamedFiles) -> list[str]:
    if not name.endswith("/"):
        return [name]
    inside = [one for one in named.below(name.rstrip("/")) if one.endswith(_ENDINGS)]
    if not inside:
        raise UnreachableError(f"{name} holds no config", advice="Name the folder that does.")
    if len(inside) > MOST:
        raise UnreachableError(
            f"{name} holds {len(inside)} files; at most {MOST} are read",
            advice="Name the folder of the monitors alone.",
        )
    return inside


def reader_of(provider: str) -> Reader:
    """What reads the files of a program; loaded when it is needed."""
    module = importlib.import_module(f"launchready.monitor.{provider.replace('-', '_')}")
    reader: Reader = module.read
    return reader
