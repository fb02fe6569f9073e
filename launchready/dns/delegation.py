"""Holds what the zone above says of a zone's servers against what the zone itself says."""

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.dns.everywhere import ask_everywhere
from launchready.dns.record import ZoneMap
from launchready.dns.settings import Dns

DIFFERS = Rule(
    id="dns/delegation-differs",
    impact=Impact.RISK,
    stage=Stage.DOMAIN,
    title="The registrar and your zone name different servers",
    why="Some resolvers ask servers that you no longer mean, and get whatever those still say.",
    fix="Set the name servers at the registrar to those in the zone's NS records, or the reverse.",
    hours=0.5,
)


@check(Dns, each=lambda dns: dns.maps, emits=(DIFFERS,))
async def delegation(zone: ZoneMap, ctx: Context) -> list[Finding]:
    """The zone above names the same servers as the zone itself."""
    heard = await ask_everywhere(ctx.dns, zone.name, zone.name, "NS")
    if not heard.delegated:
        return []  # told of every record of the map
    own = {value for (answer,) in heard.answers for value in answer.values}
    handed = await ctx.dns.delegation(zone.name)
    above = set(handed.names)
    if not own or not above or own == above:
        return heard.close([])  # a private zone has nothing above it
    parts = []
    if above - own:
        parts.append(f"{', '.join(sorted(above - own))} only at the zone above")
    if own - above:
        parts.append(f"{', '.join(sorted(own - above))} only in the zone itself")
    said = f"{zone} is served by different names: {'; '.join(parts)}"
    evidence = (f"{handed.server}, for {handed.parent or 'the root'}: {', '.join(sorted(above))}",)
    return heard.close([DIFFERS.broken(zone, said, *evidence)])
