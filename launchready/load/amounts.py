"""The amounts and bodies that load: is written with."""

import json
import re
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from launchready.values.json_value import json_value
from launchready.values.types import as_text, seconds, wrong

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


def weight(value: object) -> float:
    text = as_text(value).strip()
    if not re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", text) or not 0 < float(text) <= 1000:
        raise wrong(f"{text} is not a weight", "a number above 0, at most 1000")
    return float(text)


def json_body(value: object) -> str:
    """What an app sends, as JSON; scalars are read as YAML reads them."""
    return json.dumps(json_value(value))


Rate = Annotated[
    float, PlainValidator(rate), WithJsonSchema({"type": "string", "examples": ["50/s", "30/m"]})
]
Pause = Annotated[
    float,
    PlainValidator(pause),
    WithJsonSchema({"type": ["string", "integer"], "examples": ["10s"]}),
]
Weight = Annotated[float, PlainValidator(weight), WithJsonSchema({"type": ["number", "string"]})]
Json = Annotated[str, PlainValidator(json_body), WithJsonSchema({"type": ["object", "array"]})]
