"""The line at fault as a terminal shows it: its number, its text, and a mark below the place."""

from dataclasses import dataclass
from urllib.parse import quote

from launchready.core.location import Location
from launchready.report.escape import visible
from launchready.report.layout import Columns, cells, cut

_NEXT = " | "


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """The line a location names, as the caller read it from the file; never one with a secret."""

    at: Location
    text: str


def render(quoted: Quoted, page: Columns, *, at: int) -> list[str]:
    """The line with a mark under its column; what a terminal has no room for is cut off."""
    number = f"{quoted.at.line:,}"
    text = quoted.text.rstrip().replace("\t", " ")
    if not text.strip():
        return []
    indent = len(text) - len(text.lstrip())
    room = page.width - at - len(number) - len(_NEXT)
    column = cells(visible(text[indent : max(indent, quoted.at.column - 1)]))
    shown = cut(visible(text[indent:]), room)
    lines = [" " * at + page.paint(number + _NEXT, "dim") + shown]
    if column < cells(shown):
        gap = " " * (at + len(number)) + page.paint(_NEXT, "dim") + " " * column
        lines.append(gap + page.paint("^", "bold", "red"))
    return lines


def place(at: Location, page: Columns) -> str:
    """The place for people, a link where the terminal has them."""
    told = page.paint(visible(str(at)), "dim")
    if not page.root or at.file.startswith("/") or ".." in at.file.split("/"):
        return told
    address = page.root + quote(at.file.encode("utf-8", "surrogatepass"))
    return f"\x1b]8;;{address}\x1b\\{told}\x1b]8;;\x1b\\"
