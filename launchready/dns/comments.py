"""What comments above a record in a map say of it: what it is for, and who decides on it."""

from collections.abc import Iterable
from dataclasses import replace

from launchready.dns.record import Record

_PURPOSE, _OWNER = "purpose:", "owner:"


def explained(records: Iterable[Record], raw: bytes) -> tuple[Record, ...]:
    """The records with what `# purpose:` and `# owner:` right above them say."""
    if _PURPOSE.encode() not in raw and _OWNER.encode() not in raw:
        return tuple(records)
    lines = [one.strip() for one in raw.decode("utf-8-sig", "replace").splitlines()]
    return tuple(_explained(one, lines) for one in records)


def _explained(record: Record, lines: list[str]) -> Record:
    said = {_PURPOSE: "", _OWNER: ""}
    place = record.at.line - 2
    while place >= 0 and lines[place].startswith("#"):
        words = lines[place].lstrip("# ")
        for label in said:
            if words.startswith(label):
                said[label] = words.removeprefix(label).strip()
        place -= 1
    return replace(record, purpose=said[_PURPOSE], owner=said[_OWNER])
