"""What a zone may answer, on real name servers: each is told for what it is, or is silent."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.dns.room import asked, kinds, open_, told
from tests.dns.zone_servers import bind, knot, nsd, powerdns, unbound
from tests.servers import free_port, needs, program

KNOT, NSD, BIND, PDNS = "127.0.0.2", "127.0.0.3", "127.0.0.1", "127.0.0.4"
SIGNED, RESOLVER, PARENT = "127.0.0.5", "127.0.0.6", "127.0.0.7"
HEAD = "$TTL 300\n@ SOA ns1.host.test. root.host.test. 1 3600 600 86400 300\n"
HEAD += "@ NS ns1.host.test.\n@ NS ns2.host.test.\n"

KEY = "v=DKIM1; k=rsa; p=" + "AbC9" * 98
DIGEST = "e2d3c916f6deeac73294e8268fb5885044a833fc5459588f4a9184cfc41a5766"


def strings(text: str, size: int) -> str:
    return " ".join(f'"{text[at : at + size]}"' for at in range(0, len(text), size))


# Every type that a map may have, each in a form a provider is known to give it.
TYPES = (
    HEAD
    + rf"""
@ MX 10 ASPMX.L.GOOGLE.COM.
@ CAA 0 issue "letsencrypt.org; validationmethods=dns-01"
@ TXT "v=spf1 -all"
_443._tcp.www TLSA 3 1 1 {DIGEST}
_sip._tcp SRV 1 2 5060 SIP.host.test.
away NS ns1.away-host.test.
away DS 12345 13 2 {DIGEST.upper()}
enum NAPTR 100 10 "U" "E2U+sip" "!^(.*)$!sip:\\1@acme.test!" .
k255._domainkey TXT {strings(KEY, 255)}
k200._domainkey TXT {strings(KEY, 200)}
k3._domainkey TXT {strings(KEY, 3)}
mail A 192.0.2.25
mail AAAA 2001:db8::25
ptr PTR Mail.host.test.
_dmarc TXT "v=DMARC1; p=reject"
ssh SSHFP 4 2 {DIGEST}
sts TXT "v=STSv1; id=1"
svc SVCB 1 svc.host.test. alpn=h2,h3 port=8443
where LOC 51 30 12.748 N 0 7 39.612 W 25m
www HTTPS 1 . alpn=h3,h2 ipv4hint=192.0.2.1
www A 192.0.2.1
"""
)
SPLIT = KEY.replace(";", "\\;")
TYPES_MAP = rf"""
'':
  - {{type: MX, value: {{preference: 10, exchange: aspmx.l.google.com.}}}}
  - {{type: CAA, value: {{tag: issue, value: "letsencrypt.org; validationmethods=dns-01"}}}}
  - {{type: TXT, value: v=spf1 -all}}
  - {{type: NS, values: [NS2.host.test., ns1.host.test.]}}
_443._tcp.www:
  type: TLSA
  value:
    certificate_usage: 3
    selector: 1
    matching_type: 1
    certificate_association_data: {DIGEST.upper()}
_sip._tcp: {{type: SRV, value: {{priority: 1, weight: 2, port: 5060, target: sip.host.test.}}}}
away:
  - {{type: NS, value: ns1.away-host.test.}}
  - type: DS
    value: {{key_tag: 12345, algorithm: 13, digest_type: 2, digest: {DIGEST}}}
enum:
  type: NAPTR
  value:
    order: 100
    preference: 10
    flags: U
    service: E2U+sip
    regexp: '!^(.*)$!sip:\\1@acme.test!'
    replacement: .
k255._domainkey: {{type: TXT, value: '{SPLIT}'}}
k200._domainkey: {{type: TXT, value: '{SPLIT}'}}
k3._domainkey: {{type: TXT, value: '{SPLIT}'}}
mail:
  - {{type: A, value: 192.0.2.25}}
  - {{type: AAAA, value: '2001:DB8:0::25'}}
ptr: {{type: PTR, value: mail.host.test.}}
ssh: {{type: SSHFP, value: {{algorithm: 4, fingerprint_type: 2, fingerprint: {DIGEST}}}}}
sts: {{type: TXT, value: 'v=STSv1\; id=1'}}
svc:
  type: SVCB
  value: {{svcpriority: 1, targetname: SVC.host.test., svcparams: {{alpn: [h2, h3], port: 8443}}}}
