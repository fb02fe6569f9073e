"""What stands under tls: is read with its line, and filled in from hosts.own."""

import pytest

from launchready.config.load import Loaded, load
from launchready.tls.settings import Tls
from launchready.values.problem import ConfigError


def _load(text: str) -> Loaded:
    def read(path: str) -> bytes:
        raise FileNotFoundError(path)

    raw = f"version: 1\n{text}".encode()
    return load(raw, "launchready.yml", environment="production", variables={}, read=read)


def _promises(text: str) -> list[tuple[str, int, int]]:
    tls = _load(text).rooms["tls"]
    assert isinstance(tls, Tls)
    return [(str(one), one.listener.port, one.at.line) for one in tls.promises()]


def test_hosts_have_a_port_and_a_line_of_their_own() -> None:
    text = (
        "tls:\n  hosts:\n    - App.acme.test\n    - api.acme.test:8443\n    - app.acme.test:443\n"
    )

    assert _promises(text) == [("app.acme.test", 443, 6), ("api.acme.test:8443", 8443, 5)]


def test_without_hosts_our_own_are_looked_at() -> None:
    text = "hosts:\n  own: [acme.test]\ntls: {}\n"

    assert _promises(text) == [("acme.test", 443, 3)]


def test_warn_and_fail_are_durations_with_the_usual_values() -> None:
    tls = _load("tls:\n").rooms["tls"]
    assert isinstance(tls, Tls)

    assert (tls.warn, tls.fail) == (14 * 86400, 3 * 86400)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("tls: {hosts: ['acme.test:0']}", "acme.test:0 has no port"),
        ("tls: {hosts: ['https://acme.test']}", "https://acme.test is a URL"),
        ("tls: {hosts: ['acme.test:https']}", "acme.test:https has no port"),
        ("tls: {warn: 1d}", "fail is longer than warn"),
        ("tls: {warn: 14}", "14 is not a duration"),
        ("network: {addresses: {acme.test: [127.0.0.1]}}", "acme.test has no port"),
        ("network: {addresses: {'acme.test:443': []}}", "acme.test:443"),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        _load(text)

    assert told in str(caught.value)
    assert all(one.at.line == 2 for one in caught.value.problems)


def test_a_network_without_ipv6_is_said_to_be_one() -> None:
    assert not _load("network: {ipv6: no}\n").config.network.ipv6
    assert _load("network: {timeout: 5s}\n").config.network.ipv6
