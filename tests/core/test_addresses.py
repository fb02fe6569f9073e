"""A host that only its own machine or network reaches is told from one on the internet."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launchready.core.addresses import is_internal, is_public


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1"],
)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)
    assert not is_internal(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "100.64.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "224.0.0.1",
        "ff0e::1",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::7f00:1",
        "2002:7f00:1::1",
        "2002:a9fe:a9fe::1",
    ],
)
def test_an_address_that_leads_inside_is_not_however_it_is_written(address: str) -> None:
    assert not is_public(address)
    assert is_internal(f"[{address}]" if ":" in address else address)


@pytest.mark.parametrize("host", ["localhost", "db", "nas.local", "api.internal.", "BOX.LAN"])
def test_a_name_that_no_public_dns_answers_is_internal(host: str) -> None:
    assert is_internal(host)


@pytest.mark.parametrize("host", ["acme.com", "local.acme.com", "internal-tools.io"])
def test_a_name_of_the_internet_is_not(host: str) -> None:
    assert not is_internal(host)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_as_public_in_every_form(address: ipaddress.IPv4Address) -> None:
    mapped = ipaddress.IPv6Address(int(address) | 0xFFFF << 32)
    translated = ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) | int(address))

    assert is_public(mapped) == is_public(translated) == is_public(address)


def test_what_is_no_address_is_an_error() -> None:
    with pytest.raises(ValueError, match="acme"):
        is_public("acme.com")
