"""Zones with every outcome in them, and the real name servers that have them."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.dns.zone_servers import bind, knot, nsd, powerdns, unbound
from tests.servers import free_port, needs, program

KNOT, NSD, BIND, PDNS = "127.0.0.2", "127.0.0.3", "127.0.0.1", "127.0.0.4"
SIGNED, RESOLVER, PARENT = "127.0.0.5", "127.0.0.6", "127.0.0.7"
_LONGEST_WAIT = 20.0  # seconds

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


@contextmanager
def served(root: Path) -> Iterator[Servers]:
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
    """The DS of a zone's key, which Knot makes a moment after it listens."""
    command = [program("keymgr"), "-c", str(folder / "server.conf"), zone, "ds"]
    end = time.monotonic() + _LONGEST_WAIT
    while time.monotonic() < end:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
        found = [line for line in done.stdout.splitlines() if " 13 2 " in line]
        if found:
            return found[0]
        time.sleep(0.05)
    raise RuntimeError(f"{zone} has no key: {done.stderr}")


ALL = needs("knotd", "keymgr", "nsd", "named", "pdns_server", "unbound")
