"""A JSON value as founders write it in YAML."""

import json
import re
from collections.abc import Callable
from typing import Any

from launchready.values.node import Block, Row, Text

_JSON = re.compile(r"true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")


def json_value(value: object, of_text: Callable[[str], str] = str) -> Any:
    """What is not quoted is a number, true, false or null where it spells one; every other text
    goes through `of_text`, which may refuse it."""
    match value:
        case Block() | dict():
            return {str(key): json_value(inner, of_text) for key, inner in value.items()}
        case Row() | list() | tuple():
            return [json_value(one, of_text) for one in value]
        case Text() if not value.quoted and value.is_blank:
            return None
        case Text() if not value.quoted and _JSON.fullmatch(value):
            return json.loads(value)
        case str():
            return of_text(value)
    return value
