"""Reads what .gitleaks.toml and .gitleaksignore let stand, so that moving here costs nobody.

What is taken over and what is not is said in notes; a file that is broken is a mistake in the
config, for nobody can tell what it was meant to let stand.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

from launchready.core.location import Location
from launchready.secrets.allowlist import Allowance, Allowlist, Fingerprint, Target
from launchready.values.problem import ConfigError, Problem
from launchready.values.setting import Read

CONFIG = ".gitleaks.toml"
IGNORED = ".gitleaksignore"

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_KNOWN = {
    "id",
    "description",
    "condition",
    "commits",
    "paths",
    "regexTarget",
    "regexes",
    "stopwords",
    "targetRules",
}


def taken_over(read: Read) -> Allowlist:
    """What both files let stand; nothing where there are none. Raises ConfigError."""
    config, ignored = _bytes(read, CONFIG), _bytes(read, IGNORED)
    first = from_config(config) if config is not None else Allowlist()
    second = from_ignored(ignored) if ignored is not None else Allowlist()
    return Allowlist(first.allowances, second.fingerprints, (*first.notes, *second.notes))


def _bytes(read: Read, file: str) -> bytes | None:
    try:
        return read(file)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _mistake(f"{file} cannot be read: {error.strerror}", file) from None


def _mistake(found: str, file: str, line: int = 1, column: int = 1, meant: str = "") -> ConfigError:
    at = Location(file=file, line=line, column=column)
    return ConfigError([Problem(at=at, found=found, meant=meant)])


def from_ignored(raw: bytes) -> Allowlist:
    """The fingerprints of a .gitleaksignore: file:rule:line, or commit:file:rule:line."""
    found: set[Fingerprint] = set()
    wrong: list[int] = []
    for number, line in enumerate(raw.decode("utf-8-sig", "replace").splitlines(), 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        one = _fingerprint(text)
        if one:
            found.add(one)
        else:
            wrong.append(number)
    notes = [f"{IGNORED}: {_count(len(found), 'fingerprint')} taken over"] if found else []
    if any(one.commit for one in found):
        notes.append(f"{IGNORED}: a fingerprint with a commit holds in that commit alone")
    if wrong:
        lines = ", ".join(str(one) for one in wrong[:5]) + (", …" if len(wrong) > 5 else "")
        notes.append(f"{IGNORED} line {lines}: no fingerprint, so not taken over")
    return Allowlist(fingerprints=frozenset(found), notes=tuple(notes))


def _fingerprint(text: str) -> Fingerprint | None:
    match text.rsplit(":", 2):
        case [str(where), str(rule), str(line)] if (
            where and rule and re.fullmatch(r"[0-9]{1,9}", line)
        ):
            commit, _, path = where.partition(":")
            if path and _COMMIT.fullmatch(commit.lower()):
                return Fingerprint(
                    path=_clean(path), rule=rule, line=int(line), commit=commit.lower()
                )
            return Fingerprint(path=_clean(where), rule=rule, line=int(line))
    return None


def _clean(path: str) -> str:
    return path.replace("\\", "/").removeprefix("./")


def from_config(raw: bytes) -> Allowlist:
    """The allowlists of a .gitleaks.toml. Raises ConfigError with the line."""
    try:
        text = raw.decode("utf-8-sig")
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (text.count("\n") + 1, 1)
        why = str(error).partition(" (at ")[0]
        raise _mistake(f"{CONFIG} is not TOML: {why}", CONFIG, line, column) from None
    except UnicodeDecodeError:
        raise _mistake(f"{CONFIG} is not UTF-8", CONFIG) from None
    except RecursionError:
        raise _mistake(f"{CONFIG} is nested too deep", CONFIG) from None
    return _Importer(text).allowlist(said)


class _Importer:
    """One file; gathers what cannot be taken over as it goes."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._left: list[str] = []

    def allowlist(self, said: dict[str, Any]) -> Allowlist:
        found = [one for table in self._tables(said) for one in self._allowances(table, "")]
        for rule in self._listed(said, "rules"):
            name = str(rule.get("id", ""))
            tables = self._tables(rule)
            found += [one for table in tables for one in self._allowances(table, name)]
            if "regex" in rule or "path" in rule:
                self._left.append(f"the rule {name or 'without an id'}: write it under custom:")
        extend = said.get("extend")
        if isinstance(extend, dict):
            if extend.get("path") or extend.get("url"):
                self._left.append("what it extends: name the allowlists in this file")
            if extend.get("disabledRules"):
                self._left.append("disabledRules: write ours under disable:")
        return Allowlist(allowances=tuple(found), notes=tuple(self._notes(found)))

    def _notes(self, found: list[Allowance]) -> Iterator[str]:
        if found:
            yield f"{CONFIG}: {_count(len(found), 'allowlist')} taken over ({_parts(found)})"
        for one in self._left:
            yield f"{CONFIG}: not taken over: {one}"

    def _allowances(self, table: dict[str, Any], rule: str) -> Iterator[Allowance]:
        unknown = sorted(set(table) - _KNOWN)
        if unknown:
            self._left.append(f"{', '.join(unknown)} of an allowlist, which is not known here")
        before = len(self._left)
        one = Allowance(
            every=self._every(table),
            target=self._target(table),
            paths=self._patterns(table, "paths"),
            regexes=self._patterns(table, "regexes"),
            stopwords=tuple(word.lower() for word in self._words(table, "stopwords") if word),
            commits=frozenset(word.lower() for word in self._words(table, "commits")),
        )
        if one.every and len(self._left) > before:
            # Without one of its conditions it would let more stand than was meant.
            self._left.append("the allowlist that demands this and its other conditions at once")
        elif one.paths or one.regexes or one.stopwords or one.commits:
            for name in self._words(table, "targetRules") or [rule]:
                yield replace(one, rule=name)

    def _every(self, table: dict[str, Any]) -> bool:
        condition = str(table.get("condition", "") or "OR")
        if condition.upper() not in ("OR", "||", "AND", "&&"):
            raise self._wrong(f"condition {condition!r} is neither OR nor AND", condition)
        return condition.upper() in ("AND", "&&")

    def _target(self, table: dict[str, Any]) -> Target:
        target = table.get("regexTarget") or "secret"
        if target not in ("secret", "match", "line"):
            raise self._wrong(f"regexTarget {target!r} is none of secret, match, line", str(target))
        return cast("Target", target)

    def _patterns(self, table: dict[str, Any], key: str) -> tuple["re.Pattern[str]", ...]:
        made = []
        for written in self._words(table, key):
            try:
                made.append(re.compile(_as_python(written)))
            except (re.error, RecursionError, OverflowError) as error:
                self._left.append(f"a pattern of {key} in line {self._line(written)} ({error})")
        return tuple(made)

    def _words(self, table: dict[str, Any], key: str) -> list[str]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self._wrong(f"{key} is not a list of texts", key)
        return list(value)

    def _listed(self, table: dict[str, Any], key: str) -> list[dict[str, Any]]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self._wrong(f"{key} is not a list of tables; write [[{key}]]", key)
        return value

    def _tables(self, table: dict[str, Any]) -> list[dict[str, Any]]:
        """Both ways to write allowlists: the old one, and the list."""
        old = table.get("allowlist", {})
        if not isinstance(old, dict):
            raise self._wrong("allowlist is not a table; write [allowlist]", "allowlist")
        return [*([old] if old else []), *self._listed(table, "allowlists")]

    def _wrong(self, found: str, near: str) -> ConfigError:
        return _mistake(f"{CONFIG}: {found}", CONFIG, self._line(near))

    def _line(self, near: str) -> int:
        """The first line with a text; quotes may have escaped it, so its start will do."""
        for piece in (near, near.partition("\\")[0]):
            at = self._text.find(piece) if piece else -1
            if at >= 0:
                return self._text.count("\n", 0, at) + 1
        return 1


