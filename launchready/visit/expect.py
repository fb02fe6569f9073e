"""What a configuration says a page is meant to be: a list of lines, or a mapping."""

from typing import Annotated, Any

from pydantic import Field, GetJsonSchemaHandler, PlainValidator, WithJsonSchema
from pydantic_core import CoreSchema

from launchready.values.node import Block, Row, Text
from launchready.values.setting import Setting
from launchready.values.types import Seconds, as_text, place
from launchready.visit.expectations import Expectation, parse, status

# Statuses below are answers; a page that says nothing of its status must have one of these.
USUAL = Expectation(about="STATUS", operator="<", wanted=(300,), written="[STATUS] < 300")


def line(value: object) -> Expectation:
    return value if isinstance(value, Expectation) else parse(as_text(value), place(value))


def lines(value: object) -> tuple[Expectation, ...]:
    """One line, or a list of them."""
    return tuple(line(one) for one in value) if isinstance(value, list | tuple) else (line(value),)


def statuses(value: object) -> tuple[int, ...]:
    """One status, or a list of them."""
    listed = value if isinstance(value, list | tuple) else [value]
    return tuple(status(as_text(one).strip()) for one in listed)


def texts(value: object) -> tuple[str, ...]:
    """One text, or a list of them."""
    listed = value if isinstance(value, list | tuple) else [value]
    return tuple(as_text(one) for one in listed)


_SCALAR: dict[str, Any] = {"type": ["string", "number", "boolean"]}
_MANY = WithJsonSchema({"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}]})
_Line = Annotated[Expectation, PlainValidator(line), WithJsonSchema(_SCALAR)]
_Statuses = Annotated[tuple[int, ...], PlainValidator(statuses), _MANY]
_Texts = Annotated[tuple[str, ...], PlainValidator(texts), _MANY]


class Expect(Setting):
    """What the page is meant to be: a list of lines such as `[STATUS] == 200`, or these keys."""

    status: _Statuses = Field((), description="The status, or the statuses, that will do.")
    contains: _Texts = Field((), description="Texts that all stand on the page.")
    within: Seconds | None = Field(None, description="How long it may take, redirects included.")
    lines: tuple[_Line, ...] = Field(
        (),
        description="`[STATUS]`, `[BODY]`, `[RESPONSE_TIME]`, `[HEADER].name` or `[URL]`; then "
        "`==`, `!=`, `<`, `<=`, `>`, `>=`, `contains` or `not contains`; then a value, "
        "`any(a, b)` or `pat(glob*)`. Writing a list in place of the mapping means these.",
    )

    @classmethod
    def written(cls, value: object) -> object:
        """A list, or a single line, stands for `lines`."""
        if isinstance(value, Row):
            return Block({Text("lines", at=value.at): value}, at=value.at)
        if isinstance(value, Text):
            return Block({Text("lines", at=value.at): Row([value], at=value.at)}, at=value.at)
        return value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        schema = super().__get_pydantic_json_schema__(core, handler)
        own = handler.resolve_ref_schema(schema)
        mapping = {"type": own.pop("type"), "properties": own.pop("properties")}
        mapping["additionalProperties"] = own.pop("additionalProperties")
        own["anyOf"] = [mapping, _SCALAR, {"type": "array", "items": _SCALAR}]
        return schema

    @property
    def all(self) -> tuple[Expectation, ...]:
        """Every expectation, however it was written, in one form."""
        found = list(self.lines)
        if self.status:
            written = f"[STATUS] == {_any(self.status)}"
            found.append(
                Expectation(about="STATUS", operator="==", wanted=self.status, written=written)
            )
        for text in self.contains:
            written = f"[BODY] contains {text}"
            found.append(
                Expectation(about="BODY", operator="contains", wanted=(text,), written=written)
            )
        if self.within is not None:
            written = f"[RESPONSE_TIME] <= {self.within * 1000:g}ms"
            found.append(
                Expectation(
                    about="RESPONSE_TIME", operator="<=", wanted=(self.within,), written=written
                )
            )
        return tuple(found)


def _any(values: tuple[int, ...]) -> str:
    text = ", ".join(str(one) for one in values)
    return text if len(values) == 1 else f"any({text})"
