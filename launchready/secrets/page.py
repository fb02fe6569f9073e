"""The text of some lines, with the ways to get from a place in it to a line."""

from bisect import bisect_right
from datetime import datetime

from launchready.core.repository import Lines
from launchready.secrets.detectors.detector import Seen, places
from launchready.secrets.plugins import LONGEST_LINE

# How far around an anchor is looked in a line too long to be read whole, in characters.
_BEFORE, _AFTER = 200, 500

_ASCII_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


class Page:
    """Lines joined, so that one search goes over all of them."""

    def __init__(self, part: Lines, now: datetime) -> None:
        self.path = part.path
        self.now = now
        self.numbers = [number for number, _ in part.lines]
        self.rows = [line for _, line in part.lines]
        self.text = "\n".join(self.rows)
        self.lower = _lowered(self.text)
        self._starts = [0]
        for row in self.rows[:-1]:
            self._starts.append(self._starts[-1] + len(row) + 1)

    def row(self, place: int) -> int:
        """Which of the rows a place is in."""
        return bisect_right(self._starts, place) - 1

    def bounds(self, row: int) -> tuple[int, int]:
        return self._starts[row], self._starts[row] + len(self.rows[row])

    def seen(self, place: int) -> Seen:
        return Seen(path=self.path, line=self.rows[self.row(place)], now=self.now)

    def pieces(self, anchors: tuple[str, ...], *, folded: bool) -> list[tuple[int, int]]:
        """The lines that hold an anchor, or what is around it in a long line; each once."""
        found: set[tuple[int, int]] = set()
        for place in places(self.lower if folded else self.text, anchors):
            first, last = self.bounds(self.row(place))
            if last - first > LONGEST_LINE:
                first, last = max(first, place - _BEFORE), min(last, place + _AFTER)
            found.add((first, last))
        return sorted(found)


def _lowered(text: str) -> str:
    """Lower case of the same length: one Turkish letter becomes two, which would shift places."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text.translate(_ASCII_LOWER)
