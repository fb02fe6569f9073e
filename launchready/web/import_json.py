"""Reads the redirects of vercel.json and of Next's routes-manifest.json."""

import json
import re
from collections.abc import Iterator
from typing import Any

from launchready.web.import_row import Imported, is_address

_LIST = re.compile(r"\"redirects\"\s*:\s*\[\s*")
_BETWEEN = re.compile(r"[\s,]*")


def vercel(text: str, into: Imported) -> None:
    """permanent: false is 307, everything else without a statusCode 308."""
    for line, one in _redirects(text, into):
        status = one.get("statusCode") or (307 if one.get("permanent") is False else 308)
        _add(line, one, status, into)


def next_manifest(text: str, into: Imported) -> None:
    """What `next build` made of next.config; the rules Next adds itself are left out."""
    for line, one in _redirects(text, into):
        if not one.get("internal"):
            _add(line, one, one.get("statusCode", 308), into)


def _add(line: int, one: dict[str, Any], status: Any, into: Imported) -> None:
    source, to = one.get("source"), one.get("destination")
    if not isinstance(source, str) or not source.startswith("/"):
        into.wrong(line, "source is not a path", "like /old")
    elif not isinstance(to, str) or not is_address(to):
        into.wrong(line, f"{source} leads to no path or URL", "write a destination")
    elif not isinstance(status, int) or isinstance(status, bool) or not 300 < status < 400:
        into.wrong(line, f"{source} has the status {status}", "like 308")
    elif one.get("has") or one.get("missing"):
        into.skip(line, "a condition")
    elif re.search(r"(?<!\\)[(){}]", re.sub(r":\w+\([^()]*(?:\([^()]*\)[^()]*)*\)", "", source)):
        into.skip(line, "a regular expression")
    else:
        into.add(line, source, to.partition("#")[0], status, "keep")


def _redirects(text: str, into: Imported) -> Iterator[tuple[int, dict[str, Any]]]:
    text = text.removeprefix("\ufeff")
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        into.wrong(error.lineno, f"this is not JSON: {error.msg}", "correct it")
        return
    except RecursionError:
        into.wrong(1, "this is nested too deep", "correct it")
        return
    given = whole.get("redirects", []) if isinstance(whole, dict) else None
    if not isinstance(given, list):
        into.wrong(1, "there is no list of redirects", 'like {"redirects": [...]}')
        return
    for line, one in zip(_lines(text, given), given, strict=True):
        if isinstance(one, dict):
            yield line, one
        else:
            into.wrong(line, "this redirect is not an object", "write source and destination")


def _lines(text: str, given: list[Any]) -> list[int]:
    """The line of each redirect, found by reading them again one by one."""
    decoder = json.JSONDecoder()
    for start in _LIST.finditer(text):
        at, found = start.end(), list[int]()
        try:
            for one in given:
                read, end = decoder.raw_decode(text, at)
                if read != one:
                    break
                found.append(text.count("\n", 0, at) + 1)
                at = end + len((_BETWEEN.match(text, end) or [""])[0])
        except json.JSONDecodeError:
            continue
        if len(found) == len(given):
            return found
    return [1] * len(given)