where:
  type: LOC
  value:
    lat_degrees: 51
    lat_minutes: 30
    lat_seconds: 12.748
    lat_direction: N
    long_degrees: 0
    long_minutes: 7
    long_seconds: 39.612
    long_direction: W
    altitude: 25
    size: 1
    precision_horz: 10000
    precision_vert: 10
www:
  - type: HTTPS
    value: {{svcpriority: 1, targetname: ., svcparams: {{alpn: [h3, h2], ipv4hint: [192.0.2.1]}}}}
  - {{type: A, value: 192.0.2.1}}
"""
CASES = (
    HEAD
    + """
a.ent A 192.0.2.1
www CNAME shop.cases.test.
shop A 192.0.2.1
shop MX 10 m.test.
*.wild A 192.0.2.7
own.wild A 192.0.2.8
proxied A 104.16.0.1
proxied MX 10 m.test.
bare A 192.0.2.1
slow 86400 A 192.0.2.1
pool A 192.0.2.1
pool A 192.0.2.2
"""
)
ZONES = {
    "types.test": TYPES,
    "cases.test": CASES,
    "xn--bcher-kva.test": HEAD + "www A 192.0.2.1\nxn--strae-oqa A 192.0.2.2\n",
}
ABOVE = HEAD + "types NS ns1.host.test.\ncases NS ns1.host.test.\ncases NS ns9.host.test.\n"
ABOVE += "app.host A 192.0.2.50\n"
OLDER = {**ZONES, "cases.test": CASES.replace(" 1 3600 ", " 4294967290 3600 ")}
SIGNED_ZONES = ("signed.test", "bogus.test", "tampered.test", "unsigned.test")
WRONG_DS = f"bogus.test. DS 1 13 2 {DIGEST}"
ALIASED = TYPES.replace('_dmarc TXT "v=DMARC1; p=reject"', "_dmarc CNAME mail.types.test.")
FLAT = {"flat.test": HEAD + "@ 60 ALIAS app.host.test.\n", "types.test": ALIASED}


@dataclass(frozen=True)
class Servers:
    port: int
    nowhere: int

    def at(self, *addresses: str) -> tuple[str, ...]:
        return tuple(f"{one}:{self.port}" for one in addresses)


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    root = tmp_path_factory.mktemp("outcomes")
    port = free_port(KNOT, NSD, BIND, PDNS, SIGNED, RESOLVER, PARENT)
    with ExitStack() as stack:
        stack.enter_context(knot(root / "knot", KNOT, port, ZONES))
        stack.enter_context(nsd(root / "nsd", NSD, port, OLDER, rate=20))
        broken = {**ZONES, "broken.test": "this is no zone\n"}
        stack.enter_context(bind(root / "bind", port, broken))
        signed = dict.fromkeys(SIGNED_ZONES, HEAD + "www A 192.0.2.1\n")
        stack.enter_context(knot(root / "signed", SIGNED, port, signed, signed=True))
        keys = {one: _ds(root / "signed", one) for one in signed}
        above = ABOVE + "".join(f"{one}. NS ns1.host.test.\n" for one in signed)
        above += "\n".join([keys["signed.test"], keys["tampered.test"], WRONG_DS]) + "\n"
        stack.enter_context(knot(root / "parent", PARENT, port, {"test": above}))
        stack.enter_context(powerdns(root / "pdns", PDNS, port, FLAT, f"{RESOLVER}:{port}"))
        stubs = {"test": f"{PARENT}@{port}", "flat.test": f"{PDNS}@{port}"}
        stubs |= dict.fromkeys(signed, f"{SIGNED}@{port}")
        tampered = WRONG_DS.replace("bogus.test", "tampered.test")
        anchors = "\n".join([keys["signed.test"], WRONG_DS, tampered]) + "\n"
        stack.enter_context(unbound(root / "unbound", RESOLVER, port, stubs, anchors))
        yield Servers(port=port, nowhere=free_port(NSD))


def _ds(folder: Path, zone: str) -> str:
    command = [program("keymgr"), "-c", str(folder / "server.conf"), zone, "ds"]
    out = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout
    return next(line for line in out.splitlines() if " 13 2 " in line)


ALL = needs("knotd", "keymgr", "nsd", "named", "pdns_server", "unbound")
RECORDS = "dns/record-map"


@ALL
@pytest.mark.parametrize("server", [KNOT, NSD, BIND, PDNS])
async def test_every_type_of_a_map_is_known_again(server: str, servers: Servers) -> None:
    answers = await asked("types.test", TYPES_MAP, servers.at(server), only=RECORDS)

    assert (told(answers), open_(answers)) == ([], [])
    assert len(answers) == 21


@ALL
@pytest.mark.parametrize("server", [KNOT, NSD, BIND])
async def test_what_is_missing_is_told_in_its_own_way(server: str, servers: Servers) -> None:
    map_ = """\
