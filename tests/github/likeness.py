"""The least that GitHub's description asks of an answer, to be filled with what a test is about."""

from typing import Any

from tests.github.oracle import DESCRIPTION

_FORMATS = {"date-time": "2026-11-25T12:00:00Z", "uri": "https://api.github.com/"}


def of(name: str, **own: Any) -> dict[str, Any]:
    """An object of a schema: every field it must have, and those given."""
    made: dict[str, Any] = _least(DESCRIPTION["components"]["schemas"][name])
    return made | own


def _least(schema: dict[str, Any]) -> Any:
    if "$ref" in schema:
        return _least(DESCRIPTION["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    if schema.get("nullable"):
        return None
    for many in ("anyOf", "oneOf", "allOf"):
        if many in schema:
            return _least(schema[many][0])
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "object" or "properties" in schema:
        return {one: _least(schema["properties"][one]) for one in schema.get("required", ())}
    if schema.get("type") == "string":
        return _FORMATS.get(schema.get("format", ""), "")
    return {"array": [], "integer": 0, "number": 0, "boolean": False}[schema["type"]]
