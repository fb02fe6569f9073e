"""A map made of a live zone is as the zone is, and holding the two together finds nothing."""

from pathlib import Path

import pytest

from launchready.core.context import Context
from launchready.core.resolver import Answer, Owner
from launchready.core.unreachable import UnreachableError
from launchready.dns.octodns_map import read_map
from launchready.dns.snapshot import Snapshot, take
from tests.dns.maps import ONE, TWO, Told
from tests.dns.octodns import complaints
from tests.worlds import DictResolver, a_world

SOA = ("ns1.acme.test. root.acme.test. 1 2 3 4 5",)


def rrset(name: str, type_: str, *values: str, ttl: int = 300) -> Answer:
    return Answer(server=ONE, name=name, type=type_, values=values, ttl=ttl)


ZONE = (
    rrset("acme.test", "SOA", *SOA),
    rrset("acme.test", "NS", "ns1.host.test.", "ns2.host.test."),
    rrset("acme.test", "RRSIG", "x"),
    rrset("acme.test", "MX", "10 mail.acme.test.", ttl=3600),
    rrset("acme.test", "TXT", 'v=spf1 -all; "quoted" caf\u00e9'),
    rrset("away.acme.test", "NS", "ns.away.acme.test."),
    rrset("ns.away.acme.test", "A", "192.0.2.9"),
    rrset("mail.acme.test", "A", "192.0.2.25"),
    rrset("www.acme.test", "A", "104.16.0.1"),
    rrset("odd.acme.test", "HINFO", '"a" "b"'),
)


def world(
    transfer: tuple[Answer, ...] | None = None,
    *,
    walk: tuple[Owner, ...] | None = None,
    answers: dict[tuple[str, ...], Told] | None = None,
) -> Context:
    known: dict[tuple[str, ...], Told] = {("acme.test", "SOA"): SOA}
    dns = DictResolver(
        servers={"acme.test": (ONE, TWO)},
        answers=known | (answers or {}),
        transfers={"acme.test": transfer} if transfer else {},
        walks={"acme.test": walk} if walk else {},
    )
    return a_world(dns=dns)


def listed(snapshot: Snapshot) -> list[str]:
    return [f"{one} {' '.join(one.values)}" for one in snapshot.records]


async def test_a_transfer_becomes_the_map_that_octodns_takes(tmp_path: Path) -> None:
    made = await take("acme.test", [], world(ZONE))

    assert (
        made.text()
        == """\
# The records of acme.test, as they were live.
# Say behind 'purpose:' what each record is for, and behind 'owner:' who decides on it.
---
'':
  # purpose:
  - ttl: 3600
    type: MX
    value:
      exchange: mail.acme.test.
      preference: 10
  # purpose:
  - ttl: 300
    type: NS
    values:
      - ns1.host.test.
      - ns2.host.test.
  # purpose:
  - ttl: 300
    type: TXT
    value: 'v=spf1 -all\\; "quoted" caf\\195\\169'
# purpose:
away:
  ttl: 300
  type: NS
  value: ns.away.acme.test.
# purpose:
mail:
  ttl: 300
  type: A
  value: 192.0.2.25
# purpose: Cloudflare's proxy; write the server behind it, and cloudflare: proxied
www:
  octodns:
    launchready:
      match: present
  type: A
  value: 104.16.0.1
"""
    )
    assert made.notes[:2] == (
        "acme.test was listed by a transfer of the whole zone",
        "www.acme.test A: Cloudflare's proxy; write the server behind it, and cloudflare: proxied",
    )
    assert complaints(tmp_path, "acme.test", made.text()) == ""
    again = read_map(made.text().encode(), "x", "acme.test")
    assert {(str(one), one.values) for one in again} == {
        (str(one), one.values) for one in made.records
    }


async def test_a_signed_zones_chain_is_asked_type_by_type() -> None:
    walk = (Owner(name="www.acme.test", types=("A", "TXT", "RRSIG", "NSEC")),)
    answers: dict[tuple[str, ...], Told] = {
        ("www.acme.test", "A"): ("192.0.2.1",),
        ("www.acme.test", "TXT"): ("x",),
    }

    made = await take("acme.test", [], world(walk=walk, answers=answers))

    assert listed(made) == ["www.acme.test A 192.0.2.1", "www.acme.test TXT x"]


async def test_names_given_and_likely_ones_are_all_there_is_elsewhere() -> None:
    answers: dict[tuple[str, ...], Told] = {
        ("acme.test", "MX"): ("10 mail.host.test.",),
        ("api.acme.test", "A"): ("192.0.2.1",),
        ("x7.acme.test", "TXT"): ("x",),
    }

    made = await take("acme.test", ["x7.acme.test"], world(answers=answers))

    assert listed(made) == [
        "acme.test MX 10 mail.host.test.",
        "api.acme.test A 192.0.2.1",
        "x7.acme.test TXT x",
    ]
    assert made.notes[0].startswith("acme.test could not be listed: names beside those given")


async def test_a_name_the_server_has_given_away_is_noted() -> None:
    away = UnreachableError("ns1 has given dev.acme.test away", kind="refused")
    answers: dict[tuple[str, ...], Told] = {
        ("acme.test", "MX"): ("10 mail.host.test.",),
        ("dev.acme.test", "A"): away,
    }

    made = await take("acme.test", [], world(answers=answers))

    said = "dev.acme.test A is left out: ns1 has given dev.acme.test away"
    assert (listed(made), made.notes[1:]) == (["acme.test MX 10 mail.host.test."], (said,))


async def test_a_server_that_falls_silent_halfway_makes_no_map() -> None:
    silent = UnreachableError("ns1 did not answer", kind="timed out")

    with pytest.raises(UnreachableError):
        await take("acme.test", [], world(answers={("api.acme.test", "A"): silent}))


async def test_the_next_server_is_asked_where_one_does_not_answer() -> None:
    silent = UnreachableError("ns1 did not answer", kind="timed out")
    answers: dict[tuple[str, ...], Told] = {
        (ONE.name, "acme.test", "SOA"): silent,
        ("acme.test", "MX"): ("10 mail.host.test.",),
    }

    assert listed(await take("acme.test", [], world(answers=answers))) == [
        "acme.test MX 10 mail.host.test."
    ]


async def test_a_zone_nobody_serves_cannot_be_taken() -> None:
    ctx = a_world(dns=DictResolver(servers={"acme.test": ()}))

    with pytest.raises(UnreachableError) as caught:
        await take("acme.test", [], ctx)

    assert caught.value.reason == "acme.test is delegated to no name server"
