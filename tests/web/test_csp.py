"""Content-Security-Policy is read as browsers do; what it lets an injected script do is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launchready.web.csp import framing, parsed, policies, weaknesses

SELF = "default-src 'self'"


@pytest.mark.parametrize(
    "text",
    [
        "default-src 'none'",
        "default-src 'self'",
        "default-src https://acme.test",
        "DEFAULT-SRC 'SELF'; Object-Src 'NONE'",
        "script-src 'self'; object-src 'none'",
        "default-src 'none'; script-src 'self' https://cdn.acme.test",
        "default-src 'self'; style-src 'self' 'unsafe-inline'",
        "default-src 'self'; img-src * data:",
        "default-src 'self'; img-src http:; media-src http:",
        "default-src 'self'; connect-src https: wss:",
        "script-src 'nonce-abc123'; object-src 'none'",
        "script-src 'nonce-abc123' 'unsafe-inline'; object-src 'none'",
        "script-src 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='; object-src 'none'",
        "script-src 'sha384-AAAA' 'unsafe-inline'; object-src 'none'",
        "script-src 'nonce-a' 'strict-dynamic' https: 'unsafe-inline'; object-src 'none'",
        "script-src 'sha512-AAAA' 'strict-dynamic' https: http: *; object-src 'none'",
        "default-src 'none'; script-src-elem 'self'",
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'",
        "default-src 'self'; upgrade-insecure-requests; block-all-mixed-content",
        "default-src 'self'; report-uri /csp; report-to main",
        "default-src 'self';;; ",
        " ; default-src  'self'  ",
        "default-src 'self'; default-src *",
        "default-src 'self'; require-trusted-types-for 'script'; trusted-types app",
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        "script-src; object-src",
    ],
)
def test_a_policy_that_holds_is_silent(text: str) -> None:
    assert weaknesses(policies([text])) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("default-src 'unsafe-inline'; object-src 'none'", "written into the page"),
        ("default-src 'self' 'unsafe-inline'; object-src 'none'", "written into the page"),
        ("script-src 'unsafe-inline'; object-src 'none'", "script-src 'unsafe-inline'"),
        ("script-src 'UNSAFE-inline'; object-src 'none'", "script-src 'unsafe-inline'"),
        ("default-src 'self'; script-src-elem 'unsafe-inline'", "script-src-elem"),
        ("img-src 'self'", "nothing about scripts"),
        ("frame-src 'self'; style-src 'self'", "nothing about scripts"),
        ("object-src 'none'", "nothing about scripts"),
        ("script-src 'self'", "nothing about plug-ins"),
        ("script-src 'self'; object-src *", "plug-ins from anywhere (object-src *)"),
        ("script-src *; object-src 'none'", "from anywhere (script-src *)"),
        ("script-src https:; object-src 'none'", "from anywhere (script-src https:)"),
        ("script-src http:; object-src 'none'", "from anywhere (script-src http:)"),
        ("script-src data:; object-src 'none'", "from anywhere (script-src data:)"),
        ("script-src 'self' ftp:; object-src 'none'", "from anywhere (script-src ftp:)"),
        ("script-src https://*; object-src 'none'", "from anywhere"),
        ("default-src 'self' https:; object-src 'none'", "from anywhere (default-src https:)"),
        ("default-src *; object-src 'none'", "from anywhere (default-src *)"),
        ("default-src 'self'; script-src 'self' 'unsafe-eval'", "text be run as a script"),
        ("default-src 'self' 'unsafe-eval'", "text be run as a script"),
        ("default-src 'self'; script-src http://cdn.acme.test", "over plain http"),
        ("script-src 'strict-dynamic'; object-src 'none'", "runs no script"),
        ("script-src 'strict-dynamic' 'self'; object-src 'none'", "runs no script"),
        ("default-src 'self'; script-scr 'none'", "script-scr, which is no directive"),
        ("default-src: 'self'", "default-src:, which is no directive"),
        ("default-src self", "default-src self without quotes"),
        ("default-src 'self'; script-src none", "script-src none without quotes"),
        ("script-src unsafe-inline; object-src 'none'", "unsafe-inline without quotes"),
        ("default-src 'none' https://acme.test", "'none' beside other sources"),
        ("default-src 'self'; base-uri self", "base-uri self without quotes"),
        ("default-src \u2018self\u2019; img-src x", ""),
    ],
)
def test_a_policy_that_does_not_says_what_it_lets_happen(text: str, told: str) -> None:
    found = weaknesses(policies([text]))

    if told:
        assert told in "; ".join(found)
    else:
        assert found == []  # a host of odd name: it lets nothing in


def test_what_one_of_several_policies_forbids_is_forbidden() -> None:
    loose, strict = "script-src 'unsafe-inline'; object-src 'none'", "script-src 'self'"

    assert weaknesses(policies([loose, f"{strict}; object-src 'none'"])) == []
    assert weaknesses(policies([f"{loose}, {strict}; object-src 'none'"])) == []
    assert len(weaknesses(policies([loose, loose]))) == 1


@pytest.mark.parametrize(
    ("texts", "who"),
    [
        ([SELF], None),
        (["frame-ancestors 'none'"], ("'none'",)),
        (["frame-ancestors *"], ("*",)),
        (["frame-ancestors *", "frame-ancestors 'self'"], ("'self'",)),
        (["frame-ancestors https://a.test https://b.test"], ("https://a.test", "https://b.test")),
        (["frame-ancestors"], ()),
    ],
)
def test_who_may_frame_a_page_is_read(texts: list[str], who: tuple[str, ...] | None) -> None:
    assert framing(policies(texts)) == who


@given(st.lists(st.text(max_size=60), min_size=1, max_size=3))
def test_no_policy_breaks_the_reader(texts: list[str]) -> None:
    found = policies(texts)

    assert all(isinstance(one, str) for one in (weaknesses(found) if found else []))


@given(st.text(max_size=60))
def test_of_a_repeated_directive_the_first_counts(text: str) -> None:
    assert parsed(f"img-src 'self'; img-src {text.replace(';', '')}")["img-src"] == ("'self'",)
