"""A rule's expression is read as Cloudflare reads it, and what is not known is never a no."""

from ipaddress import ip_address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.edge.evaluate import Asked, Told, told
from launchready.edge.expression import DEEPEST, LONGEST, parse
from launchready.edge.expression_words import NoExpressionError
from tests.edge.expressions import ASKED, DIALECT, TABLE
from tests.edge.oracles import asked, needs_oracles

READ = {text: value for text, value in TABLE.items() if value != "bad"}
REFUSED = [text for text, value in TABLE.items() if value == "bad"]


@pytest.mark.parametrize(("text", "holds"), [*READ.items(), *DIALECT.items()])
def test_an_expression_holds_as_the_reference_says(text: str, holds: bool | None) -> None:
    parse(text)

    assert told(text, ASKED).holds is holds


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_expression_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(NoExpressionError, match=r"character \d+: "):
        parse(text)


@needs_oracles
def test_cloudflares_own_parser_takes_and_refuses_the_same() -> None:
    takes = asked("ask_wirefilter.py", list(TABLE))

    assert len(READ) >= 150
    assert dict(zip(TABLE, takes, strict=True)) == {one: one in READ for one in TABLE}


def test_what_nobody_can_tell_is_named() -> None:
    text = 'ip.src.country eq "DE" and ip.src in $blocked and ssl'

    assert told(text, ASKED) == Told(holds=None, unknown=("ip.src.country", "the list $blocked"))


def test_an_expression_that_cannot_be_read_is_open_and_says_where() -> None:
    found = told("http.host eq", ASKED)

    assert found.holds is None
    assert found.unknown == (
        "the expression cannot be read (character 13: a text in quotes is meant here)",
    )


def test_a_field_of_tomorrow_is_open_but_does_not_hide_what_is_known() -> None:
    assert told('http.tomorrow eq "a"', ASKED).unknown == ("http.tomorrow",)
    assert told('http.tomorrow eq "a" and not ssl', ASKED).holds is False
    assert told("http.tomorrow or ssl", ASKED).holds is True


def test_what_is_known_besides_settles_addresses_and_countries() -> None:
    known = Asked(
        method="GET",
        host="acme.test",
        path="/",
        known={"ip.src": ip_address("192.0.2.7"), "ip.src.country": "DE"},
    )

    assert told("ip.src in {192.0.2.0/24}", known).holds is True
    assert told("ip.src in {192.0.2.8..192.0.2.9 2001:db8::/32}", known).holds is False
    assert told('ip.src eq 192.0.2.7 and ip.src.country ne "DE"', known).holds is False


def test_expressions_of_any_depth_and_length_end() -> None:
    deep = "(" * (DEEPEST + 1) + "ssl" + ")" * (DEEPEST + 1)

    assert told(deep, ASKED).holds is None
    assert told("lower(" * 500, ASKED).holds is None
    assert told("any(" * 500, ASKED).holds is None
    assert told("not " * 500 + "ssl", ASKED).holds is None
    assert told("ssl or " * LONGEST + "ssl", ASKED).holds is None


def test_a_pattern_that_would_never_end_is_left_open() -> None:
    long = Asked(method="GET", host="acme.test", path="/" + "a" * 5000)
    text = 'http.request.uri.path matches "^/.*.*.*.*x$"'

    assert told(text, ASKED).holds is None
    assert told('http.request.uri.path matches "a*a*x"', long).holds is None


_WORDS = st.sampled_from(
    ["ssl", "not", "and", "or", "xor", "(", ")", "http.host", "eq", "in", "{", "}", '"a"', "5",
     "..", "1.2.3.4", "/8", "[", "]", "*", "matches", "wildcard", "lower", ",", "$", "~", "&", "\\",
     'r"', "#", "any", "true", "ip.src", "starts_with", "strict", "!", "::"]
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(_WORDS, max_size=25).map(" ".join)))
def test_no_text_makes_the_evaluator_fail(text: str) -> None:
    found = told(text, ASKED)

    assert found.holds in (True, False, None)


_ATOMS = st.sampled_from(["ssl", "not ssl", "cf.client.bot", 'http.host eq "x"', "true"])
_TREES = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or", "xor"]), inner).map(
            lambda three: f"({three[0]} {three[1]} {three[2]})"
        ),
        inner.map(lambda one: f"not {one}"),
    ),
    max_leaves=12,
)


@settings(max_examples=100, deadline=None)
@given(_TREES)
def test_what_is_settled_stays_so_whatever_the_unknown_turns_out_to_be(text: str) -> None:
    holds = told(text, ASKED).holds
    worlds = [
        Asked(method="POST", host=ASKED.host, path=ASKED.path, known={"cf.client.bot": bot})
        for bot in (True, False)
    ]
    outcomes = {told(text, one).holds for one in worlds}

    assert None not in outcomes
    assert holds is None or outcomes == {holds}
