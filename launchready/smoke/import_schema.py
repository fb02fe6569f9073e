"""Schemas of an OpenAPI file, as JSON Schema."""

from typing import Any

_DROPPED = frozenset(
    {"discriminator", "xml", "example", "examples", "externalDocs", "readOnly", "writeOnly"}
)
# What holds schemas by name, where a key may be called anything.
_BY_NAME = ("properties", "patternProperties", "$defs", "definitions")
_MOST = 2000  # schemas that one page's may be made of
_DEEPEST = 60


class TooMuchError(ValueError):
    """A schema is too large, or refers to what is not in its file."""


def as_json_schema(schema: Any, root: Any) -> dict[str, Any]:
    """A schema on its own, with every part of the file it refers to under `$defs`.

    Raises TooMuchError.
    """
    maker = _Maker(root)
    made = maker.convert(schema)
    while maker.waiting:
        ref = maker.waiting.pop()
        maker.made[maker.names[ref]] = maker.convert(pointed(root, ref))
    whole = made if isinstance(made, dict) else {"allOf": [made]}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {**head, **whole, **({"$defs": maker.made} if maker.made else {})}


def pointed(root: Any, ref: str) -> Any:
    """What a `$ref` within the file names (RFC 6901). Raises TooMuchError."""
    if not ref.startswith("#/"):
        raise TooMuchError(f"it refers to {ref[:100]}")
    found = root
    for step in ref[2:].split("/"):
        key = step.replace("~1", "/").replace("~0", "~")
        if not isinstance(found, dict) or key not in found:
            raise TooMuchError(f"{ref[:100]} is not there")
        found = found[key]
    return found


class _Maker:
    def __init__(self, root: Any) -> None:
        self.root = root
        self.names: dict[str, str] = {}
        self.made: dict[str, Any] = {}
        self.waiting: list[str] = []
        self._count = 0

    def convert(self, schema: Any, depth: int = 0) -> Any:
        self._count += 1
        if self._count > _MOST * 20 or depth > _DEEPEST or len(self.names) > _MOST:
            raise TooMuchError("it is too large")
        if isinstance(schema, list):
            return [self.convert(one, depth + 1) for one in schema]
        if not isinstance(schema, dict):
            return schema
        made: dict[str, Any] = {}
        for key, value in schema.items():
            if key in _DROPPED or str(key).startswith("x-"):
                continue
            made[str(key)] = self._part(str(key), value, depth + 1)
        return _nullable(_limits(made))

    def _part(self, key: str, value: Any, depth: int) -> Any:
        if key == "$ref" and isinstance(value, str):
            return f"#/$defs/{self._name(value)}"
        if key in _BY_NAME and isinstance(value, dict):
            return {str(name): self.convert(one, depth) for name, one in value.items()}
        if key in ("enum", "const", "default", "required", "type"):
            return value
        return self.convert(value, depth)

    def _name(self, ref: str) -> str:
        if ref not in self.names:
            usual = "".join(c if c.isalnum() else "_" for c in ref.rpartition("/")[2]) or "part"
            name, count = usual, 2
            while name in self.names.values():
                name, count = f"{usual}_{count}", count + 1
            self.names[ref] = name
            self.waiting.append(ref)
        return self.names[ref]


def _limits(made: dict[str, Any]) -> dict[str, Any]:
    """`exclusiveMinimum: true` of OpenAPI 2 and 3.0 is a number in JSON Schema."""
    for exclusive, limit in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(made.get(exclusive), bool) and made.pop(exclusive) and limit in made:
            made[exclusive] = made.pop(limit)
    return made


def _nullable(made: dict[str, Any]) -> dict[str, Any]:
    """`nullable: true` of OpenAPI 3.0; some generators put it beside a `$ref`."""
    is_nullable = made.pop("nullable", False) is True or made.pop("x-nullable", False) is True
    if made.get("type") == "file":
        made.pop("type")
    if not is_nullable:
        return made
    kind = made.get("type")
    if isinstance(kind, str) and "$ref" not in made and "allOf" not in made:
        made["type"] = [kind, "null"]
        if isinstance(made.get("enum"), list) and None not in made["enum"]:
            made["enum"] = [*made["enum"], None]
        return made
    return {"anyOf": [made, {"type": "null"}]}
