"""Uptime Kuma, by its metrics (github.com/louislam/uptime-kuma/wiki, "Internal API"): GET /metrics.

They tell what is looked at and how it stands; neither how often nor who is told. A backup of
version 1, as monitor.file, tells all of it.
"""

import base64
import re
from collections.abc import Iterator
from dataclasses import replace

from launchready.core.monitors import Alert, Demand, Kind, Monitor, Watching
from launchready.core.unreachable import UnreachableError
from launchready.world.monitor_api import Api

BASE = ""
SCOPE = "an API key of Uptime Kuma (Settings, API Keys)"
_SERIES = re.compile(r'monitor_status\{((?:[a-z_]+="(?:[^"\\]|\\.)*",?\s*)*)\}\s+([0-9.]+)')
_LABEL = re.compile(r'([a-z_]+)="((?:[^"\\]|\\.)*)"')
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
_DEMANDS: dict[str, tuple[Demand, ...]] = {
    "http": ("status",),
    "real-browser": ("status",),
    "keyword": ("status", "text"),
    "json-query": ("status", "text"),
}
_MAINTENANCE = 3.0
_EXPIRY = 14.0
_UNTIMED = "Uptime Kuma's metrics tell no interval"
_UNKNOWN = "Uptime Kuma's metrics tell no notifications; name a backup of it as monitor.file"


def headers(token: str) -> dict[str, str]:
    # The name is ignored where API keys are on; only the key counts.
    said = base64.b64encode(f":{token}".encode()).decode()
    return {"Authorization": f"Basic {said}", "Accept": "text/plain"}


async def read(api: Api) -> Watching:
    """Every monitor that runs: one that is paused has no series."""
    raw = await api.raw("metrics")
    found = list(_monitors(raw.decode("utf-8", "replace")))
    if not found and b"monitor_status" not in raw:
        raise UnreachableError(
            "what answers as Uptime Kuma tells no monitors",
            advice="Write its own address under url:, without a path.",
        )
    return Watching(provider=api.name, monitors=tuple(found))


def _monitors(text: str) -> Iterator[Monitor]:
    for series in _SERIES.finditer(text):
        labels = {key: _plain(said) for key, said in _LABEL.findall(series[1])}
        written = labels.get("monitor_type", "")
        kind = _KINDS.get(written, "other")
        resting = "it is in maintenance" if float(series[2]) == _MAINTENANCE else ""
        made = Alert(name="its notifications", incident="downtime", unknown=_UNKNOWN)
        # Which days it speaks at is a setting for all monitors that no metric tells.
        alerts = (
            replace(made, untimed=_UNTIMED),
            replace(made, incident="ssl_expiry", days=_EXPIRY),
        )
        yield Monitor(
            name=labels.get("monitor_name", ""),
            target=_target(labels, kind),
            kind=kind,
            demands=frozenset(_DEMANDS.get(written, ())),
            resting=resting,
            alerts=alerts if kind == "page" else alerts[:1],
            id=labels.get("monitor_id", ""),
        )


def _target(labels: dict[str, str], kind: Kind) -> str:
    if kind == "heartbeat":
        return ""
    host, port = labels.get("monitor_hostname", ""), labels.get("monitor_port", "")
    if kind == "page" or host in ("", "null"):
        return labels.get("monitor_url", "")
    return f"tcp://{host}:{port}" if kind == "tcp" and port not in ("", "null") else host


def _plain(said: str) -> str:
    return re.sub(r"\\(.)", lambda one: "\n" if one[1] == "n" else one[1], said)
