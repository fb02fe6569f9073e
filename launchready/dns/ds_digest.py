"""Computes the DS record of a key, to hold the zone above against the zone (RFC 4034, 5.1.4)."""

import base64
import hashlib
from collections.abc import Iterable

_DIGESTS = {1: hashlib.sha1, 2: hashlib.sha256, 4: hashlib.sha384}
_ZONE_KEY = 0x0100


def matches(zone: str, ds: str, keys: Iterable[str]) -> bool:
    """Whether any of the zone's DNSKEY values has this DS value."""
    return any(ds in _ds_of(zone, key) for key in keys)


def is_known(ds: str) -> bool:
    """Whether the DS is of a kind that can be computed here."""
    return ds.split(" ")[2] in {str(one) for one in _DIGESTS}


def _ds_of(zone: str, key: str) -> list[str]:
    """A key's DS values, of every kind of digest; none for what is no zone key."""
    words = key.split(" ")
    flags, protocol, algorithm = (int(one) for one in words[:3])
    if not flags & _ZONE_KEY:
        return []
    data = flags.to_bytes(2, "big") + bytes([protocol, algorithm])
    data += base64.b64decode("".join(words[3:]))
    labels = [one.encode() for one in zone.split(".")]
    owner = b"".join(bytes([len(one)]) + one for one in labels) + b"\0"
    return [
        f"{_tag(data)} {algorithm} {kind} {digest(owner + data).hexdigest()}"
        for kind, digest in _DIGESTS.items()
    ]


def _tag(data: bytes) -> int:
    """RFC 4034, appendix B."""
    total = sum(byte << 8 if place % 2 == 0 else byte for place, byte in enumerate(data))
    return (total + (total >> 16)) & 0xFFFF
