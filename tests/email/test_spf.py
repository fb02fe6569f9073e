"""SPF: each expectation is reasoned from RFC 7208 in one line."""

import pytest

from launchready.core.unreachable import UnreachableError
from tests.email.zones import LineResolver, asked, ids

OWN = "  domains: [{domain: acme.test, sending_ips: [192.0.2.25]}]"
GOOGLE = "  domains: [{domain: acme.test, senders: [google]}]"

# name -> zone, config, the rules broken
ZOO: dict[str, tuple[str, str, list[str]]] = {
    "4.5: no record": ("acme.test TXT hello", OWN, ["spf-missing"]),
    "4.5: another version": ("acme.test TXT v=spf2.0/mfrom -all", OWN, ["spf-missing"]),
    "4.5: v=spf10 is no v=spf1": ("acme.test TXT v=spf10 -all", OWN, ["spf-missing"]),
    "4.5: v=spf1; has no blank": ("acme.test TXT v=spf1; -all", OWN, ["spf-missing"]),
    "4.5: quotes pasted along": ('acme.test TXT "v=spf1 -all"', OWN, ["spf-missing"]),
    "an alias that leads nowhere": ("acme.test CNAME gone.test.", OWN, ["spf-missing"]),
    "4.5: the version in capitals": ("acme.test TXT V=SPF1 ip4:192.0.2.25 -all", OWN, []),
    "5.6: our own address": ("acme.test TXT v=spf1 ip4:192.0.2.25 -all", OWN, []),
    "5.6: our own network": ("acme.test TXT v=spf1 ip4:192.0.2.0/24 ~all", OWN, []),
    "4.5: two records": (
        "acme.test TXT v=spf1 -all\nacme.test TXT v=spf1 ~all",
        OWN,
        ["spf-invalid"],
    ),
    "4.6.1: no such mechanism": ("acme.test TXT v=spf1 ipv4:192.0.2.25 -all", OWN, ["spf-invalid"]),
    "4.6.1: a bare address": ("acme.test TXT v=spf1 192.0.2.25 -all", OWN, ["spf-invalid"]),
    "5.6: no address": ("acme.test TXT v=spf1 ip4:192.0.2 -all", OWN, ["spf-invalid"]),
    "5.6: /33": ("acme.test TXT v=spf1 ip4:192.0.2.0/33 -all", OWN, ["spf-invalid"]),
    "5.6: /024": ("acme.test TXT v=spf1 ip4:192.0.2.0/024 -all", OWN, ["spf-invalid"]),
    "5.6: an IPv6 address in ip4": (
        "acme.test TXT v=spf1 ip4:2001:db8::1 -all",
        OWN,
        ["spf-invalid"],
    ),
    "5.1: something behind all": ("acme.test TXT v=spf1 -all.", OWN, ["spf-invalid"]),
    "3.3: joined without a blank": (
        "acme.test TXT v=spf1 ip4:192.0.2.1ip4:192.0.2.25 -all",
        OWN,
        ["spf-invalid"],
    ),
    "missing blank before all": ("acme.test TXT v=spf1 ip4:192.0.2.25-all", OWN, ["spf-invalid"]),
    "12: an en dash": ("acme.test TXT v=spf1 ip4:192.0.2.25 \u2013all", OWN, ["spf-invalid"]),
    "12: a non-breaking space": (
        "acme.test TXT v=spf1 ip4:192.0.2.25\u00a0-all",
        OWN,
        ["spf-invalid"],
    ),
    "12: a tab": ("acme.test TXT v=spf1 ip4:192.0.2.25\t-all", OWN, ["spf-invalid"]),
    "6: redirect twice": (
        "acme.test TXT v=spf1 redirect=b.test redirect=b.test\nb.test TXT v=spf1 -all",
        OWN,
        ["spf-invalid"],
    ),
    "6: exp twice": ("acme.test TXT v=spf1 exp=a.test exp=a.test -all", OWN, ["spf-invalid"]),
    "7.1: a macro that is none": (
        "acme.test TXT v=spf1 exists:%{z}.b.test -all",
        OWN,
        ["spf-invalid"],
    ),
    "7.1: a lone percent": ("acme.test TXT v=spf1 exists:%a.b.test -all", OWN, ["spf-invalid"]),
    "7.1: a domain that ends in digits": (
        "acme.test TXT v=spf1 a:b.123 -all",
        OWN,
        ["spf-invalid"],
    ),
    "5.2: include without a domain": ("acme.test TXT v=spf1 include: -all", OWN, ["spf-invalid"]),
    "5.2: include of nothing": (
        "acme.test TXT v=spf1 include:gone.test -all",
        OWN,
        ["spf-invalid"],
    ),
    "5.2: include without SPF": (
        "acme.test TXT v=spf1 include:b.test -all\nb.test TXT hello",
        OWN,
        ["spf-invalid"],
    ),
    "5.2: include of two records": (
        "acme.test TXT v=spf1 include:b.test -all\n"
        "b.test TXT v=spf1 a -all\nb.test TXT v=spf1 -all",
        OWN,
        ["spf-invalid"],
    ),
    "5.2: a broken record inside": (
        "acme.test TXT v=spf1 include:b.test -all\nb.test TXT v=spf1 foo -all",
        OWN,
        ["spf-invalid"],
    ),
    "6.1: redirect to nothing": ("acme.test TXT v=spf1 redirect=gone.test", OWN, ["spf-invalid"]),
    "4.6.4: includes in a circle": (
        "acme.test TXT v=spf1 include:b.test -all\nb.test TXT v=spf1 include:acme.test -all",
        OWN,
        ["spf-invalid"],
    ),
    "4.6.4: includes itself": ("acme.test TXT v=spf1 include:acme.test -all", OWN, ["spf-invalid"]),
    "5.4: more than ten mail servers": (
        "acme.test TXT v=spf1 mx -all\n"
        + "\n".join(f"acme.test MX {n} m{n}.test." for n in range(11)),
        OWN,
        ["spf-invalid"],
    ),
    "4.6.4: eleven lookups": (
        "acme.test TXT v=spf1 ip4:192.0.2.25 "
        + " ".join(f"include:i{n}.test" for n in range(11))
        + " -all\n"
        + "\n".join(f"i{n}.test TXT v=spf1 -all" for n in range(11)),
        OWN,
        ["spf-too-many-lookups"],
    ),
    "4.6.4: eleven lookups in depth": (
        "acme.test TXT v=spf1 ip4:192.0.2.25 include:b.test -all\nb.test TXT v=spf1 "
        + " ".join(f"exists:e{n}.test" for n in range(10))
        + " -all\n"
        + "\n".join(f"e{n}.test TXT x" for n in range(10)),
        OWN,
        ["spf-too-many-lookups"],
    ),
    "4.6.4: ten lookups are enough": (
        "acme.test TXT v=spf1 ip4:192.0.2.25 "
        + " ".join(f"include:i{n}.test" for n in range(10))
        + " -all\n"
        + "\n".join(f"i{n}.test TXT v=spf1 -all" for n in range(10)),
        OWN,
        [],
    ),
    "4.6.4: what stands behind all costs nothing": (
        "acme.test TXT v=spf1 ip4:192.0.2.25 -all "
        + " ".join(f"include:i{n}.test" for n in range(11)),
        OWN,
        ["spf-untidy"],
    ),
    "4.6.4: three lookups that find nothing": (
        "acme.test TXT v=spf1 ip4:192.0.2.25 a:x.test a:y.test a:z.test -all",
        OWN,
        ["spf-too-many-lookups"],
    ),
    "4.6.4: two that find nothing": (
        "acme.test TXT v=spf1 ip4:192.0.2.25 a:x.test a:y.test -all",
        OWN,
        [],
    ),
    "4.6.4: three without IPv6 fail clients of IPv6": (
        "acme.test TXT v=spf1 ip4:192.0.2.25 a:x.test a:y.test a:z.test -all\n"
        "x.test A 192.0.2.1\ny.test A 192.0.2.2\nz.test A 192.0.2.3",
        OWN,
        ["spf-too-many-lookups"],
    ),
    "+all": ("acme.test TXT v=spf1 +all", OWN, ["spf-allows-anyone"]),
    "all is +all": ("acme.test TXT v=spf1 ip4:192.0.2.25 all", OWN, ["spf-allows-anyone"]),
    "ip4:0.0.0.0/0": ("acme.test TXT v=spf1 ip4:0.0.0.0/0 -all", OWN, ["spf-allows-anyone"]),
    "two halves": (
        "acme.test TXT v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all",
        OWN,
        ["spf-allows-anyone"],
    ),
    "ip6:::/0": (
        "acme.test TXT v=spf1 ip4:192.0.2.25 ip6:::/0 -all",
        OWN,
        ["spf-allows-anyone"],
    ),
    "5.2: an include that lets all pass": (
        "acme.test TXT v=spf1 include:b.test -all\nb.test TXT v=spf1 +all",
        OWN,
        ["spf-allows-anyone"],
    ),
    "6.1: a redirect that lets all pass": (
        "acme.test TXT v=spf1 redirect=b.test\nb.test TXT v=spf1 +all",
        OWN,
        ["spf-allows-anyone"],
    ),
    "a /0": ("acme.test TXT v=spf1 a/0 -all\nacme.test A 192.0.2.1", OWN, ["spf-allows-anyone"]),
    "mx /0": (
        "acme.test TXT v=spf1 mx/0 -all\nacme.test MX 1 m.test.\nm.test A 192.0.2.1",
        OWN,
        ["spf-allows-anyone"],
    ),
    "exists that always finds": (
        "acme.test TXT v=spf1 exists:b.test -all\nb.test A 127.0.0.2",
        OWN,
        ["spf-allows-anyone"],
    ),
    "exists by a macro that always finds": (
        "acme.test TXT v=spf1 ip4:192.0.2.25 exists:%{i}.b.test -all\n*.b.test A 127.0.0.2\n"
        + "200.113.0.203.x TXT x\n203.0.113.200.b.test A 127.0.0.2",
        OWN,
        ["spf-allows-anyone"],
    ),
    "4.6.2: -all first lets nobody pass": (
        "acme.test TXT v=spf1 -all +all",
        OWN,
        ["spf-sender-missing", "spf-untidy"],
    ),
    "what was refused before is not allowed after": (
        "acme.test TXT v=spf1 ip4:192.0.2.25 -ip4:0.0.0.0/1 -ip4:128.0.0.0/1 -ip6:::/0 +all",
        OWN,
        [],
    ),
    "our address is not in it": (
        "acme.test TXT v=spf1 ip4:192.0.2.26 -all",
        OWN,
        ["spf-sender-missing"],
    ),
    "~ is not pass": ("acme.test TXT v=spf1 ~ip4:192.0.2.25 -all", OWN, ["spf-sender-missing"]),
    "by a": ("acme.test TXT v=spf1 a -all\nacme.test A 192.0.2.25", OWN, []),
    "by mx": (
        "acme.test TXT v=spf1 mx -all\nacme.test MX 1 m.test.\nm.test A 192.0.2.25",
        OWN,
        [],
    ),
    "by redirect": (
        "acme.test TXT v=spf1 redirect=b.test\nb.test TXT v=spf1 ip4:192.0.2.25 -all",
        OWN,
        [],
    ),
    "by exists with macros": (
        "acme.test TXT v=spf1 exists:%{ir}.%{v}.b.test -all\n25.2.0.192.in-addr.b.test A 127.0.0.2",
        OWN,
        [],
    ),
    "by ptr": (
        "acme.test TXT v=spf1 ptr -all\n25.2.0.192.in-addr.arpa PTR m.acme.test.\n"
        "m.acme.test A 192.0.2.25",
        OWN,
        ["spf-untidy"],
    ),
    "?all": ("acme.test TXT v=spf1 ip4:192.0.2.25 ?all", OWN, ["spf-open-ended"]),
    "4.7: no all": ("acme.test TXT v=spf1 ip4:192.0.2.25", OWN, ["spf-open-ended"]),
    "no all behind a redirect": (
        "acme.test TXT v=spf1 redirect=b.test\nb.test TXT v=spf1 ip4:192.0.2.25",
        OWN,
        ["spf-open-ended"],
    ),
    "5.1: redirect beside all": (
        "acme.test TXT v=spf1 ip4:192.0.2.25 -all redirect=b.test",
        OWN,
        ["spf-untidy"],
    ),
    "a term twice": (
        "acme.test TXT v=spf1 ip4:192.0.2.25 ip4:192.0.2.25 -all",
        OWN,
        ["spf-untidy"],
    ),
    "3.4: a long record": (
        "acme.test TXT v=spf1 " + " ".join(f"ip4:192.0.2.{n}" for n in range(20, 60)) + " -all",
        OWN,
        ["spf-untidy"],
    ),
    "a wide space": ("acme.test TXT v=spf1 ip4:192.0.0.0/10 -all", OWN, ["spf-untidy"]),
    "google is included": (
        "acme.test TXT v=spf1 include:_spf.google.com ~all\n_spf.google.com TXT v=spf1 -all",
        GOOGLE,
        [],
    ),
    "google is not included": ("acme.test TXT v=spf1 -all", GOOGLE, ["spf-sender-missing"]),
    "6: an unknown modifier is passed over": (
        "acme.test TXT v=spf1 ip4:192.0.2.25 later=x -all",
        OWN,
        [],
    ),
    "an alias to a good record": (
        "acme.test CNAME b.test.\nb.test TXT v=spf1 ip4:192.0.2.25 -all",
        OWN,
        [],
    ),
}


