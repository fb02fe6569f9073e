"""Fetches what a line asks for and no page tells: the certificate's end, the host's addresses."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from launchready.core.context import Context
from launchready.core.handshake import Endpoint
from launchready.core.unreachable import UnreachableError
from launchready.visit.expectations import Expectation
from launchready.visit.placeholders import About
from launchready.visit.seen import Seen

_PORTS = {"http": 80, "https": 443}
_MOST_ADDRESSES = 8  # that are asked for their certificate


async def gathered(seen: Seen, expectations: Iterable[Expectation], ctx: Context) -> Seen:
    """The same with what the expectations ask of the host itself; what could not be had stands
    in `unknown`. Asks the host only where an expectation needs it."""
    asked = {one.about for one in expectations}
    if not asked & {"IP", "CERTIFICATE_EXPIRATION"}:
        return seen
    try:
        endpoints = await _endpoints(seen.url, ctx)
    except UnreachableError as silence:
        about: tuple[About, ...] = ("IP", "CERTIFICATE_EXPIRATION")
        return replace(seen, unknown=(*seen.unknown, *((one, silence.reason) for one in about)))
    seen = replace(seen, addresses=tuple(dict.fromkeys(one.address for one in endpoints)))
    if "CERTIFICATE_EXPIRATION" not in asked:
        return seen
    try:
        return replace(seen, certificate=await _left(seen.url, endpoints, ctx))
    except UnreachableError as silence:
        why = ("CERTIFICATE_EXPIRATION", silence.reason)
        return replace(seen, unknown=(*seen.unknown, why))  # type: ignore[arg-type]  # a literal


async def _endpoints(url: str, ctx: Context) -> tuple[Endpoint, ...]:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if not ctx.site.owns(host):
        raise UnreachableError(f"{host} is not ours and was not asked")
    found = await ctx.tls.endpoints(host, parts.port or _PORTS.get(parts.scheme, 443))
    if not found:
        raise UnreachableError(f"{host} has no address")
    return found


async def _left(url: str, endpoints: tuple[Endpoint, ...], ctx: Context) -> float:
    """Seconds left to the first end of what the host's addresses show."""
    host = urlsplit(url).hostname or ""
    if urlsplit(url).scheme != "https":
        raise UnreachableError(f"{host} was visited over http, where there is no certificate")
    ends = [await _end(one, ctx) for one in endpoints[:_MOST_ADDRESSES]]
    return (min(ends) - ctx.now()).total_seconds()


async def _end(endpoint: Endpoint, ctx: Context) -> datetime:
    shake = await ctx.tls.shake(endpoint)
    if not shake.chain:
        reason = f"{endpoint.host} shows no certificate at {endpoint}"
        raise UnreachableError(f"{reason}: {shake.not_serving or shake.detail or 'nothing came'}")
    return _ends(shake.chain[0], endpoint)


def _ends(der: bytes, endpoint: Endpoint) -> datetime:
    from cryptography.x509 import load_der_x509_certificate  # 0.1 s, needed here alone

    try:
        return load_der_x509_certificate(der).not_valid_after_utc
    except ValueError as error:
        raise UnreachableError(f"the certificate of {endpoint.host} cannot be read") from error
