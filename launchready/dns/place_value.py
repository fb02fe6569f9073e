"""Where on earth a LOC record says something stands, as an answer shows it (RFC 1876)."""

from collections.abc import Sequence
from decimal import Decimal

_USUAL = ("1.00m", "10000.00m", "10.00m")


def place_value(parts: Sequence[str]) -> str:
    """Twelve parts: two positions of degrees, minutes, seconds and direction, then lengths."""
    north, east = _position(parts[:4]), _position(parts[4:8])
    lengths = tuple(_size(one) for one in parts[9:12])
    told = "" if lengths == _USUAL else f" {' '.join(lengths)}"
    return f"{north} {east} {_metres(parts[8])}{told}"


def _position(parts: Sequence[str]) -> str:
    degrees, minutes, seconds, direction = parts
    return f"{int(degrees)} {int(minutes)} {Decimal(seconds):.3f} {direction}"


def _metres(text: str) -> str:
    return f"{Decimal(text):.2f}m"


def _size(text: str) -> str:
    """On the wire a size is one digit and a power of ten, in centimetres."""
    centimetres = int(Decimal(text) * 100)
    digits = str(centimetres)
    rounded = int(digits[0]) * 10 ** (len(digits) - 1)
    return f"{Decimal(rounded) / 100:.2f}m"
