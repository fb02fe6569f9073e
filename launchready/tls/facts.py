"""Reads certificates into plain facts. What the facts mean is judged elsewhere."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from cryptography import x509

Kind = TypeVar("Kind", bound="x509.ExtensionType")

# TLS feature 5: the certificate may only be shown with a staple (RFC 7633).
_STATUS_REQUEST = 5


class UnreadableError(Exception):
    """The bytes are no certificate that could be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What a certificate says.

    `names` and `addresses` are its SAN, `issuer_urls` its AIA, `lists` where its revocation would
    be told. `key` is a kind and its bits, `digest` what its signature hashes with ("" where
    the signature names none). `timestamps` are those of certificate logs (SCTs).
    """

    der: bytes = field(repr=False)
    subject: str
    issuer: str
    starts: datetime
    ends: datetime
    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    issuer_urls: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    is_self_issued: bool = False
    serial: int = 0
    key: tuple[str, int] = ("", 0)
    digest: str = ""
    must_staple: bool = False
    timestamps: int = 0
    organisation: str = ""
    is_for_servers: bool = True

    @property
    def lifetime(self) -> timedelta:
        return self.ends - self.starts

    @property
    def covers(self) -> tuple[str, ...]:
        return self.names + self.addresses


# Hosts of one CA show the same intermediate, and several checks read the same chain.
@lru_cache(maxsize=512)
def read(der: bytes) -> Certificate:
    """The facts of one certificate. Raises UnreadableError."""
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm

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
            lists=_lists(found),
            is_self_issued=found.issuer == found.subject,
            serial=found.serial_number,
            key=_key(found),
            digest=found.signature_hash_algorithm.name if found.signature_hash_algorithm else "",
            must_staple=_must_staple(found),
            timestamps=_timestamps(found),
            organisation=_organisation(found),
            is_for_servers=_is_for_servers(found),
        )
    except (ValueError, TypeError, UnsupportedAlgorithm, *foreign) as error:
        raise UnreadableError(str(error) or type(error).__name__) from error


def pieces(raw: bytes) -> list[bytes]:
    """DER values that stand one after another, taken apart; what follows them is one more."""
    found: list[bytes] = []
    while len(raw) >= 2:
        more = raw[1] & 0x7F if raw[1] & 0x80 else 0  # how many bytes the length has (X.690, 8.1.3)
        length = int.from_bytes(raw[2 : 2 + more], "big") if more else raw[1]
        end = 2 + more + length
        found.append(raw[:end])
        raw = raw[end:]
    return found


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


def _is_for_servers(certificate: "x509.Certificate") -> bool:
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID

    uses = _extension(certificate, x509.ExtendedKeyUsage)
    served = {ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE}
    return uses is None or bool(served & set(uses))


def _lists(certificate: "x509.Certificate") -> tuple[str, ...]:
    from cryptography import x509

    points = _extension(certificate, x509.CRLDistributionPoints)
    return tuple(
        name.value
        for point in points or ()
        for name in point.full_name or ()
        if isinstance(name, x509.UniformResourceIdentifier)
    )


def _key(certificate: "x509.Certificate") -> tuple[str, int]:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa

    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm):
        return ("unknown", 0)
    match key:
        case rsa.RSAPublicKey():
            return ("RSA", key.key_size)
        case ec.EllipticCurvePublicKey():
            return ("EC", key.key_size)
        case dsa.DSAPublicKey():
            return ("DSA", key.key_size)
    return (type(key).__name__.removesuffix("PublicKey").lstrip("_"), 0)


def _must_staple(certificate: "x509.Certificate") -> bool:
    from cryptography import x509

    features = _extension(certificate, x509.TLSFeature)
    return any(one.value == _STATUS_REQUEST for one in features or ())


def _timestamps(certificate: "x509.Certificate") -> int:
    from cryptography import x509

    found = _extension(certificate, x509.PrecertificateSignedCertificateTimestamps)
    return len(list(found)) if found else 0


def _organisation(certificate: "x509.Certificate") -> str:
    from cryptography.x509.oid import NameOID

    named = certificate.issuer.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return str(named[0].value) if named else ""