ent: {type: A, value: 192.0.2.1}
gone: {type: A, value: 192.0.2.1}
shop: {type: AAAA, value: '2001:db8::1'}
www: {type: MX, value: {preference: 10, exchange: m.test.}}
"""

    answers = await asked("cases.test", map_, servers.at(server), only=RECORDS)

    said = "is not in DNS"
    ent = "only names below it exist"
    assert told(answers) == [
        ("dns/record-missing", f"ent.cases.test A {said} ({ent}); the map says 192.0.2.1"),
        ("dns/record-missing", f"gone.cases.test A {said} (no such name); the map says 192.0.2.1"),
        (
            "dns/record-missing",
            f"shop.cases.test AAAA {said} (the name exists without AAAA); the map says 2001:db8::1",
        ),
        (
            "dns/record-changed",
            "www.cases.test MX is an alias of shop.cases.test.; the map says 10 m.test.",
        ),
    ]


@ALL
async def test_a_zone_that_a_server_could_not_load_is_open_and_its_server_lame(
    servers: Servers,
) -> None:
    map_ = "www: {type: A, value: 192.0.2.1}\n"

    answers = await asked("broken.test", map_, servers.at(BIND), policy=", unlisted: ignore")

    assert ("www.broken.test A", "refused") in {(one[0], one[1]) for one in open_(answers)}
    assert "SERVFAIL" in open_(answers)[-1][2]
    assert "dns/record-missing" not in {rule for rule, _ in told(answers)}


@ALL
async def test_a_server_without_the_zone_is_told_once_and_the_rest_is_judged(
    servers: Servers,
) -> None:
    map_ = "www: {type: CNAME, value: shop.cases.test.}\n"

    answers = await asked("cases.test", map_, servers.at(KNOT, SIGNED), only=RECORDS)
    about = await asked("cases.test", map_, servers.at(KNOT, SIGNED), only="dns/name-servers")

    assert (told(answers), open_(answers)) == ([], [])
    assert [rule for rule, _ in told(about)] == ["dns/server-lame"]


@ALL
async def test_a_server_that_is_behind_is_told_though_its_serial_went_round(
    servers: Servers,
) -> None:
    knot_, nsd_ = servers.at(KNOT, NSD)

    answers = await asked("cases.test", "{}", (knot_, nsd_), only="dns/name-servers")

    said = f"cases.test has serial 1 on {knot_}; 4294967290 on {nsd_}; the first is the newest"
    assert told(answers) == [("dns/serials-differ", said)]


@ALL
async def test_the_zone_above_names_a_server_the_zone_does_not(servers: Servers) -> None:
    (knot_, parent) = servers.at(KNOT, PARENT)
    above = {"test": (parent,)}

    same = await asked("types.test", "{}", (knot_,), more=above, only="dns/delegation")
    other = await asked("cases.test", "{}", (knot_,), more=above, only="dns/delegation")

    assert kinds(same) == {("dns/delegation-differs", "types.test")}
    assert told(other) == [
        (
            "dns/delegation-differs",
            "cases.test is served by different names: ns9.host.test. only at the zone above;"
            " ns2.host.test. only in the zone itself",
        )
    ]
    assert (open_(same), open_(other)) == ([], [])


@ALL
async def test_a_silent_server_is_no_missing_record(servers: Servers) -> None:
    map_ = "www: {type: CNAME, value: shop.cases.test.}\n"
    nowhere = f"{NSD}:{servers.nowhere}"

    answers = await asked("cases.test", map_, (nowhere,), only=RECORDS)

    ((_, kind, _),) = open_(answers)
    assert (kind, told(answers)) == ("unreachable", [])


@ALL
async def test_a_proxied_record_shows_its_proxy_and_mail_beside_it(servers: Servers) -> None:
    map_ = """\
