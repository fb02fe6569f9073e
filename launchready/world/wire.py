"""DNS messages, written and read without a library: what a thousand questions need (RFC 1035).

dnspython's takes a millisecond for each; this takes a twentieth. It stays the reference, and
reads whatever is unknown here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from struct import Struct
from struct import error as StructError  # noqa: N812 - the standard library's own name

from launchready.world.wire_faults import MalformedError
from launchready.world.wire_names import Names

# What crosses every path without fragments (RFC 9715).
UDP_SIZE = 1232  # bytes
# More than any message of 64 KiB has room for that means something.
MOST_RECORDS = 6000

QR, AA, TC, RD, AD, CD = 0x8000, 0x0400, 0x0200, 0x0100, 0x0020, 0x0010
NOERROR, FORMERR, SERVFAIL, NXDOMAIN, NOTIMP, REFUSED, BADVERS = 0, 1, 2, 3, 4, 5, 16
RCODES = {
    0: "NOERROR",
    1: "FORMERR",
    2: "SERVFAIL",
    3: "NXDOMAIN",
    4: "NOTIMP",
    5: "REFUSED",
    6: "YXDOMAIN",
    7: "YXRRSET",
    8: "NXRRSET",
    9: "NOTAUTH",
    10: "NOTZONE",
    16: "BADVERS",
}
TYPES = {
    "A": 1,
    "NS": 2,
    "CNAME": 5,
    "SOA": 6,
    "PTR": 12,
    "MX": 15,
    "TXT": 16,
    "AAAA": 28,
    "LOC": 29,
    "SRV": 33,
    "NAPTR": 35,
    "DS": 43,
    "SSHFP": 44,
    "RRSIG": 46,
    "NSEC": 47,
    "DNSKEY": 48,
    "TLSA": 52,
    "SVCB": 64,
    "HTTPS": 65,
    "AXFR": 252,
    "ANY": 255,
    "CAA": 257,
}
OPT = 41
IN = b"\0\1"
_EXPLANATION = 15  # the option that says why (RFC 8914)
_DO = 0x8000

_HEADER = Struct("!HHHHHH")
_RECORD = Struct("!HHIH")
_OPTION = Struct("!HH")
# Asked with EDNS: one additional record, whose class is a size and whose TTL holds flags.
_EDNS = Struct("!BHHIH")


def query(
    id_: int, question: bytes, flags: int = 0, *, edns: bool = True, signed: bool = False
) -> bytes:
    """One question; `signed` asks for the signatures and proofs as well (DO)."""
    head = _HEADER.pack(id_, flags, 1, 0, 0, 1 if edns else 0) + question
    return head + _EDNS.pack(0, OPT, UDP_SIZE, _DO if signed else 0, 0) if edns else head


@dataclass(frozen=True, slots=True)
class Record:
    """One record where it lies in its message; its data is read when it is wanted."""

    name: str
    type: int
    ttl: int
    place: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A response, whole: its records lie within it, their data unread as yet."""

    wire: bytes
    names: Names
    id: int
    flags: int
    rcode: int
    question: bytes
    answer: tuple[Record, ...]
    authority: tuple[Record, ...]
    additional: tuple[Record, ...]
    explanations: tuple[tuple[int, str], ...] = ()


def question_of(wire: bytes) -> bytes:
    """The question's bytes, its name in lower case; b"" where there is none."""
    if wire[4:6] == b"\0\0":
        return b""
    place = 12
    try:
        while wire[place]:
            place += 1 + wire[place]
    except IndexError:
        raise MalformedError("the question goes on past the end") from None
    return wire[12 : place + 1].lower() + wire[place + 1 : place + 5]


def read(wire: bytes) -> Message:
    """A response's parts. Raises MalformedError for what is no response."""
    if len(wire) < _HEADER.size:
        raise MalformedError("it is shorter than a header")
    id_, flags, questions, *counts = _HEADER.unpack_from(wire)
    if questions > 1 or not flags & QR or sum(counts) > MOST_RECORDS:
        raise MalformedError("it is no answer to one question")
    question = question_of(wire)
    names, sections, place = Names(wire), [], 12 + len(question)
    try:
        for count in counts:
            section, place = _section(wire, names, count, place)
            sections.append(section)
    except StructError:
        raise MalformedError("it ends before its records do") from None
    rcode = flags & 0xF
    explanations: tuple[tuple[int, str], ...] = ()
    for one in sections[2]:
        if one.type == OPT:
            rcode |= one.ttl >> 24 << 4
            explanations = tuple(_explanations(wire, one))
    return Message(
        wire=wire,
        names=names,
        id=id_,
        flags=flags,
        rcode=rcode,
        question=question,
        answer=sections[0],
        authority=sections[1],
        additional=sections[2],
        explanations=explanations,
    )


def _section(wire: bytes, names: Names, count: int, place: int) -> tuple[tuple[Record, ...], int]:
    found = []
    for _ in range(count):
        name, place = names.at(place)
        type_, class_, ttl, length = _RECORD.unpack_from(wire, place)
        place += _RECORD.size
        end = place + length
        if end > len(wire):
            raise MalformedError("a record goes on past the end")
        # A TTL with its first bit set counts as none (RFC 2181, 8).
        if ttl > 0x7FFFFFFF and type_ != OPT:
            ttl = 0
        if class_ == 1 or type_ == OPT:
            found.append(Record(name, type_, ttl, place, end))
        place = end
    return tuple(found), place


def _explanations(wire: bytes, option_record: Record) -> Iterator[tuple[int, str]]:
    place, end = option_record.place, option_record.end
    while place < end:
        code, length = _OPTION.unpack_from(wire, place)
        place += _OPTION.size
        if place + length > end:
            raise MalformedError("an option goes on past its record")
        if code == _EXPLANATION and length >= 2:
            text = wire[place + 2 : place + length].decode("utf-8", "replace").rstrip("\0")
            yield int.from_bytes(wire[place : place + 2]), text
        place += length
