"""Uptime Kuma: a backup of version 1, which Settings, Backup imports.

Source: github.com/louislam/uptime-kuma, version 1.23, server/model/monitor.js (toJSON) and the
import of server/server.js (uploadBackup). Version 2 imports no backups.
"""

import json
import math
from http import HTTPStatus
from typing import Any

from launchready.monitor_files.asked import plainly
from launchready.monitor_files.channels import address, needed
from launchready.monitor_files.planned import Page, Person, Plan, everybody
from launchready.monitor_files.text import Written, as_json

# Seconds: Uptime Kuma looks no oftener.
_CLOSEST = 20.0
_MOST = 30.0
_LATE = 25 * 3600


def write(plan: Plan, kind: str) -> Written:
    """The backup. Raises ValueError where the promised time cannot be kept."""
    interval, timeout = plan.timing(2, _CLOSEST, _MOST)
    notes = [*plan.asides, "Uptime Kuma 1 imports it under Settings, Backup; version 2 cannot"]
    if plan.hosts and plan.days:
        listed = ", ".join(f"{one:g}" for one in plan.days)
        notes.append(
            f"under Settings, Notifications, TLS Certificate Expiry, write {listed}: "
            "it is one setting for all monitors and is in no backup"
        )
    people = everybody(plan)
    called = {one.name for one in plan.called("downtime")}
    ids = {number: True for number, one in enumerate(people, 1) if one.name in called}
    monitors = [
        _page(number, one, interval, timeout, ids, notes)
        for number, one in enumerate(plan.pages, 1)
    ]
    monitors += [
        _push(number, one, ids) for number, one in enumerate(plan.heartbeats, len(monitors) + 1)
    ]
    content = {
        "version": "1.23.16",
        "notificationList": [_notification(n, one, kind) for n, one in enumerate(people, 1)],
        "monitorList": monitors,
        "proxyList": [],
    }
    if variables := needed(people, kind):
        listed = " ".join(f"${one}" for one in variables)
        notes.append(
            f"fill the variables in before it is imported: envsubst '{listed}' < uptime-kuma.json"
        )
    return Written(files=(as_json("uptime-kuma.json", content),), notes=notes)


def _page(
    number: int,
    page: Page,
    interval: float,
    timeout: float,
    ids: dict[int, bool],
    notes: list[str],
) -> dict[str, Any]:
    asked = plainly(page)
    path, value = asked.json[0] if asked.json and not asked.texts else ("", "")
    kind = "keyword" if asked.texts else "json-query" if path else "http"
    lost = [*asked.lost, *asked.texts[1:], *asked.globs, *asked.patterns]
    lost += [one for one, _ in asked.json if one != path]
    notes += [f"{page.name}: Uptime Kuma cannot ask for {one}" for one in lost]
    # Uptime Kuma minds how long a page takes by its time-out alone.
    return _monitor(number, page.name, kind, ids) | {
        "url": page.url,
        "method": "GET",
        "interval": int(interval),
        "retryInterval": int(_CLOSEST),
        "maxretries": 1,
        "timeout": math.ceil(min(timeout, asked.slowest)),
        "accepted_statuscodes": _statuses(asked.statuses),
        "maxredirects": 10,
        "ignoreTls": False,
        "expiryNotification": page.url.startswith("https://"),
        "keyword": asked.texts[0] if asked.texts else None,
        "invertKeyword": False,
        "jsonPath": path.removeprefix("$.") or None,
        "expectedValue": value or None,
    }


def _statuses(codes: tuple[int, ...]) -> list[str]:
    """Whole hundreds as Uptime Kuma writes them, and single codes."""
    every = [int(one) for one in HTTPStatus]
    found: list[str] = []
    for hundred in range(200, 600, 100):
        known = [one for one in every if hundred <= one < hundred + 100]
        mine = [one for one in codes if hundred <= one < hundred + 100]
        is_whole = set(known) <= set(mine)
        found += [f"{hundred}-{hundred + 99}"] if is_whole else [str(one) for one in mine]
    return found


def _push(number: int, name: str, ids: dict[int, bool]) -> dict[str, Any]:
    return _monitor(number, name, "push", ids) | {
        "interval": _LATE,
        "retryInterval": 60,
        "maxretries": 0,
        "pushToken": None,
        "accepted_statuscodes": ["200-299"],
    }


def _monitor(number: int, name: str, kind: str, ids: dict[int, bool]) -> dict[str, Any]:
    return {
        "id": number,
        "name": name,
        "type": kind,
        "active": True,
        "weight": 2000,
        "resendInterval": 0,
        "upsideDown": False,
        "notificationIDList": {str(one): True for one in ids},
        "tags": [],
    }


def _notification(number: int, person: Person, kind: str) -> dict[str, Any]:
    said = address(person, kind)
    name = person.address if kind == "email" and person.address else person.name
    config: dict[str, Any] = {"name": name, "isDefault": False, "applyExisting": False}
    match kind:
        case "email":
            config |= {
                "type": "smtp",
                "smtpHost": "${SMTP_HOST}",
                "smtpPort": 587,
                "smtpSecure": False,
                "smtpUsername": "${SMTP_USER}",
                "smtpPassword": "${SMTP_PASSWORD}",
                "smtpFrom": "${SMTP_FROM}",
                "smtpTo": said,
            }
        case "slack":
            config |= {"type": "slack", "slackwebhookURL": said}
        case "pagerduty":
            config |= {
                "type": "PagerDuty",
                "pagerdutyIntegrationUrl": "https://events.pagerduty.com/v2/enqueue",
                "pagerdutyIntegrationKey": said,
                "pagerdutyPriority": "critical",
                "pagerdutyAutoResolve": "resolve",
            }
        case _:
            config |= {"type": "webhook", "webhookURL": said, "webhookContentType": "json"}
    return {
        "id": number,
        "name": name,
        "active": True,
        "isDefault": False,
        "userId": 1,
        "config": _as_text(config),
    }


def _as_text(config: dict[str, Any]) -> str:
    """Uptime Kuma keeps a notification's settings as a text of JSON."""
    return json.dumps(config, ensure_ascii=False)
