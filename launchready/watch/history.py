"""Gathers from the store what the status page shows."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from launchready.watch.standing import Standing
from launchready.watch.status_page_view import DAYS, Day, Outage, Point, StatusView, Watched
from launchready.watch.store import Store
from launchready.watch.types import Target

_MOST_OUTAGES = 200
_HOURS = 24


def view(
    product: str,
    stands: Iterable[tuple[Target, Standing]],
    store: Store,
    at: datetime,
    *,
    every: float,
    notes: tuple[str, ...] = (),
) -> StatusView:
    """Everything there is to show; `every` is in seconds."""
    return StatusView(
        product=product,
        at=at,
        every=every,
        targets=tuple(_watched(one, held, store, at) for one, held in stands),
        outages=_outages(store, at),
        notes=notes,
    )


def _watched(target: Target, held: Standing, store: Store, at: datetime) -> Watched:
    return Watched(
        name=target.name,
        kind=target.kind,
        state=held.state,
        since=None if held.since is None else held.since.at,
        said=held.said,
        is_flapping=bool(held.flapping),
        days=_days(target.key, store, at),
        points=_points(target.key, store, at),
    )


def _days(key: str, store: Store, at: datetime) -> tuple[Day, ...]:
    first = (at.date() - timedelta(days=DAYS - 1)).isoformat()
    query = "SELECT day, up, down, unknown FROM days WHERE target = ? AND day >= ?"
    held = {day: [*spent] for day, *spent in store.rows(query, (key, first))}
    for day, spent in store.waiting_days(key).items():
        held[day] = [a + b for a, b in zip(held.get(day, [0.0] * 3), spent, strict=True)]
    today = at.date().isoformat()
    return tuple(
        Day(day=date.fromisoformat(day), up=spent[0], down=spent[1], unknown=spent[2])
        for day, spent in sorted(held.items())
        if day <= today
    )


def _points(key: str, store: Store, at: datetime) -> tuple[Point, ...]:
    since = at.timestamp() - _HOURS * 3600
    query = "SELECT at, seconds, state FROM looks WHERE target = ? AND at >= ? ORDER BY at"
    found = [*store.rows(query, (key, since)), *store.waiting_looks(key)]
    return tuple(
        Point(at=datetime.fromtimestamp(when, UTC), seconds=seconds, state=state)
        for when, seconds, state in found
    )


def _outages(store: Store, at: datetime) -> tuple[Outage, ...]:
    since = at.timestamp() - DAYS * 86400
    query = (
        "SELECT name, state, began, ended, reason FROM stretches "
        "WHERE ended IS NULL OR ended >= ? ORDER BY began DESC LIMIT ?"
    )
    return tuple(
        Outage(
            target=name,
            state=state,
            began=datetime.fromtimestamp(began, UTC),
            ended=None if ended is None else datetime.fromtimestamp(ended, UTC),
            reason=reason,
        )
        for name, state, began, ended, reason in store.rows(query, (since, _MOST_OUTAGES))
    )
