"""Record data as text, read from a message: the forms of core's Answer without a library."""

import socket
from collections.abc import Callable
from struct import Struct
from struct import error as StructError  # noqa: N812 - the standard library's own name

from launchready.world.wire import TYPES, Message, Record
from launchready.world.wire_faults import MalformedError
from launchready.world.wire_places import place
from launchready.world.wire_service import service

_Read = Callable[[Message, int, int], str]

_SHORT = Struct("!H")
_SRV = Struct("!HHH")
_SOA = Struct("!IIIII")
_DS = Struct("!HBB")


def value(message: Message, record: Record) -> str:
    """A record's data. Raises MalformedError where it is not what its type says."""
    form = _FORMS.get(record.type)
    if form is None:
        return _by_library(message, record)
    try:
        return form(message, record.place, record.end)
    except (StructError, IndexError):
        raise MalformedError("a record is too short for its type") from None


def _by_library(message: Message, record: Record) -> str:
    """What is not known here is read by dnspython, as is what is unknown there (RFC 3597)."""
    # Loading it takes longer than asking a thousand questions.
    import dns.exception
    import dns.rdata
    import dns.rdataclass
    import dns.rdatatype

    from launchready.world.dns_values import canonical

    place, length = record.place, record.end - record.place
    type_ = dns.rdatatype.RdataType.make(record.type)
    try:
        data = dns.rdata.from_wire(dns.rdataclass.IN, type_, message.wire, place, length)
        return canonical(data)
    except (dns.exception.DNSException, ValueError) as error:
        raise MalformedError(f"a record cannot be read: {error}") from error


def name_at(message: Message, start: int, end: int) -> str:
    """A name that fills the rest of a record."""
    name, after = message.names.at(start)
    if after != end:
        raise MalformedError("a name does not fill its record")
    return name


def _four(message: Message, start: int, end: int) -> str:
    _demand(end - start == 4)
    return socket.inet_ntop(socket.AF_INET, message.wire[start:end])


def _six(message: Message, start: int, end: int) -> str:
    _demand(end - start == 16)
    raw = message.wire[start:end]
    if raw[:12] == b"\0" * 10 + b"\xff\xff" or not any(raw[:12]):
        return _with_four(raw)
    return socket.inet_ntop(socket.AF_INET6, raw)


def _with_four(raw: bytes) -> str:
    """The system writes ::ffff:192.0.2.1, and ::192.0.2.1; Python's ipaddress has its own way."""
    import ipaddress

    return str(ipaddress.IPv6Address(raw))


def _mail(message: Message, start: int, end: int) -> str:
    (preference,) = _SHORT.unpack_from(message.wire, start)
    return f"{preference} {name_at(message, start + 2, end)}"


def _place_of_service(message: Message, start: int, end: int) -> str:
    priority, weight, port = _SRV.unpack_from(message.wire, start)
    return f"{priority} {weight} {port} {name_at(message, start + 6, end)}"


def _authority(message: Message, start: int, end: int) -> str:
    first, start = message.names.at(start)
    contact, start = message.names.at(start)
    _demand(end - start == _SOA.size)
    return " ".join((first, contact, *map(str, _SOA.unpack_from(message.wire, start))))


def _text(message: Message, start: int, end: int) -> str:
    # The strings are one value, joined with nothing between (RFC 7208 3.3, RFC 6376 3.6.2.2).
    parts = []
    _demand(start < end)
    while start < end:
        part, start = _string(message, start, end)
        parts.append(part)
    return _decoded(b"".join(parts))


def _string(message: Message, start: int, end: int) -> tuple[bytes, int]:
    after = start + 1 + message.wire[start]
    _demand(after <= end)
    return message.wire[start + 1 : after], after


def _issue(message: Message, start: int, end: int) -> str:
    flags = message.wire[start]
    tag, start = _string(message, start + 1, end)
    _demand(tag.isalnum())
    return f'{flags} {tag.decode().lower()} "{_decoded(message.wire[start:end])}"'


def _digest(message: Message, start: int, end: int) -> str:
    key_tag, algorithm, digest_type = _DS.unpack_from(message.wire, start)
    _demand(end > start + 4)
    return f"{key_tag} {algorithm} {digest_type} {message.wire[start + 4 : end].hex()}"


def _bytes_and_hex(count: int) -> _Read:
    def read(message: Message, start: int, end: int) -> str:
        _demand(end >= start + count)
        numbers = " ".join(map(str, message.wire[start : start + count]))
        return f"{numbers} {message.wire[start + count : end].hex()}"

    return read


def _pointer(message: Message, start: int, end: int) -> str:
    order, preference = _SHORT.unpack_from(message.wire, start) + _SHORT.unpack_from(
        message.wire, start + 2
    )
    start += 4
    parts = []
    for _ in range(3):
        part, start = _string(message, start, end)
        parts.append(f'"{_decoded(part)}"')
    return " ".join((str(order), str(preference), *parts, name_at(message, start, end)))


def _service(message: Message, start: int, end: int) -> str:
    (priority,) = _SHORT.unpack_from(message.wire, start)
    target, start = message.names.at(start + 2)
    _demand(start <= end)
    return f"{priority} {target}{service(message.wire[start:end], priority)}"


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-8", "backslashreplace")


def _demand(sound: bool) -> None:  # noqa: FBT001 - a claim, in the place of `assert`
    if not sound:
        raise MalformedError("a record is not what its type says")


_FORMS: dict[int, _Read] = {
    TYPES["A"]: _four,
    TYPES["AAAA"]: _six,
    TYPES["CNAME"]: name_at,
    TYPES["NS"]: name_at,
    TYPES["PTR"]: name_at,
    TYPES["SOA"]: _authority,
    TYPES["MX"]: _mail,
    TYPES["TXT"]: _text,
    TYPES["SRV"]: _place_of_service,
    TYPES["CAA"]: _issue,
    TYPES["DS"]: _digest,
    TYPES["SSHFP"]: _bytes_and_hex(2),
    TYPES["TLSA"]: _bytes_and_hex(3),
    TYPES["NAPTR"]: _pointer,
    TYPES["LOC"]: lambda message, start, end: place(message.wire[start:end]),
    TYPES["SVCB"]: _service,
    TYPES["HTTPS"]: _service,
}
