"""CAA records are read as issuers read them before they issue."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.core.resolver import Answer
from launchready.core.unreachable import UnreachableError
from launchready.tls.authorization import Authorization, climb, domains_of
from tests.worlds import SERVER, DictResolver

LETS = ("letsencrypt.org",)


@pytest.mark.parametrize(
    ("records", "is_wild", "lets"),
    [
        ((), False, True),
        (('0 iodef "mailto:a@acme.test"',), False, True),
        (('0 issue "letsencrypt.org"',), False, True),
        (('0 issue "LetsEncrypt.org; accounturi=https://x"',), False, True),
        (('0 issue "pki.goog"', '0 issue "letsencrypt.org"'), False, True),
        (('0 issue "pki.goog"',), False, False),
        (('0 issue ";"',), False, False),
        (('0 issue "letsencrypt.org"', '0 issuewild ";"'), False, True),
        (('0 issue "letsencrypt.org"', '0 issuewild ";"'), True, False),
        (('0 issue ";"', '0 issuewild "letsencrypt.org"'), True, True),
        (('0 issuewild ";"',), False, True),
        (('0 issue "letsencrypt.org"', '128 future "x"'), False, False),
        (('0 issue "letsencrypt.org"', '0 future "x"'), False, True),
    ],
)
def test_records_let_an_issuer_issue_or_not(
    records: tuple[str, ...], is_wild: bool, lets: bool
) -> None:
    held = Authorization(name="acme.test", records=records)

    assert held.lets(LETS, is_wild=is_wild) is lets


@settings(max_examples=100)
@given(st.lists(st.text(max_size=30), max_size=4), st.booleans())
def test_no_records_crash_the_reader(records: list[str], is_wild: bool) -> None:
    held = Authorization(name="acme.test", records=tuple(records))

    assert held.lets(LETS, is_wild=is_wild) in (True, False)
    assert held.named(is_wild=is_wild)


def test_an_issuer_is_known_by_its_organisation() -> None:
    assert domains_of("Let's Encrypt") == LETS
    assert domains_of("Let\N{RIGHT SINGLE QUOTATION MARK}s Encrypt") == LETS
    assert domains_of("Google Trust Services LLC") == ("pki.goog",)
    assert domains_of("Lab") == domains_of("") == ()


async def test_the_nearest_records_upward_hold() -> None:
    answers: dict[tuple[str, ...], Answer | tuple[str, ...] | UnreachableError] = {
        ("acme.test", "CAA"): ('0 issue "a.test"',)
    }
    dns = DictResolver(answers=answers)

    found = await climb("a.b.acme.test", dns)

    assert (found.name, str(found)) == ("acme.test", '0 issue "a.test"')


async def test_a_name_without_records_lets_everybody() -> None:
    assert (await climb("acme.test", DictResolver())).records == ()
    assert (await climb("192.0.2.1", DictResolver())).records == ()


async def test_a_name_that_lies_in_no_zone_lets_everybody() -> None:
    nowhere = dict.fromkeys(("a.acme.test", "acme.test"), ())

    assert (await climb("a.acme.test", DictResolver(servers=nowhere))).records == ()


async def test_servers_that_do_not_answer_leave_the_question_open() -> None:
    silent = UnreachableError("ns1 did not answer", kind="timed out")
    dns = DictResolver(servers={"acme.test": (SERVER,)}, answers={("acme.test", "CAA"): silent})

    with pytest.raises(UnreachableError, match="ns1 did not answer"):
        await climb("acme.test", dns)
