"""An export of a DNS host becomes a map that octoDNS takes, and nothing is lost unsaid."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.dns.import_zone import Imported, import_zone
from launchready.dns.octodns_map import read_map
from launchready.values.problem import ConfigError
from tests.dns.octodns import complaints

BIND = """\
$ORIGIN acme.test.
$TTL 1h
@ SOA ns1.host.test. root.host.test. 1 2 3 4 5
@ NS ns1.host.test.
@ NS ns2.host.test.
@ MX 10 mail ; where mail arrives
@ CAA 0 issue "letsencrypt.org; validationmethods=dns-01"
@ TXT "v=spf1 include:_spf.host.test -all"
10 PTR mail
2 PTR mail
404 A 192.0.2.4
*.dev A 192.0.2.7
_443._tcp.www TLSA 3 1 1 AABB 0c
_sip._tcp SRV 1 2 5060 sip
away NS ns1.away.test.
away DS 12345 13 2 e2d3c916f6deeac73294e8268fb5885044a833fc5459588f4a9184cfc41a5766
enum NAPTR 100 10 "U" "E2U+sip" "!^.*$!sip:a@acme.test!" .
mail A 192.0.2.25
mail AAAA 2001:db8::25
pm._domainkey TXT "v=DKIM1; k=rsa; p=AAAA" "BBBB"
quoted TXT "\\"quoted\\" and caf\u00e9"
_8443._https.svc SVCB 1 svc alpn=h2,h3 port=8443
ssh SSHFP 4 2 e2d3c916f6deeac73294e8268fb5885044a833fc5459588f4a9184cfc41a5766
where LOC 51 30 12.748 N 0 7 39.612 W 25m
www HTTPS 1 . alpn="h3,h2" ipv4hint=192.0.2.1
www A 192.0.2.1
"""
CLOUDFLARE = """\
;;
;; Domain:     acme.test.
;; Exported:   2026-11-20 10:00:00
;;
;; SOA Record
acme.test\t3600\tIN\tSOA\tana.ns.cloudflare.com. dns.cloudflare.com. 2052 10000 2400 604800 3600

;; NS Records
acme.test.\t86400\tIN\tNS\tana.ns.cloudflare.com.

;; CNAME Records
acme.test.\t1\tIN\tCNAME\tapp.onrender.com. ; cf_tags=cf-proxied:true
www.acme.test.\t1\tIN\tCNAME\tacme.test. ; shop front cf_tags=cf-proxied:true
www.acme.test.\t1\tIN\tMX\t10 mx.host.test. ; cf_tags=cf-proxied:false

;; TXT Records
acme.test.\t1\tIN\tTXT\t"v=spf1 -all"
api.acme.test.\t300\tIN\tA\t192.0.2.1 ; cf_tags=cf-proxied:false

;; URI Records
_ftp._tcp.acme.test.\t300\tIN\tURI\t10 1 "ftp://ftp.acme.test/"
"""
ALONE = CLOUDFLARE.replace("www.acme.test.\t1\tIN\tMX", "mail.acme.test.\t1\tIN\tMX")
ROUTE53 = {
    "ResourceRecordSets": [
        {
            "Name": "acme.test.",
            "Type": "A",
            "AliasTarget": {
                "HostedZoneId": "Z2FDTNDATAQYW2",
                "DNSName": "d111111abcdef8.cloudfront.net.",
                "EvaluateTargetHealth": False,
            },
        },
        {
            "Name": "acme.test.",
            "Type": "SOA",
            "TTL": 900,
            "ResourceRecords": [{"Value": "ns-1.awsdns-1.com. a. 1 7200 900 1209600 86400"}],
        },
        {
            "Name": "acme.test.",
            "Type": "TXT",
            "TTL": 300,
            "ResourceRecords": [{"Value": '"v=spf1 -all"'}, {"Value": '"one" "two; three"'}],
        },
        {
            "Name": "\\052.acme.test.",
            "Type": "CNAME",
            "TTL": 60,
            "ResourceRecords": [{"Value": "app.host.test"}],
        },
        {
            "Name": "api.acme.test.",
            "Type": "A",
            "SetIdentifier": "one",
            "Weight": 1,
            "TTL": 60,
            "ResourceRecords": [{"Value": "192.0.2.1"}],
        },
        {
            "Name": "api.acme.test.",
            "Type": "A",
            "SetIdentifier": "two",
            "Weight": 1,
            "TTL": 60,
            "ResourceRecords": [{"Value": "192.0.2.2"}],
        },
    ]
}


def told(imported: Imported) -> list[str]:
    return [str(one) for one in imported.repairs]


def again(imported: Imported) -> list[tuple[str, tuple[str, ...]]]:
    text = imported.text("an export")
    found = read_map(text.encode(), "x", imported.zone)
    return sorted((str(one), one.values) for one in found)


@pytest.mark.parametrize("text", [BIND, ALONE, json.dumps(ROUTE53)])
def test_what_is_written_is_taken_by_octodns_and_read_as_the_same(
    text: str, tmp_path: Path
) -> None:
    imported = import_zone(text.encode(), "export")

    assert again(imported) == sorted((str(one), one.values) for one in imported.records)
    assert complaints(tmp_path, "acme.test", imported.text("an export")) == ""


def test_a_proxied_cname_beside_mail_is_no_more_than_a_warning_to_octodns(tmp_path: Path) -> None:
    text = import_zone(CLOUDFLARE.encode(), "export").text("an export")

    (warning,) = complaints(tmp_path, "acme.test", text).strip().splitlines()[1:]
    assert "CNAME at www.acme.test. cannot coexist with other records" in warning


def test_a_bind_file_becomes_a_map_in_order_with_room_for_reasons() -> None:
    text = import_zone(
        b"$ORIGIN acme.test.\nw10 5m A 192.0.2.1\nw9 A 192.0.2.2 ; old shop\n"
        b"@ MX 10 mail\n@ TXT one\n",
        "acme.zone",
    ).text("acme.zone")

    assert (
        text
        == """\
