"""Finds where an earlier answer of a recording tells a value that was sent later."""

import json
import re
from typing import Any
from urllib.parse import unquote_plus

from launchready.smoke.har_entry import Entry
from launchready.visit import selectors


def place_of(key: str, value: str, earlier: Entry) -> dict[str, str] | None:
    """Where an answer tells a value: a field of its HTML, a value of its JSON, a cookie."""
    for text, kind in ((earlier.body_after, earlier.kind_after), (earlier.text, earlier.kind)):
        if "html" in kind and value in text:
            found = _field(key, value, text)
        elif "json" in kind and value in text:
            found = _path(value, text)
        else:
            continue
        if found:
            return found
    name = next((n for n, v in earlier.cookies if unquote_plus(v) == value), "")
    return {"cookie": name} if name else None


def _field(key: str, value: str, html: str) -> dict[str, str] | None:
    tries = [("meta[name=csrf-token]", "content")]
    if re.fullmatch(r"[\w.:\[\]-]{1,100}", key):
        tries = [(f'input[name="{key}"]', "value"), (f'meta[name="{key}"]', "content"), *tries]
    for selector, attribute in tries:
        found = selectors.attributes(html, selector, attribute)
        if found and found[0] == value:
            return {"css": selector, "attr": attribute}
    return None


def _path(value: str, text: str) -> dict[str, str] | None:
    try:
        waiting: list[tuple[str, Any]] = [("$", json.loads(text))]
    except (ValueError, RecursionError):
        return None
    for path, one in waiting:
        if len(waiting) > 20_000:
            return None
        if isinstance(one, dict):
            waiting += [(f"{path}[{json.dumps(str(k))}]", v) for k, v in one.items()]
        elif isinstance(one, list):
            waiting += [(f"{path}[{at}]", v) for at, v in enumerate(one)]
        elif str(one) == value and not isinstance(one, bool):
            return {"jsonpath": path}
    return None
