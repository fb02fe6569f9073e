"""Keeps what the watch knows in SQLite, so that a restart neither forgets nor repeats.

What cannot be written, since the disk is full, is held in memory and written when it can be: the
watch goes on. One process has the file at a time; a killed one gives it free.
"""

import contextlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from launchready.watch.status_page_view import State

# Hours of single looks, days of everything else, and stretches at most that are kept.
LOOKS_HOURS = 25
KEPT_DAYS = 92
MOST_STRETCHES = 10_000
# Single looks that wait in memory while the file cannot be written.
MOST_WAITING = 20_000
_SCHEMA = """
CREATE TABLE IF NOT EXISTS standings (target TEXT PRIMARY KEY, said TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS stretches (
  id TEXT PRIMARY KEY, target TEXT NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL,
  began REAL NOT NULL, ended REAL, reason TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS days (
  target TEXT NOT NULL, day TEXT NOT NULL, up REAL NOT NULL, down REAL NOT NULL,
  unknown REAL NOT NULL, PRIMARY KEY (target, day)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS looks (
  target TEXT NOT NULL, at REAL NOT NULL, seconds REAL, state TEXT NOT NULL,
  PRIMARY KEY (target, at)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS outbox (
  id TEXT NOT NULL, channel TEXT NOT NULL, said TEXT NOT NULL, tries INTEGER NOT NULL,
  is_sending INTEGER NOT NULL, PRIMARY KEY (id, channel));
CREATE TABLE IF NOT EXISTS warned (
  target TEXT NOT NULL, fingerprint TEXT NOT NULL, message TEXT NOT NULL,
  PRIMARY KEY (target, fingerprint)) WITHOUT ROWID;
"""
_LOOK = "INSERT OR REPLACE INTO looks VALUES (?, ?, ?, ?)"
_DAY = """INSERT INTO days VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
  up = up + excluded.up, down = down + excluded.down, unknown = unknown + excluded.unknown"""

Params = tuple[Any, ...]


class StateError(Exception):
    """The state file cannot be used; the text says why."""