_GO_CLASSES = {
    "[:alnum:]": "A-Za-z0-9",
    "[:alpha:]": "A-Za-z",
    "[:digit:]": "0-9",
    "[:lower:]": "a-z",
    "[:upper:]": "A-Z",
    "[:space:]": r"\s",
    "[:word:]": r"\w",
    "[:xdigit:]": "0-9A-Fa-f",
    "[:punct:]": r"!-/:-@\[-`{-~",
}


def _as_python(pattern: str) -> str:
    """A pattern as Go writes them, where Python writes the same otherwise."""
    for theirs, ours in _GO_CLASSES.items():
        pattern = pattern.replace(theirs, ours)
    pattern = re.sub(r"(?<!\\)((?:\\\\)*)\\z", r"\1\\Z", pattern)
    # Go lets flags begin anywhere and hold from there on; Python has them around a group.
    flags = re.match(r"\(\?[imsx]+\)", pattern)
    inner = pattern[flags.end() :] if flags else pattern
    later = re.search(r"\(\?([ims]+)\)", inner)
    if later and "(" not in inner[: later.start()] and "|" not in inner[: later.start()]:
        rest = inner[later.end() :]
        inner = f"{inner[: later.start()]}(?{later[1]}:{rest})"
    return (flags[0] if flags else "") + inner


def _parts(found: list[Allowance]) -> str:
    counts = {
        "path": sum(len(one.paths) for one in found),
        "pattern": sum(len(one.regexes) for one in found),
        "stopword": sum(len(one.stopwords) for one in found),
        "commit": sum(len(one.commits) for one in found),
    }
    return ", ".join(_count(number, noun) for noun, number in counts.items() if number)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
