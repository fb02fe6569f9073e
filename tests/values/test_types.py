"""Words and amounts become what founders mean by them, or say what was meant."""

from collections.abc import Callable
from datetime import date

import pytest
from pydantic_core import PydanticCustomError

from launchready.values import types


@pytest.mark.parametrize(
    ("read", "written", "meant"),
    [
        (types.seconds, "500ms", 0.5),
        (types.seconds, "1.5h", 5400.0),
        (types.seconds, "14d", 1209600.0),
        (types.percent, "0.5%", 0.5),
        (types.size, "300kB", 300_000),
        (types.size, "64KiB", 65_536),
        (types.count, "012", 12),
        (types.flag, "No", False),
        (types.flag, "true", True),
        (types.day, "2027-01-31", date(2027, 1, 31)),
        (types.hostname, "App.ACME.test.", "app.acme.test"),
        (types.hostname, "bücher.test", "xn--bcher-kva.test"),
        (types.hostname, "_acme-challenge.acme.test", "_acme-challenge.acme.test"),
        (types.url, "https://acme.test:8443/a?b=c", "https://acme.test:8443/a?b=c"),
        (types.path, "/pricing", "/pricing"),
        (types.address, "192.0.2.1", ("192.0.2.1", None)),
        (types.address, "127.0.0.1:5300", ("127.0.0.1", 5300)),
        (types.address, "2001:db8::1", ("2001:db8::1", None)),
        (types.address, "[::1]:5300", ("::1", 5300)),
    ],
)
def test_what_is_written_is_what_is_meant(
    read: Callable[[object], object], written: str, meant: object
) -> None:
    assert read(written) == meant


@pytest.mark.parametrize(
    ("read", "written", "said"),
    [
        (types.seconds, "10", "10 is not a duration; did you mean 10s?"),
        (types.seconds, "soon", "soon is not a duration; like 500ms, 10s, 5m, 14d"),
        (types.seconds, "0s", "0s is out of range; more than nothing, at most 366d"),
        (types.seconds, "999999d", "999999d is out of range; more than nothing, at most 366d"),
        (types.percent, "101%", "101% is not a percentage; like 95% or 0.5%"),
        (types.percent, "95", "95 is not a percentage; like 95% or 0.5%"),
        (types.size, "3", "3 is not a size; like 300kB, 2MB, 64KiB"),
        (types.count, "-1", "-1 is not a count; a whole number is meant"),
        (types.flag, "maybe", "maybe is neither true nor false; write true or false"),
        (types.day, "2027-02-30", "2027-02-30 is not a day; like 2027-01-31"),
        (types.hostname, "https://a.test/", "https://a.test/ is a URL; write the host name alone"),
        (
            types.hostname,
            "a..test",
            "a..test is not a host name; something like app.example.com is meant",
        ),
        (types.hostname, "", "nothing is not a host name; something like app.example.com is meant"),
        (
            types.url,
            "acme.test",
            "acme.test is not a URL; something like https://app.example.com/ is meant",
        ),
        (
            types.url,
            "https://a.test:99999/",
            "https://a.test:99999/ is not a URL; Port out of range 0-65535",
        ),
        (
            types.url,
            "https://u:p@a.test/",
            "a user and password stand in the URL; put them into a header or a form",
        ),
        (types.path, "pricing", "pricing is not a path; it starts with a slash: /pricing"),
        (
            types.address,
            "ns1.acme.test",
            "ns1.acme.test is not an IP address; like 192.0.2.1 or 127.0.0.1:5300",
        ),
        (types.address, "127.0.0.1:99999", "127.0.0.1:99999 has no such port; at most 65535"),
        (types.as_text, ["a"], "this is a list; one value is meant"),
        (types.as_text, {"a": "b"}, "this is a mapping; one value is meant"),
    ],
)
def test_what_cannot_be_meant_says_what_could(
    read: Callable[[object], object], written: object, said: str
) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        read(written)

    assert caught.value.message() == said