# The records of acme.test, from acme.zone.
# Say behind 'purpose:' what each record is for, and behind 'owner:' who decides on it.
---
'':
  # purpose:
  - type: MX
    value:
      exchange: mail.acme.test.
      preference: 10
  # purpose:
  - type: TXT
    value: one
# purpose: old shop
w9:
  type: A
  value: 192.0.2.2
# purpose:
w10:
  ttl: 300
  type: A
  value: 192.0.2.1
"""
    )


def test_a_cloudflare_export_is_mended_and_every_repair_told() -> None:
    imported = import_zone(CLOUDFLARE.encode(), "acme.txt")

    assert told(imported) == [
        "acme.txt:21:1: _ftp._tcp.acme.test URI is left out; maps have no such type",
        "acme.txt:12:1: acme.test CNAME is written as ALIAS; a zone's own name cannot be a CNAME",
    ]
    found = {str(one): (one.values, one.proxied, one.ttl) for one in imported.records}
    assert found == {
        "acme.test NS": (("ana.ns.cloudflare.com.",), False, 86400),
        "www.acme.test CNAME": (("acme.test.",), True, None),
        "www.acme.test MX": (("10 mx.host.test.",), False, None),
        "acme.test TXT": (("v=spf1 -all",), False, None),
        "api.acme.test A": (("192.0.2.1",), False, 300),
        "acme.test ALIAS": (("app.onrender.com.",), True, None),
    }
    assert "# purpose: shop front\n" in imported.text("acme.txt")


def test_route_53s_aliases_and_pools_keep_their_meaning() -> None:
    imported = import_zone(json.dumps(ROUTE53).encode(), "acme.json")

    assert imported.zone == "acme.test"
    assert [(str(one), one.values, one.match) for one in imported.records] == [
        ("acme.test ALIAS", ("d111111abcdef8.cloudfront.net.",), "exact"),
        ("acme.test TXT", ("onetwo; three", "v=spf1 -all"), "exact"),
        ("*.acme.test CNAME", ("app.host.test.",), "exact"),
        ("api.acme.test A", ("192.0.2.1", "192.0.2.2"), "any"),
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "www A 192.0.2.1\n",
            "x:1:1: the file does not say which zone it is of;"
            " say it: launchready dns import FILE --zone example.com",
        ),
        ("$ORIGIN acme.test.\n", "x:1:1: there is no record of acme.test in it; export it again"),
        (
            '{"ResourceRecordSets": [{"Name": 1}]}',
            "x:1:1: this is no list of ResourceRecordSets;"
            " save what aws route53 list-resource-record-sets prints",
        ),
        ("$ORIGIN acme.test.\nwww A x\n", "x:2:7: x is not an IPv4 address; like 192.0.2.1"),
    ],
)
def test_an_export_that_cannot_be_read_says_why(text: str, problem: str) -> None:
    with pytest.raises(ConfigError) as caught:
        import_zone(text.encode(), "x")

    assert [str(one) for one in caught.value.problems] == [problem]


def test_a_zone_that_is_named_needs_no_soa() -> None:
    (record,) = import_zone(b"www A 192.0.2.1\n", "x", "acme.test").records

    assert str(record) == "www.acme.test A"


VALUES = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=12), st.lists)


@given(
    st.fixed_dictionaries(
        {"Name": st.sampled_from(["acme.test.", "\\052.acme.test.", "a b", ""])},
        optional={
            "Type": st.sampled_from(["A", "TXT", "MX", "SOA", "URI"]),
            "TTL": VALUES,
            "AliasTarget": st.dictionaries(st.just("DNSName"), VALUES, max_size=1) | VALUES,
            "ResourceRecords": st.lists(st.dictionaries(st.just("Value"), VALUES), max_size=2),
        },
    )
)
@settings(max_examples=100)
def test_no_export_crashes_the_reader(row: dict[str, object]) -> None:
    raw = json.dumps({"ResourceRecordSets": [row]}).encode()

    with suppress(ConfigError):
        import_zone(raw, "x", "acme.test")
