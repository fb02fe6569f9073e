"""Compares the live zone with the committed record map, on every authoritative server."""

from dataclasses import replace
from typing import Literal

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Change, Finding, Impact, Rule, Stage
from launchready.core.unreachable import UnreachableError
from launchready.dns.everywhere import Heard, ask_everywhere
from launchready.dns.judging import Fault, Kind, judge_addresses, judge_ttl, judge_values
from launchready.dns.record import Record
from launchready.dns.settings import Dns

MISSING = Rule(
    id="dns/record-missing",
    impact=Impact.BLOCKER,
    stage=Stage.DOMAIN,
    title="A committed record is not in DNS",
    why="Visitors, mail or a provider's verification depend on a record nobody published.",
    fix="Publish the record at your DNS host, or delete it from the map if it is retired.",
    hours=0.5,
)
CHANGED = Rule(
    id="dns/record-changed",
    impact=Impact.BLOCKER,
    stage=Stage.DOMAIN,
    title="A record is not what the map says",
    why="Visitors or mail go somewhere you did not decide on.",
    fix="Change the record at your DNS host to the committed value, or correct the map.",
    hours=0.5,
)
EXTRA = Rule(
    id="dns/record-extra",
    impact=Impact.BLOCKER,
    stage=Stage.DOMAIN,
    title="A record has a value nobody committed",
    why="Part of your visitors or mail goes to a place that is in nobody's plan.",
    fix="Delete the extra value at your DNS host, or add it to the map if it is meant.",
    hours=0.5,
)
DISAGREE = Rule(
    id="dns/servers-disagree",
    impact=Impact.BLOCKER,
    stage=Stage.DOMAIN,
    title="Your name servers tell different things",
    why="Which visitors get the wrong answer is chance, and changes from minute to minute.",
    fix="Bring every name server of the zone to the same version, or drop the stale one.",
    hours=1.0,
)
TTL = Rule(
    id="dns/ttl-differs",
    impact=Impact.ADVICE,
    stage=Stage.DOMAIN,
    title="A record is remembered for another time than committed",
    why="A change on launch day takes as long to arrive as resolvers remember the old value.",
    fix="Set the record's TTL at your DNS host to the committed one, or correct the map.",
    hours=0.25,
)
EXPOSED = Rule(
    id="dns/origin-exposed",
    impact=Impact.RISK,
    stage=Stage.EDGE,
    title="The server behind Cloudflare is in plain sight",
    why="Whoever reads the address can attack the server directly, past every protection.",
    fix="Turn the record's proxy on at Cloudflare (the orange cloud), or correct the map.",
    hours=0.5,
)

_RULES = {
    "missing": MISSING,
    "changed": CHANGED,
    "extra": EXTRA,
    "disagree": DISAGREE,
    "ttl": TTL,
    "exposed": EXPOSED,
}

_SIGNS: dict[Kind, Literal["+", "-", "~"]] = {
    "missing": "+",
    "changed": "~",
    "extra": "-",
    "disagree": "~",
    "ttl": "~",
    "exposed": "~",
}


@check(Dns, each=lambda dns: dns.records, emits=(MISSING, CHANGED, EXTRA, DISAGREE, TTL, EXPOSED))
async def record_map(record: Record, ctx: Context) -> list[Finding]:
    """Every committed record is live, with the committed value, on every name server."""
    types = ("A", "AAAA") if record.by_address else (record.type,)
    heard = await ask_everywhere(ctx.dns, record.zone, record.name, *types)
    if not heard.delegated:
        said = f"{record} is not in DNS: {record.zone} is delegated to no name server"
        return [_finding(record, Fault(kind="missing", said=said))]
    if record.by_address:
        return await _by_address(record, heard, ctx)
    faults = judge_values(record, [answer for (answer,) in heard.answers])
    faults += [] if faults else judge_ttl(record, [answer for (answer,) in heard.answers])
    return heard.close([_finding(record, one) for one in faults])


async def _by_address(record: Record, heard: Heard, ctx: Context) -> list[Finding]:
    """A flattened or proxied record shows as addresses; an ALIAS needs its target's too."""
    target: tuple[str, ...] | None = None
    if record.type == "ALIAS" and not record.proxied and record.match != "present":
        try:
            target = await ctx.dns.addresses(record.values[0].rstrip("."))
        except UnreachableError as silence:
            heard = replace(heard, silences=(*heard.silences, silence))
    faults = judge_addresses(record, heard.answers, target)
    return heard.close([_finding(record, one) for one in faults])


def _finding(record: Record, fault: Fault) -> Finding:
    rule = _RULES[fault.kind]
    if fault.kind == "extra" and record.extras == "warn":
        rule = rule.with_impact(Impact.RISK)
    if fault.kind == "changed" and record.type == "ALIAS" and not record.proxied:
        # Two places may be told different addresses of one target, and both be right.
        rule = rule.with_impact(Impact.RISK)
    if fault.kind in ("missing", "changed", "extra", "disagree"):
        rule = replace(rule, fix=f"{rule.fix} {_to_publish(record)}")
    change = Change(
        zone=record.zone,
        sign=_SIGNS[fault.kind],
        record=str(record),
        wanted=f"TTL {record.ttl} s" if fault.kind == "ttl" else record.promised,
        live=fault.live,
        servers=fault.servers,
    )
    return replace(rule.broken(record, fault.said, *fault.evidence), change=change)


def _to_publish(record: Record) -> str:
    proxied = ", proxied" if record.proxied else ""
    return f"The map has: {record.lines}{proxied}."
