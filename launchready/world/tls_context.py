"""The two ways we shake hands: as a visitor's browser does, and without asking for trust.

Every flag is set here, not by the default context: that one is stricter on Python 3.13 than on
3.12, and passes certificates without a SAN, which browsers refuse.
"""

import binascii
import re
import ssl
from pathlib import Path

from launchready.values.problem import ConfigError, Problem
from launchready.world.settings import Network

# What Chrome, Firefox and Safari offer in TLS 1.2; what Python offers differs by how it was built.
_CIPHERS = (
    "ECDHE+AESGCM:ECDHE+CHACHA20:ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA:"
    "ECDHE-ECDSA-AES256-SHA:ECDHE-RSA-AES256-SHA:AES128-GCM-SHA256:AES256-GCM-SHA384:"
    "AES128-SHA:AES256-SHA:@SECLEVEL=2"
)
_PEM = re.compile(r"-----BEGIN (?:TRUSTED )?CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END ")


def visitor_context(network: Network, extra: tuple[bytes, ...] = ()) -> ssl.SSLContext:
    """Trusts the system's roots and those of network.ca_file.

    `extra` are DER certificates lent to chains that lack them. Self-issued ones are left out:
    lent is not trusted. Raises ConfigError when network.ca_file is no file of certificates.
    """
    context = _client()
    # Without X509_PARTIAL_CHAIN a chain must end at a self-signed root, and so a lent
    # intermediate, though it stands in the store, is no anchor.
    context.verify_flags = ssl.VerifyFlags.VERIFY_X509_TRUSTED_FIRST
    context.hostname_checks_common_name = False
    _load_roots(context)
    if network.ca_file is not None:
        _load_file(context, network)
    lent = [one for one in extra if _is_intermediate(one)]
    if lent:
        context.load_verify_locations(cadata=b"".join(lent))
    return context


def open_context() -> ssl.SSLContext:
    """Accepts every certificate: for looking at it, and for pages without credentials."""
    context = _client()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _client() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(_CIPHERS)
    return context


def in_file(network: Network) -> frozenset[bytes]:
    """The certificates of network.ca_file, DER: trusted by the config, not by the public."""
    return frozenset(_certificates(network.roots or ""))


def _load_roots(context: ssl.SSLContext) -> None:
    context.load_default_certs()
    paths = ssl.get_default_verify_paths()
    has_folder = bool(paths.capath) and any(Path(paths.capath).iterdir())
    if not context.cert_store_stats()["x509_ca"] and not has_folder:
        import certifi  # slim images have no roots of their own

        context.load_verify_locations(cafile=certifi.where())


def _load_file(context: ssl.SSLContext, network: Network) -> None:
    try:
        context.load_verify_locations(cadata=b"".join(_certificates(network.roots or "")))
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError, binascii.Error the other
        is_absent = isinstance(error, OSError) and not isinstance(error, ssl.SSLError)
        why = (
            str(getattr(error, "strerror", "")).lower()
            if is_absent
            else "it holds no PEM certificate"
        )
        found = f"network.ca_file {network.ca_file} cannot be used: {why}"
        raise ConfigError([Problem(at=network.at, found=found)]) from error


def _certificates(pem: str) -> list[bytes]:
    """The certificates of a PEM file, DER. Raises binascii.Error.

    What OpenSSL writes as TRUSTED CERTIFICATE says behind the certificate what it is for.
    """
    found = [binascii.a2b_base64(one) for one in _PEM.findall(pem)]
    return [one[: _length(one)] for one in found]


def _length(der: bytes) -> int:
    """How many bytes the first thing of a DER takes (X.690, 8.1.3)."""
    if len(der) < 2 or der[1] < 0x80:
        return len(der[:2]) + (der[1] if len(der) > 1 else 0)
    size = der[1] & 0x7F
    return 2 + size + int.from_bytes(der[2 : 2 + size], "big")


def _is_intermediate(der: bytes) -> bool:
    from cryptography import x509

    try:
        certificate = x509.load_der_x509_certificate(der)
        is_between = certificate.issuer != certificate.subject
    except (ValueError, TypeError, x509.InvalidVersion):
        return False
    return is_between
