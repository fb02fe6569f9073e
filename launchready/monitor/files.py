"""Finds the files of a program that watches, and the one that reads them."""

import importlib
import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from fnmatch import fnmatchcase
from itertools import islice
from typing import Any

from launchready.core.monitors import Watching
from launchready.core.repository import NamedFiles
from launchready.core.unreachable import UnreachableError
from launchready.monitor.promised import Source
from launchready.monitor.written import File, documents

# Files of one folder: more is no folder of monitors.
MOST = 500
# Paths of a folder that are looked through for a pattern.
MOST_LISTED = 20_000
_YAML = (".yml", ".yaml", ".json")
_ENDINGS = (*_YAML, ".ts", ".js", ".mjs", ".cts", ".mts")

_WILD = re.compile(r"[*?\[]")

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
    fresh = tuple(found.values())
    while fresh:  # what these name, and what that names in turn; each file once
        before = set(found)
        for config, pattern in _follow(source.provider, fresh):
            for path in _meant(config, pattern, named):
                raw = None if path in found or len(found) >= MOST else named.raw(path)
                if raw is not None:
                    found[path] = File(path=path, raw=raw)
        fresh = tuple(one for path, one in found.items() if path not in before)
    return tuple(found.values())


def read(source: Source, named: NamedFiles) -> Watching:
    """What a source's files say. Blocking.

    A file that stands in a named folder and cannot be read (a template, say) is told as hidden:
    what is missing elsewhere may be in it. Raises UnreachableError for one that is named itself.
    """
    by_name = {one.name for one in source.files}
    kept, hidden = [], []
    for file in gathered(source, named):
        try:
            if file.path not in by_name and file.path.endswith(_YAML):
                documents(file)
            kept.append(file)
        except UnreachableError as error:
            hidden.append(error.reason)
    found = reader_of(source.provider)(kept)
    return replace(found, hidden=(*found.hidden, *hidden))


def _follow(provider: str, files: tuple[File, ...]) -> Iterable[tuple[str, str]]:
    """The files that these name in turn, as patterns, each with the file that names it."""
    ask = getattr(_module(provider), "follow", None)
    return ask(files) if ask else ()


def _meant(config: str, pattern: str, named: NamedFiles) -> list[str]:
    """Where a pattern's files may be: beside the config, and for a server's path by its end."""
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(config), pattern))
    if beside.startswith("../"):
        return []
    if pattern.startswith("/"):
        below = named.below(posixpath.dirname(config))
        ending = posixpath.basename(pattern)
        return [
            one
            for one in islice(below, MOST_LISTED)
            if fnmatchcase(posixpath.basename(one), ending)
        ]
    fixed = _WILD.split(beside)[0]
    if fixed == beside:
        return [beside]
    below = named.below(posixpath.dirname(fixed))
    return [one for one in islice(below, MOST_LISTED) if fnmatchcase(one.lstrip("/"), beside)]


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
    reader: Reader = _module(provider).read
    return reader


def _module(provider: str) -> Any:
    return importlib.import_module(f"launchready.monitor.{provider.replace('-', '_')}")
