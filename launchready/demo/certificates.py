"""Makes a certificate authority on the spot: a root, an intermediate and a leaf a host."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

LIFETIME = timedelta(days=90)

# Where a leaf says its issuer's certificate is to be had (RFC 5280, 4.2.2.1: over plain http).
ISSUER_HOST, ISSUER_PATH = "ca.portal.test", "/intermediate.der"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A certificate and the key that signs in its name."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """Signs with `intermediate`; visitors trust `root`."""

    root: Signer
    intermediate: Signer


def authority(now: datetime) -> Authority:
    """A fresh authority whose root is valid for ten years from yesterday."""
    yesterday = now - timedelta(days=1)
    root = _issue("Portal Demo Root", None, yesterday, timedelta(days=3650), path_length=1)
    intermediate = _issue(
        "Portal Demo Intermediate", root, yesterday, timedelta(days=1825), path_length=0
    )
    return Authority(root=root, intermediate=intermediate)


def leaf(host: str, signer: Signer, *, since: datetime) -> Signer:
    """A certificate for one host as public authorities issue them, valid for 90 days."""
    return _issue(host, signer, since, LIFETIME)


def _issue(
    name: str,
    signer: Signer | None,
    since: datetime,
    lifetime: timedelta,
    *,
    path_length: int | None = None,
) -> Signer:
    """A certificate; without a signer it signs itself, with a path length it is an authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signing = signer.key if signer else key
    is_authority = path_length is not None
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(signer.certificate.subject if signer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + lifetime)
        .add_extension(x509.BasicConstraints(is_authority, path_length), critical=True)
        .add_extension(_usage(is_authority=is_authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False
        )
    )
    if not is_authority:
        builder = builder.add_extension(
            x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False
        )
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
        )
        builder = builder.add_extension(_issuer_place(), critical=False)
    return Signer(certificate=builder.sign(signing, SHA256()), key=key)


def _issuer_place() -> x509.AuthorityInformationAccess:
    place = x509.UniformResourceIdentifier(f"http://{ISSUER_HOST}{ISSUER_PATH}")
    return x509.AuthorityInformationAccess(
        [x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, place)]
    )


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def contexts(
    hosts: tuple[str, ...], folder: Path, made: Authority, *, broken: bool
) -> Mapping[str, ssl.SSLContext]:
    """A server context for each host; its key lies in `folder`, readable by its owner alone.

    Broken: the certificate of `app.` ended three days ago and `api.` forgets the intermediate.
    """
    now = datetime.now(UTC)
    found: dict[str, ssl.SSLContext] = {}
    for host in hosts:
        is_old = broken and host.startswith("app.")
        is_short = broken and host.startswith("api.")
        since = now - (LIFETIME + timedelta(days=3) if is_old else timedelta(days=1))
        one = leaf(host, made.intermediate, since=since)
        chain = one.pem if is_short else one.pem + made.intermediate.pem
        found[host] = _context(folder / f"{host}.pem", one, chain)
    return found


def _context(file: Path, one: Signer, chain: bytes) -> ssl.SSLContext:
    key = one.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.touch(mode=0o600)
    file.write_bytes(key + chain)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(file)
    file.unlink()  # OpenSSL has it now
    return context


def by_name(contexts: Mapping[str, ssl.SSLContext]) -> ssl.SSLContext:
    """One context that shows the certificate of the name asked for, and an alert for others."""
    front = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    front.minimum_version = ssl.TLSVersion.TLSv1_2

    def choose(
        connection: ssl.SSLSocket | ssl.SSLObject, name: str | None, _: ssl.SSLContext
    ) -> int | None:
        chosen = contexts.get((name or "").lower())
        if chosen is None:
            return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
        connection.context = chosen
        return None

    front.sni_callback = choose
    return front
