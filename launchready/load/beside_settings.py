"""What load: may say of earlier runs, other versions, what is kept, and who sends."""

from typing import Annotated, Any, Literal

from pydantic import Field, GetJsonSchemaHandler, PlainValidator, WithJsonSchema, model_validator
from pydantic_core import CoreSchema

from launchready.values.node import Block, Text
from launchready.values.problem import nearest
from launchready.values.setting import Setting
from launchready.values.types import Url, Words, as_text, host_and_port, wrong

History = Literal["report", "branch"]
Engine = Literal["builtin", "locust"]


def _one_of(*words: str) -> Any:
    def chosen(value: object) -> str:
        text = as_text(value).strip()
        if text not in words:
            near = nearest(text, words)
            raise wrong(
                f"this is {text}",
                f"did you mean {near}?" if near else f"write {' or '.join(words)}",
            )
        return text

    return PlainValidator(chosen)


def _listening(value: object) -> tuple[str, int]:
    """An address to listen at: `0.0.0.0:5557`."""
    return host_and_port(value, 5557)


HistoryKept = Annotated[
    History, _one_of("report", "branch"), WithJsonSchema({"enum": ["report", "branch"]})
]
EngineChosen = Annotated[
    Engine, _one_of("builtin", "locust"), WithJsonSchema({"enum": ["builtin", "locust"]})
]
Listening = Annotated[
    tuple[str, int], PlainValidator(_listening), WithJsonSchema({"type": "string"})
]


class Compare(Setting):
    """What a run is held against: a file that an earlier one left, or another version that is up
    at the same time. A path in place of the mapping is the file."""

    file: Words | None = Field(
        None, description="What `-f perf=FILE` or `-f json=FILE` wrote, from the repository's root."
    )
    base_url: Url | None = Field(
        None,
        description="Another deployment of ours: the targets of this environment's base_url are "
        "asked there too, in turns, each at the full rate.",
    )

    @classmethod
    def written(cls, value: object) -> object:
        """A path alone stands for `file`."""
        if isinstance(value, Text) and not value.is_blank:
            return Block({Text("file", at=value.at): value}, at=value.at)
        return value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        schema = super().__get_pydantic_json_schema__(core, handler)
        own = handler.resolve_ref_schema(schema)
        mapping = {"type": own.pop("type"), "properties": own.pop("properties")}
        mapping["additionalProperties"] = own.pop("additionalProperties")
        own["anyOf"] = [mapping, {"type": "string"}]
        return schema

    @model_validator(mode="after")
    def _is_one(self) -> "Compare":
        if (self.file is None) == (self.base_url is None):
            raise wrong(
                "compare names " + ("both" if self.file else "neither"),
                "write file: or base_url:, one of them",
            )
        return self
