"""Sections of a document with a limit: what does not fit is left out whole, and that is said."""

from collections.abc import Sequence
from dataclasses import dataclass

_CUT = "\n_The report is cut here; the JSON and HTML reports have all of it._\n"


@dataclass(frozen=True, slots=True)
class Section:
    """What is kept or left out together: a head, rows that may be fewer, and a foot."""

    head: str
    rows: tuple[str, ...] = ()
    foot: str = ""

    @property
    def whole(self) -> str:
        return "".join([self.head, *self.rows, self.foot])

    def within(self, room: int) -> str:
        """As much as fits into so many bytes; nothing where not even one row does."""
        if size(self.whole) <= room:
            return self.whole
        left = room - size(self.head + _rest(len(self.rows)) + self.foot)
        kept: list[str] = []
        for row in self.rows:
            left -= size(row)
            if left < 0:
                break
            kept.append(row)
        if not kept:
            return ""
        return "".join([self.head, *kept, _rest(len(self.rows) - len(kept)), self.foot])


def _rest(number: int) -> str:
    return f"- … and {number:,} more\n"


def size(text: str) -> int:
    """Bytes in UTF-8: never fewer than characters, so it keeps a limit in either."""
    return len(text.encode())


def fitted(answer: str, sections: Sequence[Section], limit: int) -> str:
    """The answer, which always stays, and after it what fits into the limit, in bytes."""
    whole = "\n".join([answer, *(one.whole for one in sections)])
    if size(whole) <= limit:
        return whole
    left = limit - size(answer) - size(_CUT)
    kept = [answer]
    for section in sections:
        text = section.within(left - 1)
        if text:
            kept.append(f"\n{text}")
            left -= size(kept[-1])
    return "".join([*kept, _CUT])
