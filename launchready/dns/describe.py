"""The record maps as a document for people: what each record is for, and who decides on it."""

from collections.abc import Iterable

from launchready.dns.record import Record, ZoneMap

# A key of 2048 bits is no reading matter; what it begins with tells it.
_LONGEST_VALUE = 80  # characters


def document(maps: Iterable[ZoneMap]) -> str:
    """DNS_MAP.md: a table a zone, and how many records nobody has explained yet."""
    parts = ["# DNS map\n\nWritten by launchready of the committed record maps; edit those.\n"]
    parts += [_zone(one) for one in maps]
    return "\n".join(parts)


def _zone(zone: ZoneMap) -> str:
    open_ = [one for one in zone.records if not (one.purpose and one.owner)]
    said = "Every record says what it is for and who decides on it."
    if open_:
        number, verb = len(open_), "does" if len(open_) == 1 else "do"
        said = f"{number:,} of {len(zone.records):,} records {verb} not say what for, or whose."
    rows = "".join(_row(one) for one in zone.records)
    head = "| Record | Value | TTL | Purpose | Owner | Line |\n| :- | :- | -: | :- | :- | :- |\n"
    return f"## {_cell(zone.name)}\n\n{said}\n\n{head}{rows}"


def _row(record: Record) -> str:
    proxied = " (proxied)" if record.proxied else ""
    values = "<br>".join(f"{_cell(_cut(one))}{proxied}" for one in record.values)
    ttl = "" if record.ttl is None else str(record.ttl)
    cells = [
        _cell(str(record)),
        values,
        ttl,
        _words(record.purpose),
        _words(record.owner),
        _cell(f"{record.at.file}:{record.at.line}"),
    ]
    return f"| {' | '.join(cells)} |\n"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def _words(text: str) -> str:
    return _cell(text) if text else "**undocumented**"


def _cell(text: str) -> str:
    """In a code span, where nothing means anything; neither bars nor back-ticks end it."""
    shown = "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)
    fence = "``" if "`" in shown else "`"
    pad = " " if fence == "``" else ""
    return f"{fence}{pad}{shown.replace('|', chr(92) + '|')}{pad}{fence}"
