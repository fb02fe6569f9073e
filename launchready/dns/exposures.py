"""Reads the map for addresses that say too much, without asking anybody."""

import ipaddress
from dataclasses import replace

from launchready.core.addresses import is_public
from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.dns.record import Record, ZoneMap
from launchready.dns.record_map import EXPOSED
from launchready.dns.settings import Dns

PRIVATE = Rule(
    id="dns/private-address",
    impact=Impact.RISK,
    stage=Stage.DOMAIN,
    title="A public name leads to a private address",
    why="Visitors cannot reach it, and a stranger's network may have something at that address.",
    fix="Publish an address of the internet, or keep the name in your private DNS only.",
    hours=0.5,
)

# Set aside for documentation: a map that has them is an example, and no network uses them.
_EXAMPLES = tuple(
    ipaddress.ip_network(one)
    for one in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
)


@check(Dns, each=lambda dns: dns.maps, emits=(PRIVATE, EXPOSED), network=False)
async def exposures(zone: ZoneMap, ctx: Context) -> list[Finding]:
    """No record leads into a private network or past the proxy to the server behind it."""
    _ = ctx
    origins = {
        value: record
        for record in zone.records
        if record.proxied and record.type in ("A", "AAAA")
        for value in record.values
    }
    findings: list[Finding] = []
    for record in zone.records:
        if record.type not in ("A", "AAAA") or record.proxied:
            continue
        private = [one for one in record.values if _is_private(one)]
        if private:
            said = f"{record} is {', '.join(private)}, which is no address of the internet"
            findings.append(PRIVATE.broken(record, said))
        findings += _revealed(record, origins)
    return findings


def _is_private(text: str) -> bool:
    address = ipaddress.ip_address(text)
    if any(address in one for one in _EXAMPLES if one.version == address.version):
        return False
    return not is_public(address)


def _revealed(record: Record, origins: dict[str, Record]) -> list[Finding]:
    hidden = [one for one in record.values if one in origins]
    if not hidden:
        return []
    behind = origins[hidden[0]]
    said = f"{record} is {', '.join(hidden)}, the server that {behind} hides behind Cloudflare"
    rule = replace(
        EXPOSED,
        fix="Proxy this record as well, or give what it serves an address of its own.",
    )
    return [rule.broken(record, said, f"{behind} is in {behind.at.file}, line {behind.at.line}")]