class Store:
    """The state of one watch. `problem` is why nothing is written just now, "" when it is."""

    def __init__(self, path: Path | None, *, most_pages: int | None = None) -> None:
        """`path` None keeps it in memory. `most_pages` of 4 KiB bound the file.

        Raises StateError.
        """
        self.problem = ""
        self.note = ""
        self._rows: dict[tuple[str, ...], tuple[str, Params]] = {}
        self._days: dict[tuple[str, str], list[float]] = {}
        self._looks: list[Params] = []
        try:
            self._db = _opened(path)
        except sqlite3.DatabaseError as error:
            self._db = self._anew(path, error)
        if most_pages is not None:
            self._db.execute(f"PRAGMA max_page_count={int(most_pages)}")

    def _anew(self, path: Path | None, error: sqlite3.DatabaseError) -> sqlite3.Connection:
        """A file that is none of ours is put aside: to watch matters more than to remember."""
        if path is None or not path.is_file() or isinstance(error, sqlite3.OperationalError):
            locked = "another watch has it open" if "locked" in str(error) else str(error)
            raise StateError(f"{path} cannot be used: {locked}") from None
        aside = path.with_name(f"{path.name}.damaged")
        try:
            path.replace(aside)
            for suffix in ("-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            made = _opened(path)
        except (OSError, sqlite3.Error) as again:
            raise StateError(f"{path} cannot be used: {again}") from None
        self.note = f"The state file could not be read and was put aside as {aside.name}."
        return made

    def close(self) -> None:
        self.flush()
        self._db.close()

    def rows(self, query: str, params: Params = ()) -> list[Params]:
        """What a query finds of what was written; nothing where the file cannot be read."""
        try:
            return self._db.execute(query, params).fetchall()
        except sqlite3.Error as error:
            self.problem = str(error)
            return []

    def put(self, table: str, key: tuple[str, ...], sql: str, params: Params) -> None:
        """Writes a row with the next flush; one that waits for the same row is replaced."""
        self._rows.pop((table, *key), None)
        self._rows[(table, *key)] = (sql, params)

    def looked(self, target: str, at: float, seconds: float | None, state: State) -> None:
        """Notes one look; `at` in seconds since 1970."""
        self._looks.append((target, at, seconds, state))
        if len(self._looks) > MOST_WAITING:
            del self._looks[: len(self._looks) - MOST_WAITING]

    def spent(self, target: str, day: str, state: State, seconds: float) -> None:
        """Adds to the time in which a state held on a day."""
        held = self._days.setdefault((target, day), [0.0, 0.0, 0.0])
        held[("up", "down", "unknown").index(state)] += seconds

    def waiting_days(self, target: str) -> dict[str, list[float]]:
        """What could not be written of a target's days yet: seconds up, down and unknown."""
        return {day: held for (one, day), held in self._days.items() if one == target}

    def waiting_looks(self, target: str) -> list[Params]:
        return [one[1:] for one in self._looks if one[0] == target]

    def flush(self) -> bool:
        """Writes what waits, all or nothing; False where it cannot, and it goes on waiting."""
        if not (self._rows or self._days or self._looks):
            return not self.problem
        try:
            self._write()
        except sqlite3.Error as error:
            with contextlib.suppress(sqlite3.Error):
                self._db.rollback()
            self.problem = str(error)
            return False
        self._rows, self._days, self._looks = {}, {}, []
        self.problem = ""
        return True

    def _write(self) -> None:
        self._db.execute("BEGIN")
        for sql, params in self._rows.values():
            self._db.execute(sql, params)
        self._db.executemany(_DAY, ((*key, *held) for key, held in self._days.items()))
        self._db.executemany(_LOOK, self._looks)
        self._db.execute("COMMIT")

    def prune(self, now: float, targets: Iterable[str]) -> None:
        """Forgets what is too old to be shown, and targets that are no longer watched.

        `now` in seconds since 1970.
        """
        kept = [(one,) for one in targets]
        old = now - KEPT_DAYS * 86400
        try:
            self._db.execute("BEGIN")
            self._db.execute("DELETE FROM looks WHERE at < ?", (now - LOOKS_HOURS * 3600,))
            self._db.execute("DELETE FROM days WHERE day < date(?, 'unixepoch')", (old,))
            self._db.execute("DELETE FROM stretches WHERE ended < ?", (old,))
            self._db.execute(
                "DELETE FROM stretches WHERE id NOT IN "
                "(SELECT id FROM stretches ORDER BY began DESC LIMIT ?)",
                (MOST_STRETCHES,),
            )
            self._db.execute("CREATE TEMP TABLE IF NOT EXISTS kept (target TEXT PRIMARY KEY)")
            self._db.execute("DELETE FROM kept")
            self._db.executemany("INSERT OR IGNORE INTO kept VALUES (?)", kept)
            for table in ("standings", "days", "looks", "warned"):
                self._db.execute(
                    f"DELETE FROM {table} WHERE target NOT IN (SELECT target FROM kept)"  # noqa: S608
                )
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            with contextlib.suppress(sqlite3.Error):
                self._db.rollback()
            self.problem = str(error)


def _opened(path: Path | None) -> sqlite3.Connection:
    # Autocommit: transactions are ours. One second is enough to see that another has the file.
    made = sqlite3.connect(path or ":memory:", isolation_level=None, timeout=1.0)
    try:
        made.execute("PRAGMA locking_mode=EXCLUSIVE")
        made.execute("PRAGMA journal_mode=WAL")
        # A killed process loses nothing; a lost power supply the last seconds.
        made.execute("PRAGMA synchronous=NORMAL")
        made.execute("PRAGMA wal_autocheckpoint=256")  # pages: 1 MB
        made.execute("PRAGMA journal_size_limit=1048576")
        made.execute("PRAGMA temp_store=MEMORY")
        made.executescript(_SCHEMA)
        made.execute("BEGIN IMMEDIATE")
        made.execute("COMMIT")
    except sqlite3.Error:
        made.close()
        raise
    return made
