"""Our own codec reads and writes what dnspython reads and writes, and survives everything else."""

import random
import struct
from contextlib import suppress

import dns.edns
import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.rrset
import pytest
from hypothesis import given
from hypothesis import strategies as st

from launchready.world import wire
from launchready.world.dns_values import absolute, canonical
from launchready.world.wire_faults import MalformedError
from launchready.world.wire_names import to_wire
from launchready.world.wire_values import value

labels = st.binary(min_size=1, max_size=12)
plain = st.text("abcXYZ019-_", min_size=1, max_size=63)
names = st.lists(labels, max_size=6).map(lambda one: dns.name.Name([*one, b""]))
written = st.lists(plain, min_size=1, max_size=3).map(lambda parts: ".".join(parts) + ".")
shorts, bytes_ = st.integers(0, 65535), st.integers(0, 255)
strings = st.lists(st.binary(max_size=255), min_size=1, max_size=4)


def bytes_of(name: dns.name.Name) -> bytes:
    wire = name.to_wire()
    assert wire is not None
    return wire


def packed(*parts: int | bytes | dns.name.Name, form: str = "") -> bytes:
    numbers = struct.pack("!" + form, *[one for one in parts if isinstance(one, int)])
    rest = (bytes_of(one) if isinstance(one, dns.name.Name) else one for one in parts)
    return numbers + b"".join(one for one in rest if isinstance(one, bytes))


def prefixed(parts: list[bytes]) -> bytes:
    return b"".join(bytes([len(one)]) + one for one in parts)


def service(priority: int, target: dns.name.Name, params: dict[int, bytes]) -> bytes:
    told = b"".join(
        struct.pack("!HH", key, len(params[key])) + params[key] for key in sorted(params)
    )
    return struct.pack("!H", priority) + bytes_of(target) + told


def encrypted(body: bytes) -> bytes:
    one = struct.pack("!HH", 0xFE0D, len(body)) + body
    return struct.pack("!H", len(one)) + one


params = st.fixed_dictionaries(
    {},
    optional={
        1: st.lists(st.binary(min_size=1, max_size=9), min_size=1, max_size=3).map(prefixed),
        3: st.binary(min_size=2, max_size=2),
        4: st.binary(min_size=4, max_size=4),
        5: st.binary(max_size=40).map(encrypted),
        6: st.binary(min_size=16, max_size=16),
        667: st.binary(max_size=20),
    },
)
# A latitude within 90 degrees, a longitude within 180.
latitudes = st.integers(2**31 - 90 * 3600000, 2**31 + 90 * 3600000)
longitudes = st.integers(2**31 - 180 * 3600000, 2**31 + 180 * 3600000)
sizes = st.sampled_from([0x00, 0x12, 0x13, 0x16, 0x99])

datas = {
    "A": st.binary(min_size=4, max_size=4),
    "AAAA": st.one_of(
        st.binary(min_size=16, max_size=16),
        st.binary(min_size=4, max_size=4).map(lambda one: b"\0" * 10 + b"\xff\xff" + one),
        st.binary(min_size=4, max_size=4).map(lambda one: b"\0" * 12 + one),
    ),
    "CNAME": names.map(packed),
    "NS": names.map(packed),
    "PTR": names.map(packed),
    "MX": st.builds(lambda one, two: packed(one, two, form="H"), shorts, names),
    "TXT": strings.map(prefixed),
    "SRV": st.builds(lambda *one: packed(*one, form="HHH"), shorts, shorts, shorts, names),
    "SOA": st.builds(
        lambda one, two, numbers: packed(one, two) + struct.pack("!5I", *numbers),
        names,
        names,
        st.lists(st.integers(0, 2**32 - 1), min_size=5, max_size=5),
    ),
    "CAA": st.builds(
        lambda flags, tag, told: packed(flags, prefixed([tag.encode()]), told, form="B"),
        bytes_,
        st.sampled_from(["issue", "IssueWild", "iodef", "x1"]),
        st.binary(max_size=80),
    ),
    "TLSA": st.builds(
        lambda *one: packed(*one, form="BBB"), bytes_, bytes_, bytes_, st.binary(max_size=64)
    ),
    "SSHFP": st.builds(
        lambda *one: packed(*one, form="BB"),
        st.sampled_from([1, 3, 4]),
        st.just(2),
        st.binary(min_size=32, max_size=32),
    ),
    "DS": st.builds(
        lambda *one: packed(*one, form="HBB"),
        shorts,
        st.just(13),
        st.just(2),
        st.binary(min_size=32, max_size=32),
    ),
    "NAPTR": st.builds(
        lambda one, two, three, four: packed(one, two, prefixed(three), four, form="HH"),
        shorts,
        shorts,
        st.lists(st.binary(max_size=30), min_size=3, max_size=3),
        names,
    ),
    "LOC": st.builds(
        lambda *one: struct.pack("!BBBBIII", 0, *one),
        sizes,
        sizes,
        sizes,
        latitudes,
        longitudes,
        st.integers(0, 2**32 - 1),
    ),
    "HTTPS": st.builds(service, st.integers(1, 65535), names, params),
    "SVCB": st.builds(service, st.just(0), names, st.just({})),
    "HINFO": st.just(prefixed([b"RFC8482", b""])),
}
records = st.sampled_from(sorted(datas)).flatmap(
    lambda type_: st.tuples(st.just(type_), st.lists(datas[type_], min_size=1, max_size=4))
)


