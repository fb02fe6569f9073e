"""Servers and addresses are found as a visitor's resolver finds them, or as configured."""

from collections.abc import AsyncIterator

import pytest

from launchready.core.resolver import Server
from launchready.core.unreachable import UnreachableError
from launchready.world.resolver import LiveResolver
from launchready.world.settings import Network
from tests.dns_server import NameServer, serving

WORLD = """
acme.test. 300 NS ns2.host.test.
acme.test. 300 NS ns1.host.test.
ns1.host.test. 300 A 127.0.0.2
ns1.host.test. 300 AAAA fe80::2
ns2.host.test. 300 A 127.0.0.3
ns2.host.test. 300 A 127.0.0.4
lost.test. 300 NS nowhere.test.
dark.test. 300 NS broken.test.
www.acme.test. 300 CNAME app.host.test.
app.host.test. 300 A 192.0.2.5
app.host.test. 300 AAAA 2001:db8::5
round.test. 300 CNAME and.test.
and.test. 300 CNAME round.test.
alias.test. 300 CNAME acme.test.
"""


@pytest.fixture
async def world() -> AsyncIterator[NameServer]:
    server = NameServer(zones={".": WORLD}, faults={"broken.test": "SERVFAIL"}, recursive=True)
    async with serving(server):
        yield server


def through(world: NameServer, **network: object) -> LiveResolver:
    given = {"resolver": f"{world.address}:{world.port}", "timeout": "2s", **network}
    return LiveResolver(Network.model_validate(given))


async def test_configured_servers_are_asked_instead_of_the_delegated(world: NameServer) -> None:
    addresses = ["192.0.2.53", "127.0.0.1:5300", "[::1]:5300"]

    found = await through(world, authoritative={"acme.test": addresses}).authoritative("acme.test")

    assert found == (
        Server(name="192.0.2.53", address="192.0.2.53", port=53),
        Server(name="127.0.0.1:5300", address="127.0.0.1", port=5300),
        Server(name="[::1]:5300", address="::1", port=5300),
    )
    assert world.asked == []


async def test_every_reachable_address_of_every_delegated_server_is_found(
    world: NameServer,
) -> None:
    found = await through(world).authoritative("acme.test")

    assert [(one.name, one.address) for one in found] == [
        ("ns1.host.test", "127.0.0.2"),
        ("ns2.host.test", "127.0.0.3"),
        ("ns2.host.test", "127.0.0.4"),
    ]


async def test_a_zone_that_is_not_delegated_has_no_servers(world: NameServer) -> None:
    assert await through(world).authoritative("gone.test") == ()
    assert await through(world).authoritative("alias.test") == ()


async def test_a_name_server_without_an_address_stays_an_open_question(world: NameServer) -> None:
    dns = through(world)
    (server,) = await dns.authoritative("lost.test")

    with pytest.raises(UnreachableError) as caught:
        await dns.ask(server, "www.lost.test", "A")

    assert caught.value.reason == (
        "nowhere.test was not asked for www.lost.test A: the name server has no address"
    )


async def test_a_name_server_whose_address_cannot_be_told_stays_an_open_question(
    world: NameServer,
) -> None:
    dns = through(world)
    (server,) = await dns.authoritative("dark.test")

    with pytest.raises(UnreachableError) as caught:
        await dns.ask(server, "www.dark.test", "A")

    assert caught.value.kind == "refused"
    assert "answered SERVFAIL when asked for broken.test A" in caught.value.reason


async def test_addresses_are_found_behind_an_alias(world: NameServer) -> None:
    found = await through(world).addresses("www.acme.test")

    assert found == ("192.0.2.5", "2001:db8::5")


@pytest.mark.parametrize("host", ["gone.test", "round.test"])
async def test_a_host_that_leads_nowhere_has_no_addresses(world: NameServer, host: str) -> None:
    assert await through(world).addresses(host) == ()


async def test_an_address_is_its_own(world: NameServer) -> None:
    assert await through(world).addresses("192.0.2.7") == ("192.0.2.7",)
    assert await through(world).addresses("[2001:DB8::7]") == ("2001:db8::7",)
    assert world.asked == []


async def test_a_resolver_that_fails_is_no_answer(world: NameServer) -> None:
    with pytest.raises(UnreachableError) as caught:
        await through(world).addresses("broken.test")

    assert caught.value.kind == "refused"


async def test_a_resolver_is_asked_once_for_a_name(world: NameServer) -> None:
    dns = through(world)
    await dns.addresses("www.acme.test")
    await dns.addresses("WWW.acme.test.")

    assert sorted(one[:2] for one in world.asked) == [
        ("www.acme.test", "A"),
        ("www.acme.test", "AAAA"),
    ]
