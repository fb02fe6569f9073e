"""How the values under monitor are written, and what they become."""

import re
from typing import Annotated, Any, Literal

from pydantic import PlainValidator, WithJsonSchema

from launchready.core.location import Location, Named
from launchready.monitor.promised import Way
from launchready.values.node import Block, Row, Text
from launchready.values.types import as_text, place, seconds, url, wrong

# Files that one source may name; more are a folder.
MOST_FILES = 50
# What is no page and has an address all the same.
_ADDRESS = re.compile(r"(?:tcp|tls|starttls|smtp)://[^\s/:]+(?::[0-9]{1,5})?/?")


def _texts(value: object) -> tuple[Named, ...]:
    listed = value if isinstance(value, Row | list | tuple) else [value]
    if len(listed) > MOST_FILES:
        raise wrong(f"{len(listed)} files stand here", f"at most {MOST_FILES}; name their folder")
    return tuple(Named(name=as_text(one).strip(), at=place(one)) for one in listed)


def _watched(value: object) -> tuple[Way | Literal["none"], str, Location]:
    """How one entry of must_cover is recognised."""
    at = place(value)
    if isinstance(value, Block | dict):
        keys = [str(one) for one in value]
        if keys in (["heartbeat"], ["monitor"]):
            name = as_text(next(iter(value.values())))
            return ("heartbeat" if keys == ["heartbeat"] else "monitor"), name, at
        raise wrong("this names no monitor", "like {heartbeat: nightly mail} or {monitor: Login}")
    text = as_text(value).strip()
    if text in ("heartbeat", "none"):
        return ("heartbeat" if text == "heartbeat" else "none"), "", at
    if _ADDRESS.fullmatch(text):
        return "url", text, at
    if "://" not in text and not text.startswith("${"):
        raise wrong(f"{text} is not a URL", "a URL, heartbeat, {monitor: NAME} or none is meant")
    return "url", url(Text(text, at=at)), at


def _days(value: object) -> tuple[float, ...]:
    listed = value if isinstance(value, Row | list | tuple) else [value]
    found = sorted({seconds(one) / 86400 for one in listed}, reverse=True)
    if not 0 < len(found) <= 5:
        raise wrong(f"{len(found)} times stand here", "one to five, like [14d, 3d]")
    return tuple(found)


def _people(value: object) -> tuple[Named, ...]:
    listed = value if isinstance(value, Row | list | tuple) else [value]
    if not listed:
        raise wrong("nobody stands here", "write a name, and a second one")
    return tuple(
        {
            as_text(one).strip(): Named(name=as_text(one).strip(), at=place(one)) for one in listed
        }.values()
    )


_TEXT: dict[str, Any] = {"type": "string"}
_LIST: dict[str, Any] = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
Files = Annotated[tuple[Named, ...], PlainValidator(_texts), WithJsonSchema(_LIST)]
Days = Annotated[tuple[float, ...], PlainValidator(_days), WithJsonSchema(_LIST)]
People = Annotated[tuple[Named, ...], PlainValidator(_people), WithJsonSchema(_LIST)]
Watched = Annotated[
    tuple[str, str, Location],
    PlainValidator(_watched),
    WithJsonSchema(
        {
            "anyOf": [
                _TEXT,
                {
                    "type": "object",
                    "properties": {"heartbeat": _TEXT, "monitor": _TEXT},
                    "minProperties": 1,
                    "maxProperties": 1,
                    "additionalProperties": False,
                },
            ]
        }
    ),
]
