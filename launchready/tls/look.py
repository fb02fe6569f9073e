"""Looks at one address of a host, and says what was seen there."""

from dataclasses import dataclass, replace

from launchready.core.context import Context
from launchready.core.finding import Impact
from launchready.core.handshake import Endpoint, Handshake
from launchready.core.sheet import Sheet
from launchready.core.unreachable import UnreachableError
from launchready.tls import rules
from launchready.tls.chain import mended
from launchready.tls.facts import Certificate, UnreadableError, read
from launchready.tls.judgement import (
    Fault,
    described,
    ends_early,
    of_issuers,
    of_itself,
    of_trust,
    unexplained,
)
from launchready.tls.path import path_of
from launchready.tls.settings import Promise
from launchready.tls.sheet import sheet_of
from launchready.tls.strength import of_making, of_policy, of_sending, of_versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one address showed: faults, its certificate in a line, facts; and what stays open."""

    endpoint: Endpoint
    faults: tuple[Fault, ...]
    shown: str
    sheet: Sheet | None = None
    open: UnreachableError | None = None

    @property
    def blocked_by(self) -> frozenset[str]:
        return frozenset(one.rule.id for one in self.faults if one.rule.impact is Impact.BLOCKER)

    def __str__(self) -> str:
        return f"{self.endpoint}: {self.shown}"


async def look(promise: Promise, endpoint: Endpoint, ctx: Context) -> Look:
    """One address, judged. Raises UnreachableError where nothing could be seen of it."""
    met = await ctx.tls.shake(endpoint)
    if met.not_serving is not None:
        return _without_certificate(endpoint, met)
    chain = readable(endpoint, met)
    path = path_of(chain)
    own = [*of_itself(path[0], promise, ctx.now()), *of_issuers(path, promise, ctx.now())]
    own += of_making(path)
    trust, whole = await _distrust(endpoint, path, met.problem, ctx)
    known = {one.rule for one in own}
    faults = [*own, *(one for one in trust if one.rule not in known)]
    if met.problem and not any(one.rule.impact is Impact.BLOCKER for one in faults):
        faults.append(unexplained(met.problem))
    faults += [*of_sending(chain, whole), *of_versions(met)]
    faults += of_policy(path[0], met)
    seen = Look(
        endpoint=endpoint,
        faults=tuple(faults),
        shown=described(path[0], ctx.now()),
        sheet=sheet_of(promise, endpoint, met, path, ctx.now()),
    )
    return await _with_staple(seen, path[0], ctx)


def _without_certificate(endpoint: Endpoint, met: Handshake) -> Look:
    old = of_versions(met)
    if old:
        return Look(endpoint=endpoint, faults=tuple(old), shown=old[0].seen)
    seen = f"serves no TLS ({met.not_serving}: {met.detail})"
    fault = Fault(rule=rules.NOT_SERVING, seen=seen)
    return Look(endpoint=endpoint, faults=(fault,), shown=seen)


async def _distrust(
    endpoint: Endpoint,
    path: tuple[Certificate, ...],
    problem: tuple[int, str] | None,
    ctx: Context,
) -> tuple[list[Fault], tuple[Certificate, ...]]:
    """Why a chain is not trusted, and the chain with what it leaves out."""
    if problem is None:
        return [], path
    if ends_early(path[0], problem):
        return await mended(endpoint, path, ctx)
    return of_trust(path, problem, ctx.now()), path


async def _with_staple(seen: Look, leaf: Certificate, ctx: Context) -> Look:
    """The same, its staple looked for where the certificate demands one."""
    if not leaf.must_staple:
        return seen
    is_stapled = await ctx.tls.staple(seen.endpoint)
    if is_stapled is None:
        reason = f"{seen.endpoint} demands a staple and speaks no TLS 1.2, where it can be seen"
        advice = "Look with openssl s_client -status, or order a certificate without must-staple."
        return replace(seen, open=UnreachableError(reason, kind="refused", advice=advice))
    if is_stapled:
        return seen
    fault = Fault(
        rule=rules.STAPLE_MISSING,
        seen="shows a certificate with must-staple, and sends no staple with it",
    )
    return replace(seen, faults=(*seen.faults, fault))


def readable(endpoint: Endpoint, met: Handshake) -> tuple[Certificate, ...]:
    """The chain, without what cannot be read of it; a leaf that cannot be leaves it all open."""
    try:
        leaf = read(met.chain[0] if met.chain else b"")
    except UnreadableError as error:
        raise UnreachableError(
            f"{endpoint} shows a certificate that could not be read: {error}",
            advice="Look at it with openssl x509 -text, or have it issued again.",
        ) from error
    above: list[Certificate] = []
    for raw in met.chain[1:]:
        try:
            above.append(read(raw))
        except UnreadableError:
            continue  # it leads nowhere, and then the chain's verification says so
    return (leaf, *above)
