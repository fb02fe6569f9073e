"""Tells a server that leaves its intermediate out from one whose issuer nobody knows.

OpenSSL has one code for both. So the missing piece is fetched where the certificate says it is,
and lent to the chain: if that verifies, nothing else was wrong.
"""

from contextlib import suppress
from dataclasses import dataclass, field

from launchready.core.context import Context
from launchready.core.handshake import Endpoint
from launchready.core.unreachable import UnreachableError
from launchready.tls import rules
from launchready.tls.facts import Certificate, UnreadableError, pieces, read
from launchready.tls.judgement import Fault, of_trust, reaches_root, short
from launchready.tls.path import issuer_among

# Certificates fetched for one chain; none known has more than two intermediates.
MOST_LENT = 3


@dataclass(slots=True)
class _Lent:
    """What was found above a chain's end, where, and why no more was."""

    certificates: list[Certificate] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    why: str = "the certificate does not say where to find its issuer"


async def mended(
    endpoint: Endpoint, path: tuple[Certificate, ...], ctx: Context
) -> tuple[list[Fault], tuple[Certificate, ...]]:
    """What is wrong with a chain that ends before a root, and the chain as far as it is known."""
    lent = await _fetched(path[-1], ctx)
    if lent.certificates:
        extra = tuple(one.der for one in lent.certificates)
        again = await ctx.tls.shake(endpoint, extra=extra)
        if again.not_serving is None and reaches_root(again.problem):
            whole = (*path, *lent.certificates)
            urls = " and ".join(short(one, 120) for one in lent.urls)
            seen = f"leaves out an intermediate certificate; it can be had from {urls}"
            missing = Fault(rule=rules.MISSING_INTERMEDIATE, seen=seen)
            others = of_trust(whole, again.problem, ctx.now()) if again.problem else []
            return [missing, *others], whole
    seen = f"shows a certificate from an issuer browsers do not know: {short(path[-1].issuer)}"
    return [Fault(rule=rules.UNTRUSTED_ISSUER, seen=f"{seen} ({lent.why})")], path


async def _fetched(top: Certificate, ctx: Context) -> _Lent:
    lent = _Lent()
    while len(lent.certificates) < MOST_LENT:
        url, found = await _above(top, ctx, lent)
        if found is None or found.is_self_issued:  # a root is trusted already, or not at all
            break
        lent.urls.append(url)
        lent.certificates.append(found)
        lent.why = f"completing the chain from {short(url, 120)} does not help"
        top = found
    return lent


async def _above(top: Certificate, ctx: Context, lent: _Lent) -> tuple[str, Certificate | None]:
    for url in top.issuer_urls[:MOST_LENT]:
        try:
            found = _issuer_in(await ctx.tls.issuer(url), top)
        except UnreachableError as error:
            lent.why = f"its issuer's certificate could not be fetched: {error.reason}"
            continue
        if found is not None:
            return url, found
        lent.why = f"its issuer's certificate is not at {short(url, 120)}"
    return "", None


def _issuer_in(raw: bytes | None, child: Certificate) -> Certificate | None:
    if raw is None:
        return None
    return issuer_among(child, _read_all(raw))


def _read_all(raw: bytes) -> list[Certificate]:
    found: list[Certificate] = []
    for one in pieces(raw):
        with suppress(UnreadableError):
            found.append(read(one))
    return found
