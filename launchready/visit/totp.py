"""One-time passwords of an authenticator app (RFC 6238), for accounts that need a second factor."""

import base64
import binascii
import hashlib
import hmac
import struct

_STEP = 30  # seconds
_DIGITS = 6


def key(text: str) -> bytes:
    """The key of a setup secret in base32, as apps show it. Raises ValueError."""
    plain = "".join(text.split()).replace("-", "").upper().rstrip("=")
    try:
        made = base64.b32decode(plain + "=" * (-len(plain) % 8))
    except binascii.Error:
        raise ValueError("it is not base32") from None
    if len(made) < 10:
        raise ValueError("it is too short for a setup secret")
    return made


def code(secret: bytes, moment: float, digits: int = _DIGITS) -> str:
    """The code for a moment, in seconds since 1970."""
    counter = struct.pack(">Q", int(moment) // _STEP)
    mac = hmac.new(secret, counter, hashlib.sha1).digest()
    at = mac[-1] & 15
    number = struct.unpack(">I", mac[at : at + 4])[0] & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)
