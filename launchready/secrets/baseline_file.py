"""Writes a baseline as detect-secrets does, so that its own tools open it.

What people said of an entry is kept, whatever else changes. A key is recorded whole: of GitHub's
and GitLab's tokens and of private keys detect-secrets itself records a part that all have in
common.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from launchready.core.location import NOWHERE
from launchready.secrets import plugins
from launchready.secrets.baseline import Baseline, Entry, is_weak
from launchready.secrets.engine import Hit
from launchready.secrets.search import Inventory, Standing

# The line of a file by its number, "" where it cannot be had.
LineOf = Callable[[str, int], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """A baseline written anew: its text, and how many entries came, stayed and went."""

    text: str
    entries: tuple[Entry, ...]
    added: tuple[Standing, ...]
    dropped: tuple[Entry, ...]
    is_changed: bool


def updated(
    before: Baseline, raw: bytes | None, stock: Inventory, now: datetime, line_of: LineOf
) -> Update:
    """The baseline of what a tree holds now; `raw` is the file as it was, None for a new one."""
    gone = {*stock.gone, *(one for one in stock.held if _says_nothing(one))}
    kept = [_moved(one, stock) for one in before.entries if one not in gone]
    known = {(one.path, one.digest) for one in kept}
    added: list[Standing] = []
    fresh: list[Entry] = []
    for one in stock.new:
        entry = _entry(one, one.text or line_of(one.path, one.line))
        if (entry.path, entry.digest) not in known:
            known.add((entry.path, entry.digest))
            added.append(one)
            fresh.append(entry)
    entries = _in_order([*kept, *fresh])
    is_changed = raw is None or entries != _in_order(before.entries)
    return Update(
        text=written(raw, entries, now),
        entries=tuple(entries),
        added=tuple(sorted(added, key=lambda one: (one.path, one.line))),
        dropped=tuple(one for one in before.entries if one in gone),
        is_changed=is_changed,
    )


def _says_nothing(entry: Entry) -> bool:
    """Whether it records what all keys of its kind share, and no key stands where it says."""
    return entry.kind in (plugins.kind(name) for name in plugins.PREFIX_ONLY)


def _moved(entry: Entry, stock: Inventory) -> Entry:
    """An entry at the line it is in now, and recording the whole key."""
    stands = stock.used.get(entry)
    if stands is None:
        return entry
    hit = Hit(
        detector=stands.detector,
        impact=stands.detector.rule.impact,
        line=stands.line,
        value=stands.value,
        text=stands.text,
    )
    digest = plugins.recorded(stands.value) if is_weak(entry, hit) else entry.digest
    return _like(entry, line=stands.line if entry.line else 0, digest=digest)


def _like(entry: Entry, *, line: int, digest: str) -> Entry:
    return Entry(
        path=entry.path,
        kind=entry.kind,
        digest=digest,
        line=line,
        at=entry.at,
        is_secret=entry.is_secret,
        is_verified=entry.is_verified,
    )


def _entry(stands: Standing, text: str) -> Entry:
    kind, raw = _as_detect_secrets_has_it(stands, text)
    return Entry(
        path=stands.path,
        kind=kind,
        digest=plugins.recorded(raw),
        line=stands.line,
        at=NOWHERE,
    )


def _as_detect_secrets_has_it(stands: Standing, text: str) -> tuple[str, str]:
    """A kind it knows, for it cannot open a baseline with others, and what it would record.

    Where it records what says nothing of the key, or finds nothing, the whole is recorded.
    """
    found = list(plugins.as_found(stands.value, text or stands.value))
    found.sort(key=lambda one: (_vagueness(one[0]), one[1] != stands.value))
    for name, raw in found:
        return plugins.kind(name), raw
    return plugins.kind(stands.detector.plugin or "KeywordDetector"), stands.value


def _vagueness(name: str) -> int:
    """How little a plugin says of what a secret is for."""
    return 2 if name == "KeywordDetector" else int(name.endswith("HighEntropyString"))


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda one: (one.path, one.line, one.digest, one.kind))


def written(raw: bytes | None, entries: Iterable[Entry], now: datetime) -> str:
    """The file with these entries; what it says of plugins and filters stays."""
    said: dict[str, Any] = json.loads(raw.decode("utf-8-sig")) if raw else _head()
    for key, value in _head().items():
        said.setdefault(key, value)
    listed = list(entries)
    slim = _is_slim(said)
    said.pop("generated_at", None)
    said["results"] = _results(listed, slim=slim)
    if not slim:
        said["generated_at"] = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    return json.dumps(said, indent=2) + "\n"


def _is_slim(said: dict[str, Any]) -> bool:
    """Whether it was written with --slim, without lines, so that they never conflict."""
    rows = [row for listed in said.get("results", {}).values() for row in listed]
    return bool(rows) and not any("line_number" in row for row in rows)


def _results(entries: list[Entry], *, slim: bool) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for one in entries:
        row: dict[str, Any] = {
            "type": one.kind,
            "filename": one.path,
            "hashed_secret": one.digest,
            "is_verified": one.is_verified,
        }
        if one.line and not slim:
            row["line_number"] = one.line
        if one.is_secret is not None:
            row["is_secret"] = one.is_secret
        found.setdefault(one.path, []).append(row)
    return found


def _head() -> dict[str, Any]:
    """What detect-secrets says of itself at the top, by its own words."""
    from detect_secrets.__version__ import VERSION
    from detect_secrets.settings import Settings

    usual = Settings()
    used = [plugins.plugin(name).json() for name in plugins.NAMES]
    filters = sorted(set(usual.filters) - Settings.DEFAULT_FILTERS)
    return {
        "version": VERSION,
        "plugins_used": sorted(used, key=lambda one: str(one["name"]).lower()),
        "filters_used": [{"path": one} for one in filters],
    }
