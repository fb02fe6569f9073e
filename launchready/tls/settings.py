"""What launchready.yml may say under tls."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from launchready.core.location import Location, Named
from launchready.core.site import Site
from launchready.values.setting import Read, Section
from launchready.values.types import Seconds, host_and_port, place, wrong

HTTPS = 443


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """A host and a port that serve TLS, and the line that says so."""

    name: str
    port: int
    at: Location

    def __str__(self) -> str:
        return self.name if self.port == HTTPS else f"{self.name}:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A listener, and how long before its certificate's end somebody must act; in seconds."""

    listener: Listener
    warn: float
    fail: float

    @property
    def at(self) -> Location:
        return self.listener.at

    def __str__(self) -> str:
        return str(self.listener)


def _listener(value: object) -> Listener:
    if isinstance(value, Listener):
        return value
    name, port = host_and_port(value, HTTPS)
    return Listener(name=name, port=port, at=place(value))


ListenerHere = Annotated[
    Listener,
    PlainValidator(_listener),
    WithJsonSchema({"type": "string", "examples": ["app.example.com", "api.example.com:8443"]}),
]


class Tls(Section):
    """What the tls room is told."""

    hosts: tuple[ListenerHere, ...] | None = Field(
        None, description="Hosts, each with a port where it is not 443; default: hosts.own."
    )
    warn: Seconds = Field(
        14 * 86400.0,
        description="Certificates ending within this, or a quarter of their lifetime, are a risk.",
        json_schema_extra={"default": "14d"},
    )
    fail: Seconds = Field(
        3 * 86400.0,
        description="Certificates ending within this, or a sixth of their lifetime, block.",
        json_schema_extra={"default": "3d"},
    )

    @model_validator(mode="after")
    def _warns_before_it_fails(self) -> Self:
        if self.fail > self.warn:
            raise wrong("fail is longer than warn", "warn comes first, like warn: 14d, fail: 3d")
        return self

    def settled(self, site: Site, read: Read) -> Self:
        _ = read
        if self.hosts is not None:
            return self
        own = tuple(_served(one) for one in site.own)
        return self.model_copy(update={"hosts": own})

    def promises(self) -> Iterator[Promise]:
        """Every listener once, with what is promised of it."""
        for one in {str(one): one for one in self.hosts or ()}.values():
            yield Promise(listener=one, warn=self.warn, fail=self.fail)


def _served(host: Named) -> Listener:
    return Listener(name=host.name, port=HTTPS, at=host.at)
