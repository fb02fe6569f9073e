"""Scans a text as the gate would scan a file."""

from datetime import UTC, datetime

from launchready.core.repository import Lines
from launchready.secrets.engine import Hit, hits

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def scan(path: str, text: str, *, random: bool = False) -> list[Hit]:
    lines = tuple(enumerate(text.split("\n"), 1))
    return hits(Lines(path=path, lines=lines), NOON, random=random)


def found(path: str, text: str) -> list[tuple[str, int]]:
    """Rule and line of everything told."""
    return [(one.detector.rule.id.removeprefix("secrets/"), one.line) for one in scan(path, text)]
