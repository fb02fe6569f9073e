"""Asks the issuers' lists whether a certificate on the way to the root was revoked."""

from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding
from launchready.core.handshake import Handshake
from launchready.core.unreachable import UnreachableError
from launchready.tls.facts import Certificate, UnreadableError, read
from launchready.tls.judgement import OF_ITSELF, short, when
from launchready.tls.path import path_of
from launchready.tls.rules import REVOKED
from launchready.tls.settings import Promise, Tls

if TYPE_CHECKING:
    from cryptography import x509

# Lists tried for one certificate; they name one list at several places.
MOST_PLACES = 3


@check(Tls, each=lambda tls: tls.promises(), emits=(REVOKED,))
async def revocation(promise: Promise, ctx: Context) -> list[Finding]:
    """No certificate on the way to the root was revoked by its issuer."""
    pairs = await _pairs(promise, ctx)
    found: list[Finding] = []
    silent: list[UnreachableError] = []
    for child, parent in pairs.values():
        try:
            revoked = await _revoked(child, parent, ctx)
        except UnreachableError as error:
            silent.append(error)
            continue
        if revoked:
            seen = f"{promise} shows a certificate that its issuer revoked: {revoked}"
            found.append(REVOKED.broken(promise, seen, f"{short(child.subject)}: {revoked}"))
    if silent:
        first = silent[0]
        raise UnreachableError(
            first.reason, kind=first.kind, advice=first.advice, found=tuple(found)
        )
    return found[:1]


async def _pairs(promise: Promise, ctx: Context) -> dict[bytes, tuple[Certificate, Certificate]]:
    """Each certificate seen at any address, with its issuer.

    An address that does not answer is told by tls/certificate; here one that does is enough.
    """
    pairs: dict[bytes, tuple[Certificate, Certificate]] = {}
    silent: list[UnreachableError] = []
    endpoints = await ctx.tls.endpoints(promise.listener.name, promise.listener.port)
    for endpoint in endpoints:
        try:
            met = await ctx.tls.shake(endpoint)
        except UnreachableError as error:
            silent.append(error)
            continue
        pairs |= {child.der: (child, parent) for child, parent in pairwise(_path(met))}
    if silent and len(silent) == len(endpoints):
        raise silent[0]
    return pairs


def _path(met: Handshake) -> tuple[Certificate, ...]:
    """The way to the root; () where there is none, and so nobody to revoke anything."""
    if met.problem is not None and met.problem[0] not in OF_ITSELF:
        return ()
    try:
        return path_of(tuple(read(one) for one in met.trusted or met.chain))
    except UnreadableError:
        return ()  # tls/certificate says what could not be read


async def _revoked(child: Certificate, issuer: Certificate, ctx: Context) -> str:
    """When and why a certificate was revoked, "" when it was not. Raises UnreachableError."""
    silence: UnreachableError | None = None
    for url in child.lists[:MOST_PLACES]:
        try:
            known = _usable(await ctx.tls.revocations(url), issuer, url)
            return _entry(known, child, ctx.now(), url)
        except UnreachableError as error:
            silence = silence or error
    if silence:
        raise silence
    return ""  # it names no list: short-lived, or of a CA that cannot revoke


def _usable(raw: bytes, issuer: Certificate, url: str) -> "x509.CertificateRevocationList":
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm

    is_pem = raw.lstrip().startswith(b"-----BEGIN")
    try:
        known = x509.load_pem_x509_crl(raw) if is_pem else x509.load_der_x509_crl(raw)
        key = x509.load_der_x509_certificate(issuer.der).public_key()
        is_signed = known.is_signature_valid(key)  # type: ignore[arg-type]
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        reason = f"what is at {short(url, 120)} is no list of revoked certificates"
        raise UnreachableError(reason, advice=_LOOK) from error
    if not is_signed:
        reason = f"the list of revoked certificates at {short(url, 120)} is not signed by its CA"
        raise UnreachableError(reason, advice=_LOOK)
    return known


_LOOK = "Tell the CA; if it is your own, publish its list again."


def _entry(
    known: "x509.CertificateRevocationList", child: Certificate, now: datetime, url: str
) -> str:
    from cryptography import x509

    try:
        entry = known.get_revoked_certificate_by_serial_number(child.serial)
        reasons = entry.extensions if entry else ()
    except (ValueError, TypeError) as error:
        reason = f"the list of revoked certificates at {short(url, 120)} is damaged"
        raise UnreachableError(reason, advice=_LOOK) from error
    if entry is not None:
        why = [one.value.reason.value for one in reasons if isinstance(one.value, x509.CRLReason)]
        return f"{when(entry.revocation_date_utc)}" + (f", {why[0]}" if why else "")
    if known.next_update_utc is not None and known.next_update_utc < now:
        ended = when(known.next_update_utc)
        reason = f"the list of revoked certificates at {short(url, 120)} ended on {ended}"
        raise UnreachableError(reason, advice=_LOOK)
    return ""
