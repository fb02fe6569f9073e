"""Names the map lacks are told as far as they can be seen, and how far that is."""

import json

import pytest

from launchready.core.browser import Response
from launchready.core.context import Context
from launchready.core.finding import Impact
from launchready.core.location import Location, Named
from launchready.core.resolver import Answer, Owner
from launchready.core.unreachable import UnreachableError
from launchready.dns.everywhere import control
from launchready.dns.record import Extras, Way, ZoneMap
from launchready.dns.strays import strays
from tests.dns.maps import ONE, Told, records
from tests.worlds import NOON, DictBrowser, DictResolver, a_world, page

Pages = dict[str | tuple[str, str], Response | UnreachableError]

AT = Location(file="launchready.yml", line=3)
MAP = "'': {type: MX, value: {preference: 1, exchange: mx.}}\nwww: {type: A, value: 192.0.2.1}\n"
MAP = MAP.replace("exchange: mx.", "exchange: mx.host.test.")


def a_zone(
    *ways: Way,
    unlisted: Extras = "warn",
    map_: str = MAP,
    absent: str = "",
    ignore: tuple[str, ...] = (),
    token: str = "",
) -> ZoneMap:
    return ZoneMap(
        name="acme.test",
        at=AT,
        records=records(map_),
        unlisted=unlisted,
        enumerate=ways,
        absent=(Named(name=absent, at=AT),) if absent else (),
        ignore=ignore,
        token=token,
    )


def rrset(name: str, type_: str, *values: str) -> Answer:
    return Answer(server=ONE, name=name, type=type_, values=values)


CLEAN = (
    rrset("acme.test", "SOA", "a. b. 1 2 3 4 5"),
    rrset("acme.test", "NS", "ns1.acme.test."),
    rrset("acme.test", "MX", "1 mx.host.test."),
    rrset("acme.test", "RRSIG", "x"),
    rrset("www.acme.test", "A", "192.0.2.1"),
    rrset("_acme-challenge.acme.test", "TXT", "token"),
)


def world(
    transfer: tuple[Answer, ...] | None = None,
    *,
    walk: tuple[Owner, ...] | None = None,
    answers: dict[tuple[str, ...], Told] | None = None,
    pages: Pages | None = None,
) -> Context:
    dns = DictResolver(
        servers={"acme.test": (ONE,)},
        answers=answers or {},
        transfers={"acme.test": transfer} if transfer is not None else {},
        walks={"acme.test": walk} if walk is not None else {},
    )
    return a_world(dns=dns, web=DictBrowser(pages=pages or {}))


async def told(zone: ZoneMap, ctx: Context) -> list[tuple[str, str]]:
    return [(one.rule.id, one.message) for one in await strays.ask(zone, ctx)]


async def test_a_zone_that_is_all_in_the_map_is_silent() -> None:
    assert await told(a_zone("axfr"), world(CLEAN)) == []


async def test_a_transfer_finds_every_name_and_type() -> None:
    more = (
        rrset("old.acme.test", "A", "192.0.2.9"),
        rrset("old.acme.test", "TXT", "x"),
        rrset("www.acme.test", "AAAA", "2001:db8::1"),
    )

    assert await told(a_zone("axfr"), world((*CLEAN, *more))) == [
        (
            "dns/name-unlisted",
            'old.acme.test has A 192.0.2.9; TXT "x"; the map has no such name',
        ),
        (
            "dns/name-unlisted",
            "www.acme.test has AAAA 2001:db8::1; the map has no such type there",
        ),
    ]


async def test_a_signed_zones_chain_finds_every_name() -> None:
    walk = (
        Owner(name="acme.test", types=("SOA", "NS", "MX", "RRSIG", "NSEC", "DNSKEY")),
        Owner(name="old.acme.test", types=("CNAME", "RRSIG", "NSEC")),
        Owner(name="www.acme.test", types=("A", "RRSIG", "NSEC")),
    )

    found = await told(a_zone("axfr", "nsec", "probe"), world(walk=walk))

    assert found == [("dns/name-unlisted", "old.acme.test has CNAME; the map has no such name")]


async def test_likely_names_find_something_and_prove_nothing() -> None:
    answers: dict[tuple[str, ...], Told] = {("beta.acme.test", "A"): ("192.0.2.9",)}

    found = await strays.ask(a_zone("axfr", "nsec", "probe"), world(answers=answers))

    assert [(one.rule.id, one.message) for one in found] == [
        ("dns/name-unlisted", "beta.acme.test has A 192.0.2.9; the map has no such name"),
        (
            "dns/coverage-partial",
            "acme.test: names that the map lacks were looked for by likely names only,"
            " which proves nothing of other names",
        ),
    ]
    assert found[1].evidence == (
        "a transfer of the whole zone: ns1.acme.test does not hand out acme.test",
        "the signed zone's chain of names: acme.test has no chain of names at ns1.acme.test",
    )


