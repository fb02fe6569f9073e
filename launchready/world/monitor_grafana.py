"""Grafana Cloud: checks of Synthetic Monitoring, alert rules, contact points and policies.

Sources: grafana.com/docs, "Alerting provisioning HTTP API", "Data source HTTP API", "Synthetic
Monitoring API" (its checks are read through the stack's own proxy, with the stack's token).
"""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from launchready.core.monitors import (
    Alert,
    Contact,
    Demand,
    Incident,
    Kind,
    Monitor,
    Term,
    Watching,
    looks,
)
from launchready.world.monitor_api import Api, mappings, number, text

BASE = ""
SCOPE = (
    "a service account with alert.provisioning:read, datasources:read and datasources:query "
    "(the role Viewer and Provisioning reader)"
)
_KINDS: dict[str, Kind] = {
    "http": "page",
    "multihttp": "page",
    "scripted": "page",
    "browser": "page",
    "tcp": "tcp",
    "dns": "dns",
}
_SCRIPTED = ("scripted", "browser")
# Seconds: rules of checks are evaluated every minute, over five where a check has the older
# kind of alert; Alertmanager gathers for thirty where its policy says nothing.
_EVALUATION, _OLDER_PERIOD, _GATHERS = 60.0, 300.0, 30.0
_PERIOD = re.compile(r"([0-9]+)([smh])")
_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0}
_ABOUT: tuple[tuple[Incident, re.Pattern[str]], ...] = (
    ("email_auth", re.compile(r"dmarc|dkim|\bspf\b", re.I)),
    ("failed_deploy", re.compile(r"deploy|rollout|release", re.I)),
    ("error_spike", re.compile(r"5(?:xx|\.\.|\d\d)|error|exception", re.I)),
    ("slow", re.compile(r"latency|duration|slow", re.I)),
)


