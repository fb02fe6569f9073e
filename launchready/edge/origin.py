"""Knocks at your own server, past the edge, where you have named its address."""

import re
from urllib.parse import urljoin, urlsplit

from launchready.core.bot_wall import kept_out
from launchready.core.browser import Response
from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.handshake import Endpoint
from launchready.core.unreachable import UnreachableError
from launchready.edge.settings import Edge
from launchready.edge.subjects import Origin

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


# How a server shuts out who comes without the edge's certificate or from elsewhere: 400, 495 and
# 496 are nginx's words for a client certificate that is wrong or missing, 421 is RFC 9110, 15.5.20.
_SHUT = (400, 403, 421, 495, 496)
_TITLE = re.compile(r"<title[^>]*>([^<]*)", re.IGNORECASE)
_NO_MATTER = "Correct its address under edge.origin, or let the server answer for the host alone."


@check(Edge, each=lambda edge: edge.origins, emits=(ORIGIN_OPEN,))
async def origin(origin: Origin, ctx: Context) -> list[Finding]:
    """Your server does not take visitors who come past the edge."""
    place = Endpoint(host=origin.host, port=443, address=origin.address, address_port=origin.port)
    try:
        met = await ctx.tls.shake(place)
    except UnreachableError as silence:
        if silence.kind == "unreachable":  # no way there from this machine proves nothing
            raise
        await _demand_life(origin, silence, ctx)
        return []
    if met.not_serving == "plain text":
        message = f"{origin} answers past the edge, in plain text"
        return [ORIGIN_OPEN.broken(origin, message)]
    if met.not_serving is not None or not met.chain:
        closed = UnreachableError(f"{origin} ended the handshake", kind="refused")
        await _demand_life(origin, closed, ctx)
        return []
    return await _asked_for_a_page(origin, met.protocol, ctx)


async def _asked_for_a_page(origin: Origin, protocol: str, ctx: Context) -> list[Finding]:
    """A handshake is no visit: a server that demands the edge's certificate (Authenticated Origin
    Pulls) shakes hands with everybody in TLS 1.3 and says no afterwards (RFC 8446, 4.4.2.4)."""
    try:
        answer = await ctx.direct.fetch_at(origin.host, origin.address, origin.port)
    except UnreachableError as silence:
        if silence.kind == "timed out":
            raise
        await _demand_life(origin, silence, ctx)
        return []
    if not await _is_the_product(origin, answer, ctx):
        return []
    message = (
        f"{origin} gave us its page past the edge ({answer.status}, {protocol}); "
        "nobody but the edge is meant to get in"
    )
    return [ORIGIN_OPEN.broken(origin, message)]


async def _is_the_product(origin: Origin, answer: Response, ctx: Context) -> bool:
    """Whether what came is what visitors get; raises where the two cannot be told apart."""
    if answer.status in _SHUT and answer.status != 403:
        return False
    edge = await ctx.web.fetch(f"https://{origin.host}/")
    walled = kept_out(edge) is not None
    if answer.status >= 500:
        raise _unclear(origin, answer, edge)
    if answer.status >= 400:
        if answer.status == 403 and (walled or edge.status == 403):
            raise _unclear(origin, answer, edge)
        return answer.status == edge.status
    if walled or edge.status >= 500:
        return True
    if 300 <= answer.status < 400:
        to = _leads(origin, answer)
        if to != _leads(origin, edge) and urlsplit(to).hostname != origin.host:
            raise _unclear(origin, answer, edge)
        return True
    there, here = _title(answer), _title(edge)
    if edge.status == 200 and there != here and there and here:
        raise _unclear(origin, answer, edge)
    return True


def _leads(origin: Origin, answer: Response) -> str:
    return urljoin(f"https://{origin.host}/", answer.header("location") or "")


def _title(answer: Response) -> str:
    found = _TITLE.search(answer.text[:20_000])
    return " ".join(found[1].split()) if found else ""


def _unclear(origin: Origin, answer: Response, edge: Response) -> UnreachableError:
    return UnreachableError(
        f"{origin} answers {answer.status} and the edge {edge.status}, with another page: whether "
        "your product answers there cannot be told",
        advice=_NO_MATTER,
    )


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
