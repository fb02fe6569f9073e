"""DNS may forbid the next certificate while this one still works; that is told in time."""

from dataclasses import replace

import pytest

from launchready.core.check import Check
from launchready.core.finding import Impact
from launchready.core.resolver import Answer
from launchready.core.sheet import sheets_of
from launchready.core.unreachable import UnreachableError
from launchready.tls.renewal import renewal
from tests import pki
from tests.tls.chains import HOST, LAB, a_promise, at, ids, met
from tests.worlds import SERVER, DictHandshaker, DictResolver, a_world

CHECK: Check = renewal
ISSUER = pki.issue(
    "R99",
    organisation="Let's Encrypt",
    by=LAB.root,
    ca=True,
    starts=LAB.intermediate.certificate.not_valid_before_utc,
    ends=LAB.intermediate.certificate.not_valid_after_utc,
)
SHOWN = DictHandshaker(shakes={f"{HOST}:443": met(LAB.leaf(HOST, by=ISSUER), ISSUER)})


async def test_an_issuer_that_dns_no_longer_names_is_a_risk_with_both_in_the_message() -> None:
    dns = DictResolver(answers={("acme.test", "CAA"): ('0 issue "pki.goog"',)})

    (found,) = await CHECK.ask(a_promise(), a_world(tls=SHOWN, dns=dns))

    assert found.rule.id == "tls/caa-blocks-renewal"
    assert found.message == (
        "app.acme.test shows a certificate of Let's Encrypt; the CAA records of acme.test let "
        "only pki.goog issue for it"
    )
    assert found.evidence == ('0 issue "pki.goog"',)


async def test_caa_and_https_records_are_facts() -> None:
    answers: dict[tuple[str, ...], tuple[str, ...]] = {(HOST, "HTTPS"): ('1 . alpn="h2,h3"',)}
    dns = DictResolver(answers={**answers})

    found = await CHECK.ask(a_promise(), a_world(tls=SHOWN, dns=dns))

    assert found == []
    assert [dict(one.rows) for one in sheets_of(found)] == [
        {"CAA": "none: every issuer may issue", "HTTPS": '1 . alpn="h2,h3"'}
    ]


async def test_an_https_record_that_cannot_be_had_is_no_more_than_a_fact() -> None:
    silent = UnreachableError("ns1 did not answer")
    dns = DictResolver(answers={(HOST, "HTTPS"): silent})

    (sheet,) = sheets_of(await CHECK.ask(a_promise(), a_world(tls=SHOWN, dns=dns)))

    assert dict(sheet.rows)["HTTPS"] == "could not be looked up: ns1 did not answer"


async def test_records_that_cannot_be_had_leave_open_what_is_no_blocker() -> None:
    dns = DictResolver(answers={(HOST, "CAA"): UnreachableError("ns1 did not answer")})

    with pytest.raises(UnreachableError):
        await CHECK.ask(a_promise(), a_world(tls=SHOWN, dns=dns))
    assert CHECK.worst is Impact.RISK


async def test_a_private_issuer_and_an_address_that_is_silent_are_not_judged() -> None:
    private = DictHandshaker(shakes={f"{HOST}:443": met(LAB.leaf(HOST), LAB.intermediate)})
    hosts = {f"{HOST}:443": at("192.0.2.1")}

    assert ids(await CHECK.ask(a_promise(), a_world(tls=private))) == []
    assert ids(await CHECK.ask(a_promise(), a_world(tls=DictHandshaker(hosts=hosts)))) == []


OF_NO_NAME = replace(met(LAB.leaf(HOST), LAB.intermediate), is_public=True)
UNKNOWN = DictHandshaker(shakes={f"{HOST}:443": OF_NO_NAME})


async def test_of_an_issuer_nobody_knows_the_records_are_facts() -> None:
    dns = DictResolver(answers={("acme.test", "CAA"): ('0 issue "pki.goog"',)})

    found = await CHECK.ask(a_promise(), a_world(tls=UNKNOWN, dns=dns))

    assert found == []
    assert [dict(one.rows)["CAA"] for one in sheets_of(found)] == [
        '0 issue "pki.goog" (whether they name CN=Lab Issuer is not known here)'
    ]


async def test_records_that_let_nobody_issue_let_no_unknown_issuer_either() -> None:
    dns = DictResolver(answers={("acme.test", "CAA"): ('0 issue ";"',)})

    (found,) = await CHECK.ask(a_promise(), a_world(tls=UNKNOWN, dns=dns))

    assert found.message == (
        "app.acme.test shows a certificate of CN=Lab Issuer; the CAA records of acme.test let "
        "nobody issue for it"
    )


def _alias(name: str, target: str) -> Answer:
    return Answer(server=SERVER, name=name, type="CAA", missing="no such type", alias=target)


async def test_the_records_of_an_alias_s_target_hold_for_the_alias() -> None:
    answers: dict[tuple[str, ...], Answer | tuple[str, ...]] = {
        (HOST, "CAA"): _alias(HOST, "sites.host.test."),
        ("sites.host.test", "CAA"): _alias("sites.host.test", "edge.host.test."),
        ("edge.host.test", "CAA"): ('0 issue "pki.goog"',),
        ("acme.test", "CAA"): ('0 issue "letsencrypt.org"',),
    }
    dns = DictResolver(answers={**answers})

    (found,) = await CHECK.ask(a_promise(), a_world(tls=SHOWN, dns=dns))

    assert found.evidence == ('0 issue "pki.goog"',)


async def test_what_stands_above_an_alias_s_target_does_not_hold() -> None:
    answers: dict[tuple[str, ...], Answer | tuple[str, ...]] = {
        (HOST, "CAA"): _alias(HOST, "sites.host.test."),
        ("host.test", "CAA"): ('0 issue ";"',),
        ("acme.test", "CAA"): ('0 issue "letsencrypt.org"',),
    }
    dns = DictResolver(answers={**answers})

    assert ids(await CHECK.ask(a_promise(), a_world(tls=SHOWN, dns=dns))) == []


async def test_aliases_in_a_ring_end() -> None:
    dns = DictResolver(answers={(HOST, "CAA"): _alias(HOST, f"{HOST}.")})

    assert ids(await CHECK.ask(a_promise(), a_world(tls=SHOWN, dns=dns))) == []
