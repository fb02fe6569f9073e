"""A record map is read with the line of every record, and every mistake in it is told at once."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launchready.core.location import Location
from launchready.dns.octodns_map import read_map
from launchready.dns.record import Record
from launchready.values.problem import ConfigError
from tests.dns.maps import FILE, ZONE, a_record, records

WHOLE = """\
? ''
: - type: ALIAS
    value: app.onrender.example.
  - type: MX
    ttl: 3600
    values:
      - {preference: 20, exchange: MX2.Example.net.}
      - {priority: 10, value: mx1.example.net.}
  - type: TXT
    values: ["v=spf1 -all", site=abc]
  - type: CAA
    values: [{flags: 128, tag: Issue, value: letsencrypt.org}, {tag: iodef, value: "mailto:a@b.c"}]
_sip._tcp:
  type: SRV
  value: {priority: 1, weight: 2, port: 5060, target: sip.acme.test.}
'*.dev': {type: AAAA, value: 2001:DB8:0::1}
www:
  octodns:
    cloudflare: {proxied: true}
    launchready: {match: present}
  type: A
  ttl: 300
  values: [192.0.2.11, 192.0.2.10, 192.0.2.11]
"""


def line(number: int, column: int = 1) -> Location:
    return Location(file=FILE, line=number, column=column)


def problems(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        records(text)
    return [str(one).removeprefix(f"{FILE}:") for one in caught.value.problems]


def test_every_record_has_its_values_and_its_line() -> None:
    assert records(WHOLE) == (
        Record(
            zone=ZONE,
            name="acme.test",
            type="ALIAS",
            values=("app.onrender.example.",),
            at=line(2, 5),
        ),
        Record(
            zone=ZONE,
            name="acme.test",
            type="MX",
            values=("10 mx1.example.net.", "20 mx2.example.net."),
            ttl=3600,
            at=line(4, 5),
        ),
        Record(
            zone=ZONE,
            name="acme.test",
            type="TXT",
            values=("site=abc", "v=spf1 -all"),
            at=line(9, 5),
        ),
        Record(
            zone=ZONE,
            name="acme.test",
            type="CAA",
            values=('0 iodef "mailto:a@b.c"', '128 issue "letsencrypt.org"'),
            at=line(11, 5),
        ),
        Record(
            zone=ZONE,
            name="_sip._tcp.acme.test",
            type="SRV",
            values=("1 2 5060 sip.acme.test.",),
            at=line(13),
        ),
        Record(
            zone=ZONE, name="*.dev.acme.test", type="AAAA", values=("2001:db8::1",), at=line(16)
        ),
        Record(
            zone=ZONE,
            name="www.acme.test",
            type="A",
            values=("192.0.2.10", "192.0.2.11"),
            ttl=300,
            match="present",
            proxied=True,
            at=line(17),
        ),
    )


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (r"type: TXT, value: v=STSv1\; id=1", ("v=STSv1; id=1",)),
        ("type: TXT, value: v=STSv1; id=1", ("v=STSv1; id=1",)),
        ("""type: TXT, value: '"one" "two"'""", ("onetwo",)),
        ("type: TXT, value: 1.10", ("1.10",)),
        ("type: TXT, value: 'caf\u00e9'", ("caf\u00e9",)),
        ("type: MX, value: {preference: 0, exchange: .}", ("0 .",)),
        ("type: CNAME, value: B\u00fccher.example.", ("xn--bcher-kva.example.",)),
        (
            "type: NS, values: [NS2.host.test., ns1.host.test.]",
            ("ns1.host.test.", "ns2.host.test."),
        ),
        ("type: PTR, value: mail.acme.test.", ("mail.acme.test.",)),
        (
            "type: DS, value: {key_tag: 1, algorithm: 13, digest_type: 2, digest: 0AFF}",
            ("1 13 2 0aff",),
        ),
        (
            "type: SSHFP, value: {algorithm: 4, fingerprint_type: 2, fingerprint: 0Aff}",
            ("4 2 0aff",),
        ),
        (
            "type: TLSA, value: {certificate_usage: 3, selector: 1, matching_type: 1,"
            " certificate_association_data: 0aff}",
            ("3 1 1 0aff",),
        ),
        (
            "type: NAPTR, value: {order: 10, preference: 5, flags: U, service: E2U+sip,"
            " regexp: '!^.*$!sip:a@b.test!', replacement: .}",
            ('10 5 "U" "E2U+sip" "!^.*$!sip:a@b.test!" .',),
        ),
        ("type: HTTPS, value: {svcpriority: 0, targetname: Acme.test.}", ("0 acme.test.",)),
        (
            "type: HTTPS, value: {svcpriority: 1, targetname: ., svcparams:"
            " {ipv4hint: [192.0.2.1], port: 443, alpn: [h3, h2], no-default-alpn: ~, key667: a}}",
            ('1 . alpn="h3,h2" no-default-alpn port="443" ipv4hint="192.0.2.1" key667="a"',),
        ),
        (
            "type: SVCB, value: {svcpriority: 1, targetname: a.test., svcparams:"
            " {mandatory: [port, alpn], alpn: [h2], port: 1}}",
            ('1 a.test. mandatory="alpn,port" alpn="h2" port="1"',),
        ),
        (
            "type: LOC, value: {lat_degrees: 51, lat_minutes: 30, lat_seconds: 12.748,"
            " lat_direction: N, long_degrees: 0, long_minutes: 7, long_seconds: 39.6,"
            " long_direction: w, altitude: 25, size: 1, precision_horz: 10000, precision_vert: 10}",
            ("51 30 12.748 N 0 7 39.600 W 25.00m",),
        ),
        (r"""type: TXT, value: 'say \"hi\" \195\169'""", ('say "hi" \u00e9',)),
        ("type: TXT, value: 'back\\\\slash'", ("back\\slash",)),
    ],
)
def test_a_value_has_the_form_of_an_answer(text: str, values: tuple[str, ...]) -> None:
    assert a_record(text).values == values


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1:1: the map is empty; write the zone's records, or {} for none"),
        ("# nothing yet\n", "1:1: the map is empty; write the zone's records, or {} for none"),
        ("- a\n", "1:1: this is no mapping; each name of the zone is a key"),
        ("www: 192.0.2.1\n", "1:6: this is no record; type and value are meant"),
        (
            "'@': {type: A, value: 192.0.2.1}\n",
            "1:1: @ is no name here; the zone itself is written ''",
        ),
        (
            "www.acme.test.: {type: A, value: 192.0.2.1}\n",
            "1:1: www.acme.test. ends with a dot; names are written without .acme.test.",
        ),
        (
            "a b: {type: A, value: 192.0.2.1}\n",
            "1:1: a b.acme.test is not a name; something like www.example.com. is meant",
        ),
        (
            "'': {type: CNAME, value: a.test.}\n",
            "1:1: acme.test CNAME cannot be; a zone's own name has other records;"
            " write type: ALIAS",
        ),
    ],
)
def test_a_mistake_in_the_map_has_its_place_and_a_way_out(text: str, problem: str) -> None:
    assert problems(text) == [problem]


def test_every_mistake_is_told_at_once_in_the_order_of_the_lines() -> None:
    text = """\
