"""healthchecks.io's management API v3 (healthchecks.io/docs/api): GET checks and channels.

A read-only key is told no channels; then who hears of a missed call stays open.
"""

from typing import Any

from launchready.core.monitors import Alert, Contact, Monitor, Watching, looks
from launchready.core.unreachable import UnreachableError
from launchready.world.monitor_api import Api, moment, number, text

BASE = "https://healthchecks.io/api/v3/"
SCOPE = "the project's API key (Project Settings, API Access)"
_UNKNOWN = "a read-only key of healthchecks.io is told no integrations"
# Seconds: how often a schedule calls is not worked out; a day is what a nightly job has.
_DAY = 86400.0


def headers(token: str) -> dict[str, str]:
    return {"X-Api-Key": token}


async def read(api: Api) -> Watching:
    """Every check of the project as a heartbeat."""
    checks = api.rows(await api.json("checks/"), "checks")
    contacts: dict[str, Contact] = {}
    if any("channels" in one for one in checks):
        try:
            listed = api.rows(await api.json("channels/"), "channels")
            contacts = {text(one.get("id")): _contact(one) for one in listed}
        except UnreachableError as silence:
            if silence.kind != "refused":
                raise
    monitors = tuple(_monitor(one, contacts) for one in checks)
    return Watching(provider=api.name, monitors=monitors, contacts=tuple(contacts.values()))


def _contact(one: dict[str, Any]) -> Contact:
    kind = text(one.get("kind"))
    return Contact(name=text(one.get("name")) or kind, channel=kind)


def _monitor(one: dict[str, Any], contacts: dict[str, Contact]) -> Monitor:
    period = number(one.get("timeout"), _DAY)
    every = period + number(one.get("grace"))
    status = text(one.get("status"))
    resting = {"paused": "it is paused", "new": "it was never called"}.get(status, "")
    return Monitor(
        name=text(one.get("name")) or text(one.get("slug")),
        target="",
        kind="heartbeat",
        interval=every,
        resting=resting,
        looked=moment(one.get("last_ping")),
        alerts=(_alert(one, every, contacts),),
        id=text(one.get("uuid")) or text(one.get("unique_key")),
    )


def _alert(one: dict[str, Any], every: float, contacts: dict[str, Contact]) -> Alert:
    terms = looks(every, 1, 0.0)
    if "channels" not in one:
        return Alert(name="integrations", incident="downtime", terms=terms, unknown=_UNKNOWN)
    ids = [each.strip() for each in text(one.get("channels")).split(",") if each.strip()]
    told = tuple(
        contacts.get(each, Contact(name=each[:8], channel="an integration")) for each in ids
    )
    return Alert(name="integrations", incident="downtime", contacts=told, terms=terms)
