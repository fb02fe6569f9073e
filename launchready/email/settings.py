"""What launchready.yml may say under email."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Annotated, Any, Self

from pydantic import (
    Field,
    GetJsonSchemaHandler,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import CoreSchema

from launchready.core.location import Location, Named
from launchready.core.site import Site
from launchready.email.providers import PROVIDERS, Provider, known_as
from launchready.values.node import Block, Text
from launchready.values.problem import ConfigError, Problem, nearest
from launchready.values.setting import Read, Section, Setting
from launchready.values.types import (
    Flag,
    HostHere,
    Hostname,
    Percent,
    Words,
    as_text,
    place,
    wrong,
)

_SELECTOR = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_-]{1,63})*")


def selector(value: object) -> Named:
    """A DKIM selector: the word before `._domainkey`."""
    if isinstance(value, Named):
        return value
    text = as_text(value).strip().lower()
    if "._domainkey" in text:
        short = text.partition("._domainkey")[0]
        raise wrong(f"{text} is a whole name", f"write the selector alone: {short}")
    if not _SELECTOR.fullmatch(text):
        raise wrong(f"{text} is no selector", "it is the word before ._domainkey, like google")
    return Named(name=text, at=place(value))


def sending_ip(value: object) -> Named:
    """The address a mail server of ours sends from."""
    if isinstance(value, Named):
        return value
    text = as_text(value).strip()
    try:
        return Named(name=str(ip_address(text)), at=place(value))
    except ValueError:
        raise wrong(f"{text} is not an IP address", "like 192.0.2.25 or 2001:db8::25") from None


def file_path(value: object) -> Named:
    """A path from the repository's root."""
    if isinstance(value, Named):
        return value
    text = as_text(value).strip().removeprefix("./")
    text = text.rstrip("/") or text
    if text.startswith("/") or ".." in text.split("/"):
        raise wrong(f"{text} is outside the repository", "name it from the repository's root")
    return Named(name=text, at=place(value))


_SCALAR: dict[str, Any] = {"type": ["string", "number", "boolean"]}
Selector = Annotated[Named, PlainValidator(selector), WithJsonSchema(_SCALAR)]
SendingIp = Annotated[Named, PlainValidator(sending_ip), WithJsonSchema({"type": "string"})]
FilePath = Annotated[Named, PlainValidator(file_path), WithJsonSchema(_SCALAR)]


class Sender(Setting):
    """A service that sends mail in the domain's name; its name alone will do where it is known."""

    name: Words = Field(description="What it is called, like postmark or google.")
    dkim: tuple[Selector, ...] = Field((), description="The DKIM selectors it signs with.")
    spf: Hostname | None = Field(
        None, description="The domain that SPF must include for it; known senders need none."
    )
    return_path: Hostname | None = Field(
        None, description="The domain its bounces go to, where that is not the domain itself."
    )
    signs_as: Hostname | None = Field(
        None, description="The domain (d=) its signatures name, where that is another."
    )

    @classmethod
    def written(cls, value: object) -> object:
        """A bare word is the name."""
        if isinstance(value, Text) and not value.is_blank:
            return Block({Text("name", at=value.at): value}, at=value.at)
        return value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        schema = super().__get_pydantic_json_schema__(core, handler)
        own = handler.resolve_ref_schema(schema)
        keys = ("type", "properties", "required", "additionalProperties")
        own["anyOf"] = [{key: own.pop(key) for key in keys if key in own}, _SCALAR]
        return schema

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.provider is None and not (self.dkim or self.spf or self.return_path):
            near = nearest(self.name, PROVIDERS)
            meant = "give it dkim: or spf:" + (f", or did you mean {near}?" if near else "")
            raise wrong(f"{self.name} is no sender we know", meant)
        return self

    @property
    def provider(self) -> Provider | None:
        return known_as(self.name)

    @property
    def include(self) -> str:
        """The domain that SPF must include for it, "" where its mail does not ask that SPF."""
        if self.spf is not None:
            return self.spf
        provider = self.provider
        return provider.include if provider is not None and self.return_path is None else ""

    def __str__(self) -> str:
        return str(self.name)


