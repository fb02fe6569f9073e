"""The files a small founder has in the portal's repository."""

import secrets
import string
from collections.abc import Mapping
from datetime import UTC, datetime

from launchready.demo import handed_over, operations
from launchready.demo.records import PROMISED, ZONE
from launchready.demo.zone import TTL, Records

CONFIG_FILE = "launchready.yml"
CA_FILE = "ci/portal-root.pem"
MAP_FILE = f"dns/{ZONE}.yaml"

_README = """\
# Portal

The customer portal. `app.py` is its API, `dns/` what we promise of our names and
`launchready.yml` what must hold before we go live.
"""
_APP = '''\
"""The portal's API."""

import os


def payments() -> dict[str, str]:
    """Where payments go; the key comes from the host's environment."""
    return {"provider": "stripe", "key": os.environ["STRIPE_SECRET_KEY"]}


def health() -> dict[str, str]:
    return {"status": "ok", "version": os.environ.get("VERSION", "dev")}
'''
_KEY_LINE = "STRIPE_SECRET_KEY=\n"
_ENV_EXAMPLE = f"# Copy to .env, which is never committed.\n{_KEY_LINE}DATABASE_URL=\n"
_CONFIG = """\
version: 1
product: Portal
hosts:
  canonical: portal.test
  own: [portal.test, www.portal.test, app.portal.test, api.portal.test]
  staging: [staging.portal.test]
environments:
  production: {base_url: "https://app.portal.test", api_url: "https://api.portal.test"}

secrets: {}

dns:
  zones:
    - map: dns/portal.test.yaml
      absent: [beta]

tls:
  warn: 14d
  fail: 3d

web:
  headers: {pages: [/, /pricing]}
  indexing: true
  redirects:
    policy: {www: to-apex, max_hops: 2}
    sample_paths: [/, /pricing, "/blog/hello?utm_source=launch"]
    rules:
      - {from: /old-pricing, to: /pricing, status: permanent}
      - {from: /beta, gone: true}
    open_redirect_params: [{path: "${base_url}/login", param: next}]

email:
  domains:
    - domain: portal.test
      senders: [{name: postmark, dkim: [pm]}]
      sending_ips: [192.0.2.25]

smoke:
  pages:
    - name: homepage
      url: "https://portal.test/"
      expect: ["[STATUS] == 200", "[BODY] contains Ledgerly"]
    - name: login
      url: "${base_url}/login"
      expect: ["[STATUS] == 200", "[BODY] contains password"]
    - name: api health
      url: "${api_url}/health"
      expect: {status: 200, contains: '"status": "ok"'}
  sessions:
    member:
      form:
        url: "${base_url}/login"
        fields: {email: "${SMOKE_USER}", password: "${SMOKE_PASSWORD}"}
      expect: ["[URL] == pat(*/portal)", "[BODY] contains This week"]
      rejects: wrong password
  journeys:
    - name: a member looks at what is due
      steps:
        - name: a stranger is asked to log in
          get: "${base_url}/portal"
          expect: ["[URL] == pat(*/login)"]
        - name: log in
          form:
            url: "${base_url}/login"
            fields: {email: "${SMOKE_USER}", password: "${SMOKE_PASSWORD}"}
          expect: ["[BODY] contains ${SMOKE_USER}"]
        - name: the invoices are there
          get: "${base_url}/portal"
          save: {invoice: {regex: "2026-[0-9]+", show: true}}

assistant:
  endpoint:
    url: "https://portal.test/assistant"
    json: {message: "{{prompt}}"}
    answer: "$.reply"
  canaries: {system: "${CANARY_SYSTEM}", tenant: "${CANARY_TENANT}"}
  tools: {path: "$.tools[*]", forbidden: ["*"]}
"""
_NETWORK = """
# The demo's portal is on this machine; a real product needs nothing of this.
network:
  ca_file: ci/portal-root.pem
  timeout: 5s
"""

# Whoever waits for a release that never comes asks nothing more of it: so the broken portal's
# founder does not wait, and sees what else is wrong.
_WAIT = """\
smoke:
  wait_for_deploy:
    url: "${api_url}/health"
    until: ["[BODY].version == 1.4.0"]
    stable: 3
    within: 30s
    every: 100ms
"""


def files(
    *, addresses: Mapping[str, str], name_servers: tuple[str, ...], root: bytes, broken: bool
) -> dict[str, str]:
    """Every file by its path. Broken: two live keys were committed with a script, and what
    was handed over has holes.

    `addresses` says where each `host:port` really listens, `root` is whom visitors trust (PEM).
    """
    written = {
        "README.md": _README,
        "app.py": _APP,
        ".env.example": _ENV_EXAMPLE if not broken else _ENV_EXAMPLE.replace(_KEY_LINE, ""),
        ".gitignore": ".env\n",
        MAP_FILE: record_map(PROMISED),
        CA_FILE: root.decode("ascii"),
        CONFIG_FILE: _config(waits=not broken) + _network(addresses, name_servers),
        **operations.files(broken=broken),
    }
    if broken:
        written["scripts/refund.py"] = _refund_script()
    today = datetime.now(UTC).date()
    return written | handed_over.files(written, CONFIG_FILE, today, broken=broken)


def _config(*, waits: bool) -> str:
    whole = f"{_CONFIG}\n{operations.SECTIONS}{handed_over.SECTION}{_NETWORK}"
    return whole.replace("smoke:\n", _WAIT) if waits else whole


def _network(addresses: Mapping[str, str], name_servers: tuple[str, ...]) -> str:
    servers = ", ".join(f'"{one}"' for one in name_servers)
    lines = [
        f'  resolver: "{name_servers[0]}"',
        f"  authoritative: {{{ZONE}: [{servers}], test: [{servers}]}}",
        "  addresses:",
        *(f'    "{host}": ["{real}"]' for host, real in addresses.items()),
    ]
    return "\n".join(lines) + "\n"


def record_map(records: Records) -> str:
    """Records as octoDNS writes them: names sorted, one mapping or a list of them a name."""
    lines = ["---"]
    for name in sorted({one[0] for one in records}):
        lines.append(f"{name or chr(39) * 2}:")
        for _, type_, value in (one for one in records if one[0] == name):
            lines += [f"  - type: {type_}", f"    ttl: {TTL}", f"    value: {_value(type_, value)}"]
    return "\n".join(lines) + "\n"


def _value(type_: str, value: str) -> str:
    match type_, value.split():
        case "MX", [preference, exchange]:
            return f"{{preference: {preference}, exchange: {exchange}}}"
        case "CAA", [flags, tag, text]:
            return f"{{flags: {flags}, tag: {tag}, value: {text}}}"
        case "TXT", _:
            return value.replace('" "', "").replace(";", r"\;").replace('"', "'")
        case _:
            return value


def _refund_script() -> str:
    """A script with keys in it, made up anew each time: no whole key stands in our own source."""
    stripe = "sk" + "_live_" + _of(string.ascii_letters + string.digits, 24)
    access_key = "AK" + "IA" + _of(string.ascii_uppercase + "234567", 16)
    return (
        '"""Pays a customer back. Only for this week, until the dashboard is ready."""\n\n'
        f'STRIPE_KEY = "{stripe}"\n'
        f'AWS_ACCESS_KEY_ID = "{access_key}"\n'
    )


def _of(alphabet: str, length: int) -> str:
    return "".join(secrets.choice(alphabet) for _ in range(length))
