"""Reads what other tools wrote, and writes what launchready.yml may say."""

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import yaml

from launchready.core.location import Location
from launchready.values.problem import ConfigError, Problem

LARGEST = 32_000_000  # bytes; GitHub's own description has 12 MB, a HAR with bodies as much
MOST_ALIASES = 10_000  # places of YAML that are used again

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 _/.-]*")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def document(raw: bytes, file: str) -> Any:
    """What a JSON or YAML file says. Raises ConfigError with the line."""
    if len(raw) > LARGEST:
        raise problem(file, f"the file has {len(raw):,} bytes", f"at most {LARGEST:,} are read")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise problem(file, "the file is not UTF-8") from None
    if text.lstrip().startswith("{"):
        return _json(text, file)
    if text.count("*") > MOST_ALIASES and len(re.findall(r"[:\-] \*\w", text)) > MOST_ALIASES:
        raise problem(file, "the file uses too many aliases", "write it as JSON")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(text, Loader=loader)  # noqa: S506 - the safe one
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise problem(file, f"not YAML: {error.problem}", line=line, column=column) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise problem(file, f"not YAML: {type(error).__name__}") from None


def _json(text: str, file: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        found = f"not JSON: {error.msg}"
        raise problem(file, found, line=error.lineno, column=error.colno) from None
    except (RecursionError, ValueError):
        raise problem(file, "not JSON: it is nested too deeply") from None


def problem(
    file: str, found: str, meant: str = "", *, line: int = 1, column: int = 1
) -> ConfigError:
    at = Location(file=file, line=line, column=column)
    return ConfigError([Problem(at=at, found=found, meant=meant)])


def written(text: object) -> str:
    """A scalar of YAML, in quotes where it could be read as anything but text."""
    if isinstance(text, bool | int | float) or text is None:
        return json.dumps(text)
    plain = str(text)
    if _PLAIN.fullmatch(plain) and plain.lower() not in _WORDS and plain == plain.strip():
        return plain
    return quoted(plain)


def quoted(text: str) -> str:
    """A text of YAML in double quotes, what may not stand there written by its number."""
    return '"' + "".join(_escaped(mark) for mark in text) + '"'


def _escaped(mark: str) -> str:
    if mark in '"\\':
        return "\\" + mark
    if mark.isprintable():
        return mark
    code = ord(mark) if not 0xD800 <= ord(mark) <= 0xDFFF else 0xFFFD
    return f"\\U{code:08X}" if code > 0xFFFF else f"\\u{code:04X}"


def flow(value: Any) -> str:
    """A value of YAML in one line."""
    if isinstance(value, dict):
        inner = ", ".join(f"{written(key)}: {flow(one)}" for key, one in value.items())
        return "{" + inner + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(one) for one in value) + "]"
    return written(value)


def literal(text: str) -> str:
    """A text in which nothing is filled in."""
    return text.replace("${", "$${")


def comment(text: str) -> str:
    """A text that stays within one comment."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:160]


def unique(name: str, taken: Iterable[str]) -> str:
    """A name nobody has yet."""
    used, made, count = set(taken), name, 2
    while made in used:
        made, count = f"{name} {count}", count + 1
    return made


def host_and_base(url: str) -> tuple[str, str] | None:
    """A URL's host, and the URL without final slash or query; None where it has none."""
    try:
        parts = urlsplit(url.strip())
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return parts.hostname, f"{parts.scheme}://{parts.hostname}{port}{parts.path.rstrip('/')}"