def headers(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def read(api: Api) -> Watching:
    """Every check and rule of the stack, and whom the notification policy tells."""
    base = "api/v1/provisioning/"
    points = _points(api.rows(await api.json(f"{base}contact-points")))
    policy = await api.json(f"{base}policies")
    if not isinstance(policy, dict):
        raise api.strange()
    routing = _Routing(policy, points)
    rules = api.rows(await api.json(f"{base}alert-rules"))
    checks = await _checks(api)
    monitors = tuple(_monitor(one, routing) for one in checks)
    return Watching(
        provider=api.name,
        monitors=monitors,
        alerts=tuple(_rule(one, routing) for one in rules),
        hidden=_hidden(checks),
        contacts=tuple(each for one in points.values() for each in one),
    )


async def _checks(api: Api) -> list[dict[str, Any]]:
    """The checks of Synthetic Monitoring; none where the stack does not use it."""
    sources = api.rows(await api.json("api/datasources"))
    found = [one for one in sources if one.get("type") == "synthetic-monitoring-datasource"]
    if not found:
        return []
    uid = quote(text(found[0].get("uid")), safe="")
    listed = await api.json(f"api/datasources/proxy/uid/{uid}/sm/check/list?includeAlerts=true")
    return api.rows(listed)


def _points(listed: list[dict[str, Any]]) -> dict[str, tuple[Contact, ...]]:
    found: dict[str, tuple[Contact, ...]] = {}
    for one in listed:
        name, kind = text(one.get("name")), text(one.get("type"))
        settings = one.get("settings")
        inside = settings if isinstance(settings, dict) else {}
        addresses = [each.strip() for each in re.split(r"[;,\n]", text(inside.get("addresses")))]
        # A webhook's URL is a secret; what names the contact is its point.
        names = [each for each in addresses if each] or [name]
        made = tuple(Contact(name=each, channel=kind, via=name) for each in names)
        found[name] = (*found.get(name, ()), *made)
    return found


class _Routing:
    """The policy's root; where it has routes below, which of them takes an alert stays open."""

    def __init__(self, policy: dict[str, Any], points: dict[str, tuple[Contact, ...]]) -> None:
        self._points = points
        self._root = text(policy.get("receiver"))
        below = mappings(policy.get("routes"))
        receivers = {text(one.get("receiver")) or self._root for one in below} | {self._root}
        self.unknown = ""
        if len(receivers) > 1 or any(one.get("mute_time_intervals") for one in below):
            self.unknown = (
                f"{len(below)} notification policies may take it; which one is not told by its API"
            )
        self.wait = seconds(text(policy.get("group_wait"))) or _GATHERS

    def told(self, own: Any = None) -> tuple[tuple[Contact, ...], str]:
        """Who hears of an alert, and "" or why that cannot be told."""
        receiver = text(own.get("receiver")) if isinstance(own, dict) else ""
        if receiver:
            return self._points.get(receiver, ()), ""
        return ((), self.unknown) if self.unknown else (self._points.get(self._root, ()), "")


def seconds(written: str) -> float:
    """A duration as Grafana writes it (`1m30s`); 0 where it says none."""
    return sum(float(n) * _UNITS[unit] for n, unit in _PERIOD.findall(written))


def _settings(one: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    found = one.get("settings")
    kind = next(iter(found), "") if isinstance(found, dict) else ""
    inside = found.get(kind) if isinstance(found, dict) else None
    return kind, inside if isinstance(inside, dict) else {}


def _monitor(one: dict[str, Any], routing: _Routing) -> Monitor:
    kind, settings = _settings(one)
    # Both are in milliseconds.
    interval = number(one.get("frequency"), 60_000.0) / 1000
    timeout = number(one.get("timeout"), 3_000.0) / 1000
    alerts = (
        *_own_alerts(one, interval, timeout, routing),
        *_older(one, interval, timeout, routing),
    )
    return Monitor(
        name=text(one.get("job")),
        target=text(one.get("target")),
        kind=_KINDS.get(kind, "other"),
        method=text(settings.get("method")) or "GET",
        interval=interval,
        demands=_demands(kind, settings),
        resting="" if one.get("enabled", True) is not False else "it is not enabled",
        alerts=alerts,
        id=text(one.get("id")),
    )


def _demands(kind: str, settings: dict[str, Any]) -> frozenset[Demand]:
    if kind in (*_SCRIPTED, "multihttp"):
        return frozenset[Demand](("status", "text"))
    found: set[Demand] = {"status"} if kind == "http" else set()
    if any(
        "BodyMatches" in key or "BodyNotMatches" in key for key, said in settings.items() if said
    ):
        found.add("text")
    return frozenset(found)


def _terms(interval: float, timeout: float, period: float, wait: float) -> tuple[Term, ...]:
    return (
        *looks(interval, 1, timeout),
        Term(label="period of the alert", seconds=period),
        Term(label="evaluation", seconds=_EVALUATION),
        Term(label="group wait", seconds=wait),
    )


def _own_alerts(
    one: dict[str, Any], interval: float, timeout: float, routing: _Routing
) -> list[Alert]:
    """Alerts of a check by itself."""
    contacts, unknown = routing.told()
    found = []
    for each in mappings(one.get("alerts")):
        name = text(each.get("name"))
        made = Alert(name=name, incident="slow", contacts=contacts, unknown=unknown)
        if name == "TLSTargetCertificateCloseToExpiring":
            days = number(each.get("threshold"))
            made = replace(made, incident="ssl_expiry", days=days)
        elif name == "ProbeFailedExecutionsTooHigh":
            terms = _terms(interval, timeout, seconds(text(each.get("period"))), routing.wait)
            made = replace(made, incident="downtime", terms=terms)
        found.append(made)
    return found


def _older(one: dict[str, Any], interval: float, timeout: float, routing: _Routing) -> list[Alert]:
    """The stack's three rules by sensitivity, each over five minutes."""
    how = text(one.get("alertSensitivity"))
    if how in ("", "none"):
        return []
    contacts, unknown = routing.told()
    terms = _terms(interval, timeout, _OLDER_PERIOD, routing.wait)
    name = f"sensitivity {how}"
    return [Alert(name=name, incident="downtime", contacts=contacts, terms=terms, unknown=unknown)]


def _rule(one: dict[str, Any], routing: _Routing) -> Alert:
    title = text(one.get("title"))
    models = [
        each["model"] for each in mappings(one.get("data")) if isinstance(each.get("model"), dict)
    ]
    words = " ".join([title, *(text(each.get("expr")) for each in models)])
    incident: Incident = next((what for what, known in _ABOUT if known.search(words)), "other")
    contacts, unknown = routing.told(one.get("notification_settings"))
    silenced = "it is paused" if one.get("isPaused") is True else ""
    return Alert(
        name=title, incident=incident, contacts=contacts, silenced=silenced, unknown=unknown
    )


def _hidden(checks: list[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(
        f"{text(one.get('job'))} is a script, and nothing tells which page it opens"
        for one in checks
        if _settings(one)[0] in _SCRIPTED
    )
