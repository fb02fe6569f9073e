"""Looks at the certificate every address of a host shows, as a visitor's browser would."""

import anyio

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule
from launchready.core.handshake import Endpoint
from launchready.core.sheet import Seen
from launchready.core.unreachable import UnreachableError
from launchready.tls.look import Look, look
from launchready.tls.rules import ADDRESSES_DISAGREE, RULES
from launchready.tls.settings import Promise, Tls

# Addresses of one host looked at together; more would look like an attack to it.
AT_ONCE = 8


@check(Tls, each=lambda tls: tls.promises(), emits=RULES)
async def certificate(promise: Promise, ctx: Context) -> list[Finding]:
    """Every address of a host shows a certificate that browsers trust, today and next month."""
    endpoints = await ctx.tls.endpoints(promise.listener.name, promise.listener.port)
    results: dict[Endpoint, Look | UnreachableError] = {}
    limiter = anyio.CapacityLimiter(AT_ONCE)

    async def visit(endpoint: Endpoint) -> None:
        async with limiter:
            try:
                results[endpoint] = await look(promise, endpoint, ctx)
            except UnreachableError as error:
                results[endpoint] = error

    async with anyio.create_task_group() as group:
        for endpoint in endpoints:
            group.start_soon(visit, endpoint)
    ordered = [results[endpoint] for endpoint in endpoints]
    looks = [one for one in ordered if isinstance(one, Look)]
    sheets = tuple(one.sheet for one in looks if one.sheet)
    found = Seen(_findings(promise, looks), sheets)
    silences = [one if isinstance(one, UnreachableError) else one.open for one in ordered]
    silent = [one for one in silences if one]
    if silent:
        raise _together(silent, found)
    return found


def _together(silent: list[UnreachableError], found: Seen) -> UnreachableError:
    reasons = "; ".join(dict.fromkeys(one.reason for one in silent))
    advice = " ".join(dict.fromkeys(one.advice for one in silent if one.advice))
    kind = silent[0].kind
    return UnreachableError(
        reasons, kind=kind, advice=advice, found=tuple(found), sheets=found.sheets
    )


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
    places = ", ".join(dict.fromkeys(str(one.endpoint) for one, _ in holders))
    at = f" (at {places})" if len(looks) > 1 else ""
    message = f"{promise} {holders[0][1].seen}{at}"
    evidence = dict.fromkeys(str(one) for one, _ in holders)
    return [rule.broken(promise, message, *evidence)]


def _outcome(look: Look) -> str:
    blocking = [one for one in look.faults if one.rule.impact is Impact.BLOCKER]
    return "; ".join(one.seen for one in blocking) or "nothing wrong"
