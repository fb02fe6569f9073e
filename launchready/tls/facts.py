"""Reads certificates into plain facts. What the facts mean is judged elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from cryptography import x509

Kind = TypeVar("Kind", bound="x509.ExtensionType")

# A chain of more is no chain (browsers stop at about ten).
LONGEST_PATH = 10


class UnreadableError(Exception):
    """The bytes are no certificate that could be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What a certificate says. `names` and `addresses` are its SAN, `issuer_urls` its AIA."""

    der: bytes = field(repr=False)
    subject: str
    issuer: str
    starts: datetime
    ends: datetime
    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    issuer_urls: tuple[str, ...] = ()
    is_self_issued: bool = False

    @property
    def lifetime(self) -> timedelta:
        return self.ends - self.starts

    @property
    def covers(self) -> tuple[str, ...]:
        return self.names + self.addresses


def read(der: bytes) -> Certificate:
    """The facts of one certificate. Raises UnreadableError."""
    from cryptography import x509

    foreign = (x509.InvalidVersion, x509.UnsupportedGeneralNameType)
    try:
        found = x509.load_der_x509_certificate(der)
        alternative = _extension(found, x509.SubjectAlternativeName)
        return Certificate(
            der=der,
            subject=found.subject.rfc4514_string(),
            issuer=found.issuer.rfc4514_string(),
            starts=found.not_valid_before_utc,
            ends=found.not_valid_after_utc,
            names=tuple(alternative.get_values_for_type(x509.DNSName)) if alternative else (),
            addresses=_addresses(alternative),
            issuer_urls=_issuer_urls(found),
            is_self_issued=found.issuer == found.subject,
        )
    except (ValueError, TypeError, *foreign) as error:
        raise UnreadableError(str(error) or type(error).__name__) from error


def _extension(of: "x509.Certificate", kind: "type[Kind]") -> "Kind | None":
    from cryptography import x509

    try:
        return of.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
    except x509.DuplicateExtension as error:
        raise UnreadableError(str(error)) from error


def _addresses(alternative: "x509.SubjectAlternativeName | None") -> tuple[str, ...]:
    from cryptography import x509

    found = alternative.get_values_for_type(x509.IPAddress) if alternative else ()
    return tuple(str(one) for one in found)


def _issuer_urls(certificate: "x509.Certificate") -> tuple[str, ...]:
    from cryptography import x509
    from cryptography.x509.oid import AuthorityInformationAccessOID

    access = _extension(certificate, x509.AuthorityInformationAccess)
    wanted = AuthorityInformationAccessOID.CA_ISSUERS
    return tuple(
        one.access_location.value
        for one in access or ()
        if one.access_method == wanted
        and isinstance(one.access_location, x509.UniformResourceIdentifier)
    )


def path_of(chain: tuple[Certificate, ...]) -> tuple[Certificate, ...]:
    """The presented certificates that lead from the leaf upward, whatever order they came in."""
    path = list(chain[:1])
    while path and not path[-1].is_self_issued and len(path) < LONGEST_PATH:
        above = issuer_among(path[-1], (one for one in chain[1:] if one not in path))
        if above is None:
            break
        path.append(above)
    return tuple(path)


def issuer_among(child: Certificate, others: Iterable[Certificate]) -> Certificate | None:
    """The certificate that really signed another, by name and by signature."""
    named = (one for one in others if one.subject == child.issuer)
    return next((one for one in named if _signed(child.der, one.der)), None)


def _signed(child: bytes, parent: bytes) -> bool:
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    try:
        signer = x509.load_der_x509_certificate(parent)
        x509.load_der_x509_certificate(child).verify_directly_issued_by(signer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm, x509.InvalidVersion):
        return False
    return True
