"""Tokens that carry a checksum: a wrong one was made up, or cut."""

import base64
import string
import zlib

from launchready.core.finding import Impact
from launchready.secrets.detectors.detector import Seen, Weight
from launchready.secrets.samples import is_sample

_BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase


def base62_crc(value: str, seen: Seen, impact: Impact) -> Weight:
    """GitHub's, npm's, Vercel's: the last six characters are the CRC-32 of those after the prefix.

    (github.blog, 2021-04-05, "Behind GitHub's new authentication token formats".) A wrong one
    opens nothing, and is told as advice: a reader should know that it is no key.
    """
    _ = seen
    if is_sample(value):
        return "harmless"
    body = value.partition("_")[2]
    return impact if body[-6:] == _in_base62(zlib.crc32(body[:-6].encode())) else Impact.ADVICE


def hex_crc(value: str, seen: Seen, impact: Impact) -> Weight:
    """Cloudflare's: the last eight characters are the CRC-32 of the forty before them."""
    _ = seen
    if is_sample(value):
        return "harmless"
    body = value.partition("_")[2]
    return impact if body[-8:] == f"{zlib.crc32(body[:-8].encode()):08x}" else Impact.ADVICE


def _in_base62(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 62)
        digits = _BASE62[rest] + digits
    return digits.rjust(6, "0")


def base64_crc(value: str, seen: Seen, impact: Impact) -> Weight:
    """Confluent's: the last six characters are the CRC-32 of those before, little end first."""
    _ = seen
    if is_sample(value):
        return "harmless"
    number = zlib.crc32(value[:-6].encode()).to_bytes(4, "little")
    return impact if value[-6:] == base64.b64encode(number).decode().rstrip("=") else Impact.ADVICE


def bech32(value: str, seen: Seen, impact: Impact) -> Weight:
    """age's and Nostr's (BIP 173): the last six characters are a code over all before them."""
    _ = seen
    if is_sample(value):
        return "harmless"
    human, _, data = value.lower().rpartition("1")
    spread = [ord(one) >> 5 for one in human] + [0] + [ord(one) & 31 for one in human]
    return impact if _polymod(spread + [_BECH32.index(one) for one in data]) == 1 else Impact.ADVICE


_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_STEPS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def _polymod(values: list[int]) -> int:
    code = 1
    for one in values:
        top = code >> 25
        code = (code & 0x1FFFFFF) << 5 ^ one
        for bit, step in enumerate(_STEPS):
            code ^= step if top >> bit & 1 else 0
    return code