def test_the_zoo_is_large() -> None:
    assert len(ZOO) >= 60


@pytest.mark.parametrize("case", ZOO)
async def test_a_record_is_judged_as_the_rfc_has_it(case: str) -> None:
    zone, config, broken = ZOO[case]

    assert ids(await asked("spf", zone, config)) == broken


async def test_a_missing_record_is_shown_as_one_pastes_it() -> None:
    config = "  domains: [{domain: acme.test, senders: [google], sending_ips: [192.0.2.25]}]"
    (found,) = await asked("spf", "", config)

    assert found.message == "acme.test has no SPF record"
    assert found.rule.fix.endswith(
        'Publish: `acme.test. IN TXT "v=spf1 ip4:192.0.2.25 include:_spf.google.com ~all"`'
    )
    assert (found.at.line, found.at.column) == (3, 13)


async def test_a_sender_to_add_goes_before_the_end() -> None:
    (found,) = await asked("spf", "acme.test TXT v=spf1 ip4:192.0.2.1 -all", GOOGLE)

    assert found.subject == "acme.test google"
    assert '"v=spf1 ip4:192.0.2.1 include:_spf.google.com -all"' in found.rule.fix


async def test_a_strange_character_is_named() -> None:
    (found,) = await asked("spf", "acme.test TXT v=spf1 ip4:192.0.2.25 \u2013all", OWN)

    assert "an en dash (U+2013) stands at position 23" in found.message


