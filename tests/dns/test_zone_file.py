"""A BIND zone file is a record map too: every record with its line, every mistake told at once."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.dns.record import Record
from launchready.dns.zone_file import read_zone_file, zone_of
from launchready.values.problem import ConfigError

FILE = "dns/acme.test.zone"
ZONE = "acme.test"

WHOLE = """\
$ORIGIN acme.test.
$TTL 1h
@ IN SOA ns1 host.acme.test. ( 1 2
      3 4 5 )
  NS ns1
  NS NS2.host.test.
@ MX 10 mail ; the mail
www 300 IN A 192.0.2.2
www 300 IN A 192.0.2.1 ; cf_tags=cf-proxied:true
IN 5m TXT one
pm._domainkey TXT ( "v=DKIM1; k=rsa;" ; halves
    " p=AAA" )
$ORIGIN dev
* CNAME www.acme.test.
away NS ns1.away
loc LOC 51 30 12.748 N 0 W 25m
svc HTTPS 1 . alpn="h2,h3" port=443
ds DS 1 13 2 AA BB
caa CAA 0 Issue "letsencrypt.org; x=1"
"""


def read(text: str) -> tuple[Record, ...]:
    return read_zone_file(text.encode(), FILE, ZONE)


def problems(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read(text)
    return [str(one).removeprefix(f"{FILE}:") for one in caught.value.problems]


def test_every_record_has_its_values_and_its_line() -> None:
    found = [(str(one), one.values, one.ttl, one.at.line) for one in read(WHOLE)]

    assert found == [
        ("acme.test NS", ("ns1.acme.test.", "ns2.host.test."), 3600, 5),
        ("acme.test MX", ("10 mail.acme.test.",), 3600, 7),
        ("www.acme.test A", ("192.0.2.1", "192.0.2.2"), 300, 8),
        ("in.acme.test TXT", ("one",), 300, 10),
        ("pm._domainkey.acme.test TXT", ("v=DKIM1; k=rsa; p=AAA",), 3600, 11),
        ("*.dev.acme.test CNAME", ("www.acme.test.",), 3600, 14),
        ("away.dev.acme.test NS", ("ns1.away.dev.acme.test.",), 3600, 15),
        ("loc.dev.acme.test LOC", ("51 30 12.748 N 0 0 0.000 W 25.00m",), 3600, 16),
        ("svc.dev.acme.test HTTPS", ('1 . alpn="h2,h3" port="443"',), 3600, 17),
        ("ds.dev.acme.test DS", ("1 13 2 aabb",), 3600, 18),
        ("caa.dev.acme.test CAA", ('0 issue "letsencrypt.org; x=1"',), 3600, 19),
    ]


def test_what_cloudflare_says_of_its_proxy_is_kept() -> None:
    (one,) = read("www 1 IN A 192.0.2.1 ; cf_tags=cf-proxied:true\n")

    assert (one.proxied, one.ttl) == (True, None)


def test_an_export_whose_soa_lacks_the_final_dot_is_read() -> None:
    text = "acme.test\t3600\tIN\tSOA\ta.test. b.test. 1 2 3 4 5\n\tNS a.test.\n"

    assert [str(one) for one in read(text)] == ["acme.test NS"]
    assert zone_of(text.encode(), FILE) == "acme.test"


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("$ORIGIN acme.test.\n@ SOA a. b. 1 2 3 4 5\n", "acme.test"),
        ("acme.test. 60 IN SOA a. b. 1 2 3 4 5\n", "acme.test"),
        ("$ORIGIN acme.test.\nwww A 192.0.2.1\n", "acme.test"),
        ("www A 192.0.2.1\n", None),
    ],
)
def test_a_file_says_which_zone_it_is_of(text: str, zone: str | None) -> None:
    assert zone_of(text.encode(), FILE) == zone


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("www A 192.0.2.300\n", "1:7: 192.0.2.300 is not an IPv4 address; like 192.0.2.1"),
        ("  A 192.0.2.1\n", "1:3: this record has no name; start its line with one, or @"),
        ("www\n", "1:1: this record has no type; like: www 300 IN A 192.0.2.1"),
        ("www CH A 192.0.2.1\n", "1:5: class CH is not read; records are of class IN"),
        ("www CNAM a.\n", "1:5: records of type CNAM are not read; did you mean CNAME?"),
        ("www MX 10\n", "1:5: MX has 1 parts; it has 2: preference exchange"),
        ("www TXT\n", '1:5: TXT has no text; write it in quotes: "v=spf1 -all"'),
        ("www 5q A 192.0.2.1\n", "1:5: 5q is no TTL; seconds are meant, or like 1h30m"),
        ("$TTL\n", "1:1: $TTL has 0 values; it has one"),
        (
            "$INCLUDE more\n",
            "1:1: $INCLUDE is not followed; put its records into this file",
        ),
        ("$GENERATE 1-2 a A 192.0.2.$\n", "1:1: $GENERATE is not followed; write its records out"),
        (
            "www.other.test. A 192.0.2.1\n",
            "1:1: www.other.test is not within acme.test;"
            " names without a final dot are relative to the origin",
        ),
        ("www A ( 192.0.2.1\n", "1:7: this bracket is never closed; close it behind the record"),
        ('www TXT "open\n', '1:9: " does not belong here; close quotes and brackets'),
        ("www A 192.0.2.1 )\n", "1:17: ) does not belong here; close quotes and brackets"),
        (
            "www CNAME a.test.\nwww CNAME b.test.\n",
            "1:1: www.acme.test CNAME has 2 values; it can have one only",
        ),
        (
            "www CNAME a.test.\nwww MX 1 b.test.\n",
            "1:1: www.acme.test CNAME stands beside MX;"
            " a CNAME must stand alone; move one of them to another name",
        ),
        (
            "@ CNAME a.test.\n",
            "1:1: acme.test CNAME cannot be; a zone's own name has other records;"
            " run launchready dns import on this file",
        ),
    ],
)
def test_a_mistake_has_its_place_and_a_way_out(text: str, problem: str) -> None:
    assert problems(text) == [problem]


def test_every_mistake_is_told_at_once() -> None:
    found = problems("www A x\nok A 192.0.2.1\nsix AAAA y\n")

    assert [one.partition(":")[0] for one in found] == ["1", "3"]


@given(st.text(alphabet='ab@.$;"()\\ \t\n019AXTNSCIMOR', max_size=80))
@settings(max_examples=100)
def test_no_text_crashes_the_reader(text: str) -> None:
    with suppress(ConfigError):
        read(text)
