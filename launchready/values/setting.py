"""The base of everything a config file may say."""

from collections.abc import Callable
from typing import Any, Self, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    PrivateAttr,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError

from launchready.core.location import NOWHERE, Location
from launchready.core.site import Site
from launchready.values.node import Block, Row, Text

# Reads a file of the repository by its path from the root; raises FileNotFoundError.
Read = Callable[[str], bytes]


class Setting(BaseModel):
    """A mapping of a config file, frozen, with no keys but its own and the place it stands at."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    _at: Location = PrivateAttr(default=NOWHERE)

    @property
    def at(self) -> Location:
        return self._at

    @classmethod
    def written(cls, value: object) -> object:
        """A shorter way to write it, made into the long one; a mapping is left as it is."""
        return value

    @model_validator(mode="wrap")
    @classmethod
    def _placed(cls, value: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        at = getattr(value, "at", NOWHERE)
        if isinstance(value, cls):
            return value
        if isinstance(value, Text) and value.is_blank:
            value = Block(at=value.at)
        value = cls.written(value)
        if isinstance(value, Text | Row):
            kind = "a list" if isinstance(value, Row) else "a text"
            keys = ", ".join(_keys(cls))
            message = "this is {kind}; a mapping is meant, with any of: {keys}"
            raise PydanticCustomError("launchready", message, {"kind": kind, "keys": keys})
        made = handler(value)
        made._at = at  # noqa: SLF001 - ours, on the instance just made
        return made

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        schema = handler(core)
        own = handler.resolve_ref_schema(schema)
        if own.get("type") == "object" and not own.get("required"):
            own["type"] = ["object", "null"]
        return schema


class Section(Setting):
    """One room's part of the config file."""

    def settled(self, site: Site, read: Read) -> Self:
        """The same with what other sections say and the files it names filled in.

        Raises ConfigError when a named file is missing or wrong.
        """
        _ = site, read
        return self


def _keys(model: type[Setting]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def keys_at(model: type[Setting], path: tuple[str | int, ...]) -> list[str]:
    """The keys a config may have at a place, as pydantic's error paths name places."""
    models = {model}
    for step in path:
        models = {inner for one in models for inner in _inside(one, step)} or models
    return sorted({key for one in models for key in _keys(one)})


def _inside(model: type[Setting], step: str | int) -> set[type[Setting]]:
    found: set[type[Setting]] = set()
    for name, field in model.model_fields.items():
        if step in (name, field.alias):
            found |= set(_settings_in(field.annotation))
    return found


def _settings_in(annotation: object) -> list[type[Setting]]:
    if isinstance(annotation, type) and issubclass(annotation, Setting):
        return [annotation]
    return [one for part in get_args(annotation) for one in _settings_in(part)]
