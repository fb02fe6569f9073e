"""Names match as browsers match them (RFC 9525)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launchready.tls.names import covers


@pytest.mark.parametrize(
    ("host", "name", "matches"),
    [
        ("app.acme.test", "app.acme.test", True),
        ("app.acme.test", "APP.Acme.Test", True),
        ("app.acme.test", "*.acme.test", True),
        ("acme.test", "*.acme.test", False),
        ("a.b.acme.test", "*.acme.test", False),
        ("app.acme.test", "a*.acme.test", False),
        ("app.acme.test", "app.*.test", False),
        ("acme.test", "*.test", False),
        ("app.acme.test", "*", False),
        ("app.acme.test", "", False),
        ("xn--bcher-kva.test", "xn--bcher-kva.test", True),
        ("app.acme.test", "app.acme.test.", True),
    ],
)
def test_a_wildcard_is_one_whole_label(host: str, name: str, matches: bool) -> None:
    assert covers(host, (name,), ()) is matches


def test_an_address_is_matched_by_addresses_only() -> None:
    assert covers("192.0.2.1", (), ("192.0.2.1",))
    assert covers("2001:db8::1", (), ("2001:db8:0::1",))
    assert not covers("192.0.2.1", ("192.0.2.1", "*.0.2.1"), ("192.0.2.0/24",))


@given(st.text(), st.lists(st.text()), st.lists(st.text()))
def test_no_names_crash_it(host: str, names: list[str], addresses: list[str]) -> None:
    covers(host, tuple(names), tuple(addresses))