bare: {type: A, value: 192.0.2.1, octodns: {cloudflare: {proxied: true}}}
proxied:
  - {type: CNAME, value: app.host.test., octodns: {cloudflare: {proxied: true}}}
  - {type: MX, value: {preference: 10, exchange: m.test.}}
"""

    answers = await asked("cases.test", map_, servers.at(KNOT, NSD), only=RECORDS)

    said = "bare.cases.test A is 192.0.2.1 for everybody to see;"
    said += " the map says proxied by Cloudflare before 192.0.2.1"
    assert told(answers) == [("dns/origin-exposed", said)]


@ALL
async def test_an_alias_is_held_against_its_targets_addresses(servers: Servers) -> None:
    resolver = f"{RESOLVER}:{servers.port}"
    right = "'': {type: ALIAS, value: app.host.test.}\n"

    fine = await asked("flat.test", right, servers.at(PDNS), resolver=resolver, only=RECORDS)
    wrong = await asked(
        "flat.test",
        right.replace("app.host", "gone.host"),
        servers.at(PDNS),
        resolver=resolver,
        only=RECORDS,
    )

    assert (told(fine), open_(fine)) == ([], [])
    assert told(wrong) == [
        (
            "dns/record-changed",
            "flat.test ALIAS is 192.0.2.50; the map says an alias of gone.host.test.,"
            " which has no address",
        )
    ]


@ALL
async def test_a_zone_in_another_script_is_the_same_zone(servers: Servers) -> None:
    map_ = "www: {type: A, value: 192.0.2.1}\nstra\u00dfe: {type: A, value: 192.0.2.2}\n"

    answers = await asked("xn--bcher-kva.test", map_, servers.at(KNOT, NSD, BIND), only=RECORDS)

    assert (told(answers), open_(answers)) == ([], [])


@ALL
async def test_a_wildcard_answers_for_itself_and_is_not_taken_for_a_name(
    servers: Servers,
) -> None:
    map_ = "'*.wild': {type: A, value: 192.0.2.7}\n"
    policy = ", absent: [beta.wild, own.wild, '*.bare']"

    records = await asked("cases.test", map_, servers.at(KNOT, NSD, BIND), only=RECORDS)
    absent = await asked(
        "cases.test", map_, servers.at(KNOT), policy=policy, only="dns/absent-names"
    )

    assert (told(records), open_(records)) == ([], [])
    assert kinds(absent) == {("dns/name-present", "own.wild.cases.test")}


@ALL
async def test_a_name_that_only_a_stranger_to_the_map_answers_for_is_told(
    servers: Servers,
) -> None:
    map_ = "a.wild: {type: A, value: 192.0.2.7}\n"

    answers = await asked("cases.test", map_, servers.at(KNOT, NSD), only=RECORDS)

    assert kinds(answers) == {("dns/wildcard-hides", "a.wild.cases.test A")}


@ALL
@pytest.mark.parametrize(
    ("ttl", "rules"), [("ignore", []), ("max", ["dns/ttl-differs"]), ("exact", ["dns/ttl-differs"])]
)
async def test_a_ttl_is_judged_by_policy(ttl: str, rules: list[str], servers: Servers) -> None:
    map_ = "slow: {type: A, ttl: 300, value: 192.0.2.1}\n"

    answers = await asked(
        "cases.test", map_, servers.at(KNOT, NSD), policy=f", ttl: {ttl}", only=RECORDS
    )

    assert [rule for rule, _ in told(answers)] == rules


@ALL
@pytest.mark.parametrize(
    ("match", "values", "rules"),
    [
        ("exact", "[192.0.2.1, 192.0.2.2]", []),
        ("exact", "[192.0.2.1]", ["dns/record-extra"]),
        ("exact", "[192.0.2.1, 192.0.2.2, 192.0.2.3]", ["dns/record-changed"]),
        ("subset", "[192.0.2.1]", []),
        ("subset", "[192.0.2.3]", ["dns/record-changed"]),
        ("any", "[192.0.2.1, 192.0.2.2, 192.0.2.3]", []),
        ("any", "[192.0.2.1]", ["dns/record-changed"]),
        ("present", "[203.0.113.1]", []),
    ],
)
async def test_values_are_judged_as_the_map_wants_them(
    match: str, values: str, rules: list[str], servers: Servers
) -> None:
    map_ = f"pool: {{type: A, values: {values}, octodns: {{launchready: {{match: {match}}}}}}}\n"

    answers = await asked("cases.test", map_, servers.at(KNOT, BIND), only=RECORDS)

    assert [rule for rule, _ in told(answers)] == rules


@ALL
async def test_a_server_that_limits_its_rate_tells_the_truth_of_every_absent_name(
    servers: Servers,
) -> None:
    policy = f", absent: [{', '.join(f'gone{number}' for number in range(500))}]"

    answers = await asked(
        "cases.test", "{}", servers.at(NSD), policy=policy, only="dns/absent-names"
    )

    assert (len(answers), told(answers), open_(answers)) == (500, [], [])


@ALL
@pytest.mark.parametrize(
    ("zone", "messages"),
    [
        ("signed.test", []),
        ("unsigned.test", []),
        (
            "bogus.test",
            ["bogus.test has no key at {signed} that the zone above vouches for"],
        ),
        ("tampered.test", ["tampered.test is refused by a resolver that checks signatures"]),
    ],
)
async def test_signatures_are_followed_from_the_zone_above(
    zone: str, messages: list[str], servers: Servers
) -> None:
    (signed,) = servers.at(SIGNED)

    answers = await asked(
        zone,
        "{}",
        (signed,),
        resolver=f"{RESOLVER}:{servers.port}",
        more={"test": servers.at(PARENT)},
        only="dns/dnssec",
    )

    assert open_(answers) == []
    found = [
        message.partition(":")[0] if "refused" in message else message
        for _, message in told(answers)
    ]
    assert found == [one.format(signed=signed) for one in messages]


@ALL
async def test_a_ds_record_of_the_map_is_the_parents_to_have(servers: Servers) -> None:
    ds = f"{{key_tag: 1, algorithm: 13, digest_type: 2, digest: {DIGEST}}}"
    map_ = f"'': {{type: DS, value: {ds}}}\n"
    above = {"test": servers.at(PARENT)}

    answers = await asked("unsigned.test", map_, servers.at(SIGNED), more=above)

    said = f"unsigned.test DS at the zone above is nothing; the map says 1 13 2 {DIGEST}"
    assert ("dns/dnssec-broken", said) in told(answers)


@ALL
async def test_a_delegation_and_an_alias_that_lead_nowhere_are_told(servers: Servers) -> None:
    map_ = """\
