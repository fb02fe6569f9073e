"""Domain names as bytes and as text (RFC 1035, 3.1 and 4.1.4)."""

import re

from launchready.world.wire_faults import MalformedError

_LONGEST = 255  # bytes a name may take, without compression (RFC 1035, 2.3.4)
_LONGEST_LABEL = 63  # bytes
_POINTER = 0xC0

_PLAIN = re.compile(rb"[A-Za-z0-9_*/+=:!#%&'<>?\[\]^`{|}~,-]+")
_WRITABLE = re.compile(r"[!#%-'*-:<-?A-\[\]-~]+")
_SPECIAL = frozenset(b'"().;\\@$')


def to_wire(name: str) -> bytes:
    """A name without escapes, its labels parted by dots. Raises ValueError for what is none."""
    if name in ("", "."):
        return b"\0"
    if not _WRITABLE.fullmatch(name):
        raise ValueError("it has characters that this cannot write")
    wire = bytearray()
    for label in name.removesuffix(".").encode().split(b"."):
        if not 0 < len(label) <= _LONGEST_LABEL:
            raise ValueError("a label is empty or longer than 63 bytes")
        wire.append(len(label))
        wire += label
    wire.append(0)
    if len(wire) > _LONGEST:
        raise ValueError("it is longer than 255 bytes")
    return bytes(wire)


class Names:
    """The names in one message; each place is read once, so pointers cost nothing twice."""

    def __init__(self, wire: bytes) -> None:
        self._wire = wire
        # Place -> the name as text, and how many bytes it takes uncompressed.
        self._known: dict[int, tuple[str, int]] = {}

    def at(self, place: int) -> tuple[str, int]:
        """The name that starts at a place, in lower case with its final dot, and what follows it.

        A pointer leads only backwards (RFC 1035, 4.1.4), so there are no loops.
        """
        wire, labels, starts = self._wire, [], []
        after, lowest, tail, size = -1, place, "", 1
        try:
            while length := wire[place]:
                if length >= _POINTER:
                    target = (length & 0x3F) << 8 | wire[place + 1]
                    if target >= lowest:
                        raise MalformedError("a compressed name points forwards")
                    after = place + 2 if after < 0 else after
                    lowest = place = target
                    if (known := self._known.get(target)) is not None:
                        tail, size = known
                        break
                    continue
                if length > _LONGEST_LABEL:
                    raise MalformedError("a label has an unknown kind")
                starts.append(place)
                labels.append(wire[place + 1 : place + 1 + length])
                place += 1 + length
                if len(starts) > _LONGEST // 2:
                    raise MalformedError("a name is too long")
            else:
                after = place + 1 if after < 0 else after
        except IndexError:
            raise MalformedError("a name goes on past the end") from None
        return self._remembered(labels, starts, tail, size), after

    def _remembered(self, labels: list[bytes], starts: list[int], tail: str, size: int) -> str:
        for label, start in zip(reversed(labels), reversed(starts), strict=True):
            tail = f"{_text(label)}.{'' if tail == '.' else tail}"
            size += 1 + len(label)
            if size > _LONGEST:
                raise MalformedError("a name is too long")
            self._known[start] = tail, size
        return tail or "."


def _text(label: bytes) -> str:
    """As zone files write it, in lower case (RFC 1035, 5.1; RFC 4343)."""
    if _PLAIN.fullmatch(label):
        return label.decode().lower()
    return "".join(_escaped(one) for one in label)


def _escaped(byte: int) -> str:
    if byte in _SPECIAL:
        return f"\\{chr(byte)}"
    return chr(byte).lower() if 0x20 < byte < 0x7F else f"\\{byte:03d}"
