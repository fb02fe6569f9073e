"""What launchready.yml may say under assistant."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from launchready.assistant.canary import SHORTEST
from launchready.assistant.prompts import Group
from launchready.assistant.template import DOCUMENT, JSON_SCHEMA, PROMPT, demands
from launchready.assistant.views import squeezed
from launchready.core.destination import host_of
from launchready.core.site import Site
from launchready.values.problem import ConfigError, Problem
from launchready.values.setting import Read, Section, Setting
from launchready.values.types import AskedUrl, HostHere, Pairs, Words, as_text, wrong
from launchready.visit import json_path

# Groups a product may say it has nothing for; the others concern every assistant.
_MAY_LACK = {"tenant": Group.TENANT, "tools": Group.TOOL, "documents": Group.DOCUMENT}


def _canary(value: object) -> str:
    text = as_text(value)
    if len(squeezed(text)) < SHORTEST and not text.startswith("${"):
        raise wrong(
            "this canary is too short to be told from chance",
            f"{SHORTEST} letters and digits or more, from a password generator",
        )
    return text


def _path(value: object) -> str:
    """A JSONPath (RFC 9535), checked."""
    text = as_text(value).strip()
    json_path.demand(text)
    return text


def _names(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list | tuple) else [value]
    return tuple(as_text(one) for one in listed)


_TEXT: dict[str, Any] = {"type": ["string", "number"]}
_Path = Annotated[str, PlainValidator(_path), WithJsonSchema({"type": "string"})]
_Canary = Annotated[str, PlainValidator(_canary), WithJsonSchema(_TEXT)]
_Names = Annotated[
    tuple[str, ...],
    PlainValidator(_names),
    WithJsonSchema({"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}),
]
_Asking = Annotated[Any, demands(PROMPT), JSON_SCHEMA]
_Planting = Annotated[Any, demands(DOCUMENT), JSON_SCHEMA]


class Endpoint(Setting):
    """Where the product's own page sends what a customer types, and where the answer stands."""

    url: AskedUrl = Field(description="Its address, on a host of hosts.own or hosts.staging.")
    method: Literal["POST", "PUT"] = "POST"
    headers: Pairs = Field((), repr=False, description="Those of a canary customer's session.")
    session: Words | None = Field(
        None, description="Or a name of smoke.sessions: the canary customer, logged in."
    )
    json_: _Asking = Field(
        alias="json",
        description="What is sent; {{prompt}} stands where the text goes, {{conversation}} where "
        "a new conversation's id goes.",
    )
    answer: _Path | None = Field(
        None,
        description="JSONPath to the answer's text; in a stream, to the text of each event. "
        "Without it the whole body is read.",
    )

    def __str__(self) -> str:
        return f"{self.method} {self.url.name.partition('?')[0]}"


class Plant(Setting):
    """Where a document is put for the assistant to read, as the canary customer would."""

    url: AskedUrl = Field(description="Its address, on a host of hosts.own or hosts.staging.")
    method: Literal["POST", "PUT", "PATCH"] = "POST"
    headers: Pairs = Field((), repr=False, description="Those of the canary customer.")
    session: Words | None = Field(None, description="Or a name of smoke.sessions.")
    json_: _Planting = Field(alias="json", description="{{document}} stands where its text goes.")


class Canaries(Setting):
    """Texts planted where no answer should ever take them from; twelve random signs each."""

    system: _Canary | None = Field(
        None, repr=False, description="Stands in the assistant's instructions."
    )
    tenant: _Canary | None = Field(
        None, repr=False, description="Stands in another customer's private record."
    )


class Tools(Setting):
    """How to tell which tools an answer used."""

    path: _Path = Field(description="JSONPath to the names of the tools an answer called.")
    forbidden: _Names = Field(
        description="Tools that must not run because a stranger asked; pat* stands for any rest."
    )


class Assistant(Section):
    """What the assistant room is told."""

    endpoint: Endpoint | None = None
    canaries: Canaries = Field(default_factory=Canaries)
    tools: Tools | None = None
    plant: Plant | None = None
    without: _Names = Field((), description="What it has not: tenant, tools, documents.")
    links: tuple[HostHere, ...] = Field(
        (), description="Strangers' hosts its answers may link to; ours always may."
    )
    at_once: Annotated[int, PlainValidator(lambda one: _few(one)), WithJsonSchema(_TEXT)] = Field(
        4, description="Questions under way at a time, at most 8."
    )

    @model_validator(mode="after")
    def _lacks_what_it_may(self) -> Self:
        for one in self.without:
            if one not in _MAY_LACK:
                raise wrong(f"{one} is nothing to leave out", f"any of {', '.join(_MAY_LACK)}")
        return self

    @property
    def lacking(self) -> frozenset[Group]:
        return frozenset(_MAY_LACK[one] for one in self.without)

    @property
    def conversations(self) -> "tuple[Assistant, ...]":
        """The subject of the prompts: this, where an endpoint is named."""
        return (self,) if self.endpoint is not None else ()

    @property
    def undeclared(self) -> "tuple[Assistant, ...]":
        """The subject of the look for an assistant nobody declared."""
        return (self,) if self.endpoint is None else ()

    def __str__(self) -> str:
        return str(self.endpoint) if self.endpoint else "assistant"

    def settled(self, site: Site, read: Read) -> Self:
        """The same, once everything that is asked or written to is ours."""
        _ = read
        named = [one.url for one in (self.endpoint, self.plant) if one is not None]
        ours = ", ".join(one.name for one in (*site.own, *site.staging)) or "empty"
        meant = f"only what is ours is asked; hosts.own and hosts.staging are {ours}"
        problems = [
            Problem(at=one.at, found=f"{host_of(one.name) or one.name} is not ours", meant=meant)
            for one in named
            if not site.owns(host_of(one.name))
        ]
        if problems:
            raise ConfigError(problems)
        return self


def _few(value: object) -> int:
    text = as_text(value).strip()
    if text not in "12345678" or len(text) != 1:
        raise wrong(f"{text} is out of range", "1 to 8")
    return int(text)
