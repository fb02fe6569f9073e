"""Reads lists of addresses: Cloudflare's bulk redirects, spreadsheets of old pages, sitemaps."""

import csv
import re
from collections.abc import Iterator
from html import unescape
from typing import Literal

from launchready.web.import_row import Imported, is_address, is_url

_YES = ("true", "1", "yes")
_FROM = ("from", "source", "old", "address", "old url", "url", "source url", "redirect from")
_TO = ("to", "target", "new", "redirect url", "new url", "destination", "target url", "redirect to")
_STATUS = ("status", "status code", "code", "redirect type")
_LOC = re.compile(r"<loc>\s*([^<\s]+)\s*</loc>", re.IGNORECASE)
_MOST_CELL = 8192  # characters


def cloudflare_csv(text: str, into: Imported) -> None:
    """SOURCE,TARGET[,STATUS,KEEP QUERY,SUBDOMAINS,SUBPATHS,KEEP SUBPATH], without a head.

    The query is dropped unless the fourth column says TRUE.
    """
    for line, cells in _rows(text, into):
        source, to, status, *flags = [*cells, *[""] * 7][:7]
        said = [one.lower() in _YES for one in flags]
        keeps_query, _, below, keeps_rest = said
        source = source if is_url(source) else f"https://{source}"
        if not is_url(source) or not is_url(to):
            meant = "a row is: old.example.com/page,https://example.com/page,301"
            into.wrong(line, f"{cells[0]} leads to {to or 'nothing'}", meant)
        elif not re.fullmatch(r"(30[12378])?", status):
            into.wrong(line, f"{status} is no redirect's status", "like 301")
        else:
            code = int(status or 301)
            query: Literal["keep", "drop"] = "keep" if keeps_query else "drop"
            into.add(line, source, to, code, query)
            if below:
                rest = f"{to.rstrip('/')}/:splat" if keeps_rest else to
                into.add(line, f"{source.rstrip('/')}/*", rest, code, query)


def plain_csv(text: str, into: Imported) -> None:
    """from,to[,status], in the columns the head names; old pages alone in a single column."""
    columns: tuple[int, int | None, int | None] = (0, 1, 2)
    for line, cells in _rows(text, into):
        if line == 1 and not is_address(cells[0]):
            columns = _columns(cells)
            continue
        source, to, status = (
            cells[at] if at is not None and at < len(cells) else "" for at in columns
        )
        if not is_address(source):
            into.wrong(line, f"{source or 'nothing'} is neither a path nor a URL", "like /old")
        elif not to:
            _old_page(source, status, line, into)
        elif not is_address(to):
            into.wrong(line, f"{source} leads to {to}, neither a path nor a URL", "like /new")
        elif not re.fullmatch(r"([1-5][0-9]{2})?", status):
            into.wrong(line, f"{status} is no status", "like 301")
        else:
            into.add(line, source, to.partition("#")[0], int(status) if status else None, "ignore")


def _old_page(source: str, status: str, line: int, into: Imported) -> None:
    if status in ("404", "410"):
        into.add(line, source, None, int(status), "ignore")
    else:
        into.old_pages.append((source.partition("#")[0], into.at(line)))


def _columns(head: list[str]) -> tuple[int, int | None, int | None]:
    names = [one.lower().replace("_", " ").strip() for one in head]

    def column(known: tuple[str, ...]) -> int | None:
        return next((names.index(one) for one in known if one in names), None)

    return column(_FROM) or 0, column(_TO), column(_STATUS)


def sitemap(text: str, into: Imported) -> None:
    """Every <loc> of an old sitemap is an old page."""
    for number, line in enumerate(text.split("\n"), 1):
        for address in _LOC.findall(line):
            into.old_pages.append((unescape(address), into.at(number)))
    if not into.old_pages:
        into.wrong(1, "no <loc> stands here", "an XML sitemap is meant")


def _rows(text: str, into: Imported) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, each with the line it starts at."""
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    mark = next((one for one in (",", ";", "\t") if one in first), ",")
    reader = csv.reader(text.splitlines(keepends=True), delimiter=mark)
    line = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            into.wrong(line, f"this is not CSV: {error}", "correct it")
            return
        if cells is None:
            return
        cells = [one.strip() for one in cells]
        if any(cells) and not cells[0].startswith("#"):
            if max(map(len, cells)) > _MOST_CELL:
                into.wrong(line, "a cell is longer than any address", "correct it")
            else:
                yield line, cells
        line = reader.line_num + 1