www: {type: A, values: [192.0.2.300, "x"], tll: 3}
api:
  - {type: CNAME, value: a.test.}
  - {type: A, value: 192.0.2.1}
  - {type: A, value: 192.0.2.2}
mail: {type: MX, value: {preference: ten, exchange: mx}}
"""

    assert [one.partition("; ")[0] for one in problems(text)] == [
        "1:25: 192.0.2.300 is not an IPv4 address",
        "1:38: x is not an IPv4 address",
        "1:44: tll is not a key here",
        "3:5: api.acme.test CNAME stands beside A",
        "5:5: api.acme.test A is here twice",
        "6:38: ten is out of place",
        "6:53: mx has no final dot",
    ]


def test_an_empty_map_promises_nothing() -> None:
    assert records("{}") == ()


def test_a_record_that_octodns_ignores_is_no_promise() -> None:
    assert records("www: {type: A, value: 192.0.2.1, octodns: {ignored: true}}") == ()


def test_a_proxied_cname_may_stand_beside_others() -> None:
    found = records("""\
www:
  - {type: CNAME, value: a.test., octodns: {cloudflare: {proxied: true}}}
  - {type: MX, value: {preference: 0, exchange: .}}
""")

    assert [str(one) for one in found] == ["www.acme.test CNAME", "www.acme.test MX"]


def test_a_ttl_that_cloudflare_chooses_is_no_promise() -> None:
    assert (
        a_record("type: A, ttl: 300, value: 192.0.2.1, octodns: {cloudflare: {auto-ttl: yes}}").ttl
        is None
    )


_KEYS = ["type", "ttl", "value", "values", "octodns", "launchready", "match", "cloudflare"]
_VALUES = ["A", "MX", "TXT", "CNAME", "192.0.2.1", "a.test.", "true", "\u00fc.x.", '"', "\\;"]
_WORDS = st.sampled_from([*_KEYS, *_VALUES, "www", "", "@", "-", ".", "*", "proxied"])
_TREES = st.recursive(
    _WORDS | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_WORDS, inner, max_size=5),
    max_leaves=20,
)


def _reads_or_tells(raw: bytes) -> None:
    try:
        found: tuple[object, ...] = read_map(raw, FILE, ZONE)
    except ConfigError as error:
        found = error.problems or (None,)

    assert None not in found


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_reader(raw: bytes) -> None:
    _reads_or_tells(raw)


@given(st.dictionaries(_WORDS, _TREES, max_size=5))
def test_no_map_crashes_the_reader(tree: object) -> None:
    _reads_or_tells(json.dumps(tree).encode())
