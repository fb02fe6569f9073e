"""Asks DNS whether the issuer in use may issue the next certificate too."""

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding
from launchready.core.sheet import Seen, Sheet
from launchready.core.unreachable import UnreachableError
from launchready.tls.authorization import Authorization, climb, domains_of, zone_of
from launchready.tls.facts import Certificate, UnreadableError, read
from launchready.tls.judgement import short
from launchready.tls.names import covers
from launchready.tls.rules import CAA_BLOCKS_RENEWAL
from launchready.tls.settings import Promise, Tls


@check(Tls, each=lambda tls: tls.promises(), emits=(CAA_BLOCKS_RENEWAL,))
async def renewal(promise: Promise, ctx: Context) -> list[Finding]:
    """DNS lets the issuer of the certificate in use renew it."""
    leaf, is_public = await _leaf(promise, ctx)
    issuers = domains_of(leaf.organisation) if leaf else ()
    if leaf is None or not (issuers or is_public):
        return []  # a private CA asks no CAA records
    base, is_wild = _covering(leaf, promise.listener.name)
    allowed = await climb(base, ctx.dns)
    lets = allowed.lets(issuers, is_wild=is_wild) if issuers else allowed.lets_any(is_wild=is_wild)
    sheet = Sheet(
        title=f"{promise} in DNS",
        rows=(
            ("CAA", _said(allowed, leaf, is_known=bool(issuers) or not lets)),
            ("HTTPS", await _https(promise.listener.name, ctx)),
        ),
    )
    if lets:
        return Seen((), (sheet,))
    message = (
        f"{promise} shows a certificate of {_issuer(leaf)}; the CAA records of "
        f"{allowed.name} let {allowed.named(is_wild=is_wild)} issue for it"
    )
    return Seen([CAA_BLOCKS_RENEWAL.broken(promise, message, *allowed.records)], (sheet,))


def _said(allowed: Authorization, leaf: Certificate, *, is_known: bool) -> str:
    """The records; an issuer whose CAA name is not known here is told, and not judged."""
    if not allowed.records:
        return "none: every issuer may issue"
    unknown = f" (whether they name {_issuer(leaf)} is not known here)"
    return f"{allowed}{'' if is_known else unknown}"


def _issuer(leaf: Certificate) -> str:
    return short(leaf.organisation or leaf.issuer)


async def _leaf(promise: Promise, ctx: Context) -> tuple[Certificate | None, bool]:
    """The certificate of the first address that shows one, and whether it is a public CA's.

    The other addresses are another check's.
    """
    listener = promise.listener
    for endpoint in await ctx.tls.endpoints(listener.name, listener.port):
        try:
            met = await ctx.tls.shake(endpoint)
            if met.chain:
                return read(met.chain[0]), met.is_public
        except (UnreachableError, UnreadableError):
            continue
    return None, False


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
