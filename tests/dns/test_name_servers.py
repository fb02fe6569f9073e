"""A server that does not serve the zone is told, and so is one that is behind."""

import pytest

from launchready.core.location import Location
from launchready.core.unreachable import UnreachableError
from launchready.dns.name_servers import LAME, SERIALS, name_servers
from launchready.dns.record import ZoneMap
from tests.dns.maps import ONE, TWO, Told, world

ZONE = ZoneMap(name="acme.test", at=Location(file="launchready.yml", line=3), records=())
REFUSED = UnreachableError("ns2 answered REFUSED", kind="refused")
SILENT = UnreachableError("ns2 did not answer", kind="timed out")


def soa(serial: int) -> tuple[str, ...]:
    return (f"ns1.acme.test. root.acme.test. {serial} 3600 600 86400 300",)


async def ask(first: Told, second: Told) -> list[tuple[str, str]]:
    answers: dict[tuple[str, ...], Told] = {
        (ONE.name, "acme.test", "SOA"): first,
        (TWO.name, "acme.test", "SOA"): second,
    }
    found = await name_servers.ask(ZONE, world(answers))
    return [(one.rule.id, one.message) for one in found]


async def test_servers_with_one_version_are_silent() -> None:
    assert await ask(soa(7), soa(7)) == []


async def test_a_server_without_the_zone_is_told_and_the_rest_still_counts() -> None:
    said = "acme.test is not served by each of its servers: ns2 answered REFUSED"

    assert await ask(soa(7), REFUSED) == [(LAME.id, said)]


@pytest.mark.parametrize(("older", "newer"), [(7, 8), (2**32 - 1, 3)])
async def test_a_server_that_is_behind_is_told_with_the_newest_first(
    older: int, newer: int
) -> None:
    said = (
        f"acme.test has serial {newer} on ns2.acme.test; {older} on ns1.acme.test;"
        " the first is the newest"
    )

    assert await ask(soa(older), soa(newer)) == [(SERIALS.id, said)]


async def test_a_silent_server_is_an_open_question() -> None:
    with pytest.raises(UnreachableError) as caught:
        await ask(soa(7), SILENT)

    assert (caught.value.kind, caught.value.found) == ("timed out", ())


async def test_what_was_seen_before_a_silence_stands() -> None:
    answers: dict[tuple[str, ...], Told] = {
        (ONE.name, "acme.test", "SOA"): REFUSED,
        (TWO.name, "acme.test", "SOA"): SILENT,
    }

    with pytest.raises(UnreachableError) as caught:
        await name_servers.ask(ZONE, world(answers))

    assert [one.rule.id for one in caught.value.found] == [LAME.id]


async def test_a_zone_without_servers_has_none_to_look_at() -> None:
    assert await name_servers.ask(ZONE, world({}, servers=())) == []
