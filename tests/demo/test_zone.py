"""The demo's name servers answer as authoritative servers do, over UDP and TCP."""

import anyio
import dns.asyncquery
import dns.flags
import dns.message
import dns.rcode
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.demo import records
from launchready.demo.listen import Place
from launchready.demo.stage import staged
from launchready.demo.zone import Zone, zone

LIVE = zone(records.ZONE, records.served(broken=False))


def answer(live: Zone, name: str, type_: str) -> dns.message.Message:
    wire = live.reply(dns.message.make_query(name, type_).to_wire(), over_udp=True)
    assert wire is not None
    return dns.message.from_wire(wire)


def values(found: dns.message.Message) -> list[str]:
    return [f"{one.name} {value}" for one in found.answer for value in one]


async def over_udp(place: Place, name: str, type_: str) -> dns.message.Message:
    query = dns.message.make_query(name, type_)
    return await dns.asyncquery.udp(query, place.host, 5, place.port)


async def over_tcp(place: Place, name: str, type_: str) -> dns.message.Message:
    query = dns.message.make_query(name, type_)
    return await dns.asyncquery.tcp(query, place.host, 5, place.port)


async def test_both_servers_answer_over_udp_and_tcp() -> None:
    async with staged() as stage:
        found = [
            await ask(place, "app.portal.test", "A")
            for place in stage.name_servers
            for ask in (over_udp, over_tcp)
        ]

    assert [values(one) for one in found] == [["app.portal.test. 192.0.2.11"]] * 4
    assert all(one.flags & dns.flags.AA for one in found)
    assert len({str(one) for one in stage.name_servers}) == 2


def test_every_promised_record_is_served() -> None:
    lost = [
        (name, type_)
        for name, type_, value in records.PROMISED
        if not any(
            one.endswith(value)
            for one in values(answer(LIVE, f"{name}.portal.test".lstrip("."), type_))
        )
    ]

    assert lost == []


def test_an_alias_is_followed_within_the_zone() -> None:
    found = answer(LIVE, "www.portal.test", "A")

    assert values(found) == ["www.portal.test. portal.test.", "portal.test. 192.0.2.10"]


@pytest.mark.parametrize(
    ("name", "type_", "code"),
    [
        ("nowhere.portal.test", "A", dns.rcode.NXDOMAIN),
        ("app.portal.test", "AAAA", dns.rcode.NOERROR),
        ("elsewhere.example", "A", dns.rcode.REFUSED),
        ("_dmarc.test", "TXT", dns.rcode.NXDOMAIN),
        ("portal.test", "AXFR", dns.rcode.REFUSED),
        ("portal.test", "ANY", dns.rcode.REFUSED),
    ],
)
def test_what_is_not_there_has_its_own_code(name: str, type_: str, code: dns.rcode.Rcode) -> None:
    found = answer(LIVE, name, type_)

    assert (found.rcode(), found.answer) == (code, [])


def test_what_is_too_large_for_udp_is_truncated_and_whole_over_tcp() -> None:
    many = (("", "SOA", "a. b. 1 1 1 1 1"), *(("", "TXT", f'"{n:0200}"') for n in range(9)))
    live = zone("large.test", many)
    query = dns.message.make_query("large.test", "TXT", use_edns=False).to_wire()
    short, whole = live.reply(query, over_udp=True), live.reply(query, over_udp=False)
    assert short is not None
    assert whole is not None

    assert len(short) <= 512
    assert dns.message.from_wire(short).flags & dns.flags.TC
    assert len(dns.message.from_wire(whole).answer[0]) == 9


def test_broken_lacks_dmarc_and_has_the_app_at_its_old_host() -> None:
    live = zone(records.ZONE, records.served(broken=True))

    assert answer(live, "_dmarc.portal.test", "TXT").rcode() == dns.rcode.NXDOMAIN
    assert values(answer(live, "app.portal.test", "A")) == ["app.portal.test. 203.0.113.9"]


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=80))
def test_no_bytes_crash_a_name_server(wire: bytes) -> None:
    replies = [LIVE.reply(wire, over_udp=True), LIVE.reply(wire, over_udp=False)]

    assert all(one is None or one[:2] == wire[:2] for one in replies)


async def test_bytes_that_are_no_query_do_not_stop_the_server() -> None:
    async with staged() as stage:
        place = stage.name_servers[0]
        async with await anyio.create_udp_socket(local_host=place.host) as socket:
            await socket.sendto(b"\xff" * 30, place.host, place.port)
        found = await over_udp(place, "app.portal.test", "A")

    assert values(found) == ["app.portal.test. 192.0.2.11"]


def test_the_zone_is_handed_out_over_tcp_to_who_looks_for_strays() -> None:
    query = dns.message.make_query("portal.test", "AXFR").to_wire()
    whole = LIVE.reply(query, over_udp=False)
    assert whole is not None

    found = dns.message.from_wire(whole, one_rr_per_rrset=True).answer
    assert {one.rdtype for one in (found[0], found[-1])} == {dns.rdatatype.SOA}
    assert len(found) == 2 + sum(len(one) for one in LIVE.sets.values()) - 1
