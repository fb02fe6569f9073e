"""Asks DNS whether the issuer in use may issue the next certificate too."""

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding
from launchready.core.sheet import Seen, Sheet
from launchready.core.unreachable import UnreachableError
from launchready.tls.authorization import climb, domains_of, zone_of
from launchready.tls.facts import Certificate, UnreadableError, read
from launchready.tls.judgement import short
from launchready.tls.names import covers
from launchready.tls.rules import CAA_BLOCKS_RENEWAL
from launchready.tls.settings import Promise, Tls


@check(Tls, each=lambda tls: tls.promises(), emits=(CAA_BLOCKS_RENEWAL,))
async def renewal(promise: Promise, ctx: Context) -> list[Finding]:
    """DNS lets the issuer of the certificate in use renew it."""
    leaf = await _leaf(promise, ctx)
    issuers = domains_of(leaf.organisation) if leaf else ()
    if leaf is None or not issuers:
        return []  # an issuer whose CAA name nobody here knows is not judged
    base, is_wild = _covering(leaf, promise.listener.name)
    allowed = await climb(base, ctx.dns)
    https = await _https(promise.listener.name, ctx)
    sheet = Sheet(
        title=f"{promise} in DNS",
        rows=(("CAA", str(allowed) or "none: every issuer may issue"), ("HTTPS", https)),
    )
    if allowed.lets(issuers, is_wild=is_wild):
        return Seen((), (sheet,))
    message = (
        f"{promise} shows a certificate of {short(leaf.organisation)}; the CAA records of "
        f"{allowed.name} let only {allowed.named(is_wild=is_wild)} issue for it"
    )
    return Seen([CAA_BLOCKS_RENEWAL.broken(promise, message, *allowed.records)], (sheet,))


async def _leaf(promise: Promise, ctx: Context) -> Certificate | None:
    """The certificate of the first address that shows one; the others are another check's."""
    listener = promise.listener
    for endpoint in await ctx.tls.endpoints(listener.name, listener.port):
        try:
            met = await ctx.tls.shake(endpoint)
            if met.chain:
                return read(met.chain[0])
        except (UnreachableError, UnreadableError):
            continue
    return None


def _covering(leaf: Certificate, host: str) -> tuple[str, bool]:
    """The name that is renewed for a host, and whether it is a wildcard."""
    exact = tuple(one for one in leaf.names if not one.startswith("*."))
    wild = tuple(one for one in leaf.names if one.startswith("*."))
    if covers(host, wild, ()) and not covers(host, exact, ()):
        return host.partition(".")[2], True
    return host, False


async def _https(host: str, ctx: Context) -> str:
    """The HTTPS record (RFC 9460), a fact that nothing hangs on."""
    try:
        zone = await zone_of(host, ctx.dns)
        answer = await ctx.dns.ask(zone[1][0], host, "HTTPS") if zone else None
    except UnreachableError as error:
        return f"could not be looked up: {short(error.reason, 120)}"
    return "; ".join(answer.values) if answer and answer.values else "none"
