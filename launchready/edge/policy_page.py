"""EDGE_POLICY.md: what is kept at the edge and what is not, by which rule, and why.

Everything but the notes is written from the zone; the notes are people's, and stay.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

_HEAD = ("Request", "At the edge", "By", "Throttled", "Notes")
_LONGEST_CELL = 300  # characters
_SPLIT = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One request: whether its answer is kept, by which rule, how it is throttled, and why."""

    request: str
    kept: str
    by: str
    throttled: str
    note: str = ""

    def cells(self) -> tuple[str, ...]:
        return (self.request, self.kept, self.by, self.throttled, self.note)

    def facts(self) -> tuple[str, ...]:
        """What comes from the zone, as the page shows it."""
        return tuple(_flat(one) for one in self.cells()[:4])


def page(zone: str, rows: Iterable[Row]) -> str:
    """The whole page, in Markdown."""
    lines = [
        f"# Edge policy of {_flat(zone)}",
        "",
        "Written by `launchready edge policy`. The last column is yours and is kept; the others",
        "are read from the zone, and a difference is a finding (`edge/policy-undocumented`).",
        "",
        _line(_HEAD),
        _line(["---"] * len(_HEAD)),
        *(_line(one.cells()) for one in rows),
    ]
    return "\n".join(lines) + "\n"


def rows_in(text: str) -> tuple[Row, ...]:
    """The rows of a page; lines that are no row are somebody's own words, and left out."""
    found: list[Row] = []
    for line in text.splitlines():
        if not (line.startswith("|") and line.rstrip().endswith("|")):
            continue
        cells = [_plain(one) for one in _SPLIT.split(line.strip()[1:-1])]
        if len(cells) != len(_HEAD) or cells[0] in (_HEAD[0], "---"):
            continue
        request, kept, by, throttled, note = cells
        found.append(Row(request=request, kept=kept, by=by, throttled=throttled, note=note))
    return tuple(found)


def with_notes(rows: Iterable[Row], before: Mapping[str, str]) -> tuple[Row, ...]:
    """The rows with the notes that people wrote to the same requests."""
    return tuple(replace(one, note=before.get(_flat(one.request)) or one.note) for one in rows)


def notes_in(text: str) -> dict[str, str]:
    return {one.request: one.note for one in rows_in(text)}


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(_escaped(_flat(one)) for one in cells) + " |"


def _flat(text: str) -> str:
    """One line without controls, of bounded length."""
    flat = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return flat[:_LONGEST_CELL].rstrip()


def _escaped(text: str) -> str:
    return re.sub(r"([\\|<>\[\]`*_])", r"\\\1", text)


def _plain(cell: str) -> str:
    return re.sub(r"\\([\\|<>\[\]`*_])", r"\1", cell.strip())
