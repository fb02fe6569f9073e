"""Looks at the certificate every address of a host shows, as a visitor's browser would."""

from dataclasses import dataclass

import anyio

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule
from launchready.core.handshake import Endpoint, Handshake
from launchready.core.unreachable import UnreachableError
from launchready.tls.chain import mended
from launchready.tls.facts import Certificate, UnreadableError, path_of, read
from launchready.tls.judgement import (
    Fault,
    described,
    ends_early,
    of_itself,
    of_trust,
    unexplained,
)
from launchready.tls.rules import ADDRESSES_DISAGREE, NOT_SERVING, RULES
from launchready.tls.settings import Promise, Tls

# Addresses of one host looked at together; more would look like an attack to it.
AT_ONCE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one address showed: its faults, and its certificate in a line."""

    endpoint: Endpoint
    faults: tuple[Fault, ...]
    shown: str

    @property
    def blocked_by(self) -> frozenset[str]:
        return frozenset(one.rule.id for one in self.faults if one.rule.impact is Impact.BLOCKER)

    def __str__(self) -> str:
        return f"{self.endpoint}: {self.shown}"


@check(Tls, each=lambda tls: tls.promises(), emits=RULES)
async def certificate(promise: Promise, ctx: Context) -> list[Finding]:
    """Every address of a host shows a certificate that browsers trust, today and next month."""
    endpoints = await ctx.tls.endpoints(promise.listener.name, promise.listener.port)
    results: dict[Endpoint, Look | UnreachableError] = {}
    limiter = anyio.CapacityLimiter(AT_ONCE)

    async def look(endpoint: Endpoint) -> None:
        async with limiter:
            try:
                results[endpoint] = await _look(promise, endpoint, ctx)
            except UnreachableError as error:
                results[endpoint] = error

    async with anyio.create_task_group() as group:
        for endpoint in endpoints:
            group.start_soon(look, endpoint)
    ordered = [results[endpoint] for endpoint in endpoints]
    looks = [one for one in ordered if isinstance(one, Look)]
    found = _findings(promise, looks)
    silent = [one for one in ordered if isinstance(one, UnreachableError)]
    if silent:
        raise _together(silent, found)
    return found


def _together(silent: list[UnreachableError], found: list[Finding]) -> UnreachableError:
    reasons = "; ".join(dict.fromkeys(one.reason for one in silent))
    advice = " ".join(dict.fromkeys(one.advice for one in silent if one.advice))
    return UnreachableError(reasons, kind=silent[0].kind, advice=advice, found=tuple(found))


async def _look(promise: Promise, endpoint: Endpoint, ctx: Context) -> Look:
    met = await ctx.tls.shake(endpoint)
    if met.not_serving is not None:
        seen = f"serves no TLS ({met.not_serving}: {met.detail})"
        fault = Fault(rule=NOT_SERVING, seen=seen)
        return Look(endpoint=endpoint, faults=(fault,), shown=seen)
    path = path_of(_readable(endpoint, met))
    faults = [
        *of_itself(path[0], promise, ctx.now()),
        *await _distrust(endpoint, path, met.problem, ctx),
    ]
    if met.problem and not any(one.rule.impact is Impact.BLOCKER for one in faults):
        faults.append(unexplained(met.problem))
    return Look(endpoint=endpoint, faults=tuple(faults), shown=described(path[0], ctx.now()))


async def _distrust(
    endpoint: Endpoint,
    path: tuple[Certificate, ...],
    problem: tuple[int, str] | None,
    ctx: Context,
) -> list[Fault]:
    if problem is None:
        return []
    if ends_early(path[0], problem):
        return await mended(endpoint, path, ctx)
    return of_trust(path, problem, ctx.now())


def _readable(endpoint: Endpoint, met: Handshake) -> tuple[Certificate, ...]:
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


def _findings(promise: Promise, looks: list[Look]) -> list[Finding]:
    found = [one for rule in RULES for one in _of_rule(rule, promise, looks)]
    if len({one.blocked_by for one in looks}) > 1:
        shown = [f"{one.endpoint}: {_outcome(one)}" for one in looks]
        message = f"{promise} answers differently at its addresses: {'; '.join(shown[:4])}"
        found.append(ADDRESSES_DISAGREE.broken(promise, message, *shown))
    return found


def _of_rule(rule: Rule, promise: Promise, looks: list[Look]) -> list[Finding]:
    holders = [(one, fault) for one in looks for fault in one.faults if fault.rule == rule]
    if not holders:
        return []
    places = ", ".join(str(one.endpoint) for one, _ in holders)
    at = f" (at {places})" if len(looks) > 1 else ""
    message = f"{promise} {holders[0][1].seen}{at}"
    return [rule.broken(promise, message, *(str(one) for one, _ in holders))]


def _outcome(look: Look) -> str:
    blocking = [one for one in look.faults if one.rule.impact is Impact.BLOCKER]
    return "; ".join(one.seen for one in blocking) or "nothing wrong"