def response(name: dns.name.Name, type_: str, data: list[bytes], ttl: int = 300) -> bytes:
    """dnspython's, with its compression of names."""
    made = dns.message.make_response(dns.message.make_query(name, type_, id=4711))
    made.flags |= dns.flags.AA
    rdtype = dns.rdatatype.from_text(type_)
    rrset = dns.rrset.RRset(name, dns.rdataclass.IN, rdtype)
    for one in data:
        rrset.add(dns.rdata.from_wire("IN", type_, one, 0, len(one)), ttl)
    made.answer.append(rrset)
    return made.to_wire(max_size=65535)


@given(name=names, record=records)
def test_both_read_the_same(name: dns.name.Name, record: tuple[str, list[bytes]]) -> None:
    raw = response(name, *record)
    reference = dns.message.from_wire(raw)

    message = wire.read(raw)

    theirs = [
        (absolute(one.name), int(one.rdtype), one.ttl, canonical(data))
        for one in reference.answer
        for data in one
    ]
    ours = [(one.name, one.type, one.ttl, value(message, one)) for one in message.answer]
    assert ours == theirs
    assert (message.id, message.flags, message.rcode) == (
        reference.id,
        reference.flags,
        reference.rcode(),
    )


@given(name=written, type_=st.sampled_from(sorted(wire.TYPES)), signed=st.booleans())
def test_both_write_the_same(name: str, type_: str, signed: bool) -> None:
    made = dns.message.make_query(name, type_, id=77, use_edns=0, want_dnssec=signed)
    made.use_edns(0, ednsflags=dns.flags.DO if signed else 0, payload=wire.UDP_SIZE)

    question = to_wire(name) + struct.pack("!H", wire.TYPES[type_]) + wire.IN

    assert wire.query(77, question, wire.RD, signed=signed) == made.to_wire()


@pytest.mark.parametrize("name", ["a..b", ".a", "x" * 64 + ".test", "a b", "caf\xe9", "a." * 130])
def test_what_is_no_name_is_not_written(name: str) -> None:
    with pytest.raises(ValueError):
        to_wire(name)


def read_whole(raw: bytes) -> list[str]:
    message = wire.read(raw)
    return [value(message, one) for one in message.answer + message.authority + message.additional]


@given(raw=st.binary(max_size=200))
def test_no_bytes_crash_it(raw: bytes) -> None:
    with suppress(MalformedError):
        read_whole(b"\0\1\x84\0\0\1" + raw)


@given(name=names, record=records, seed=st.integers(0, 2**32))
def test_no_damage_crashes_it_or_is_read_as_something_else(
    name: dns.name.Name, record: tuple[str, list[bytes]], seed: int
) -> None:
    raw, chance = bytearray(response(name, *record)), random.Random(seed)
    for _ in range(chance.randint(1, 4)):
        raw[chance.randrange(12, len(raw))] = chance.randrange(256)
    raw = raw[: chance.randint(12, len(raw))] if chance.random() < 0.3 else raw

    try:
        message = wire.read(bytes(raw))
        ours = [(one.name, value(message, one)) for one in message.answer]
        reference = dns.message.from_wire(bytes(raw), one_rr_per_rrset=True)
    except (MalformedError, dns.exception.DNSException, ValueError):
        return
    if all(one.rdclass == dns.rdataclass.IN for one in reference.answer):
        theirs = [(absolute(one.name), canonical(data)) for one in reference.answer for data in one]
        assert ours == theirs


@pytest.mark.parametrize(
    "tail",
    [
        b"\xc0\x0c",  # points at itself
        b"\x01a\xc0\x0c",  # a loop with a label in it
        b"\xc0\xff",  # forwards
        b"\x3f" + b"a" * 10,  # past the end
        b"\x80a\0",  # a kind of label that nobody defined
    ],
)
def test_a_name_that_leads_nowhere_is_refused(tail: bytes) -> None:
    raw = struct.pack("!6H", 1, 0x8400, 0, 1, 0, 0) + tail

    with pytest.raises(MalformedError):
        wire.read(raw)


def test_a_bomb_of_pointers_is_read_in_bounded_steps() -> None:
    # A name of 120 labels, and 5,000 records that point at it.
    long = b"\x01a" * 120 + b"\0"
    first = long + struct.pack("!HHIH", 1, 1, 0, 0)
    more = (b"\xc0\x0c" + struct.pack("!HHIH", 1, 1, 0, 0)) * 5000
    message = wire.read(struct.pack("!6H", 1, 0x8400, 0, 5001, 0, 0) + first + more)

    assert {one.name for one in message.answer} == {"a." * 120}
    assert len(message.names._known) == 120


def test_more_records_than_fit_are_refused() -> None:
    with pytest.raises(MalformedError):
        wire.read(struct.pack("!6H", 1, 0x8400, 0, 65535, 65535, 65535) + b"\0" * 60000)


def test_the_code_and_what_the_server_says_of_it_are_read() -> None:
    made = dns.message.make_response(dns.message.make_query("a.test", "A"))
    made.use_edns(0, options=[dns.edns.EDEOption(dns.edns.EDECode.DNSKEY_MISSING, "no key")])
    made.set_rcode(dns.rcode.BADVERS)

    message = wire.read(made.to_wire())

    assert (message.rcode, message.explanations) == (16, ((9, "no key"),))
