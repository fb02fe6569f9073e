"""What a configuration says a page is meant to be: a list of lines, or a mapping."""

from functools import partial
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, GetJsonSchemaHandler, PlainValidator, WithJsonSchema
from pydantic_core import CoreSchema

from launchready.values.node import Block, Row, Text
from launchready.values.setting import Read, Setting
from launchready.values.types import Seconds, as_text, place, wrong
from launchready.visit import mapping, operands
from launchready.visit.expectations import Expectation, Place, parse
from launchready.visit.schemas import SchemaFile, expectation, read_schema

# Statuses below are answers; a page that says nothing of its status must have one of these.
USUAL = Expectation(about="STATUS", operator="<", wanted=(300,), written="[STATUS] < 300")


def line(value: object, place_: Place = "page") -> Expectation:
    if isinstance(value, Expectation):
        return value
    return parse(as_text(value), place(value), place_)


def lines(value: object) -> tuple[Expectation, ...]:
    """One line, or a list of them."""
    return tuple(line(one) for one in value) if isinstance(value, list | tuple) else (line(value),)


def statuses(value: object) -> tuple[int, ...]:
    """One status, or a list of them."""
    listed = value if isinstance(value, list | tuple) else [value]
    return tuple(operands.status(as_text(one).strip()) for one in listed)


def texts(value: object) -> tuple[str, ...]:
    """One text, or a list of them."""
    listed = value if isinstance(value, list | tuple) else [value]
    return tuple(as_text(one) for one in listed)


def schema_file(value: object) -> SchemaFile:
    """A file of the repository by its path from the root."""
    path = as_text(value).strip()
    if path.startswith("/") or "\\" in path or ".." in path.split("/") or "://" in path:
        raise wrong(f"{path} is no path within the repository", "like schemas/health.json")
    return SchemaFile(path=path.removeprefix("./"), at=place(value))


_SCALAR: dict[str, Any] = {"type": ["string", "number", "boolean"]}
_NULLABLE: dict[str, Any] = {"type": ["string", "number", "boolean", "null"]}
_LIST: dict[str, Any] = {"type": "array", "items": _NULLABLE}
_ONE_OR_MANY: dict[str, Any] = {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}]}
_MANY = WithJsonSchema(_ONE_OR_MANY)
_NAMED = WithJsonSchema(
    {"type": "object", "additionalProperties": {"anyOf": [_NULLABLE, _LIST, {"type": "object"}]}}
)
_Statuses = Annotated[tuple[int, ...], PlainValidator(statuses), _MANY]
_Texts = Annotated[tuple[str, ...], PlainValidator(texts), _MANY]
_Several = tuple[Expectation, ...]
_Line = Annotated[Expectation, PlainValidator(line), WithJsonSchema(_SCALAR)]
_MailLine = Annotated[
    Expectation, PlainValidator(partial(line, place_="mail")), WithJsonSchema(_SCALAR)
]
_Json = Annotated[_Several, PlainValidator(mapping.json), _NAMED]
_Headers = Annotated[_Several, PlainValidator(mapping.headers), _NAMED]
_Css = Annotated[_Several, PlainValidator(mapping.css), _NAMED]
_Matches = Annotated[_Several, PlainValidator(mapping.matches), _MANY]
_Schema = Annotated[SchemaFile, PlainValidator(schema_file), WithJsonSchema({"type": "string"})]
_Url = Annotated[_Several, PlainValidator(mapping.url), _MANY]

_JSON = 'JSONPaths (RFC 9535) with what each value is: `{"$.status": ok, "$.n": "> 3"}`.'
_HEADERS = "Names with what each is: `{content-type: pat(text/html*)}`."
_CSS = "CSS selectors: true, false (there is none), a text, or `{href: /x}`, `{count: 3}`."
_MATCHES = "Regular expressions (RE2's notation) that each find something in the body."


