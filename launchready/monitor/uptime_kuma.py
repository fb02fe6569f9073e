"""What Uptime Kuma watches, as a backup of version 1 tells it (github.com/louislam/uptime-kuma,
1.23, server/model/monitor.js)."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from launchready.core.monitors import Alert, Contact, Demand, Kind, Monitor, Watching, looks
from launchready.monitor.written import File, documents, entries, part, rows, truth, word

# Days before a certificate's end at which it speaks, unless its settings say otherwise; no backup
# has those settings (server/util-server.js, tlsExpiryNotifyDays).
EXPIRY_DAYS = (21.0, 14.0, 7.0)
_INTERVAL = 60.0
_KINDS: dict[str, Kind] = {
    "http": "page",
    "keyword": "page",
    "json-query": "page",
    "real-browser": "page",
    "port": "tcp",
    "push": "heartbeat",
    "dns": "dns",
    "smtp": "mail",
}


def read(files: Iterable[File]) -> Watching:
    """Every monitor of a backup. Raises UnreachableError where a file is no JSON."""
    monitors: list[Monitor] = []
    for file in files:
        for root in documents(file):
            contacts = {word(one, "id"): _contact(one) for one in rows(root, "notificationList")}
            monitors += [_monitor(one, contacts) for one in rows(root, "monitorList")]
    return Watching(provider="uptime-kuma", monitors=tuple(monitors))


def _contact(one: Any) -> Contact:
    try:
        config = json.loads(word(one, "config", usual="{}"))
    except ValueError:
        config = {}
    kind = str(config.get("type", "")) if isinstance(config, dict) else ""
    works = "" if truth(one, "active", usual=True) else "it is not active"
    return Contact(name=word(one, "name"), channel=kind or "a notification", works=works)


def _monitor(one: Any, contacts: dict[str, Contact]) -> Monitor:
    kind = _KINDS.get(word(one, "type"), "other")
    interval = _number(one, "interval", _INTERVAL)
    alerts = [_alert(one, kind, interval, _reached(one, contacts))]
    if truth(one, "expiryNotification") and kind == "page":
        about = replace(alerts[0], incident="ssl_expiry", terms=())
        alerts += [replace(about, days=days) for days in EXPIRY_DAYS]
    return Monitor(
        name=word(one, "name"),
        target=_target(one, kind),
        kind=kind,
        method=word(one, "method", usual="GET"),
        interval=interval,
        demands=_demands(one),
        resting="" if truth(one, "active", usual=True) else "it is paused",
        alerts=tuple(alerts),
        at=getattr(one, "at", None),
        id=word(one, "id"),
    )


def _alert(one: Any, kind: Kind, interval: float, contacts: tuple[Contact, ...]) -> Alert:
    again = _number(one, "retryInterval", interval)
    more = int(_number(one, "maxretries", 0.0))
    timeout = _number(one, "timeout", 0.8 * interval) if kind != "heartbeat" else 0.0
    first, *rest = looks(interval, 1, timeout)
    terms = (first, *(looks(again, more + 1, 0.0)[1:] if more else ()), *rest)
    return Alert(
        name="a notification",
        incident="downtime",
        contacts=contacts,
        terms=terms,
        at=getattr(one, "at", None),
    )


def _reached(one: Any, contacts: dict[str, Contact]) -> tuple[Contact, ...]:
    chosen = [str(key) for key, said in entries(one, "notificationIDList") if str(said) != "false"]
    chosen += [str(each) for each in rows(one, "notificationIDList")]
    missing = Contact(name="", channel="a notification", works="it is not in the backup")
    return tuple(contacts.get(each, missing) for each in chosen)


def _target(one: Any, kind: Kind) -> str:
    if kind == "heartbeat":
        return ""
    if kind in ("tcp", "mail"):
        return f"tcp://{word(one, 'hostname')}:{word(one, 'port')}"
    return f"dns://{word(one, 'hostname')}" if kind == "dns" else word(one, "url")


def _demands(one: Any) -> frozenset[Demand]:
    found: set[Demand] = set()
    codes = [str(each) for each in rows(one, "accepted_statuscodes")] or ["200-299"]
    if not any(each[:1] == "5" or each[-3:-2] == "5" for each in codes):
        found.add("status")
    if word(one, "type") in ("keyword", "json-query"):
        found.add("text")
    if part(one, "timeout") is not None and _number(one, "timeout", 60.0) <= 10:
        found.add("latency")
    return frozenset(found)


def _number(one: Any, name: str, usual: float) -> float:
    try:
        return max(float(word(one, name)), 0.0)
    except ValueError:
        return usual
