"""Looks at every name server of a zone: whether it serves the zone, and the same version of it."""

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.resolver import Answer
from launchready.core.unreachable import UnreachableError
from launchready.dns.everywhere import Heard
from launchready.dns.record import ZoneMap
from launchready.dns.settings import Dns

LAME = Rule(
    id="dns/server-lame",
    impact=Impact.RISK,
    stage=Stage.DOMAIN,
    title="A name server does not serve your zone",
    why="Visitors whose resolver picks this server wait, or are told that you do not exist.",
    fix="Load the zone on this server, or take the server out of the NS records and the registrar.",
    hours=0.5,
)
SERIALS = Rule(
    id="dns/serials-differ",
    impact=Impact.RISK,
    stage=Stage.DOMAIN,
    title="Your name servers have different versions of the zone",
    why="A change of launch day reaches only part of your visitors while one server is behind.",
    fix="Wait for the servers to catch up and run again; if they do not, mend the transfer.",
    hours=0.5,
)


@check(Dns, each=lambda dns: dns.maps, emits=(LAME, SERIALS))
async def name_servers(zone: ZoneMap, ctx: Context) -> list[Finding]:
    """Every name server serves the zone, and all have the same version of it."""
    answers: list[Answer] = []
    silences: list[UnreachableError] = []
    lame: list[str] = []
    for server in await ctx.dns.authoritative(zone.name):
        try:
            answers.append(await ctx.dns.ask(server, zone.name, "SOA"))
        except UnreachableError as error:
            if error.kind == "refused":
                lame.append(error.reason)
            else:
                silences.append(error)
    findings = [] if not lame else [LAME.broken(zone, _not_served(zone, lame), *lame)]
    findings += _serials(zone, answers)
    return Heard(silences=tuple(silences)).close(findings)


def _not_served(zone: ZoneMap, reasons: list[str]) -> str:
    more = f", and {len(reasons) - 1} more" if len(reasons) > 1 else ""
    return f"{zone} is not served by each of its servers: {reasons[0]}{more}"


def _serials(zone: ZoneMap, answers: list[Answer]) -> list[Finding]:
    seen: dict[int, list[str]] = {}
    for answer in answers:
        serial = _serial(answer)
        if serial is not None:
            seen.setdefault(serial, []).append(str(answer.server))
    if len(seen) < 2:
        return []
    newest = max(seen, key=lambda one: sum(_is_newer(one, other) for other in seen))
    told = "; ".join(
        f"{serial} on {', '.join(servers)}"
        for serial, servers in sorted(seen.items(), key=lambda one: one[0] != newest)
    )
    said = f"{zone} has serial {told}; the first is the newest"
    return [SERIALS.broken(zone, said)]


def _serial(answer: Answer) -> int | None:
    """The third word of a SOA record."""
    words = answer.values[0].split() if answer.values else []
    return int(words[2]) if len(words) > 2 and words[2].isdigit() else None


def _is_newer(one: int, other: int) -> bool:
    """Serials go round (RFC 1982, 3.2)."""
    return (one - other) % 2**32 < 2**31
