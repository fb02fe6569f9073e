"""The zone above and the zone itself name the same servers, or the difference is told."""

import pytest

from launchready.core.context import Context
from launchready.core.location import Location
from launchready.core.resolver import Server
from launchready.core.unreachable import UnreachableError
from launchready.dns.delegation import DIFFERS, delegation
from launchready.dns.record import ZoneMap
from tests.dns.maps import ONE, TWO, Told
from tests.worlds import DictResolver, a_world

ZONE = ZoneMap(name="acme.test", at=Location(file="launchready.yml", line=3), records=())
ABOVE = Server(name="a.test", address="192.0.2.1")
OTHER = Server(name="b.test", address="192.0.2.2")
OWN = ("ns1.acme.test.", "ns2.acme.test.")
SILENT = UnreachableError("a did not answer", kind="timed out")


def world(above: Told, *, own: Told = OWN, other: Told | None = None) -> Context:
    answers: dict[tuple[str, ...], Told] = {
        ("acme.test", "NS"): own,
        (ABOVE.name, "acme.test", "NS"): above,
        (OTHER.name, "acme.test", "NS"): above if other is None else other,
    }
    servers = {"acme.test": (ONE, TWO), "test": (ABOVE, OTHER)}
    return a_world(dns=DictResolver(servers=servers, answers=answers))


async def test_the_same_names_on_both_sides_are_silent() -> None:
    assert await delegation.ask(ZONE, world(OWN)) == []


async def test_names_that_differ_are_told_with_their_side() -> None:
    (found,) = await delegation.ask(ZONE, world(("ns1.acme.test.", "ns.old.test.")))

    assert found == DIFFERS.broken(
        ZONE,
        "acme.test is served by different names: ns.old.test. only at the zone above;"
        " ns2.acme.test. only in the zone itself",
        "ns.old.test.",
        "ns1.acme.test.",
        "ns2.acme.test.",
    )


async def test_one_answer_from_above_is_enough() -> None:
    assert await delegation.ask(ZONE, world(SILENT, other=OWN)) == []


async def test_silence_from_above_is_an_open_question() -> None:
    with pytest.raises(UnreachableError) as caught:
        await delegation.ask(ZONE, world(SILENT))

    assert caught.value.kind == "timed out"


async def test_silence_from_the_zone_leaves_what_differs_standing() -> None:
    answers: dict[tuple[str, ...], Told] = {
        (ONE.name, "acme.test", "NS"): OWN,
        (TWO.name, "acme.test", "NS"): SILENT,
        (ABOVE.name, "acme.test", "NS"): ("ns.old.test.",),
    }
    servers = {"acme.test": (ONE, TWO), "test": (ABOVE,)}
    ctx = a_world(dns=DictResolver(servers=servers, answers=answers))

    with pytest.raises(UnreachableError) as caught:
        await delegation.ask(ZONE, ctx)

    assert [one.rule.id for one in caught.value.found] == [DIFFERS.id]


async def test_a_private_zone_has_nothing_above_it() -> None:
    dns = DictResolver(
        servers={"acme.test": (ONE,), "test": ()}, answers={("acme.test", "NS"): OWN}
    )

    assert await delegation.ask(ZONE, a_world(dns=dns)) == []


async def test_a_zone_nobody_serves_is_told_elsewhere() -> None:
    dns = DictResolver(servers={"acme.test": (), "test": (ABOVE,)})

    assert await delegation.ask(ZONE, a_world(dns=dns)) == []
