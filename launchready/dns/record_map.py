"""Compares the live zone with the committed record map, on every authoritative server."""

from dataclasses import replace
from typing import Literal

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Change, Finding, Impact, Rule, Stage
from launchready.core.unreachable import UnreachableError
from launchready.dns.confirming import confirmed, varying
from launchready.dns.everywhere import Heard, control
from launchready.dns.judging import Fault, Kind, judge_addresses, judge_ttl, judge_values
from launchready.dns.record import Record, shown
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


HIDES = Rule(
    id="dns/wildcard-hides",
    impact=Impact.RISK,
    stage=Stage.DOMAIN,
    title="A wildcard answers where a record should",
    why="Any name a stranger makes up leads to you too, and a lost record would not be noticed.",
    fix="Publish the record itself and delete the wildcard, or put the wildcard into the map.",
    hours=0.5,
)

_EMITS = (MISSING, CHANGED, EXTRA, DISAGREE, TTL, EXPOSED, HIDES)


@check(Dns, each=lambda dns: dns.asked, emits=_EMITS, light=True)
async def record_map(record: Record, ctx: Context) -> list[Finding]:
    """Every committed record is live, with the committed value, on every name server."""
    types = ("A", "AAAA") if record.by_address else (record.type,)
    name = control(record.name, ctx.now()) if record.is_wildcard else record.name
    target: tuple[str, ...] | None = None
    silences: tuple[UnreachableError, ...] = ()
    if record.type == "ALIAS" and not record.proxied and record.match != "present":
        try:
            target = await ctx.dns.addresses(record.values[0].rstrip("."))
        except UnreachableError as silence:
            silences = (silence,)

    def judge(heard: Heard) -> list[Fault]:
        if record.by_address:
            return judge_addresses(record, heard.answers, target)
        answers = [answer for (answer,) in heard.answers]
        return judge_values(record, answers) or judge_ttl(record, answers)

    heard, faults = await confirmed(ctx.dns, record.zone, name, types, judge)
    if not heard.delegated:
        said = f"{record} is not in DNS: {record.zone} is delegated to no name server"
        return [_finding(record, Fault(kind="missing", said=said))]
    if faults and not record.by_address:
        faults = await _unless_it_varies(record, heard, faults, ctx)
    if faults and faults[0].kind == "missing" and not record.by_address:
        faults = await _unless_it_is_bare(record, heard, faults, ctx)
    findings = [_finding(record, one) for one in faults]
    if not faults and not record.by_address:
        findings += await _hidden(record, heard, ctx)
    return replace(heard, silences=(*heard.silences, *silences)).close(findings)


async def _unless_it_varies(
    record: Record, heard: Heard, faults: list[Fault], ctx: Context
) -> list[Fault]:
    """Servers that tell another value each time are a pool, which is said."""
    if faults[0].kind not in ("changed", "extra", "disagree"):
        return faults
    first = next(answer for (answer,) in heard.answers)
    values = await varying(ctx.dns, first)
    if not values:
        return faults
    seen = shown(record.type, values)
    said = f"{record} varies from answer to answer between {seen}; the map says {record.promised}"
    said += ": where that is meant, list all of them with match: any"
    return [replace(faults[0], kind="changed", said=said, live=seen)]


async def _unless_it_is_bare(
    record: Record, heard: Heard, faults: list[Fault], ctx: Context
) -> list[Fault]:
    """A name that only names below it keep alive has nothing itself (RFC 4592, 2.2.2)."""
    first = next(answer for (answer,) in heard.answers)
    if first.missing != "no such type":
        return faults
    try:
        if not await ctx.dns.is_bare(first.server, first.name):
            return faults
    except UnreachableError:
        return faults
    words = f"the name exists without {record.type}"
    below = "only names below it exist"
    return [
        replace(one, said=one.said.replace(words, below), live=one.live.replace(words, below))
        for one in faults
    ]


async def _hidden(record: Record, heard: Heard, ctx: Context) -> list[Finding]:
    """Whether every other name beside it answers the same, though the map has no wildcard."""
    if record.is_covered or record.is_wildcard or record.name == record.zone:
        return []
    answers = [answer for (answer,) in heard.answers if answer.values]
    if not answers:
        return []
    first = answers[0]
    beside = control(record.name, ctx.now())
    try:
        other = await ctx.dns.ask(first.server, beside, record.type, over="TCP")
    except UnreachableError:
        return []  # the record itself has been seen; a wildcard is a risk beside it
    if other.values != first.values:
        return []
    _, _, above = record.name.partition(".")
    said = f"{record} is {shown(record.type, first.values)}, and so is every name below {above}"
    said += "; the map has no wildcard there"
    return [HIDES.broken(record, said)]


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