class Domain(Setting):
    """A domain that stands behind the @ of mail the product sends."""

    domain: HostHere = Field(description="The domain itself, as in hello@acme.test.")
    senders: tuple[Sender, ...] = Field((), description="Who sends mail in its name.")
    sending_ips: tuple[SendingIp, ...] = Field(
        (), description="Addresses of mail servers of our own."
    )

    @property
    def name(self) -> str:
        return self.domain.name

    @property
    def is_parked(self) -> bool:
        """Whether the config names nobody who sends for it."""
        return not self.senders and not self.sending_ips

    def part(self, name: object, at: Location) -> Named:
        """A subject within the domain: one sender, address or selector."""
        return Named(name=f"{self.name} {name}", at=at)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A domain whose mail should be signed, and the files that may tell with what."""

    domain: Domain
    message: Named | None
    reports: Named | None

    @property
    def at(self) -> Location:
        return self.domain.at

    def __str__(self) -> str:
        return str(self.domain)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A folder of reports, the domains it is read for, and the share (per cent) to reach."""

    reports: Named
    domains: tuple[Domain, ...]
    share: float

    @property
    def at(self) -> Location:
        return self.reports.at

    def __str__(self) -> str:
        return self.reports.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """A received mail, who may be believed about it, and the domains that are ours."""

    file: Named
    receiver: str
    domains: tuple[str, ...]

    @property
    def at(self) -> Location:
        return self.file.at

    def __str__(self) -> str:
        return self.file.name


class Email(Section):
    """What the email room is told."""

    domains: tuple[Domain, ...] = Field((), description="The domains the product sends from.")
    reports: FilePath | None = Field(
        None, description="A folder of DMARC aggregate reports: xml, gz, zip or eml."
    )
    pass_rate: Percent = Field(
        95.0,
        description="How much of the declared senders' mail must pass DMARC, by the reports.",
        json_schema_extra={"written": "95%"},
    )
    message: FilePath | None = Field(
        None, description="A mail the product really sent, as received, with all its headers."
    )
    receiver: Hostname | None = Field(
        None,
        description="The receiver whose Authentication-Results in the message are believed, "
        "like mx.google.com.",
    )
    transport: Flag = Field(
        default=False,
        description="Whether mail servers are looked at too: MX, STARTTLS over port 25, MTA-STS.",
    )

    @property
    def signed(self) -> tuple["Signed", ...]:
        """The domains that send mail, each with where its selectors may be seen."""
        return tuple(
            Signed(domain=one, message=self.message, reports=self.reports)
            for one in self.domains
            if not one.is_parked
        )

    @property
    def measured(self) -> tuple[Measured, ...]:
        if self.reports is None or not self.domains:
            return ()
        return (Measured(reports=self.reports, domains=self.domains, share=self.pass_rate),)

    @property
    def delivered(self) -> tuple[Delivered, ...]:
        if self.message is None:
            return ()
        names = tuple(one.name for one in self.domains)
        return (Delivered(file=self.message, receiver=self.receiver or "", domains=names),)

    @property
    def transported(self) -> tuple[Domain, ...]:
        return self.domains if self.transport else ()

    def settled(self, site: Site, read: Read) -> Self:
        _ = site, read
        problems = list(_twice(self.domains))
        if problems:
            raise ConfigError(problems)
        return self


def _twice(domains: Iterable[Domain]) -> Iterable[Problem]:
    seen: dict[str, Location] = {}
    for one in domains:
        if one.name in seen:
            meant = f"the first is in line {seen[one.name].line}"
            yield Problem(at=one.domain.at, found=f"{one.name} is here twice", meant=meant)
        seen.setdefault(one.name, one.domain.at)