class Not(Setting):
    """What must not be: each of these by itself."""

    status: _Statuses = Field((), description="Statuses it must not have.")
    contains: _Texts = Field((), description="Texts that do not stand on the page.")
    matches: _Matches = Field((), description="Regular expressions that find nothing.")
    json_: _Json = Field((), alias="json", description="JSONPaths with what a value is not.")
    headers: _Headers = Field((), description="Headers with what each is not.")
    css: _Css = Field((), description="CSS selectors with what none of them is.")
    url: _Url = Field((), description="Where it does not end.")

    @property
    def all(self) -> tuple[Expectation, ...]:
        """Every expectation, turned round."""
        found = [
            *mapping.of_status(self.status),
            *mapping.of_texts(self.contains),
            *(*self.matches, *self.json_, *self.headers, *self.css, *self.url),
        ]
        return tuple(mapping.denied(one) for one in found)


class _Expected(Setting):
    """What pages and mails have in common."""

    place: ClassVar[Place] = "page"

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
        inner = {"type": own.pop("type"), "properties": own.pop("properties")}
        inner["additionalProperties"] = own.pop("additionalProperties")
        own["anyOf"] = [inner, _SCALAR, {"type": "array", "items": _SCALAR}]
        return schema


class Expect(_Expected):
    """What the page is meant to be: a list of lines such as `[STATUS] == 200`, or these keys."""

    status: _Statuses = Field((), description="The status, or the statuses, that will do.")
    contains: _Texts = Field((), description="Texts that all stand on the page.")
    within: Seconds | None = Field(None, description="How long it may take, redirects included.")
    json_: _Json = Field((), alias="json", description=_JSON)
    schema_: _Schema | None = Field(
        None, alias="schema", description="A JSON Schema of the repository that the answer fits."
    )
    headers: _Headers = Field((), description=_HEADERS)
    css: _Css = Field((), description=_CSS)
    matches: _Matches = Field((), description=_MATCHES)
    url: _Url = Field((), description="Where it ends, redirects followed: `pat(*/portal*)`.")
    not_: Not = Field(default_factory=Not, alias="not")
    lines: tuple[_Line, ...] = Field(
        (),
        description="`[STATUS]`, `[BODY]`, `[BODY].path`, `[HEADER].name`, `[COOKIE].name`, "
        "`[RESPONSE_TIME]`, `[URL]`, `[REDIRECTS]`, `[CERTIFICATE_EXPIRATION]`, `[IP]`, "
        "`[LINKS]` or `css(selector)`; then `==`, `!=`, `<`, `<=`, `>`, `>=`, `contains`, "
        "`not contains` or `matches`; then a value, `any(a, b)` or `pat(glob*)`. `len(...)` "
        "counts, `has(...)` asks whether it is there, `not` turns round. Writing a list in place "
        "of the mapping means these.",
    )

    @property
    def all(self) -> tuple[Expectation, ...]:
        """Every expectation, however it was written, in one form."""
        found = [*self.lines, *mapping.of_status(self.status), *mapping.of_texts(self.contains)]
        if self.within is not None:
            found += mapping.of_time(self.within)
        found += [*self.json_, *self.headers, *self.css, *self.matches, *self.url]
        if self.schema_ is not None:
            found.append(expectation(self.schema_))
        return (*found, *self.not_.all)

    def ready(self, read: Read) -> Self:
        """The same with its schema read. Raises ConfigError where there is none."""
        if self.schema_ is None:
            return self
        return self.model_copy(update={"schema_": read_schema(self.schema_, read)})


class MailExpect(_Expected):
    """What the mail is meant to be: lines such as `[AUTH].dkim == pass`, or these keys."""

    place: ClassVar[Place] = "mail"

    contains: _Texts = Field((), description="Texts that all stand in the mail.")
    matches: _Matches = Field((), description=_MATCHES)
    headers: _Headers = Field((), description=_HEADERS)
    css: _Css = Field((), description=_CSS)
    lines: tuple[_MailLine, ...] = Field(
        (),
        description="`[AUTH].dkim`, `[AUTH].spf`, `[AUTH].dmarc`, `[LINKS].host`, `[DELAY]`, "
        "`[BODY]`, `[HEADER].name` or `css(selector)`, as of pages. Writing a list in place of "
        "the mapping means these.",
    )

    @property
    def all(self) -> tuple[Expectation, ...]:
        """Every expectation, however it was written, in one form."""
        more = (*self.matches, *self.headers, *self.css)
        return (*self.lines, *mapping.of_texts(self.contains), *more)
