"""Asks whether visitors of each host go through the edge at all."""

from collections.abc import Iterable

from launchready.core.browser import Response
from launchready.core.check import check
from launchready.core.cloudflare import Access, Json
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.unreachable import UnreachableError
from launchready.edge.ranges import networks, strangers
from launchready.edge.settings import Edge
from launchready.edge.subjects import Host

NOT_PROXIED = Rule(
    id="edge/not-proxied",
    impact=Impact.BLOCKER,
    stage=Stage.EDGE,
    title="Visitors do not go through the edge",
    why="Nothing that is set at the edge (limits, caching, protection against floods) works for "
    "this host, and its server's address is there for everybody to see.",
    fix="Turn on the orange cloud of the host's record under DNS > Records; elsewhere, point the "
    "host at your CDN.",
    hours=0.25,
)

# What each edge says in its answers; `server: cloudflare` alone is also said by hosts that use
# Cloudflare themselves.
_SIGNS = {
    "cf-ray": "Cloudflare",
    "x-vercel-id": "Vercel",
    "x-nf-request-id": "Netlify",
    "x-amz-cf-id": "CloudFront",
    "x-fastly-request-id": "Fastly",
    "x-served-by": "Fastly",
}
_KINDS = ("A", "AAAA", "CNAME")


@check(Edge, each=lambda edge: edge.hosts, emits=(NOT_PROXIED,))
async def proxied(host: Host, ctx: Context) -> list[Finding]:
    """Visitors of each host go through the edge, as the zone says and as is seen from outside."""
    if host.access is None:
        return await _from_outside(host, ctx)
    records = await ctx.cloudflare.listed(host.access, "dns_records", "DNS: Read")
    own = _records_of(host.name, records)
    if not own:
        raise UnreachableError(
            f"{host} has no A, AAAA or CNAME record in the zone {host.access.zone}",
            advice="Publish the record, proxied; or take the host out of hosts.own.",
        )
    bare = [one for one in own if not one.get("proxied")]
    if bare:
        shown = ", ".join(f"{one.get('type')} {one.get('content')}" for one in bare)
        message = f"{host} is DNS only at Cloudflare ({shown}); proxied is meant"
        return [NOT_PROXIED.broken(host, message)]
    return await _at_cloudflare(host, host.access, ctx)


def _records_of(host: str, records: Iterable[Json]) -> list[Json]:
    """The records that answer for a host: its own, or the nearest star's (RFC 4592)."""
    web = [one for one in records if one.get("type") in _KINDS]
    labels = host.split(".")
    names = [host, *("*." + ".".join(labels[n:]) for n in range(1, len(labels)))]
    for name in names:
        found = [one for one in web if str(one.get("name")).lower().rstrip(".") == name]
        if found:
            return found
    return []


async def _at_cloudflare(host: Host, access: Access, ctx: Context) -> list[Finding]:
    """The zone says proxied; what answers in public must be Cloudflare, of its own networks."""
    if (elsewhere := await _elsewhere(host, "Cloudflare", ctx)) is not None:
        return [NOT_PROXIED.broken(host, f"{elsewhere}; {access.zone} says it is proxied")]
    if "Cloudflare" not in edges_of(await ctx.web.fetch(f"https://{host}/")):
        message = f"https://{host}/ answers without cf-ray; {access.zone} says it is proxied"
        return [NOT_PROXIED.broken(host, message)]
    return []


async def _elsewhere(host: Host, cdn: str, ctx: Context) -> str | None:
    """What public DNS says of a host, IPv4 and IPv6, where a part of it is not the edge's."""
    known = await networks(ctx, cdn)
    if known is None:
        return None
    addresses = await ctx.dns.addresses(host.name)
    if not addresses:
        raise UnreachableError(
            f"{host} has no address in public DNS",
            advice="Publish one, or look whether the domain's name servers are the right ones.",
        )
    outside = strangers(addresses, known)
    named = f"{host} is {', '.join(outside)} in public DNS, which is not {cdn}'s"
    return named if outside else None


async def _from_outside(host: Host, ctx: Context) -> list[Finding]:
    """Without a token headers, addresses and name servers tell, where an edge shows itself."""
    seen = edges_of(await ctx.web.fetch(f"https://{host}/"))
    if not host.cdn:
        if seen:
            return []
        known = ", ".join(sorted(set(_SIGNS.values())))
        message = f"https://{host}/ answers without the sign of an edge that we know ({known})"
        return [NOT_PROXIED.with_impact(Impact.RISK).broken(host, message)]
    if host.cdn not in seen:
        signed = f"with the sign of {' and '.join(seen)}" if seen else "without the sign of an edge"
        message = f"https://{host}/ answers {signed}; edge.cdn says {host.cdn}"
        return [NOT_PROXIED.broken(host, message)]
    if (elsewhere := await _elsewhere(host, host.cdn, ctx)) is not None:
        return [NOT_PROXIED.broken(host, f"{elsewhere}; edge.cdn says {host.cdn}")]
    if host.cdn == "Cloudflare":
        await _demand_our_zone(host, ctx)
    return []


async def _demand_our_zone(host: Host, ctx: Context) -> None:
    """Hosters stand behind a Cloudflare of their own, which protects them and not what you set."""
    servers: tuple[str, ...] = ()
    labels = host.name.split(".")
    for start in range(len(labels) - 1):
        zone = ".".join(labels[start:])
        servers = tuple(one.name.lower() for one in await ctx.dns.authoritative(zone))
        if servers:
            break
    if any(one.rstrip(".").endswith(".ns.cloudflare.com") for one in servers):
        return
    shown = ", ".join(dict.fromkeys(servers)) or "unknown"
    raise UnreachableError(
        f"{host} is answered by Cloudflare, and its name servers are others ({shown}): whether "
        "that Cloudflare is yours or your hoster's is not seen from outside",
        advice="Name the zone and a token that may read it under edge.cloudflare.",
    )


def edges_of(answer: Response) -> tuple[str, ...]:
    """The edges that signed an answer; one may stand behind another."""
    found = [name for sign, name in _SIGNS.items() if _has(answer, sign)]
    return tuple(dict.fromkeys(found))


def _has(answer: Response, sign: str) -> bool:
    value = answer.header(sign)
    # Fastly's caches call themselves cache-fra-…; others use x-served-by for their own servers.
    return bool(value) and (sign != "x-served-by" or str(value).startswith("cache-"))
