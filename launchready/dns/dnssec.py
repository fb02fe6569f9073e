"""Follows the chain of signatures from the zone above to the zone."""

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.dns.ds_digest import is_known, matches
from launchready.dns.everywhere import Heard, ask_everywhere
from launchready.dns.record import ZoneMap
from launchready.dns.settings import Dns

BROKEN = Rule(
    id="dns/dnssec-broken",
    impact=Impact.BLOCKER,
    stage=Stage.DOMAIN,
    title="The zone's signatures do not hold",
    why="Everybody whose resolver checks signatures, a third of the internet, cannot reach you.",
    fix="Put the zone's current DS record at the registrar, or take the DS out until it is right.",
    hours=1.0,
)
UNPROVEN = Rule(
    id="dns/dnssec-unproven",
    impact=Impact.ADVICE,
    stage=Stage.DOMAIN,
    title="The zone is signed, and nobody checked the signatures",
    why="Keys match the zone above, but an expired signature would still shut visitors out.",
    fix="Set network.resolver to a resolver that checks DNSSEC, and run again.",
    hours=0.25,
)


@check(Dns, each=lambda dns: dns.maps, emits=(BROKEN, UNPROVEN))
async def dnssec(zone: ZoneMap, ctx: Context) -> list[Finding]:
    """The zone above vouches for the zone's keys, and a resolver that checks believes them."""
    promised = {
        value
        for one in zone.records
        if (one.name, one.type) == (zone.name, "DS")
        for value in one.values
    }
    above = set((await ctx.dns.delegation(zone.name)).ds)
    if promised and promised != above:
        seen = ", ".join(sorted(above)) or "nothing"
        said = f"{zone} DS at the zone above is {seen}; the map says {', '.join(sorted(promised))}"
        return [BROKEN.broken(zone, said)]
    if not above:
        return []
    heard = await ask_everywhere(ctx.dns, zone.name, zone.name, "DNSKEY")
    stray = [answer for (answer,) in heard.answers if not _vouched(zone, above, answer.values)]
    if stray:
        said = f"{zone} has no key at {stray[0].server} that the zone above vouches for"
        return heard.close([BROKEN.broken(zone, said, f"DS: {', '.join(sorted(above))}")])
    return await _validated(zone, heard, ctx)


def _vouched(zone: ZoneMap, above: set[str], keys: tuple[str, ...]) -> bool:
    known = [one for one in above if is_known(one)]
    return not known or any(matches(zone.name, one, keys) for one in known)


async def _validated(zone: ZoneMap, heard: Heard, ctx: Context) -> list[Finding]:
    proof = await ctx.dns.validated(zone.name, "SOA")
    match proof.state:
        case "secure":
            return heard.close([])
        case "bogus":
            told = f": {'; '.join(proof.told)}" if proof.told else ""
            said = f"{zone} is refused by a resolver that checks signatures{told}"
            return heard.close([BROKEN.broken(zone, said, *proof.told)])
        case "unproven":
            said = f"{zone} has keys that the zone above vouches for; the resolver does not check"
            return heard.close([UNPROVEN.broken(zone, said)])