async def test_what_a_wildcard_makes_up_is_no_name() -> None:
    beside = control("beta.acme.test", NOON)
    answers: dict[tuple[str, ...], Told] = {
        ("beta.acme.test", "A"): ("192.0.2.9",),
        (beside, "A"): ("192.0.2.9",),
    }

    found = await told(a_zone("probe"), world(answers=answers))

    assert [rule for rule, _ in found] == ["dns/coverage-partial"]


async def test_names_are_asked_for_over_tcp_where_limits_do_not_count() -> None:
    ctx = world()

    await strays.ask(a_zone("probe"), ctx)

    assert isinstance(ctx.dns, DictResolver)
    assert {over for _, _, _, over in ctx.dns.asked} == {"TCP"}


async def test_every_type_at_a_mapped_name_is_asked_for_where_strays_block() -> None:
    answers: dict[tuple[str, ...], Told] = {
        ("www.acme.test", "A"): ("192.0.2.1",),
        ("www.acme.test", "TXT"): ("old",),
        ("acme.test", "MX"): ("1 mx.host.test.",),
    }

    found = await strays.ask(a_zone("probe", unlisted="fail"), world(answers=answers))

    assert [(one.rule.id, one.rule.impact) for one in found] == [
        ("dns/name-unlisted", Impact.BLOCKER),
        ("dns/coverage-partial", Impact.ADVICE),
    ]


async def test_nothing_is_listed_where_nobody_wants_it() -> None:
    ctx = world()

    assert await told(a_zone("probe", unlisted="ignore"), ctx) == []
    assert isinstance(ctx.dns, DictResolver)
    assert ctx.dns.asked == []


async def test_patterns_of_absent_names_block_where_a_listing_finds_one() -> None:
    more = (rrset("old-shop.acme.test", "A", "192.0.2.9"),)
    zone = a_zone("axfr", unlisted="ignore", absent="old-*")

    assert await told(zone, world((*CLEAN, *more))) == [
        (
            "dns/name-present",
            "old-shop.acme.test has A 192.0.2.9; the config says old-* must not exist",
        )
    ]


@pytest.mark.parametrize("pattern", ["old*", "old A", "*.test"])
async def test_what_others_manage_is_no_stray(pattern: str) -> None:
    more = (rrset("old.acme.test", "A", "192.0.2.9"),)

    assert await told(a_zone("axfr", ignore=(pattern,)), world((*CLEAN, *more))) == []


async def test_addresses_below_a_delegation_come_with_it() -> None:
    map_ = MAP + "away: {type: NS, value: ns.away.acme.test.}\n"
    more = (
        rrset("away.acme.test", "NS", "ns.away.acme.test."),
        rrset("ns.away.acme.test", "A", "192.0.2.9"),
    )

    assert await told(a_zone("axfr", map_=map_), world((*CLEAN, *more))) == []


async def test_a_flattened_name_shows_as_addresses() -> None:
    map_ = MAP.replace("'': {type: MX", "shop: {type: ALIAS, value: a.test.}\n'': {type: MX")
    more = (rrset("shop.acme.test", "A", "192.0.2.9"),)

    assert await told(a_zone("axfr", map_=map_), world((*CLEAN, *more))) == []


API = "https://api.cloudflare.com/client/v4"


def answered(path: str, result: object, status: int = 200) -> Pages:
    return {API + path: page(API + path, status, json.dumps({"result": result}))}


async def test_the_dns_hosts_own_list_is_whole() -> None:
    rows = [
        {"name": "acme.test", "type": "MX", "content": "mx.host.test"},
        {"name": "www.acme.test", "type": "A", "content": "192.0.2.1"},
        {"name": "old.acme.test", "type": "A", "content": "192.0.2.9"},
    ]
    pages = answered("/zones?name=acme.test", [{"id": "z1"}])
    pages |= answered("/zones/z1/dns_records?per_page=500&page=1", rows)

    found = await told(a_zone("api", "axfr", token="t"), world(pages=pages))

    said = "old.acme.test has A 192.0.2.9; the map has no such name"
    assert found == [("dns/name-unlisted", said)]


@pytest.mark.parametrize(
    ("status", "result", "token", "reason"),
    [
        (403, None, "t", "Cloudflare answered 403"),
        (200, [], "t", "the token sees no zone acme.test"),
        (200, "x", "t", "Cloudflare's answer was no list of records"),
        (200, [], "", "no token: is set for the zone in launchready.yml"),
    ],
)
async def test_a_list_that_is_refused_is_said_with_its_reason(
    status: int, result: object, token: str, reason: str
) -> None:
    pages = answered("/zones?name=acme.test", result, status)

    (found,) = await strays.ask(a_zone("api", token=token), world(pages=pages))

    assert found.rule.id == "dns/coverage-partial"
    assert found.evidence == (f"the DNS host's own list: {reason}",)
