"""A host is looked at wherever the config or the DNS says it is."""

import errno
from pathlib import Path

import pytest

from launchready.core.handshake import Endpoint
from launchready.core.unreachable import UnreachableError
from launchready.values.problem import ConfigError
from launchready.world.handshake import LiveHandshaker
from launchready.world.route import silence
from tests.world.loopback import a_network
from tests.world.shaking import HOST
from tests.worlds import DictResolver


async def test_a_host_has_the_addresses_the_dns_gives() -> None:
    resolver = DictResolver(hosts={HOST: ("127.0.0.1", "::1")})

    found = await LiveHandshaker(a_network(), resolver).endpoints(HOST, 443)

    assert found == (
        Endpoint(host=HOST, port=443, address="127.0.0.1", address_port=443),
        Endpoint(host=HOST, port=443, address="::1", address_port=443),
    )
    assert [str(one) for one in found] == ["127.0.0.1:443", "[::1]:443"]


async def test_a_host_that_is_an_address_needs_no_dns() -> None:
    found = await LiveHandshaker(a_network(), DictResolver()).endpoints("127.0.0.1", 8443)

    assert [str(one) for one in found] == ["127.0.0.1:8443"]


async def test_mapped_addresses_come_before_the_dns_each_once() -> None:
    places = {f"{HOST}:443": ["127.0.0.1:8443", "127.0.0.2", "127.0.0.1:8443"]}
    resolver = DictResolver(hosts={HOST: ("192.0.2.1",)})

    found = await LiveHandshaker(a_network(addresses=places), resolver).endpoints(HOST, 443)

    assert [str(one) for one in found] == ["127.0.0.1:8443", "127.0.0.2:443"]


async def test_a_host_without_an_address_leaves_the_question_open() -> None:
    with pytest.raises(UnreachableError) as caught:
        await LiveHandshaker(a_network(), DictResolver()).endpoints(HOST, 443)

    assert caught.value.reason == f"{HOST} has no address"
    assert caught.value.advice


def test_a_ca_file_that_cannot_be_used_is_a_mistake_in_the_config(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_text("nothing")

    with pytest.raises(ConfigError, match="it holds no PEM certificate"):
        LiveHandshaker(a_network(ca_file=str(empty)), DictResolver())
    with pytest.raises(ConfigError, match="no such file"):
        LiveHandshaker(a_network(ca_file=str(tmp_path / "absent.pem")), DictResolver())


async def test_without_ipv6_its_addresses_are_left_out_and_the_report_says_so() -> None:
    network = a_network().model_copy(update={"ipv6": False})
    resolver = DictResolver(hosts={HOST: ("127.0.0.1", "::1"), "six.test": ("::1",)})
    handshaker = LiveHandshaker(network, resolver)

    found = await handshaker.endpoints(HOST, 443)

    assert [str(one) for one in found] == ["127.0.0.1:443"]
    assert network.notes == ("No IPv6 address was looked at: network.ipv6 is no.",)
    assert a_network().notes == ()
    with pytest.raises(UnreachableError, match="IPv6 addresses only"):
        await handshaker.endpoints("six.test", 443)


def test_no_way_to_an_ipv6_address_says_how_to_go_on_without() -> None:
    error = OSError(errno.ENETUNREACH, "Network is unreachable")

    assert "network.ipv6: no" in silence("[2001:db8::1]:443", error).advice
    assert "network.ipv6" not in silence("192.0.2.1:443", error).advice
