"""Writes standings, stretches and the queue of alerts into the store, and reads them again."""

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

from launchready.watch.channels_told import Told
from launchready.watch.standing import Standing, Stretch
from launchready.watch.store import Store
from launchready.watch.types import Moment, Target, Warned

_STANDING = "INSERT OR REPLACE INTO standings VALUES (?, ?)"
_STRETCH = "INSERT OR REPLACE INTO stretches VALUES (?, ?, ?, ?, ?, ?, ?)"
_OUTBOX = "INSERT OR REPLACE INTO outbox VALUES (?, ?, ?, ?, ?)"
_TWICE = "This may be said twice: the watch was stopped while it said it."


def keep(store: Store, target: Target, held: Standing, now: Moment) -> None:
    """Remembers a standing; its steady times as times of day."""
    said = json.dumps(
        {
            "state": held.state,
            "since": _stamp(held.since),
            "said": held.said,
            "stretch": held.stretch
            and {
                "incident": held.stretch.incident,
                "state": held.stretch.state,
                "began": _stamp(held.stretch.began),
                "reason": held.stretch.reason,
            },
            "is_told": held.is_told,
            "tells": held.tells,
            "breaks": [_wall(one, now) for one in held.breaks],
            "flapping": held.flapping,
            "lasted_at": None if held.lasted_at is None else _wall(held.lasted_at, now),
        }
    )
    store.put("standings", (target.key,), _STANDING, (target.key, said))


def standings(store: Store, now: Moment) -> dict[str, Standing]:
    """Those remembered, by target; one that cannot be read is begun anew."""
    found: dict[str, Standing] = {}
    for key, said in store.rows("SELECT target, said FROM standings"):
        try:
            found[key] = _standing(json.loads(said), now)
        except (ValueError, KeyError, TypeError):
            store.note = f"What was remembered of {key} could not be read."
    return found


def _standing(said: dict[str, Any], now: Moment) -> Standing:
    stretch = said["stretch"]
    lasted = said["lasted_at"]
    return Standing(
        state=said["state"],
        since=None if said["since"] is None else _moment(said["since"], now),
        said=said["said"],
        stretch=stretch
        and Stretch(
            incident=stretch["incident"],
            state=stretch["state"],
            began=_moment(stretch["began"], now),
            reason=stretch["reason"],
        ),
        is_told=said["is_told"],
        tells=said["tells"],
        breaks=tuple(_moment(one, now).steady for one in said["breaks"]),
        flapping=said["flapping"],
        lasted_at=None if lasted is None else _moment(lasted, now).steady,
    )


def _stamp(moment: Moment | None) -> float | None:
    return None if moment is None else moment.at.timestamp()


def _wall(steady: float, now: Moment) -> float:
    return now.at.timestamp() - (now.steady - steady)


def _moment(stamp: float, now: Moment) -> Moment:
    """A remembered time; one that lies ahead, since the clock was put back, is now."""
    ago = max(0.0, now.at.timestamp() - stamp)
    return Moment(now.steady - ago, datetime.fromtimestamp(stamp, UTC))


def note_stretch(
    store: Store, target: Target, stretch: Stretch, ended: Moment | None = None
) -> None:
    """Remembers an outage, as it begins and when it ends; its length is the steady one."""
    key = _key(stretch)
    began = stretch.began.at.timestamp()
    over = None if ended is None else _end(stretch, ended)
    row = (key, target.key, target.name, stretch.state, began, over, stretch.reason)
    store.put("stretches", (key,), _STRETCH, row)


def end_stretch(store: Store, stretch: Stretch, ended: Moment) -> None:
    """Remembers that an outage is over of which the target is not known any more."""
    key = _key(stretch)
    sql = "UPDATE stretches SET ended = ? WHERE id = ?"
    store.put("stretches", (key,), sql, (_end(stretch, ended), key))


def _key(stretch: Stretch) -> str:
    return f"{stretch.incident}-{stretch.state}-{stretch.began.at.timestamp():.3f}"


def _end(stretch: Stretch, ended: Moment) -> float:
    lasted = max(0.0, ended.steady - stretch.began.steady)
    return stretch.began.at.timestamp() + lasted


def forget(store: Store, key: str) -> None:
    """Forgets a target that is not watched any more."""
    store.put("standings", (key,), "DELETE FROM standings WHERE target = ?", (key,))


def queue(store: Store, told: Told, channel: str, tries: int, *, is_sending: bool) -> None:
    """Remembers that something is to be said."""
    said = json.dumps(asdict(told) | {"at": told.at.timestamp()})
    row = (told.id, channel, said, tries, int(is_sending))
    store.put("outbox", (told.id, channel), _OUTBOX, row)


def unqueue(store: Store, told: Told, channel: str) -> None:
    """Remembers that it was said, or never will be."""
    sql = "DELETE FROM outbox WHERE id = ? AND channel = ?"
    store.put("outbox", (told.id, channel), sql, (told.id, channel))


def queued(store: Store) -> list[tuple[Told, str, int]]:
    """What is still to be said, with its channel and tries, in order."""
    found: list[tuple[Told, str, int]] = []
    query = "SELECT said, channel, tries, is_sending FROM outbox"
    for said, channel, tries, is_sending in store.rows(query):
        try:
            read = json.loads(said)
            at = datetime.fromtimestamp(read.pop("at"), UTC)
            told = Told(**read | {"at": at, "lines": tuple(read["lines"])})
        except (ValueError, KeyError, TypeError):
            store.note = "An alert that waited could not be read."
            continue
        if is_sending and _TWICE not in told.lines:
            told = replace(told, lines=(*told.lines, _TWICE))
        found.append((told, channel, tries))
    return sorted(found, key=lambda one: one[0].at)


def warned(store: Store) -> dict[str, dict[str, Warned]]:
    """What was warned of and still holds, by target and fingerprint."""
    found: dict[str, dict[str, Warned]] = {}
    for target, fingerprint, message in store.rows("SELECT * FROM warned"):
        one = Warned(fingerprint=fingerprint, message=message)
        found.setdefault(target, {})[fingerprint] = one
    return found


def warn(store: Store, target: Target, one: Warned, *, is_over: bool) -> None:
    key = (target.key, one.fingerprint)
    if is_over:
        store.put("warned", key, "DELETE FROM warned WHERE target = ? AND fingerprint = ?", key)
    else:
        row = (*key, one.message)
        store.put("warned", key, "INSERT OR REPLACE INTO warned VALUES (?, ?, ?)", row)
