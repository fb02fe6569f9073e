"""Strict-Transport-Security is read as browsers and the preload list read it.

The cases follow RFC 6797, 6.1 and 8.1, and what hstspreload.org publishes as its requirements.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launchready.web.hsts import Policy, read

YEAR = 31536000


@pytest.mark.parametrize(
    ("text", "max_age", "subdomains", "preload"),
    [
        ("max-age=1337", 1337, False, False),
        ("includeSubDomains; max-age=1337", 1337, True, False),
        ("preload; max-age=1337", 1337, False, True),
        ("max-age=31536000; includeSubDomains; preload", YEAR, True, True),
        ("includeSubDomains; preload; max-age=4321", 4321, True, True),
        ("   max-age=10886400  ;   includeSubDomains    ;   preload      ", 10886400, True, True),
        ("max-age=10886400;includeSubDomains;preload", 10886400, True, True),
        ("inCLUDESUBDomaINs; max-AGe=12345678", 12345678, True, False),
        ("PRELOAD; MAX-AGE=12345678", 12345678, False, True),
        ('max-age="31536000"', YEAR, False, False),
        ('max-age="31536000"; includeSubDomains', YEAR, True, False),
        ("max-age=31536000;", YEAR, False, False),
        (";max-age=31536000", YEAR, False, False),
        ("max-age=31536000;;includeSubDomains", YEAR, True, False),
        ("max-age = 31536000", YEAR, False, False),
        ("max-age=01234", 1234, False, False),
        ("max-age=0", 0, False, False),
        ("max-age=0; includeSubDomains", 0, True, False),
        ("max-age=31536000; report-uri=x", YEAR, False, False),
        ("max-age=31536000; includeSubDomains=false", YEAR, True, False),
        ("max-age=99999999999999999999", 999999999999, False, False),
        ("\tmax-age=31536000\t", YEAR, False, False),
    ],
)  # fmt: skip
def test_a_sound_header_is_read(text: str, max_age: int, subdomains: bool, preload: bool) -> None:
    found = read([text])

    assert isinstance(found, Policy)
    assert (found.max_age, found.subdomains, found.preload) == (max_age, subdomains, preload)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ";",
        ";;",
        "includeSubDomains",
        "preload",
        "includeSubDomains; preload",
        "max-age",
        "max-age;",
        "max-age=",
        "max-age= ;",
        'max-age=""',
        "max-age=-101",
        "max-age=+101",
        "max-age=1.5",
        "max-age=1e9",
        "max-age=1 year",
        "max-age=31536000s",
        "max-age=٣١٥٣٦٠٠٠",
        "max-age:31536000",
        "maxage=31536000",
        "max_age=31536000",
        "includeDomains; max-age;",
        "max-age=31536000; max-age=31536000",
        "max-age=31536000; MAX-AGE=1",
        "max-age=31536000; preload; preload",
        "max-age=31536000; includeSubDomains; includesubdomains",
        "max-age=31536000 includeSubDomains",
        "max-age=31536000, includeSubDomains",
        "max-age=15768000; includeSubDomains, max-age=15768000; includeSubDomains",
        "max-age=31536000; =x",
        "max-age=31536000; include SubDomains",
        '"max-age=31536000"',
        "max-age='31536000'",
        "Strict-Transport-Security: max-age=31536000",
    ],
)
def test_a_header_browsers_drop_is_void_and_says_why(text: str) -> None:
    found = read([text])

    assert isinstance(found, str)
    assert found.startswith(("has ", "says "))


def test_no_header_is_no_promise() -> None:
    assert read([]) is None


@pytest.mark.parametrize(
    ("text", "weak"),
    [
        ("max-age=31536000", 0),
        ("max-age=15552000", 0),
        ("max-age=15551999", 1),
        ("max-age=86400", 1),
        ("max-age=1; includeSubDomains", 1),
        ("max-age=63072000; includeSubDomains", 0),
        ("max-age=31536000; includeSubDomains; preload", 0),
        ("max-age=63072000; includeSubDomains; preload", 0),
        ("max-age=315360001; preload; includeSubDomains", 0),
        ("max-age=31535999; includeSubDomains; preload", 1),
        ("max-age=10886400; includeSubDomains; preload", 1),
        ("includeSubDomains; preload; max-age=100", 1),
        ("max-age=31536000; preload", 1),
        ("max-age=100; preload", 2),
        ("max-age=31536000; includeSubDomains; preload; extra", 1),
        ("max-age=100; preload; extra", 3),
        # what means nothing hurts nobody who does not ask to be preloaded
        ("max-age=31536000; includeSubDomains; extra", 0),
        ("max-age=31536000; report-uri=x", 0),
    ],
)
def test_what_a_promise_leaves_open_is_told(text: str, weak: int) -> None:
    found = read([text])

    assert isinstance(found, Policy)
    assert len(found.weaknesses) == weak, found.weaknesses


@pytest.mark.parametrize(
    ("texts", "max_age", "weak"),
    [
        (["max-age=31536000", "max-age=31536000"], YEAR, 0),
        (["max-age=31536000", "max-age=1"], YEAR, 0),
        (["max-age=1", "max-age=31536000"], 1, 1),
        (["max-age=31536000; includeSubDomains; preload", "max-age=1"], YEAR, 1),
        (["max-age=31536000", "nonsense"], YEAR, 0),
    ],
)
def test_of_several_headers_the_first_counts(texts: list[str], max_age: int, weak: int) -> None:
    found = read(texts)

    assert isinstance(found, Policy)
    assert (found.max_age, len(found.weaknesses)) == (max_age, weak)


def test_a_void_first_header_is_not_saved_by_the_second() -> None:
    assert isinstance(read(["max-age", "max-age=31536000"]), str)


@given(st.text(max_size=60))
def test_no_header_breaks_the_reader(text: str) -> None:
    found = read([text])

    assert isinstance(found, Policy | str)
