"""The zone above and the zone itself name the same servers, or the difference is told."""

import pytest

from launchready.core.context import Context
from launchready.core.location import Location
from launchready.core.resolver import Delegation, Server
from launchready.core.unreachable import UnreachableError
from launchready.dns.delegation import DIFFERS, delegation
from launchready.dns.record import ZoneMap
from tests.dns.maps import ONE, TWO, Told
from tests.worlds import DictResolver, a_world

ZONE = ZoneMap(name="acme.test", at=Location(file="launchready.yml", line=3), records=())
ABOVE = Server(name="a.test", address="192.0.2.1")
OWN = ("ns1.acme.test.", "ns2.acme.test.")
SILENT = UnreachableError("a did not answer", kind="timed out")


def world(*names: str, silent: bool = False, own: Told = OWN, second: Told = OWN) -> Context:
    handed = Delegation(zone="acme.test", parent="test", server=ABOVE, names=names)
    dns = DictResolver(
        servers={"acme.test": (ONE, TWO)},
        answers={(ONE.name, "acme.test", "NS"): own, (TWO.name, "acme.test", "NS"): second},
        delegations={"acme.test": SILENT if silent else handed},
    )
    return a_world(dns=dns)


async def test_the_same_names_on_both_sides_are_silent() -> None:
    assert await delegation.ask(ZONE, world(*OWN)) == []


async def test_names_that_differ_are_told_with_their_side() -> None:
    (found,) = await delegation.ask(ZONE, world("ns1.acme.test.", "ns.old.test."))

    assert found == DIFFERS.broken(
        ZONE,
        "acme.test is served by different names: ns.old.test. only at the zone above;"
        " ns2.acme.test. only in the zone itself",
        "a.test, for test: ns.old.test., ns1.acme.test.",
    )


async def test_silence_from_above_is_an_open_question() -> None:
    with pytest.raises(UnreachableError) as caught:
        await delegation.ask(ZONE, world(silent=True))

    assert caught.value.kind == "timed out"


async def test_silence_from_the_zone_leaves_what_differs_standing() -> None:
    with pytest.raises(UnreachableError) as caught:
        await delegation.ask(ZONE, world("ns.old.test.", second=SILENT))

    assert [one.rule.id for one in caught.value.found] == [DIFFERS.id]


async def test_a_private_zone_has_nothing_above_it() -> None:
    assert await delegation.ask(ZONE, world()) == []


async def test_a_zone_nobody_serves_is_told_elsewhere() -> None:
    dns = DictResolver(servers={"acme.test": ()})

    assert await delegation.ask(ZONE, a_world(dns=dns)) == []
