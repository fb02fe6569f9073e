"""UptimeRobot's API v3 (uptimerobot.com/api/v3): GET /monitors and /user/alert-contacts."""

from typing import Any

from launchready.core.monitors import Alert, Contact, Demand, Kind, Monitor, Term, Watching, looks
from launchready.world.monitor_api import MOST_PAGES, Api, mappings, number, text

BASE = "https://api.uptimerobot.com/v3/"
SCOPE = "a read-only API key (Integrations and API, API)"
# Days before a certificate's end at which it reminds, where a monitor has none of its own
# (help.uptimerobot.com, "Monitor SSL certificate expiration").
_REMINDS = (30.0, 14.0, 7.0, 0.0)
_KINDS: dict[str, Kind] = {
    "HTTP": "page",
    "KEYWORD": "page",
    "API": "page",
    "PORT": "tcp",
    "HEARTBEAT": "heartbeat",
    "DNS": "dns",
}
# Seconds, where a monitor says nothing.
_TIMEOUT = 30.0


def headers(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def read(api: Api) -> Watching:
    """Every monitor of the account with its contacts."""
    known = {text(one.get("id")): one for one in api.rows(await api.json("user/alert-contacts"))}
    contacts = {key: _contact(one) for key, one in known.items()}
    monitors = [_monitor(one, contacts) for one in await _pages(api)]
    listed = tuple(contacts.values())
    return Watching(provider=api.name, monitors=tuple(monitors), contacts=listed)


async def _pages(api: Api) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    path = "monitors?limit=200"
    for _ in range(MOST_PAGES):
        said = await api.json(path)
        found += api.rows(said, "data")
        path = text(said.get("nextLink"))
        if not path:
            return found
    raise api.endless()


def _contact(one: dict[str, Any]) -> Contact:
    kind = text(one.get("type"))
    # A webhook's value is a secret; a mail's is the address people know it by.
    is_mail = kind.lower() == "email"
    name = text(one.get("value")) if is_mail else ""
    status, about = text(one.get("status")), text(one.get("enableNotificationsFor"))
    works = {"Paused": "it is paused", "ToMigrate": "it must be set up anew"}.get(status, "")
    if not works and about in ("Up", "None"):
        works = "it is told of no outage"
    return Contact(
        name=name or text(one.get("friendlyName")) or kind,
        channel="email" if is_mail else kind,
        verified=status != "NotActivated",
        works=works,
    )


def _monitor(one: dict[str, Any], contacts: dict[str, Contact]) -> Monitor:
    kind = _KINDS.get(text(one.get("type")).upper(), "other")
    interval = number(one.get("interval"), 300.0)
    target = text(one.get("url"))
    if kind == "tcp":
        target = f"tcp://{target}:{text(one.get('port'))}"
    return Monitor(
        name=text(one.get("friendlyName")),
        target="" if kind == "heartbeat" else target,
        kind=kind,
        method=text(one.get("httpMethodType")) or "GET",
        interval=interval + (number(one.get("gracePeriod")) if kind == "heartbeat" else 0.0),
        demands=_demands(one),
        resting="it is paused" if text(one.get("status")).upper() in ("PAUSED", "0") else "",
        alerts=(*_outages(one, kind, interval, contacts), *_reminders(one, contacts)),
        id=text(one.get("id")),
    )


def _demands(one: dict[str, Any]) -> frozenset[Demand]:
    kind = text(one.get("type")).upper()
    found: set[Demand] = {"status"} if kind in ("HTTP", "KEYWORD", "API") else set()
    if kind in ("KEYWORD", "API"):
        found.add("text")
    if number(one.get("responseTimeThreshold")):
        found.add("latency")
    return frozenset(found)


def _assigned(one: dict[str, Any]) -> list[dict[str, Any]]:
    return mappings(one.get("assignedAlertContacts"))


def _outages(
    one: dict[str, Any], kind: Kind, interval: float, contacts: dict[str, Contact]
) -> list[Alert]:
    """One alert a contact: each has minutes of its own for which an outage must last."""
    timeout = number(one.get("timeout"), _TIMEOUT) if kind != "heartbeat" else 0.0
    found = []
    for each in _assigned(one):
        contact = contacts.get(text(each.get("alertContactId")))
        if contact is None:
            continue
        wait = 60.0 * number(each.get("threshold"))
        terms = looks(interval, 1, timeout)
        if wait:
            terms = (*terms, Term(label="threshold of the contact", seconds=wait))
        found.append(
            Alert(name=str(contact), incident="downtime", contacts=(contact,), terms=terms)
        )
    return found


def _reminders(one: dict[str, Any], contacts: dict[str, Contact]) -> list[Alert]:
    if one.get("sslExpirationReminder") is not True:
        return []
    config = one.get("config")
    own = config.get("sslExpirationPeriodDays") if isinstance(config, dict) else None
    days = [number(each) for each in own] if isinstance(own, list) and own else list(_REMINDS)
    told = tuple(
        contacts[text(each.get("alertContactId"))]
        for each in _assigned(one)
        if text(each.get("alertContactId")) in contacts
    )
    return [
        Alert(name="a reminder", incident="ssl_expiry", contacts=told, days=each) for each in days
    ]
