"""What a map gives away by itself is told without asking anybody."""

import pytest

from launchready.core.location import Location
from launchready.dns.exposures import exposures
from launchready.dns.record import ZoneMap
from tests.dns.maps import FILE, records
from tests.worlds import a_world


async def told(text: str) -> list[tuple[str, str]]:
    zone = ZoneMap(name="acme.test", at=Location(file="x"), records=records(text))
    return [(one.rule.id, one.message) for one in await exposures.ask(zone, a_world())]


PROXIED = "www: {type: A, value: 192.0.2.1, octodns: {cloudflare: {proxied: true}}}\n"


async def test_addresses_of_the_internet_are_silent() -> None:
    text = "a: {type: A, values: [8.8.8.8, 192.0.2.1]}\nb: {type: AAAA, value: 2001:db8::1}\n"

    assert await told(text) == []


@pytest.mark.parametrize("address", ["10.0.0.1", "127.0.0.1", "100.64.0.1", "169.254.1.1"])
async def test_a_private_address_is_told(address: str) -> None:
    said = f"a.acme.test A is {address}, which is no address of the internet"

    assert await told(f"a: {{type: A, value: {address}}}\n") == [("dns/private-address", said)]


async def test_a_private_address_behind_the_proxy_is_cloudflares_business() -> None:
    assert await told(PROXIED.replace("192.0.2.1", "10.0.0.1")) == []


async def test_a_record_beside_the_proxy_that_reveals_the_server_is_told() -> None:
    zone = ZoneMap(
        name="acme.test",
        at=Location(file="x"),
        records=records(f"ftp: {{type: A, value: 192.0.2.1}}\n{PROXIED}"),
    )

    (found,) = await exposures.ask(zone, a_world())

    assert (found.rule.id, found.message, found.evidence) == (
        "dns/origin-exposed",
        "ftp.acme.test A is 192.0.2.1, the server that www.acme.test A hides behind Cloudflare",
        (f"www.acme.test A is in {FILE}, line 2",),
    )
    assert found.at.line == 1


async def test_a_record_elsewhere_reveals_nothing() -> None:
    assert await told(f"ftp: {{type: A, value: 192.0.2.2}}\n{PROXIED}") == []
