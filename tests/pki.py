"""Certificates made while the tests run: sound ones, and one of each fault.

Keys are elliptic, which takes a tenth of a millisecond; nothing here is ever written to the
repository.
"""

import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
SERVER = ExtendedKeyUsageOID.SERVER_AUTH
CLIENT = ExtendedKeyUsageOID.CLIENT_AUTH


@dataclass(frozen=True)
class Issued:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: Key

    @cached_property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @cached_property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @cached_property
    def key_pem(self) -> bytes:
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _name(common: str, organisation: str = "") -> x509.Name:
    given = {NameOID.ORGANIZATION_NAME: organisation, NameOID.COMMON_NAME: common}
    return x509.Name([x509.NameAttribute(kind, text) for kind, text in given.items() if text])


def _alternative(names: Sequence[str]) -> x509.SubjectAlternativeName:
    return x509.SubjectAlternativeName([_general(one) for one in names])


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def issue(
    common: str,
    *,
    by: Issued | None = None,
    names: Sequence[str] = (),
    starts: datetime,
    ends: datetime,
    ca: bool = False,
    aia: str | None = None,
    purpose: x509.ObjectIdentifier = SERVER,
    key: Key | None = None,
    without_key_ids: bool = False,
    organisation: str = "",
    extensions: Sequence[x509.ExtensionType] = (),
) -> Issued:
    """A certificate; without `by` it signs itself, without `names` it has no SAN."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    signer = by.key if by else key
    issuer = by.certificate.subject if by else _name(common, organisation)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(common, organisation))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(starts)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if not without_key_ids:
        own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        builder = builder.add_extension(own, critical=False)
    if by and not without_key_ids:
        known = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
        builder = builder.add_extension(known, critical=False)
    if not ca:
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
    if names:
        builder = builder.add_extension(_alternative(names), critical=not common)
    if aia:
        there = x509.AccessDescription(
            AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier(aia)
        )
        builder = builder.add_extension(x509.AuthorityInformationAccess([there]), critical=False)
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    return Issued(certificate=builder.sign(signer, hashes.SHA256()), key=key)


def lists_at(*urls: str) -> x509.CRLDistributionPoints:
    """Where a certificate says its revocation would be told."""
    return x509.CRLDistributionPoints(
        [
            x509.DistributionPoint(
                [x509.UniformResourceIdentifier(one)],
                relative_name=None,
                reasons=None,
                crl_issuer=None,
            )
            for one in urls
        ]
    )


MUST_STAPLE = x509.TLSFeature([x509.TLSFeatureType.status_request])


def timestamps(number: int) -> x509.UnrecognizedExtension:
    """Log timestamps in their form (RFC 6962, 3.3), of a log that nobody has."""
    one = b"\x00" + bytes(32) + bytes(8) + b"\x00\x00" + b"\x04\x03" + b"\x00\x08" + bytes(8)
    entry = len(one).to_bytes(2, "big") + one
    body = len(entry * number).to_bytes(2, "big") + entry * number
    kind = x509.ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2")
    return x509.UnrecognizedExtension(kind, in_der(4, body))


def in_der(tag: int, body: bytes) -> bytes:
    """A value in DER."""
    return bytes([tag]) + _length(len(body)) + body


def _length(number: int) -> bytes:
    """A length in DER."""
    if number < 128:
        return bytes([number])
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(raw)]) + raw


def revocations(by: Issued, *revoked: Issued, now: datetime, ends: datetime | None = None) -> bytes:
    """A CA's list of revoked certificates, DER."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(by.certificate.subject)
        .last_update(now - timedelta(days=2))
        .next_update(ends or now + timedelta(days=7))
    )
    for one in revoked:
        entry = (
            x509.RevokedCertificateBuilder()
            .serial_number(one.certificate.serial_number)
            .revocation_date(now - timedelta(days=1))
            .add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False)
        )
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(by.key, hashes.SHA256()).public_bytes(Encoding.DER)


AIA = "http://ca.test/intermediate.cer"


@dataclass(frozen=True)
class Authority:
    """A root, an intermediate below it, and a clock."""

    now: datetime
    root: Issued
    intermediate: Issued

    @classmethod
    def at(cls, now: datetime) -> Self:
        starts, ends = now - timedelta(days=400), now + timedelta(days=3000)
        root = issue("Lab Root", ca=True, starts=starts, ends=ends)
        below = issue("Lab Issuer", by=root, ca=True, starts=starts, ends=ends)
        return cls(now=now, root=root, intermediate=below)

    def leaf(
        self,
        *names: str,
        days: float = 60,
        lifetime: float = 90,
        common: str | None = None,
        by: Issued | None = None,
        aia: str | None = AIA,
        purpose: x509.ObjectIdentifier = SERVER,
        key: Key | None = None,
        extensions: Sequence[x509.ExtensionType] = (),
    ) -> Issued:
        """A server's certificate with `days` left of a `lifetime` in days."""
        ends = self.now + timedelta(days=days)
        return issue(
            common if common is not None else names[0],
            by=by or self.intermediate,
            names=names,
            starts=ends - timedelta(days=lifetime),
            ends=ends,
            aia=aia,
            purpose=purpose,
            key=key,
            extensions=extensions,
        )

    def self_signed(self, *names: str) -> Issued:
        starts, ends = self.now - timedelta(days=30), self.now + timedelta(days=60)
        return issue(names[0], names=names, starts=starts, ends=ends)

    def expired_intermediate(self) -> Issued:
        """The intermediate's twin: same name and key, and past its last day."""
        return issue(
            "Lab Issuer",
            by=self.root,
            ca=True,
            starts=self.now - timedelta(days=400),
            ends=self.now - timedelta(days=5),
            key=self.intermediate.key,
        )


def now() -> datetime:
    """This very second: real handshakes are judged by the machine's clock."""
    return datetime.now(UTC).replace(microsecond=0)


def der(*chain: Issued) -> tuple[bytes, ...]:
    return tuple(one.der for one in chain)


def pem_file(folder: Path, name: str, *chain: Issued) -> Path:
    """The chain in one PEM file."""
    path = folder / f"{name}.pem"
    path.write_bytes(b"".join(one.pem for one in chain))
    return path


def server_context(folder: Path, *chain: Issued) -> ssl.SSLContext:
    """A server that presents the chain as given, leaf first, and nothing more."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2  # Debian's Python leaves it open
    context.set_ciphers("DEFAULT:@SECLEVEL=0")  # a server may be as careless as it likes
    serial = f"{chain[0].certificate.serial_number:x}"
    key = folder / f"{serial}.key"
    key.write_bytes(chain[0].key_pem)
    context.load_cert_chain(pem_file(folder, serial, *chain), key)
    return context


def weak_key() -> rsa.RSAPrivateKey:
    """A key that browsers refuse."""
    return rsa.generate_private_key(public_exponent=65537, key_size=1024)
