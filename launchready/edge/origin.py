"""Knocks at your own server, past the edge, where you have named its address."""

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.handshake import Endpoint
from launchready.core.unreachable import UnreachableError
from launchready.edge.settings import Edge, Origin

ORIGIN_OPEN = Rule(
    id="edge/origin-open",
    impact=Impact.RISK,
    stage=Stage.EDGE,
    title="Your server answers past the edge",
    why="Who knows the server's address goes around every limit and every protection you set.",
    fix="Let the server's firewall take connections from Cloudflare's networks alone "
    "(www.cloudflare.com/ips), use a Tunnel, or demand Authenticated Origin Pulls.",
    hours=2,
)


@check(Edge, each=lambda edge: edge.origins, emits=(ORIGIN_OPEN,))
async def origin(origin: Origin, ctx: Context) -> list[Finding]:
    """Your server does not take visitors who come past the edge."""
    place = Endpoint(host=origin.host, port=443, address=origin.address, address_port=origin.port)
    try:
        met = await ctx.tls.shake(place)
    except UnreachableError as silence:
        await _demand_life(origin, silence, ctx)
        return []
    if met.not_serving == "refused":
        refused = UnreachableError(f"{origin} refused the connection", kind="refused")
        await _demand_life(origin, refused, ctx)
        return []
    if met.not_serving == "plain text":
        message = f"{origin} answers past the edge, in plain text"
        return [ORIGIN_OPEN.broken(origin, message)]
    if met.not_serving is not None or not met.chain:
        return []
    message = (
        f"{origin} shook hands with us past the edge ({met.protocol}); "
        "nobody but the edge is meant to get in"
    )
    return [ORIGIN_OPEN.broken(origin, message)]


async def _demand_life(origin: Origin, silence: UnreachableError, ctx: Context) -> None:
    """A closed door proves something only while the edge gets in: else the server is down, or
    its address is another. Cloudflare says 521 to 523 where it does not reach it."""
    answer = await ctx.web.fetch(f"https://{origin.host}/")
    if answer.status in (502, 504) or 520 <= answer.status <= 530:
        raise UnreachableError(
            f"{silence.reason}, and the edge does not reach the server either ({answer.status})",
            kind=silence.kind,
            advice="Start the server, or correct its address under edge.origin.",
        )
