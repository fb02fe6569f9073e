"""One rule of the redirect map, as founders write it."""

from typing import Annotated, Literal, Self

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from launchready.core.destination import resolve
from launchready.core.location import Named
from launchready.values.node import Row
from launchready.values.setting import Setting
from launchready.values.types import Flag, Words, as_text, place, url, wrong
from launchready.web.policy import redirect_status

SPLAT = ":splat"


def sample_path(value: object) -> Named:
    """A path with its query, as it stands behind the host."""
    text = as_text(value).strip()
    if not text.startswith("/") or text.startswith("//"):
        raise wrong(f"{text} is not a path", f"it starts with one slash: /{text.lstrip('/')}")
    return Named(name=_whole(text, f"https://a.test{text}"), at=place(value))


def address(value: object) -> Named:
    """A path of the canonical host, or a whole URL."""
    text = as_text(value).strip()
    if "://" in text:
        return Named(name=_whole(url(text), text), at=place(value))
    if text.startswith("/"):
        return sample_path(value)
    raise wrong(f"{text} is neither a path nor a URL", "like /pricing or https://docs.example.com/")


def source(value: object) -> Named:
    """An address that redirects; a * at its end stands for any rest."""
    found = address(value)
    before, star, rest = found.name.partition("*")
    if star and (rest or not before.endswith("/") or "?" in before):
        raise wrong(f"{found.name} has its * elsewhere", "a * stands at the end, like /docs/*")
    return found


def sample(value: object) -> Named:
    """What the * of a pattern is tried with."""
    text = as_text(value).strip()
    if "#" in text or "*" in text:
        raise wrong(f"{text} is not a sample", "write what the * stands for, like api/auth")
    return Named(name=text.lstrip("/"), at=place(value))


def statuses(value: object) -> Literal["permanent"] | tuple[int, ...]:
    """`permanent`, one status, or a list of them."""
    if isinstance(value, Row | list | tuple):
        if not value:
            raise wrong("the list is empty", "name a status or leave the key out")
        return tuple(redirect_status(one) for one in value)
    text = as_text(value).strip()
    if text == "permanent":
        return "permanent"
    if not text.isdigit():
        raise wrong(f"{text} is not a status", "write permanent, a status or a list of them")
    return (redirect_status(value),)


def _whole(text: str, absolute: str) -> str:
    if "#" in text:
        raise wrong(f"{text} has a #", "what follows a # never reaches a server; leave it out")
    if any(one.isspace() for one in text) or resolve(absolute, absolute) is None:
        raise wrong(f"{text} is not an address", "write spaces as %20")
    return text


_TEXT = {"type": ["string", "number", "boolean"]}
_STATUS = {"type": ["string", "integer"]}
SamplePath = Annotated[Named, PlainValidator(sample_path), WithJsonSchema({"type": "string"})]
Address = Annotated[Named, PlainValidator(address), WithJsonSchema({"type": "string"})]
_Source = Annotated[Named, PlainValidator(source), WithJsonSchema({"type": "string"})]
_Sample = Annotated[Named, PlainValidator(sample), WithJsonSchema(_TEXT)]
_Statuses = Annotated[
    Literal["permanent"] | tuple[int, ...],
    PlainValidator(statuses),
    WithJsonSchema({"anyOf": [_STATUS, {"type": "array", "items": _STATUS}]}),
]


class MapEntry(Setting):
    """One rule of the redirect map: an old address, and where it leads or that it is gone."""

    from_: _Source = Field(
        alias="from", description="A path of the canonical host, or a URL; * at its end."
    )
    to: Address | None = Field(
        None, description="Where it leads; :splat stands for what the * stood for."
    )
    status: _Statuses | None = Field(
        None, description="permanent, a status or several; left out, any redirect will do."
    )
    method: Literal["GET", "POST"] = Field(
        "GET",
        description="POST sends a POST without a body to `from` and its other "
        "spellings, and never to where it leads.",
    )
    samples: tuple[_Sample, ...] = Field((), description="What the * is tried with.")
    query: Literal["keep", "drop", "ignore"] = Field(
        "ignore", description="What becomes of a query; a harmless one is sent to see."
    )
    gone: Flag = Field(
        False,  # noqa: FBT003 - pydantic's way to give a default
        description="true: it must answer 404 or 410.",
    )

    @property
    def is_pattern(self) -> bool:
        return "*" in self.from_.name

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if self.gone == (self.to is not None):
            raise wrong(
                f"{self.from_.name} leads nowhere"
                if not self.gone
                else f"{self.from_.name} is gone and leads somewhere",
                "give it either to: or gone: true",
            )
        if self.gone and (self.status or self.method == "POST" or self.query != "ignore"):
            raise wrong(f"{self.from_.name} is gone", "leave out status, method and query")
        if self.samples and not self.is_pattern:
            raise wrong(f"{self.from_.name} has samples and no *", "write /old/* or leave them out")
        if self.to and SPLAT in self.to.name and not self.is_pattern:
            raise wrong(f"{self.to.name} has {SPLAT}", "from: has no * it could stand for")
        return self


class ParamEntry(Setting):
    """A page and its parameter that may say where to go next."""

    path: Address = Field(description="A path of the canonical host, or a URL.")
    param: Words = Field(description="The parameter's name, such as next.")
