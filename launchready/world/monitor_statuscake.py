"""StatusCake's API v1 (developers.statuscake.com/api): GET uptime, heartbeat, ssl and groups."""

from typing import Any
from urllib.parse import quote

from launchready.core.monitors import Alert, Contact, Demand, Kind, Monitor, Term, Watching, looks
from launchready.world.monitor_api import MOST_PAGES, Api, moment, number, text

BASE = "https://api.statuscake.com/v1/"
SCOPE = "an API token of the account (Account Settings, Manage API Keys)"
_SIZE = 100
_KINDS: dict[str, Kind] = {
    "HTTP": "page",
    "HEAD": "page",
    "TCP": "tcp",
    "SMTP": "mail",
    "DNS": "dns",
    "SSH": "tcp",
    "PUSH": "heartbeat",
}
# Seconds, where a test says nothing.
_TIMEOUT = 15.0

Groups = dict[str, tuple[Contact, ...]]


def headers(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def read(api: Api) -> Watching:
    """Every test of the account, each looked up for the settings its list leaves out."""
    groups = {text(one.get("id")): _contacts(one) for one in await _pages(api, "contact-groups")}
    monitors = []
    for one in await _pages(api, "uptime"):
        said = await api.json(f"uptime/{quote(text(one.get('id')), safe='')}")
        whole = said.get("data") if isinstance(said, dict) else None
        if not isinstance(whole, dict):
            raise api.strange()
        monitors.append(_monitor({**one, **whole}, groups))
    monitors += [_heartbeat(one, groups) for one in await _pages(api, "heartbeat")]
    monitors += [_certificate(one, groups) for one in await _pages(api, "ssl")]
    listed = tuple(each for one in groups.values() for each in one)
    return Watching(provider=api.name, monitors=tuple(monitors), contacts=listed)


async def _pages(api: Api, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for page in range(1, MOST_PAGES + 1):
        said = await api.json(f"{path}?page={page}&limit={_SIZE}")
        found += api.rows(said, "data")
        about = said.get("metadata")
        count = number(about.get("page_count"), 1.0) if isinstance(about, dict) else 1.0
        if page >= count:
            return found
    raise api.endless()


def _contacts(one: dict[str, Any]) -> tuple[Contact, ...]:
    group = text(one.get("name")) or "a contact group"
    found = [
        Contact(name=each, channel="email", via=group) for each in _list(one, "email_addresses")
    ]
    found += [Contact(name=each, channel="sms", via=group) for each in _list(one, "mobile_numbers")]
    if _list(one, "integrations"):
        found.append(Contact(name=group, channel="an integration", via=group))
    if text(one.get("ping_url")):
        found.append(Contact(name=group, channel="webhook", via=group))
    return tuple(found)


def _list(one: dict[str, Any], key: str) -> list[str]:
    listed = one.get(key)
    return [text(each) for each in listed if text(each)] if isinstance(listed, list) else []


def _told(one: dict[str, Any], groups: Groups) -> tuple[Contact, ...]:
    return tuple(each for id_ in _list(one, "contact_groups") for each in groups.get(id_, ()))


def _monitor(one: dict[str, Any], groups: Groups) -> Monitor:
    kind = _KINDS.get(text(one.get("test_type")), "other")
    interval = number(one.get("check_rate"), 300.0)
    timeout = number(one.get("timeout"), _TIMEOUT)
    # Other servers look at once; then `trigger_rate` minutes pass before anybody is told.
    terms = looks(interval, 1, timeout)
    if number(one.get("confirmation")):
        terms = (*terms, Term(label="other servers look", seconds=timeout))
    if wait := number(one.get("trigger_rate")):
        terms = (*terms, Term(label="trigger rate", seconds=60 * wait))
    told = _told(one, groups)
    alerts = [Alert(name="contact groups", incident="downtime", contacts=told, terms=terms)]
    target = text(one.get("website_url"))
    if kind == "tcp" and text(one.get("port")):
        target = f"tcp://{target}:{text(one.get('port'))}"
    return Monitor(
        name=text(one.get("name")),
        target=target,
        kind=kind,
        method="HEAD" if text(one.get("test_type")) == "HEAD" else "GET",
        interval=interval,
        demands=_demands(one, kind),
        resting="it is paused" if one.get("paused") is True else "",
        looked=moment(one.get("last_tested_at")),
        alerts=tuple(alerts),
        id=text(one.get("id")),
    )


def _demands(one: dict[str, Any], kind: Kind) -> frozenset[Demand]:
    found: set[Demand] = set()
    if kind == "page" and _list(one, "status_codes"):
        found.add("status")
    if text(one.get("find_string")):
        found.add("text")
    return frozenset(found)


def _heartbeat(one: dict[str, Any], groups: Groups) -> Monitor:
    every = number(one.get("period"), 1800.0)
    told = _told(one, groups)
    alert = Alert(
        name="contact groups", incident="downtime", contacts=told, terms=looks(every, 1, 0.0)
    )
    return Monitor(
        name=text(one.get("name")),
        target="",
        kind="heartbeat",
        interval=every,
        resting="it is paused" if one.get("paused") is True else "",
        looked=moment(one.get("last_tested_at")),
        alerts=(alert,),
        id=text(one.get("id")),
    )


def _certificate(one: dict[str, Any], groups: Groups) -> Monitor:
    told = _told(one, groups)
    days = [number(each) for each in _list(one, "alert_at")] if one.get("alert_reminder") else []
    alerts = tuple(
        Alert(name="contact groups", incident="ssl_expiry", contacts=told, days=each)
        for each in days
    )
    return Monitor(
        name=text(one.get("website_url")),
        target=text(one.get("website_url")),
        kind="tls",
        interval=number(one.get("check_rate"), 3600.0),
        demands=frozenset[Demand](("certificate",)),
        resting="it is paused" if one.get("paused") is True else "",
        alerts=alerts,
        id=text(one.get("id")),
    )
