"""From the bytes of a file to what can be read in it: text, a notebook's cells, an archive's
members, the readable runs of a binary."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from launchready.core.repository import Sieve, Spot
from launchready.world import archive, notebook
from launchready.world.decode import BYTE_MARKS, encoding_of, lines_of

# The shortest run of readable characters looked at in a binary; tokens are longer.
_RUN = re.compile(rb"[\t\x20-\x7e]{12,}")


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a file, in UTF-8 or with one byte a character."""

    data: bytes = field(repr=False)
    inside: str = ""
    unit: Literal["line", "byte"] = "line"
    landmarks: tuple[tuple[int, str], ...] = ()

    def lines(self) -> tuple[tuple[int, str], ...]:
        """Every line with its number, or every readable run with the number of its first byte."""
        if self.unit == "byte":
            runs = _RUN.finditer(self.data)
            return tuple((one.start() + 1, one[0].decode("ascii")) for one in runs)
        return tuple(enumerate(lines_of(decoded(self.data)), 1))

    def at(self, spots: Sequence[Spot]) -> frozenset[int]:
        """The numbers of the lines these stretches are in."""
        if self.unit == "byte":
            return frozenset(
                run.start() + 1
                for one in spots
                for run in _RUN.finditer(self.data, *self._around(one))
            )
        numbers: set[int] = set()
        number, place = 1, 0
        for one in sorted(spots, key=lambda spot: spot.start):
            number += self.data.count(b"\n", place, one.start)
            place = one.start
            last = number + self.data.count(b"\n", one.start, one.end)
            numbers.update(range(number, last + 1))
        return frozenset(numbers)

    def stretches(self, spots: Sequence[Spot]) -> Iterator[bytes]:
        """The lines or runs these stretches are in."""
        for one in spots:
            if self.unit == "line":
                yield self.data[one.start : one.end]
            else:
                yield from (run[0] for run in _RUN.finditer(self.data, *self._around(one)))

    def _around(self, spot: Spot) -> tuple[int, int]:
        """A stretch grown to the ends of the runs it begins and ends in."""
        start, end = spot.start, spot.end
        while start > 0 and _is_readable(self.data[start - 1]):
            start -= 1
        while end < len(self.data) and _is_readable(self.data[end]):
            end += 1
        return start, end


def _is_readable(byte: int) -> bool:
    return byte == 9 or 32 <= byte <= 126


@dataclass(frozen=True, slots=True)
class Closed:
    """Something within a file that was not read, and why."""

    inside: str
    reason: Literal["binary", "too large", "unreadable"]
    detail: str


def decoded(data: bytes) -> str:
    """The characters of a text that is UTF-8 or has one byte each."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def is_plain(raw: bytes) -> bool:
    """Whether the bytes are the text: no other encoding, no archive, no notebook, no binary."""
    return not (
        raw.startswith(BYTE_MARKS)
        or archive.kind_of(raw)
        or notebook.is_one(raw)
        or encoding_of(raw) != "utf-8"
    )


def opened(raw: bytes) -> Iterator[Text | Closed]:
    """What can be read in the bytes of a file."""
    kind = archive.kind_of(raw)
    if kind:
        for one in archive.members(raw, kind):
            if isinstance(one, archive.Member):
                yield _text(one.data, one.path)
            else:
                yield Closed(one.path, one.reason, one.detail)
        return
    yield _text(raw, "")


def _text(raw: bytes, inside: str) -> Text:
    encoding = encoding_of(raw)
    if encoding is None:
        return Text(raw, inside, "byte")
    if encoding == "utf-8":
        data = raw.removeprefix(b"\xef\xbb\xbf")
    else:
        data = raw.decode(encoding, "replace").removeprefix("\ufeff").encode("utf-8", "replace")
    if notebook.is_one(data):
        data, landmarks = notebook.flattened(data)
        return Text(data, inside, landmarks=landmarks)
    return Text(data, inside)


def spots_of(sieve: Sieve, text: Text) -> list[Spot]:
    """The stretches of a text that may matter, those of several lines whole."""
    spots = sieve.places(text.data)
    whole = [one for one in spots if not one.is_start]
    return whole + sieve.blocks(text.data) if len(whole) < len(spots) else whole
