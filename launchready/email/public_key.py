"""Arithmetic with public keys that DNS brought; the one place here that knows cryptography."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey


def rsa_numbers(raw: bytes) -> tuple[int, int] | None:
    """Modulus and exponent of an RSA key, with its wrapping (RFC 5280) or bare (RFC 8017)."""
    key = _rsa(raw)
    if key is None:
        return None
    numbers = key.public_numbers()
    return numbers.n, numbers.e


def _rsa(raw: bytes) -> "RSAPublicKey | None":
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import (
        load_der_public_key,
        load_pem_public_key,
    )

    try:
        key = load_der_public_key(raw)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        import base64

        pem = base64.encodebytes(raw)
        bare = b"-----BEGIN RSA PUBLIC KEY-----\n" + pem + b"-----END RSA PUBLIC KEY-----\n"
        try:
            key = load_pem_public_key(bare)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            return None
    return key if isinstance(key, RSAPublicKey) else None


def is_signed_by(algorithm: str, raw: bytes, signature: bytes, data: bytes) -> bool | None:
    """Whether a signature over data (SHA-256) holds; None when the key cannot be used."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import padding
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.hashes import SHA256, Hash

    try:
        if algorithm == "ed25519":
            digest = Hash(SHA256())
            digest.update(data)
            Ed25519PublicKey.from_public_bytes(raw).verify(signature, digest.finalize())
            return True
        key = _rsa(raw)
        if key is None:
            return None
        key.verify(signature, data, padding.PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    except ValueError:
        return None
    return True


def public_part(der: bytes) -> bytes:
    """The public key of a certificate, with its wrapping (RFC 6698, 2.1.2); b"" if unreadable."""
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    try:
        key = x509.load_der_x509_certificate(der).public_key()
        return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion):
        return b""