async def test_the_lookups_are_shown_as_a_tree_with_their_cost() -> None:
    found = await asked("spf", ZOO["4.6.4: eleven lookups in depth"][0], OWN)

    assert found[0].message == "acme.test's SPF record needs 11 lookups; receivers make 10"
    assert found[0].evidence[:3] == (
        "acme.test: 11 lookups",
        "· include:b.test: 11 lookups",
        "· · exists:e0.test: 1 lookup",
    )


async def test_an_address_that_is_authorised_only_over_ipv6_lookups_weighs_less() -> None:
    found = await asked("spf", ZOO["4.6.4: three without IPv6 fail clients of IPv6"][0], OWN)

    assert [one.rule.impact.word for one in found] == ["risk"]


@pytest.mark.parametrize("where", ["acme.test", "b.test"])
async def test_a_silent_server_is_an_open_question_never_a_missing_record(where: str) -> None:
    zone = LineResolver("acme.test TXT v=spf1 include:b.test -all", silent=(where,))

    with pytest.raises(UnreachableError) as caught:
        await asked("spf", zone, OWN)
    assert caught.value.kind == "timed out"
    assert caught.value.found == ()


async def test_what_was_seen_beside_a_silence_stands() -> None:
    zone = LineResolver("acme.test TXT v=spf1 include:b.test +all", silent=("b.test",))

    with pytest.raises(UnreachableError) as caught:
        await asked("spf", zone, OWN)
    assert ids(list(caught.value.found)) == ["spf-allows-anyone"]


