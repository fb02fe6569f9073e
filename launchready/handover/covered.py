"""The facts a statement speaks of, as one short hash: where they change, it changes."""

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

from launchready.handover.statements import OUTPUT, Statement
from launchready.values.node import Block, Row, Text
from launchready.values.problem import ConfigError
from launchready.values.yaml import parse

# Hexadecimal digits: enough that no change goes unseen, few enough to be read.
DIGITS = 16

# Reads a file of the repository by its path from the root; None where there is none.
Read = Callable[[str], str | None]


def digest(statement: Statement, read: Read, *, config: str, output: str) -> str:
    """The hash of what a statement covers, "" for one that covers nothing.

    `config` is the path of launchready.yml, `output` that of the handover's folder. A file that
    is not there is a fact too.
    """
    if not statement.covers:
        return ""
    facts = [list(_facts(one.replace(OUTPUT, output), read, config)) for one in statement.covers]
    told = json.dumps(facts, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(told.encode()).hexdigest()[:DIGITS]


def lost(statement: Statement, read: Read, *, output: str) -> tuple[str, ...]:
    """The files a statement speaks of that are not there: of them nothing can be said."""
    files = [one.replace(OUTPUT, output) for one in statement.covers if "#" not in one]
    return tuple(one for one in files if read(one) is None)


def _facts(named: str, read: Read, config: str) -> Iterator[Any]:
    """A file's text, or a section as it is written with the files it names."""
    path, _, section = named.partition("#")
    yield named
    if not section:
        yield _normal(read(path))
        return
    found = _section(read(config), section, config)
    yield _plain(found)
    for text in _texts(found):
        named_file = None if text in (config, "") else _or_none(read, text)
        if named_file is not None:
            yield [text, _normal(named_file)]


def _or_none(read: Read, path: str) -> str | None:
    """A value of the config is read as a path where it can be one."""
    is_path = "\n" not in path and "${" not in path and "://" not in path and len(path) < 200
    return read(path) if is_path and not path.startswith(("/", "~")) and ".." not in path else None


def _normal(text: str | None) -> list[str] | None:
    """Lines without what an editor changes by itself."""
    return None if text is None else [one.rstrip() for one in text.strip().splitlines()]


def _section(text: str | None, path: str, file: str) -> Any:
    try:
        node: Any = parse((text or "").encode(), file) if text else None
    except ConfigError:
        return None
    for key in path.split("."):
        keys = {str(one): value for one, value in node.items()} if isinstance(node, Block) else {}
        node = keys.get(key)
    return node


def _plain(node: Any) -> Any:
    match node:
        case Block():
            return {str(key): _plain(value) for key, value in node.items()}
        case Row():
            return [_plain(one) for one in node]
        case Text():
            return str(node)
        case _:
            return None


def _texts(node: Any) -> Iterator[str]:
    match node:
        case Block():
            for value in node.values():
                yield from _texts(value)
        case Row():
            for one in node:
                yield from _texts(one)
        case Text():
            yield str(node)
