"""Reads Netlify's _redirects, which many other hosts read too, and the same in netlify.toml."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from launchready.web.import_row import Imported, is_address, lines

_FORM = "it is: from [key=value ...] to [status[!]] [Condition=value ...]"
_TABLE = re.compile(r"^\s*\[\[\s*redirects\s*\]\]")
_STATUS = re.compile(r"[1-9][0-9]{2}")


def redirects_file(text: str, into: Imported) -> None:
    """One rule a line; what follows a word that starts with # is a comment."""
    for line, written in lines(text):
        words = written.split()
        ends = next((at for at, one in enumerate(words) if one.startswith("#")), len(words))
        if words[:ends]:
            _line(words[:ends], line, into)


def _line(words: list[str], line: int, into: Imported) -> None:
    source, *rest = words
    if not rest:
        into.wrong(line, f"{source} leads nowhere", _FORM)
    elif not is_address(source):
        into.wrong(line, f"{source} is neither a path nor a URL", _FORM)
    elif _status_of(rest[0]) is not None:
        _forward(source, rest[0], rest[1:], line, into)
    else:
        to = next((at for at, one in enumerate(rest) if is_address(one)), None)
        if to is None:
            into.wrong(line, f"{source} leads to {rest[0]}, neither a path nor a URL", _FORM)
        elif pairs := [one for one in rest[:to] if "=" not in one]:
            into.wrong(line, f"{pairs[0]} is no key=value", _FORM)
        else:
            _whole(source, rest[:to], rest[to], rest[to + 1 :], line, into)


def _forward(source: str, status: str, more: list[str], line: int, into: Imported) -> None:
    """A rule without a target shows the same address again, which is a rewrite, or an error."""
    code = _status_of(status)
    if code in (404, 410):
        _add(source, None, code, [], more, line, into)
    elif code is not None and 200 <= code < 300:
        into.skip(line, "a rewrite")
    else:
        into.wrong(line, f"{source} leads nowhere", _FORM)


def _whole(
    source: str, query: list[str], to: str, rest: list[str], line: int, into: Imported
) -> None:
    code = 301
    if rest and "=" not in rest[0]:
        said = _status_of(rest[0])
        if said is None:
            into.wrong(line, f"{rest[0]} is no status", _FORM)
            return
        code, rest = said, rest[1:]
    if wrong := [one for one in rest if "=" not in one]:
        into.wrong(line, f"{wrong[0]} is no Condition=value", _FORM)
        return
    _add(source, to, code, query, rest, line, into)


def _add(
    source: str,
    to: str | None,
    status: int,
    query: list[str],
    conditions: list[str],
    line: int,
    into: Imported,
) -> None:
    path = source.partition("://")[2].partition("/")[2] if "://" in source else source
    if path.lstrip("/").startswith(".netlify/"):
        into.wrong(line, f"{source} is Netlify's own", "another path is meant")
    elif conditions:
        into.skip(line, "a condition")
    elif "*" in path[:-1]:
        into.skip(line, "a * before the end")
    elif to is not None and "://:" in to:
        into.skip(line, "a host that depends on the address")
    else:
        asked = source + ("?" + "&".join(query) if query else "")
        target = to.partition("#")[0] if to else None
        # A rule about a query uses it up; every other passes it on.
        into.add(line, asked, target, status, "ignore" if query else "keep")


def _status_of(word: str) -> int | None:
    found = _STATUS.fullmatch(word.removesuffix("!"))
    return int(found[0]) if found else None


def netlify_toml(text: str, into: Imported) -> None:
    """The [[redirects]] tables, each at its own line."""
    try:
        tables = tomllib.loads(text).get("redirects", [])
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"line ([0-9]+)", str(error))
        into.wrong(int(where[1]) if where else 1, f"this is not TOML: {error}", "correct it")
        return
    if not isinstance(tables, list):
        into.wrong(1, "redirects is not a list of tables", "write [[redirects]]")
        return
    starts = [line for line, written in lines(text) if _TABLE.match(written)]
    placed = starts if len(starts) == len(tables) else [1] * len(tables)
    for line, table in zip(placed, tables, strict=True):
        _table(table, line, into)


def _table(table: Any, line: int, into: Imported) -> None:
    if not isinstance(table, Mapping):
        into.wrong(line, "this redirect is not a table", "write from and to")
        return
    source, to = table.get("from", table.get("origin")), table.get("to", table.get("destination"))
    status = str(table.get("status", 301))
    query = table.get("query", table.get("params", table.get("parameters"))) or {}
    if not isinstance(source, str) or not is_address(source.strip()):
        into.wrong(line, "from is neither a path nor a URL", 'write from = "/old"')
    elif to is not None and (not isinstance(to, str) or not is_address(to.strip())):
        into.wrong(line, "to is neither a path nor a URL", 'write to = "/new"')
    elif _status_of(status) is None:
        into.wrong(line, f"status is {status}", "like 301")
    elif not isinstance(query, Mapping):
        into.wrong(line, "query is not a table", 'write query = {id = ":id"}')
    elif to is None:
        _forward(source.strip(), status, [], line, into)
    else:
        pairs = [f"{key}={value}" for key, value in query.items()]
        is_bound = any(table.get(key) for key in ("conditions", "signed", "sign", "signing"))
        code = _status_of(status) or 301
        _add(source.strip(), to.strip(), code, pairs, ["x=x"] * is_bound, line, into)
