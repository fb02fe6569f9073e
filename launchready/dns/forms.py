"""Every record type a map may have, and how its values are put together."""

from collections.abc import Callable
from dataclasses import dataclass

from launchready.dns.place_value import place_value
from launchready.dns.text_value import text_value
from launchready.dns.written import (
    decimal,
    four,
    hexadecimal,
    number,
    one_of,
    six,
    tag,
    target,
    target_or_none,
)
from launchready.values.node import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One part of a structured value: its names, the newest first, and how it is read."""

    names: tuple[str, ...]
    read: Callable[[Text], str]
    usual: str | None = None

    @property
    def is_name(self) -> bool:
        return self.read in (target, target_or_none)

    @property
    def is_text(self) -> bool:
        return self.read is text_value

    @property
    def is_number(self) -> bool:
        return self.read.__qualname__.startswith(("number.", "decimal."))


Form = Callable[[Text], str] | tuple[Field, ...]


def _field(*names: str, read: Callable[[Text], str], usual: str | None = None) -> Field:
    return Field(names=names, read=read, usual=usual)


_BYTE, _SHORT = number(255), number(65535)
_MINUTES, _SECONDS = number(59), decimal("0", "59.999")
_SIZE = decimal("0", "90000000", "m")

_SERVICE = (
    _field("svcpriority", read=_SHORT),
    _field("targetname", read=target_or_none),
)

FORMS: dict[str, Form] = {
    "A": four,
    "AAAA": six,
    "ALIAS": target,
    "CAA": (
        _field("flags", read=_BYTE, usual="0"),
        _field("tag", read=tag),
        _field("value", read=text_value),
    ),
    "CNAME": target,
    "DS": (
        _field("key_tag", read=_SHORT),
        _field("algorithm", read=_BYTE),
        _field("digest_type", read=_BYTE),
        _field("digest", read=hexadecimal),
    ),
    "HTTPS": _SERVICE,
    "LOC": (
        _field("lat_degrees", read=number(90)),
        _field("lat_minutes", read=_MINUTES),
        _field("lat_seconds", read=_SECONDS),
        _field("lat_direction", read=one_of("N", "S")),
        _field("long_degrees", read=number(180)),
        _field("long_minutes", read=_MINUTES),
        _field("long_seconds", read=_SECONDS),
        _field("long_direction", read=one_of("E", "W")),
        _field("altitude", read=decimal("-100000", "42849672.95", "m")),
        _field("size", read=_SIZE),
        _field("precision_horz", read=_SIZE),
        _field("precision_vert", read=_SIZE),
    ),
    "MX": (
        _field("preference", "priority", read=_SHORT),
        _field("exchange", "value", read=target_or_none),
    ),
    "NAPTR": (
        _field("order", read=_SHORT),
        _field("preference", read=_SHORT),
        _field("flags", read=text_value),
        _field("service", read=text_value),
        _field("regexp", read=text_value),
        _field("replacement", read=target_or_none),
    ),
    "NS": target,
    "PTR": target,
    "SRV": (
        _field("priority", read=_SHORT),
        _field("weight", read=_SHORT),
        _field("port", read=_SHORT),
        _field("target", read=target_or_none),
    ),
    "SSHFP": (
        _field("algorithm", read=_BYTE),
        _field("fingerprint_type", read=_BYTE),
        _field("fingerprint", read=hexadecimal),
    ),
    "SVCB": _SERVICE,
    "TLSA": (
        _field("certificate_usage", read=_BYTE),
        _field("selector", read=_BYTE),
        _field("matching_type", read=_BYTE),
        _field("certificate_association_data", read=hexadecimal),
    ),
    "TXT": text_value,
}
SERVICES = ("HTTPS", "SVCB")
# At most one value stands at a name.
SINGLE = ("ALIAS", "CNAME")


def put_together(type_: str, parts: list[str]) -> str:
    """A structured value as core's Answer has it; a service's parameters come behind."""
    match type_:
        case "CAA":
            return '{} {} "{}"'.format(*parts)
        case "NAPTR":
            return '{} {} "{}" "{}" "{}" {}'.format(*parts)
        case "LOC":
            return place_value(parts)
    return " ".join(parts)