app: {type: CNAME, value: app.host.test.}
child: {type: NS, value: ns1.gone.test.}
lost: {type: CNAME, value: nothing.host.test.}
spf: {type: TXT, value: 'v=spf1 include:nothing.host.test -all'}
"""
    more = {"test": servers.at(PARENT), "host.test": servers.at(PARENT)}

    answers = await asked(
        "cases.test",
        map_,
        servers.at(KNOT),
        resolver=f"{RESOLVER}:{servers.port}",
        more=more,
        only="dns/dangling",
    )

    assert open_(answers) == []
    assert kinds(answers) == {
        ("dns/takeover", "child.cases.test NS"),
        ("dns/dangling-target", "lost.cases.test CNAME"),
        ("dns/dangling-target", "spf.cases.test TXT"),
    }


@ALL
async def test_one_server_with_an_alias_where_the_other_has_a_text_disagree(
    servers: Servers,
) -> None:
    map_ = "_dmarc: {type: TXT, value: v=DMARC1\\; p=reject}\n"

    answers = await asked("types.test", map_, servers.at(KNOT, PDNS), only=RECORDS)

    assert kinds(answers) == {("dns/servers-disagree", "_dmarc.types.test TXT")}


@ALL
async def test_what_a_resolver_remembers_or_refuses_is_nothing_to_the_map(
    servers: Servers,
) -> None:
    map_ = "bare: {type: A, value: 192.0.2.1}\n"
    nowhere = f"{NSD}:{servers.nowhere}"

    answers = await asked("cases.test", map_, servers.at(KNOT), resolver=nowhere, only=RECORDS)

    assert (told(answers), open_(answers)) == ([], [])
