"""DKIM keys made at run time, and mail signed with them."""

import base64
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def rsa(bits: int = 2048) -> RSAPrivateKey:
    return _rsa(bits)


@cache
def _rsa(bits: int) -> RSAPrivateKey:
    return generate_private_key(65537, bits)


@cache
def ed25519() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


def p(bits: int = 2048) -> str:
    """What p= holds for an RSA key."""
    raw = rsa(bits).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(raw).decode()


def p_bare(bits: int = 2048) -> str:
    raw = rsa(bits).public_key().public_bytes(Encoding.DER, PublicFormat.PKCS1)
    return base64.b64encode(raw).decode()


def p_ed25519(*, wrapped: bool = False) -> str:
    key = ed25519().public_key()
    if wrapped:
        raw = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    else:
        raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return base64.b64encode(raw).decode()


def small_rsa(bits: int) -> str:
    """An RSA key too small for the library to make, written down by hand in DER."""
    modulus = (1 << (bits - 1)) | 1
    numbers = _integer(modulus) + _integer(65537)
    inner = b"\x00" + _der(0x30, numbers)
    algorithm = bytes.fromhex("300d06092a864886f70d0101010500")
    return base64.b64encode(_der(0x30, algorithm + _der(0x03, inner))).decode()


def odd_exponent(exponent: int) -> str:
    modulus = rsa().public_key().public_numbers().n
    inner = b"\x00" + _der(0x30, _integer(modulus) + _integer(exponent))
    algorithm = bytes.fromhex("300d06092a864886f70d0101010500")
    return base64.b64encode(_der(0x30, algorithm + _der(0x03, inner))).decode()


def _integer(number: int) -> bytes:
    return _der(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _der(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content