@pytest.mark.parametrize(
    ("record", "broken"),
    [
        ("b.acme.test TXT v=spf1 include:s.test -all\ns.test TXT v=spf1 -all", []),
        ("b.acme.test CNAME s.test.\ns.test TXT v=spf1 -all", []),
        ("b.acme.test TXT v=spf1 include:s.test -all", ["spf-sender-missing"]),
        ("b.acme.test TXT hello", ["spf-sender-missing"]),
        ("b.acme.test CNAME s.test.", ["spf-sender-missing"]),
    ],
)
async def test_a_domain_that_takes_a_senders_bounces_needs_spf_too(
    record: str, broken: list[str]
) -> None:
    sender = "{name: postmark, return_path: b.acme.test}"
    config = f"  domains: [{{domain: acme.test, senders: [{sender}]}}]"

    assert ids(await asked("spf", f"acme.test TXT v=spf1 -all\n{record}", config)) == broken


async def test_a_record_with_thousands_of_terms_is_not_followed_to_its_end() -> None:
    terms = " ".join(f"a:h{number}.test" for number in range(2000))
    zone = LineResolver(f"acme.test TXT v=spf1 {terms} -all")

    assert ids(await asked("spf", zone)) == ["spf-too-many-lookups", "spf-untidy"]
    assert len(zone.asked) < 500


async def test_a_domain_nobody_sends_for_is_told_to_refuse_everything() -> None:
    (found,) = await asked("spf", "")

    assert '"v=spf1 -all"' in found.rule.fix
