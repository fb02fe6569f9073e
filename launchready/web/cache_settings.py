"""What launchready.yml may say under web.caching."""

import re
from typing import Annotated, Any

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from launchready.values.node import Block
from launchready.values.setting import Setting
from launchready.values.types import Size, as_text, wrong
from launchready.web.map_entry import Address

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
# A marker that short stands on pages by chance.
_SHORTEST = 6


def header_lines(value: object) -> tuple[tuple[str, str], ...]:
    """Request headers, by name; their values may be somebody's session."""
    if not isinstance(value, Block | dict):
        raise wrong("this is no mapping", 'like {Cookie: "${CANARY_A_COOKIE}"}')
    lines = []
    for key, said in value.items():
        name, text = str(key), as_text(said)
        if not _NAME.fullmatch(name):
            raise wrong(f"{name!r} is not a header's name", "like Cookie or Authorization")
        if not text.isascii() or any(ord(one) < 32 for one in text):
            raise wrong(f"the value of {name} cannot be sent", "one line of ASCII is meant")
        lines.append((name, text))
    if not lines:
        raise wrong("there are no headers", 'like {Cookie: "${CANARY_A_COOKIE}"}')
    return tuple(lines)


def marker(value: object) -> str:
    text = as_text(value).strip()
    if len(text) < _SHORTEST:
        raise wrong(
            f"{text} is too short for a marker", f"{_SHORTEST} characters that only this page has"
        )
    return text


_Headers = Annotated[
    tuple[tuple[str, str], ...],
    PlainValidator(header_lines),
    WithJsonSchema({"type": "object", "additionalProperties": {"type": "string"}}),
]
_Marker = Annotated[str, PlainValidator(marker), WithJsonSchema({"type": "string"})]


class Identity(Setting):
    """A canary account: how its requests are logged in, and what only its pages say."""

    headers: _Headers = Field(repr=False, description="What logs it in, like Cookie.")
    marker: _Marker = Field(description="Text that stands on its private pages and no others.")


class Identities(Setting):
    """Two canary accounts: the page of one must reach neither the other nor a stranger."""

    a: Identity
    b: Identity

    @model_validator(mode="after")
    def _differ(self) -> Any:
        if self.a.marker in self.b.marker or self.b.marker in self.a.marker:
            raise wrong("a and b have the same marker", "each needs one that the other has not")
        return self


class Caching(Setting):
    """Which pages are somebody's own, and which pages' files should be kept."""

    private: tuple[Address, ...] = Field((), description="Pages only one visitor may see.")
    assets: tuple[Address, ...] = Field(
        (), description="Pages whose scripts, styles and images are looked at."
    )
    budget: Size = Field(
        2_000_000,
        description="More than this a first visitor should not load with one of those pages.",
    )
    identities: Identities | None = Field(
        None, description="Canary accounts; with them private pages are really asked for."
    )
