"""Every mistake in a record of a map is told at its place, with a way out."""

import pytest

from launchready.values.problem import ConfigError
from tests.dns.maps import FILE, records

TYPES = (
    "A, AAAA, ALIAS, CAA, CNAME, DS, HTTPS, LOC, MX, NAPTR, NS, PTR, SRV, SSHFP, SVCB, TLSA, TXT"
)


def problems(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        records(text)
    return [str(one).removeprefix(f"{FILE}:") for one in caught.value.problems]


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        ("type: A, value: 192.0.2.300", "1:23: 192.0.2.300 is not an IPv4 address; like 192.0.2.1"),
        (
            "type: A, value: 2001:db8::1",
            "1:23: 2001:db8::1 is not an IPv4 address; that is an IPv6 address: type AAAA",
        ),
        (
            "type: AAAA, value: 192.0.2.1",
            "1:26: 192.0.2.1 is not an IPv6 address; that is an IPv4 address: type A",
        ),
        (
            "type: CNAME, value: app.host.test",
            "1:27: app.host.test has no final dot; end it with a dot, app.host.test.,"
            " or it would be taken for a name within the zone",
        ),
        (
            "type: CNAME, value: 192.0.2.1",
            "1:27: 192.0.2.1 is an address; a name is meant; A and AAAA hold addresses",
        ),
        (
            "type: CNAME, value: .",
            "1:27: . is not a name; something like www.example.com. is meant",
        ),
        (
            "type: CNAME, values: [a.test., b.test.]",
            "1:28: CNAME has 2 values; it can have one only",
        ),
        (
            "type: MX, value: mx.test.",
            "1:24: this value of MX is no mapping; it has preference, exchange",
        ),
        ("type: MX, value: {exchange: mx.test.}", "1:24: preference is missing; MX needs it"),
        (
            "type: MX, value: {preference: 70000, exchange: mx.test.}",
            "1:37: 70000 is out of place; a number from 0 to 65535 is meant",
        ),
        (
            "type: MX, value: {preference: 1, exchange: m.test., exchang: m.test.}",
            "1:59: exchang is not a key here; did you mean exchange?",
        ),
        ("type: WKS, value: x", f"1:13: records of type WKS are not read; read are {TYPES}"),
        (
            "type: CNAM, value: a.test.",
            "1:13: records of type CNAM are not read; did you mean CNAME?",
        ),
        ("value: 192.0.2.1", f"1:6: type is missing; one of {TYPES}"),
        (
            r"type: TXT, value: v=STSv1\\; id=1",
            r"1:25: \\; would publish a backslash; write \; for a semicolon, or ; alone",
        ),
        (
            "type: TXT, value: 'v=spf1 mx \u2013all'",
            "1:25: \u2013 is a dash of print; write - as in -all",
        ),
        (
            """type: TXT, value: '"v=spf1 ip4:192.0.2.1" "ip4:192.0.2.2 -all"'""",
            "1:25: ip4:192.0.2.1 and ip4:192.0.2.2 are joined with nothing between;"
            " put a blank at the end of the first string",
        ),
        (
            "type: HTTPS, value: {svcpriority: 1, targetname: ., svcparams: {alnp: [h2]}}",
            "1:71: alnp is not a parameter; did you mean alpn?",
        ),
        (
            "type: HTTPS, value: {svcpriority: 1, targetname: ., svcparams: {port: [x]}}",
            "1:78: x is out of place; a number from 0 to 65535 is meant",
        ),
        (
            "type: HTTPS, value: {svcpriority: 1, targetname: ., svcparams: {alpn: ~}}",
            "1:71: alpn has no value; write one or leave the key out",
        ),
        (
            "type: HTTPS, value: {svcpriority: 1, targetname: ., svcparams: [alpn]}",
            "1:70: this is no mapping; like {alpn: [h2, h3], port: 443}",
        ),
        (
            "type: SVCB, value: {svcpriority: 1, targetname: a.test., svcparams: {ech: '?'}}",
            "1:81: this is not base64; copy the whole value",
        ),
        ("type: A", "1:6: value is missing; write one of value and values"),
        (
            "type: A, value: 192.0.2.1, values: [192.0.2.1]",
            "1:6: value and values both stand here; write one of value and values",
        ),
        ("type: A, values: []", "1:24: the list of values is empty; write a value"),
        ("type: A, value: ~", "1:23: nothing stands here; write a value"),
        ("type: A, value: 192.0.2.1, tll: 3", "1:34: tll is not a key here; did you mean ttl?"),
        (
            "type: A, value: 192.0.2.1, ttl: 5m",
            "1:39: 5m is out of place; a number from 0 to 2147483647 is meant",
        ),
        (
            "type: A, value: 192.0.2.1, octodns: {launchready: {match: exactly}}",
            "1:65: match is exactly; did you mean exact?",
        ),
        (
            "type: A, value: 192.0.2.1, octodns: {launchready: {mach: any}}",
            "1:58: mach is not a key here; launchready knows match",
        ),
        (
            "type: A, value: 192.0.2.1, octodns: {cloudflare: {proxied: maybe}}",
            "1:66: proxied is maybe; write true or false",
        ),
        (
            "type: A, value: 192.0.2.1, octodns: [1]",
            "1:43: octodns is no mapping; write 'key: value' lines",
        ),
        (
            "type: TXT, value: x, octodns: {cloudflare: {proxied: true}}",
            "1:6: TXT cannot be proxied; only A, AAAA, ALIAS, CNAME can; delete proxied",
        ),
        (
            "type: ALIAS, value: a.test., octodns: {launchready: {match: subset}}",
            "1:6: match: subset cannot be told here; only its addresses are seen:"
            " use match: present, or leave match out",
        ),
        (
            "type: A, value: 192.0.2.1, geo: {EU: [192.0.2.2]}",
            "1:6: geo cannot be held against the map; the answer varies by place;"
            " set octodns: {launchready: {match: present}}",
        ),
    ],
)
def test_a_mistake_in_a_record_has_its_place_and_a_way_out(record: str, problem: str) -> None:
    assert problems(f"www: {{{record}}}\n") == [problem]
