"""NSEC records: which name comes next in a zone, and which types a name has (RFC 4034, 4)."""

from launchready.world.wire import TYPES, Message, Record
from launchready.world.wire_faults import MalformedError

_NAMES = {number: name for name, number in TYPES.items()}


def type_name(number: int) -> str:
    """As zone files write it; unknown types as RFC 3597 has them."""
    return _NAMES.get(number) or f"TYPE{number}"


def link(message: Message, record: Record) -> tuple[str, tuple[str, ...]]:
    """The next name, and the types at this one."""
    following, start = message.names.at(record.place)
    types: list[str] = []
    while start < record.end:
        block, size = message.wire[start], message.wire[start + 1]
        bitmap = message.wire[start + 2 : start + 2 + size]
        start += 2 + size
        if start > record.end or not 0 < size <= 32:
            raise MalformedError("a bitmap of types is cut off")
        types += (
            type_name(block << 8 | place << 3 | bit)
            for place, byte in enumerate(bitmap)
            for bit in range(8)
            if byte & 0x80 >> bit
        )
    return following, tuple(types)
