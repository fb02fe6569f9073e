"""Reads a file of redirects in some format, for the tests of the formats."""

from launchready.web.import_entry import _READERS
from launchready.web.import_row import Imported

Row = tuple[str, str | None, object, str]
P = "permanent"


def read(kind: str, text: str) -> Imported:
    into = Imported(file="file")
    _READERS[kind](text, into)
    return into


def rows(kind: str, text: str) -> list[Row]:
    into = read(kind, text)

    assert into.problems == []
    return [(one.source, one.to, one.status, one.query) for one in into.rows]
