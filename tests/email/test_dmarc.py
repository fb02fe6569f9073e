"""DMARC: each expectation is reasoned from RFC 9989 or RFC 7489 in one line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.core.unreachable import UnreachableError
from launchready.email.dmarc_discovery import by_public_suffix, walked
from launchready.email.dmarc_record import errors, is_dmarc, mailbox, oddities, read
from tests.email.zones import LineResolver, asked, ids

MX = "acme.test MX 10 m.acme.test."
RUA = "rua=mailto:d@acme.test"
GOOD = f"_dmarc.acme.test TXT v=DMARC1; p=reject; {RUA}\n{MX}"
SUB = "  domains: [{domain: mail.acme.test}]"
ACME = "  domains: [{domain: acme.test}]"


def of(record: str) -> str:
    return f"_dmarc.acme.test TXT {record}\n{MX}"


# name -> zone, config, the rules broken
ZOO: dict[str, tuple[str, str, list[str]]] = {
    "4.7: sound": (GOOD, ACME, []),
    "4.7: blanks around tags": (of(f"v = DMARC1 ; p = reject ; {RUA} ;"), ACME, []),
    "4.7: names in capitals": (of(f"V=DMARC1; P=reject; {RUA}"), ACME, []),
    "4.7: the policy in capitals": (of(f"v=DMARC1; p=REJECT; {RUA}"), ACME, []),
    "4.7: quarantine is enforced": (of(f"v=DMARC1; p=quarantine; {RUA}"), ACME, []),
    "4.7: strict alignment": (of(f"v=DMARC1; p=reject; adkim=s; aspf=s; {RUA}"), ACME, []),
    "4.7: ruf with fo": (of(f"v=DMARC1; p=reject; fo=1; ruf=mailto:f@acme.test; {RUA}"), ACME, []),
    "4.7: two places for reports": (of(f"v=DMARC1; p=reject; {RUA},mailto:e@acme.test"), ACME, []),
    "4.10: no record": (MX, ACME, ["dmarc-missing"]),
    "4.7: v=dmarc1": (of(f"v=dmarc1; p=reject; {RUA}"), ACME, ["dmarc-missing"]),
    "4.7: v= not first": (of(f"p=reject; v=DMARC1; {RUA}"), ACME, ["dmarc-missing"]),
    "4.7: no semicolon": (of(f"v=DMARC1 p=reject {RUA}"), ACME, ["dmarc-missing"]),
    "4.7: quotes pasted along": (of(f'"v=DMARC1; p=reject; {RUA}"'), ACME, ["dmarc-missing"]),
    "4.7: another text alone": (of("hello"), ACME, ["dmarc-missing"]),
    "at the domain itself": (f"acme.test TXT v=DMARC1; p=none\n{MX}", ACME, ["dmarc-missing"]),
    "an alias that leads nowhere": (
        f"_dmarc.acme.test CNAME x.test.\n{MX}",
        ACME,
        ["dmarc-missing"],
    ),
    "an alias in a circle": (
        f"_dmarc.acme.test CNAME b.test.\nb.test CNAME _dmarc.acme.test.\n{MX}",
        ACME,
        ["dmarc-missing"],
    ),
    "an alias to a record": (
        f"_dmarc.acme.test CNAME d.vendor.test.\nd.vendor.test TXT v=DMARC1; p=reject; {RUA}\n{MX}",
        ACME,
        [],
    ),
    "4.10: two records are none": (
        of(f"v=DMARC1; p=reject; {RUA}") + "\n_dmarc.acme.test TXT v=DMARC1; p=none",
        ACME,
        ["dmarc-invalid"],
    ),
    "4.10: another text beside it": (
        of(f"v=DMARC1; p=reject; {RUA}") + "\n_dmarc.acme.test TXT hello",
        ACME,
        ["dmarc-untidy"],
    ),
    "4.7: p misspelt, with rua": (
        of(f"v=DMARC1; p=rejct; {RUA}"),
        ACME,
        ["dmarc-invalid", "dmarc-not-enforced"],
    ),
    "4.7: p misspelt, without rua": (of("v=DMARC1; p=rejct"), ACME, ["dmarc-invalid"]),
    "4.7: p empty": (of("v=DMARC1; p="), ACME, ["dmarc-invalid"]),
    "no p and no rua: no DMARC": (of("v=DMARC1"), ACME, ["dmarc-invalid"]),
    "no p, with rua: none by both": (
        of(f"v=DMARC1; {RUA}"),
        ACME,
        ["dmarc-invalid", "dmarc-not-enforced"],
    ),
    "4.7: sp misspelt": (
        of(f"v=DMARC1; p=reject; sp=rejct; {RUA}"),
        ACME,
        ["dmarc-invalid", "dmarc-not-enforced"],
    ),
    "4.7: a tag twice": (of(f"v=DMARC1; p=reject; p=none; {RUA}"), ACME, ["dmarc-invalid"]),
    "4.7: commas in place of semicolons": (
        of("v=DMARC1; p=reject, rua=mailto:d@acme.test"),
        ACME,
        ["dmarc-invalid"],
    ),
    "p=none": (of(f"v=DMARC1; p=none; {RUA}"), ACME, ["dmarc-not-enforced"]),
    "sp=none": (of(f"v=DMARC1; p=reject; sp=none; {RUA}"), ACME, ["dmarc-not-enforced"]),
    "np=none": (of(f"v=DMARC1; p=reject; np=none; {RUA}"), ACME, ["dmarc-not-enforced"]),
    "t=y: milder by 9989 alone": (
        of(f"v=DMARC1; p=reject; t=y; {RUA}"),
        ACME,
        ["dmarc-readers-differ", "dmarc-not-enforced"],
    ),
    "t=y on quarantine": (
        of(f"v=DMARC1; p=quarantine; t=y; {RUA}"),
        ACME,
        ["dmarc-readers-differ", "dmarc-not-enforced"],
    ),
    "t=n": (of(f"v=DMARC1; p=reject; t=n; {RUA}"), ACME, []),
    "pct=50: by 7489 alone": (
        of(f"v=DMARC1; p=reject; pct=50; {RUA}"),
        ACME,
        ["dmarc-readers-differ", "dmarc-not-enforced", "dmarc-untidy"],
    ),
    "pct=50 of nothing": (
        of(f"v=DMARC1; p=none; pct=50; {RUA}"),
        ACME,
        ["dmarc-not-enforced", "dmarc-untidy"],
    ),
    "pct=100 is gone": (of(f"v=DMARC1; p=reject; pct=100; {RUA}"), ACME, ["dmarc-untidy"]),
    "rf and ri are gone": (of(f"v=DMARC1; p=reject; rf=afrf; ri=1; {RUA}"), ACME, ["dmarc-untidy"]),
    "an unknown tag": (of(f"v=DMARC1; p=reject; x=1; {RUA}"), ACME, ["dmarc-untidy"]),
    "adkim of no such letter": (of(f"v=DMARC1; p=reject; adkim=x; {RUA}"), ACME, ["dmarc-untidy"]),
    "p not second": (of(f"v=DMARC1; {RUA}; p=reject"), ACME, ["dmarc-untidy"]),
    "fo without ruf": (of(f"v=DMARC1; p=reject; fo=1; {RUA}"), ACME, ["dmarc-untidy"]),
    "a size behind rua": (of(f"v=DMARC1; p=reject; {RUA}!10m"), ACME, ["dmarc-untidy"]),
    "no rua": (of("v=DMARC1; p=reject"), ACME, ["dmarc-reports-lost"]),
    "rua without mailto": (of("v=DMARC1; p=reject; rua=d@acme.test"), ACME, ["dmarc-reports-lost"]),
    "rua over https": (
        of("v=DMARC1; p=reject; rua=https://acme.test/"),
        ACME,
        ["dmarc-reports-lost"],
    ),
    "rua where no mail is taken": (
        of("v=DMARC1; p=reject; rua=mailto:d@gone.test"),
        ACME,
        ["dmarc-reports-lost"],
    ),
    "7505: rua at a null MX": (
        "_dmarc.acme.test TXT v=DMARC1; p=reject; " + RUA + "\nacme.test MX 0 .",
        ACME,
        ["dmarc-reports-lost"],
    ),
    "9990: a stranger did not agree": (
        of("v=DMARC1; p=reject; rua=mailto:d@b.example") + "\nb.example MX 1 m.b.example.",
        ACME,
        ["dmarc-reports-lost"],
    ),
    "9990: a stranger agreed": (
        of("v=DMARC1; p=reject; rua=mailto:d@b.example")
        + "\nb.example MX 1 m.b.example.\nacme.test._report._dmarc.b.example TXT v=DMARC1",
        ACME,
        [],
    ),
    "9990: a stranger agreed to all": (
        of("v=DMARC1; p=reject; rua=mailto:d@b.example")
        + "\nb.example MX 1 m.b.example.\n*._report._dmarc.b.example TXT v=DMARC1;",
        ACME,
        [],
    ),
    "9990: a subdomain of our own need not agree": (
        of("v=DMARC1; p=reject; rua=mailto:d@in.acme.test") + "\nin.acme.test A 192.0.2.1",
        ACME,
        [],
    ),
    "4.10: inherited": (GOOD, SUB, []),
    "4.10: inherited, by sp": (
        of(f"v=DMARC1; p=reject; sp=none; {RUA}"),
        SUB,
        ["dmarc-not-enforced"],
    ),
    "4.10: the domain's own before the organization's": (
        of(f"v=DMARC1; p=none; {RUA}") + f"\n_dmarc.mail.acme.test TXT v=DMARC1; p=reject; {RUA}",
        SUB,
        [],
    ),
    "the tree walk alone finds a policy between": (
        f"_dmarc.b.acme.test TXT v=DMARC1; p=reject; {RUA}\n{MX}",
        "  domains: [{domain: a.b.acme.test}]",
        ["dmarc-readers-differ"],
    ),
    "4.10: psd=n ends the walk": (
        of(f"v=DMARC1; p=reject; {RUA}")
        + f"\n_dmarc.b.acme.test TXT v=DMARC1; p=none; psd=n; {RUA}",
        "  domains: [{domain: a.b.acme.test}]",
        ["dmarc-readers-differ", "dmarc-not-enforced"],
    ),
    "4.10: psd=y above is a registry's": (
        f"_dmarc.test TXT v=DMARC1; p=reject; psd=y; {RUA}\n{MX}",
        ACME,
        ["dmarc-readers-differ"],
    ),
}


def test_the_zoo_is_large() -> None:
    assert len(ZOO) >= 40


@pytest.mark.parametrize("case", ZOO)
async def test_a_policy_is_judged_as_the_rfcs_have_it(case: str) -> None:
    zone, config, broken = ZOO[case]

    assert ids(await asked("dmarc", zone, config)) == broken


async def test_a_missing_record_is_shown_as_one_pastes_it() -> None:
    (found,) = await asked("dmarc", MX)

    assert found.rule.fix.endswith(
        '`_dmarc.acme.test. IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@acme.test"`'
    )


@pytest.mark.parametrize(
    ("case", "rule", "record"),
    [
        ("p=none", "dmarc-not-enforced", f"v=DMARC1; p=reject; {RUA}"),
        ("sp=none", "dmarc-not-enforced", f"v=DMARC1; p=reject; {RUA}"),
        ("t=y on quarantine", "dmarc-readers-differ", f"v=DMARC1; p=quarantine; {RUA}"),
        ("pct=50: by 7489 alone", "dmarc-readers-differ", f"v=DMARC1; p=reject; {RUA}"),
        ("p not second", "dmarc-untidy", f"v=DMARC1; p=reject; {RUA}"),
        ("rf and ri are gone", "dmarc-untidy", f"v=DMARC1; p=reject; {RUA}"),
        ("no rua", "dmarc-reports-lost", "v=DMARC1; p=reject; rua=mailto:dmarc@acme.test"),
    ],
)
async def test_the_record_that_mends_it_is_shown(case: str, rule: str, record: str) -> None:
    found = await asked("dmarc", ZOO[case][0])
    (one,) = [one for one in found if one.rule.id == f"email/{rule}"]

    assert one.rule.fix.endswith(f'Publish: `_dmarc.acme.test. IN TXT "{record}"`')


async def test_a_stranger_who_must_agree_is_told_the_record() -> None:
    (found,) = await asked("dmarc", ZOO["9990: a stranger did not agree"][0])

    assert found.rule.fix.endswith('`acme.test._report._dmarc.b.example. IN TXT "v=DMARC1"`')


async def test_readers_that_differ_are_both_quoted() -> None:
    found = await asked("dmarc", ZOO["pct=50: by 7489 alone"][0])

    assert found[0].message == (
        "acme.test is read as reject by receivers of RFC 9989 and as reject for 50 % of it by "
        "older ones"
    )


@pytest.mark.parametrize(
    ("sender", "record", "broken"),
    [
        ("{name: x, spf: s.test, signs_as: vendor.example}", "", []),  # SPF stands in for DKIM
        (
            "{name: x, dkim: [a], signs_as: vendor.example, return_path: b.vendor.example}",
            "",
            ["dmarc-unaligned"],
        ),
        ("{name: postmark, signs_as: pm.example}", "", ["dmarc-unaligned"]),
        ("{name: x, dkim: [a], signs_as: mail.acme.test}", "", []),  # relaxed (9989, 4.4)
        (
            "{name: x, dkim: [a], signs_as: mail.acme.test, return_path: b.acme.test}",
            " adkim=s; aspf=s;",
            ["dmarc-unaligned"],
        ),
    ],
)
async def test_a_sender_must_stand_for_the_domain(
    sender: str, record: str, broken: list[str]
) -> None:
    config = f"  domains: [{{domain: acme.test, senders: [{sender}]}}]"
    zone = of(f"v=DMARC1; p=reject;{record} {RUA}")

    assert ids(await asked("dmarc", zone, config)) == broken


@pytest.mark.parametrize("where", ["_dmarc.acme.test", "b.example"])
async def test_a_silent_server_is_an_open_question_never_a_missing_record(where: str) -> None:
    zone = LineResolver(of("v=DMARC1; p=none; rua=mailto:d@b.example"), silent=(where,))

    with pytest.raises(UnreachableError) as caught:
        await asked("dmarc", zone)
    assert caught.value.kind == "timed out"
    wanted = ["dmarc-not-enforced"] if where == "b.example" else []
    assert ids(list(caught.value.found)) == wanted


def test_the_walk_asks_at_most_eight_names() -> None:
    assert walked("a.b.c.d.e.f.g.h.i.acme.test") == (
        "a.b.c.d.e.f.g.h.i.acme.test",
        "e.f.g.h.i.acme.test",
        "f.g.h.i.acme.test",
        "g.h.i.acme.test",
        "h.i.acme.test",
        "i.acme.test",
        "acme.test",
        "test",
    )


@pytest.mark.parametrize(
    ("domain", "organization"),
    [("a.acme.com", "acme.com"), ("a.acme.co.uk", "acme.co.uk"), ("acme.de", "acme.de")],
)
def test_older_readers_look_one_label_below_the_suffix(domain: str, organization: str) -> None:
    assert by_public_suffix(domain) == organization


@settings(max_examples=100)
@given(st.text(max_size=60) | st.text(max_size=40).map(lambda one: f"v=DMARC1; {one}"))
def test_no_text_crashes_the_reader(text: str) -> None:
    record = read(text)

    assert isinstance(is_dmarc(text), bool)
    assert all(errors(record))
    assert all(oddities(record))
    assert isinstance(mailbox(text), str)
