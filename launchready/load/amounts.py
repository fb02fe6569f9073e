"""The amounts and bodies that load: is written with."""

import json
import re
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from launchready.core.destination import resolve
from launchready.core.location import Named
from launchready.values.node import Block, Row, Text
from launchready.values.types import as_text, place, seconds, url, wrong

# One machine does no more.
MOST_RATE_AT_ALL = 2000.0
_RATE = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?(?:/ ?(s|m|sec|second|min|minute)|rps)")


def rate(value: object) -> float:
    """Arrivals a second: `50/s`, `30/m`."""
    text = as_text(value).strip()
    match = _RATE.fullmatch(text)
    if not match:
        bare = re.fullmatch(r"[0-9.]+", text)
        raise wrong(f"{text} is not a rate", f"did you mean {text}/s?" if bare else "like 50/s")
    amount = float(match[1]) / (60 if (match[2] or "s").startswith("m") else 1)
    if not 0 < amount <= MOST_RATE_AT_ALL:
        raise wrong(f"{text} is out of range", f"more than nothing, at most {MOST_RATE_AT_ALL:g}/s")
    return amount


def pause(value: object) -> float:
    """A duration that may be nothing: `0s`, `10s`."""
    return 0.0 if as_text(value).strip() in ("0", "0s") else seconds(value)


def target_url(value: object) -> Named:
    text = url(value)
    return Named(name=resolve(text, text) or text, at=place(value))


def weight(value: object) -> float:
    text = as_text(value).strip()
    if not re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", text) or not 0 < float(text) <= 1000:
        raise wrong(f"{text} is not a weight", "a number above 0, at most 1000")
    return float(text)


def headers(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, Block | dict):
        raise wrong("this is no mapping", "names with values are meant, like {Accept: text/html}")
    return tuple((str(name), as_text(said)) for name, said in value.items())


def json_body(value: object) -> str:
    """What an app sends, as JSON; scalars are read as YAML reads them."""
    return json.dumps(_plain(value))


def _plain(value: object) -> Any:
    if isinstance(value, Block | dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, Row | list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Text) and not value.quoted:
        if value.is_blank:
            return None
        if value in ("true", "false"):
            return value == "true"
        if re.fullmatch(r"-?(?:0|[1-9][0-9]{0,15})(?:\.[0-9]+)?", value):
            return float(value) if "." in value else int(value)
    return str(value)


Rate = Annotated[
    float, PlainValidator(rate), WithJsonSchema({"type": "string", "examples": ["50/s", "30/m"]})
]
Pause = Annotated[
    float,
    PlainValidator(pause),
    WithJsonSchema({"type": ["string", "integer"], "examples": ["10s"]}),
]
TargetUrl = Annotated[Named, PlainValidator(target_url), WithJsonSchema({"type": "string"})]
Weight = Annotated[float, PlainValidator(weight), WithJsonSchema({"type": ["number", "string"]})]
Pairs = Annotated[
    tuple[tuple[str, str], ...],
    PlainValidator(headers),
    WithJsonSchema(
        {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean"]}}
    ),
]
Json = Annotated[str, PlainValidator(json_body), WithJsonSchema({"type": ["object", "array"]})]
