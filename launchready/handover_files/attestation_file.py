"""Writes a signature into the file people sign in; all else stays as people wrote it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from launchready.core.location import Location
from launchready.values.attestations import read
from launchready.values.node import Block, Row, Text
from launchready.values.problem import ConfigError, Problem
from launchready.values.yaml import parse

_HEAD = "# What only a person can say; launchready handover --attest asks and signs.\n"
_LIST_KEY = "attestations"
_COMMENT = re.compile(r"\s*#")
_MANAGED = ("id", "by", "on", "evidence", "binds", "expires", "until")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What one person signs; `facts` are what the statement wants beside the evidence."""

    id: str
    by: str
    on: date
    evidence: str
    facts: Mapping[str, str]


def signed(text: str, file: str, new: Signature) -> str:
    """The file's text with the signature in its place; comments and other entries stay.

    Raises ConfigError where the file cannot be read, or is written so that a line of its own
    cannot be put into it.
    """
    lines = text.splitlines()
    if all(not one.strip() or _COMMENT.match(one) for one in lines):
        made = f"{text.rstrip()}\n\n" if text.strip() else f"{_HEAD}\n"
        return made + "".join(f"{one}\n" for one in _entry(new, {}, "", is_row=False))
    root: Any = parse(text.encode(), file)
    held, place = _container(root)
    made_lines = _placed(lines, root, held, new, place)
    made = "\n".join(made_lines) + "\n"
    _hold(text, made, file, new)
    return made


def _container(root: Any) -> tuple[Any, Text | None]:
    """Where the entries stand, and the key they stand under."""
    if isinstance(root, Block):
        for key, value in root.items():
            if key == _LIST_KEY:
                return value, key
    return root, None


def _placed(lines: list[str], root: Any, held: Any, new: Signature, key: Text | None) -> list[str]:
    is_row = isinstance(held, Row)
    starts = _starts(root, held)
    old = next((one for one in reversed(_children(held)) if one[0] == new.id), None)
    if old is not None:
        start = old[1].line - 1
        end = _end(lines, start, starts)
        indent = _indent(lines[start])
        kept = _kept(lines[start:end], indent)
        return [*lines[:start], *kept, *_entry(new, old[2], indent, is_row=is_row), *lines[end:]]
    children = _children(held)
    if children:
        start = children[-1][1].line - 1
        end = _end(lines, start, starts)
        entry = _entry(new, {}, _indent(lines[start]), is_row=is_row)
        return [*lines[:end], *entry, *lines[end:]]
    if key is not None:  # nothing stands under it yet
        return [*lines[: key.at.line], *_entry(new, {}, "  ", is_row=False), *lines[key.at.line :]]
    return [*lines, *_entry(new, {}, "", is_row=is_row)]


def _children(held: Any) -> list[tuple[str, Location, dict[str, Any]]]:
    """Each entry: its id, where it starts, and what stands in it."""
    found: list[tuple[str, Location, dict[str, Any]]] = []
    if isinstance(held, Block):
        for key, value in held.items():
            if key != "version" and key != _LIST_KEY:
                found.append((str(key), key.at, _keys(value)))
    elif isinstance(held, Row):
        for node in held:
            keys = _keys(node)
            if isinstance(node, Block) and isinstance(keys.get("id"), Text):
                found.append((str(keys["id"]), node.at, keys))
    return found


def _keys(node: Any) -> dict[str, Any]:
    return {str(key): value for key, value in node.items()} if isinstance(node, Block) else {}


def _starts(root: Any, held: Any) -> list[int]:
    """The lines (from 0) at which an entry, or a key beside the entries, begins."""
    found = [at.line - 1 for _, at, _ in _children(held)]
    if isinstance(root, Block):
        found += [key.at.line - 1 for key in root]
    return sorted(found)


def _end(lines: list[str], start: int, starts: list[int]) -> int:
    """The line after an entry's last; comments before the next one belong to that."""
    end = next((one for one in starts if one > start), len(lines))
    while end > start + 1 and (not lines[end - 1].strip() or _COMMENT.match(lines[end - 1])):
        end -= 1
    return end


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _kept(lines: list[str], indent: str) -> list[str]:
    """What people noted within an entry, as lines of its own before it."""
    found = [_noted(one) for one in lines]
    return [f"{indent}{one}" for one in found if one]


def _noted(line: str) -> str:
    """The comment of a line of YAML, "" where it has none."""
    quote, before = "", " "
    for place, char in enumerate(line):
        if quote:
            quote = "" if char == quote and before != "\\" else quote
        elif char in "\"'" and before in " ,{[:":
            quote = char
        elif char == "#" and before in " \t":
            return line[place:].rstrip()
        before = char
    return ""


def _entry(new: Signature, old: Mapping[str, Any], indent: str, *, is_row: bool) -> list[str]:
    """The entry line by line, with what people added to the one before."""
    facts = {"by": _quoted(new.by), "on": new.on.isoformat(), "evidence": _quoted(new.evidence)}
    facts |= {key: _quoted(value) for key, value in new.facts.items()}
    own = {key: one for key, one in old.items() if key not in facts and key not in _MANAGED}
    facts |= {_key(key): _written(one) for key, one in own.items()}
    if is_row:
        return [
            f"{indent}- id: {_key(new.id)}",
            *(f"{indent}  {key}: {value}" for key, value in facts.items()),
        ]
    inner = f"{indent}  "
    return [f"{indent}{_key(new.id)}:", *(f"{inner}{key}: {value}" for key, value in facts.items())]


def _quoted(text: str) -> str:
    """A string of JSON is a string of YAML; hash-like words stay bare where they can."""
    is_plain = re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*( [A-Za-z0-9_-]+)*", text)
    return text if is_plain and not _is_word(text) else json.dumps(text, ensure_ascii=False)


def _is_word(text: str) -> bool:
    return text.lower() in ("null", "true", "false", "yes", "no", "on", "off", "y", "n")


def _key(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z][\w-]*", text) else json.dumps(text, ensure_ascii=False)


def _written(node: Any) -> str:
    """A value people added, on one line."""
    match node:
        case Block():
            inner = ", ".join(f"{_key(str(k))}: {_written(v)}" for k, v in node.items())
            return f"{{{inner}}}"
        case Row():
            return f"[{', '.join(map(_written, node))}]"
        case _:
            return json.dumps(str(node), ensure_ascii=False)


def _hold(before: str, after: str, file: str, new: Signature) -> None:
    """Reads what was made: the others are as they were, and every comment is there.

    Raises ConfigError where not; then nothing is written.
    """
    wrong = Problem(
        at=Location(file=file),
        found="it is written so that a signature cannot be put in without moving what is there",
        meant="write every statement on lines of its own, like 'alert-drill:' and its keys below",
    )
    try:
        then, now = _known(before, file), _known(after, file)
    except ConfigError:
        raise ConfigError([wrong]) from None
    own = now.pop(new.id, None)
    then.pop(new.id, None)
    notes = {note for one in before.splitlines() if (note := _noted(one))}
    has_all = notes <= {_noted(one) for one in after.splitlines()}
    if then != now or own is None or own[1] != new.by or own[2] != new.on or not has_all:
        raise ConfigError([wrong])


def _known(text: str, file: str) -> dict[str, tuple[Any, ...]]:
    if not _children(_container(parse(text.encode(), file))[0]):
        return {}
    found = read(text.encode(), file)
    return {
        one.id: (one.id, one.by, one.on, one.evidence, tuple(one.facts.items())) for one in found
    }
