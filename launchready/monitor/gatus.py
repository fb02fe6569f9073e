"""What Gatus watches (github.com/TwiN/gatus, README "Configuration")."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from launchready.core.monitors import Alert, Demand, Kind, Monitor, Watching, shown
from launchready.monitor.duration import duration
from launchready.monitor.gatus_alerts import alerts_of
from launchready.monitor.written import File, documents, part, rows, truth, word
from launchready.values.node import Block, Node, Row

# Seconds, when the config says nothing.
_INTERVAL = 60.0
_SUITE_INTERVAL = 600.0
_TIMEOUT = 10.0
_SUITE_TIMEOUT = 300.0
_VARIABLE = re.compile(r"(?<!\$)\$(?:\{[A-Za-z_]|[A-Za-z_])")
_CONDITION = re.compile(r"\s*(.+?)\s*(==|!=|<=|>=|<|>)\s*(.+?)\s*", re.DOTALL)


def read(files: Iterable[File]) -> Watching:
    """Everything the files make Gatus watch; several are merged as Gatus merges a folder.

    Raises UnreachableError where a file is no YAML.
    """
    root: Any = None
    for file in files:
        for one in documents(file):
            root = _merged(root, one)
    monitors: list[Monitor] = []
    for one in rows(root, "endpoints"):
        interval = duration(word(one, "interval")) or _INTERVAL
        timeout = duration(word(one, "client", "timeout")) or _TIMEOUT
        monitors.append(_endpoint(one, root, interval, timeout))
    for suite in rows(root, "suites"):
        monitors += _steps(suite, root)
    monitors += [_external(one, root) for one in rows(root, "external-endpoints")]
    hidden = [
        f"{one} looks at {shown(one.target)}" for one in monitors if _VARIABLE.search(one.target)
    ]
    return Watching(provider="gatus", monitors=tuple(monitors), hidden=tuple(hidden))


def _merged(before: Any, after: Node) -> Any:
    """Mappings one into another, lists one after another (README, GATUS_CONFIG_PATH)."""
    if isinstance(before, Block) and isinstance(after, Block):
        made = Block(dict(before), at=before.at)
        for key, value in after.items():
            made[key] = _merged(before.get(key), value)
        return made
    if isinstance(before, Row) and isinstance(after, Row):
        return Row([*before, *after], at=before.at)
    return after


def _endpoint(one: Any, root: Any, interval: float, timeout: float) -> Monitor:
    url, conditions = word(one, "url"), [str(each) for each in rows(one, "conditions")]
    days = [found for each in conditions if (found := _days(each)) is not None]
    demands = frozenset(said for each in conditions if (said := _demand(each)))
    kind = _kind(one, url, demands)
    alerts: list[Alert] = []
    if kind != "tls":
        alerts += alerts_of(one, root, interval=interval, timeout=timeout, incident="downtime")
    if days:
        about = alerts_of(one, root, interval=interval, timeout=timeout, incident="ssl_expiry")
        alerts += [replace(each, days=max(days)) for each in about]
    return Monitor(
        name=_name(one),
        target=f"dns://{word(one, 'dns', 'query-name')}" if kind == "dns" else url,
        kind=kind,
        method=word(one, "method", usual="GET").upper(),
        interval=interval,
        demands=demands,
        resting="" if truth(one, "enabled", usual=True) else "enabled is false",
        alerts=tuple(alerts),
        masks=bool(days) and kind == "page",
        at=getattr(one, "at", None),
    )


def _name(one: Any) -> str:
    group, name = word(one, "group"), word(one, "name")
    return f"{group}/{name}" if group else name


def _kind(one: Any, url: str, demands: frozenset[Demand]) -> Kind:
    if part(one, "dns") is not None:
        return "dns"
    scheme = url.partition("://")[0].lower()
    if scheme in ("http", "https", "ws", "wss"):
        return "tls" if demands == {"certificate"} else "page"
    if scheme == "tls":
        return "tls"
    if scheme == "starttls":
        return "mail"
    return "tcp" if scheme in ("tcp", "udp", "sctp", "ssh") else "other"


def _demand(condition: str) -> Demand | None:
    match = _CONDITION.fullmatch(condition)
    if not match:
        return None
    subject, sign, meant = match[1], match[2], match[3]
    if "[CERTIFICATE_EXPIRATION]" in subject:
        return "certificate"
    if "[RESPONSE_TIME]" in subject and sign in ("<", "<="):
        return "latency"
    if "[BODY]" in subject or "[BODY]" in meant:
        return "text"
    if subject == "[STATUS]" and _is_success(sign, meant):
        return "status"
    return None


def _is_success(sign: str, meant: str) -> bool:
    """Whether a server's error (5xx) would be noticed."""
    if sign == "==":
        return not re.search(r"\b5\d\d\b|pat\([5*]", meant)
    return sign in ("<", "<=") and meant.isdigit() and int(meant) <= 500


def _days(condition: str) -> float | None:
    match = _CONDITION.fullmatch(condition)
    if not match or "[CERTIFICATE_EXPIRATION]" not in match[1] or match[2] not in (">", ">="):
        return None
    found = duration(match[3])
    return None if found is None else found / 86400


def _steps(suite: Any, root: Any) -> list[Monitor]:
    """The endpoints of a suite, which run one after another at the suite's interval."""
    interval = duration(word(suite, "interval")) or _SUITE_INTERVAL
    timeout = duration(word(suite, "timeout")) or _SUITE_TIMEOUT
    found = [_endpoint(one, root, interval, timeout) for one in rows(suite, "endpoints")]
    if truth(suite, "enabled", usual=True):
        return found
    return [replace(one, resting="its suite is not enabled") for one in found]


def _external(one: Any, root: Any) -> Monitor:
    """An endpoint that is told from outside; without a heartbeat it never minds the silence."""
    interval = duration(word(one, "heartbeat", "interval"))
    resting = "" if interval else "it has no heartbeat.interval, so that silence is no failure"
    if not truth(one, "enabled", usual=True):
        resting = "enabled is false"
    alerts = alerts_of(one, root, interval=interval or 0.0, timeout=0.0, incident="downtime")
    return Monitor(
        name=_name(one),
        target="",
        kind="heartbeat",
        interval=interval,
        resting=resting,
        alerts=alerts,
        at=getattr(one, "at", None),
    )
