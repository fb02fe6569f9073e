"""Where on earth a LOC record says something is (RFC 1876)."""

from struct import Struct

from launchready.world.wire_faults import MalformedError

_FORM = Struct("!BBBBIII")
_EQUATOR = 1 << 31
_DEGREE = 3_600_000  # thousandths of a second of arc
_SEA_LEVEL = 10_000_000  # centimetres above the lowest
_USUAL = (100, 1_000_000, 1_000)  # centimetres


def place(data: bytes) -> str:
    """As zone files write it; sizes only where one of them is not the usual."""
    if len(data) != _FORM.size:
        raise MalformedError("a place has another length")
    version, *sizes, latitude, longitude, altitude = _FORM.unpack(data)
    if version:
        raise MalformedError("a place has an unknown version")
    north = _position(latitude - _EQUATOR, 90, "NS")
    east = _position(longitude - _EQUATOR, 180, "EW")
    lengths = tuple(_centimetres(one) for one in sizes)
    told = "" if lengths == _USUAL else "".join(f" {one / 100:.2f}m" for one in lengths)
    return f"{north} {east} {(altitude - _SEA_LEVEL) / 100:.2f}m{told}"


def _position(thousandths: int, most: int, directions: str) -> str:
    # Nought counts as south and west, as dnspython has it.
    direction = directions[thousandths <= 0]
    thousandths = abs(thousandths)
    if thousandths > most * _DEGREE:
        raise MalformedError("a place is off the earth")
    degrees, rest = divmod(thousandths, _DEGREE)
    minutes, rest = divmod(rest, 60_000)
    return f"{degrees} {minutes} {rest / 1000:.3f} {direction}"


def _centimetres(size: int) -> int:
    digit, power = size >> 4, size & 0xF
    if digit > 9 or power > 9 or (power and not digit):
        raise MalformedError("a place has a size of no meaning")
    return digit * int(10**power)
