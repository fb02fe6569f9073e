"""Checkly's API (checklyhq.com/docs/api-reference): GET checks, groups, channels, statuses."""

from typing import Any

from launchready.core.monitors import Alert, Contact, Demand, Kind, Monitor, Term, Watching, looks
from launchready.world.monitor_api import Api, mappings, moment, number, text

BASE = "https://api.checklyhq.com/v1/"
SCOPE = "a user's API key, and the account's id under account:"
_SIZE = 100
_KINDS: dict[str, Kind] = {
    "API": "page",
    "URL": "page",
    "BROWSER": "page",
    "MULTI_STEP": "page",
    "PLAYWRIGHT": "page",
    "TCP": "tcp",
    "DNS": "dns",
    "HEARTBEAT": "heartbeat",
}
_SCRIPTED = ("BROWSER", "MULTI_STEP", "PLAYWRIGHT")
_DEMANDS: dict[str, Demand] = {
    "STATUS_CODE": "status",
    "JSON_BODY": "text",
    "TEXT_BODY": "text",
    "RESPONSE_TIME": "latency",
}
# Seconds a request, and a script, may take before it is a failure whatever is set.
_TIMEOUT, _SCRIPT_TIMEOUT = 30.0, 240.0
_UNITS = {"seconds": 1.0, "minutes": 60.0, "hours": 3600.0, "days": 86400.0}


def headers(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def read(api: Api) -> Watching:
    """Every check of the account, with the settings of its group and the account."""
    channels = {text(one.get("id")): one for one in await api.numbered("alert-channels", _SIZE)}
    groups = {text(one.get("id")): one for one in await api.numbered("check-groups", _SIZE)}
    statuses = {text(one.get("checkId")): one for one in api.rows(await api.json("check-statuses"))}
    checks = await api.numbered("checks", _SIZE)
    monitors, hidden = [], []
    for one in checks:
        group = groups.get(text(one.get("groupId")), {})
        status = statuses.get(text(one.get("id")), {})
        monitors.append(_monitor(one, group, channels, status))
        if text(one.get("checkType")) in _SCRIPTED:
            name = text(one.get("name"))
            hidden.append(f"{name} is a script, and nothing tells which page it opens")
    listed = tuple(_contact(one) for one in channels.values())
    return Watching(
        provider=api.name, monitors=tuple(monitors), hidden=tuple(hidden), contacts=listed
    )


def _contact(one: dict[str, Any]) -> Contact:
    config = _mapping(one.get("config"))
    kind = text(one.get("type")).lower()
    # A webhook's URL is a secret; these are names and addresses.
    said = (config.get(key) for key in ("address", "name", "number", "channel", "serviceName"))
    name = next((text(each) for each in said if text(each)), "")
    works = "" if one.get("sendFailure", True) is not False else "it is told of no failure"
    return Contact(name=name or kind, channel=kind, works=works)


def _monitor(
    one: dict[str, Any],
    group: dict[str, Any],
    channels: dict[str, dict[str, Any]],
    status: dict[str, Any],
) -> Monitor:
    kind = _KINDS.get(text(one.get("checkType")), "other")
    request = _mapping(one.get("request"))
    interval = _interval(one, kind)
    told = [channels[key] for key in _subscribed(one, group) if key in channels]
    target = text(request.get("url"))
    if kind == "tcp":
        target = f"tcp://{text(request.get('hostname'))}:{text(request.get('port'))}"
    return Monitor(
        name=text(one.get("name")),
        target="" if kind == "heartbeat" else target,
        kind=kind,
        method=text(request.get("method")) or "GET",
        interval=interval,
        demands=_demands(one, request),
        resting=_resting(one, group),
        looked=moment(status.get("updated_at")),
        alerts=(_outage(one, group, kind, interval, told), *_expiry(target, told)),
        id=text(one.get("id")),
    )


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _interval(one: dict[str, Any], kind: Kind) -> float:
    if kind == "heartbeat":
        beat = _mapping(one.get("heartbeat"))
        period = number(beat.get("period")) * _UNITS.get(text(beat.get("periodUnit")), 60.0)
        return period + number(beat.get("grace")) * _UNITS.get(text(beat.get("graceUnit")), 60.0)
    # Minutes; 0 with an offset in seconds for checks that run oftener.
    return 60.0 * number(one.get("frequency")) or number(one.get("frequencyOffset"), 60.0)


def _demands(one: dict[str, Any], request: dict[str, Any]) -> frozenset[Demand]:
    if text(one.get("checkType")) in _SCRIPTED:
        return frozenset[Demand](("status", "text"))
    sources = [text(each.get("source")) for each in mappings(request.get("assertions"))]
    found = {_DEMANDS[each] for each in sources if each in _DEMANDS}
    if text(one.get("checkType")) in ("API", "URL") and one.get("shouldFail") is not True:
        found.add("status")  # 400 and above fail whatever is asserted
    if number(one.get("maxResponseTime")) and one.get("checkType") in ("API", "URL"):
        found.add("latency")
    return frozenset(found)


def _resting(one: dict[str, Any], group: dict[str, Any]) -> str:
    if one.get("activated") is False:
        return "it is not activated"
    if group.get("activated") is False:
        return "its group is not activated"
    if one.get("muted") is True or group.get("muted") is True:
        return "it is muted"
    return ""


def _subscribed(one: dict[str, Any], group: dict[str, Any]) -> list[str]:
    listed = [
        each
        for given in (one, group)
        for each in mappings(given.get("alertChannelSubscriptions"))
        if each.get("activated") is True
    ]
    return list(dict.fromkeys(text(each.get("alertChannelId")) for each in listed))


def _outage(
    one: dict[str, Any],
    group: dict[str, Any],
    kind: Kind,
    interval: float,
    told: list[dict[str, Any]],
) -> Alert:
    contacts = tuple(_contact(each) for each in told)
    is_global = one.get("useGlobalAlertSettings") is True
    settings = _mapping(one.get("alertSettings")) or _mapping(group.get("alertSettings"))
    untimed = "the account's own alert settings are told by no API" if is_global else ""
    terms = () if untimed else _terms(one, settings, kind, interval)
    return Alert(
        name="its channels", incident="downtime", contacts=contacts, terms=terms, untimed=untimed
    )


def _terms(
    one: dict[str, Any], settings: dict[str, Any], kind: Kind, interval: float
) -> tuple[Term, ...]:
    if kind == "heartbeat":
        return looks(interval, 1, 0.0)
    timeout = _SCRIPT_TIMEOUT if text(one.get("checkType")) in _SCRIPTED else _TIMEOUT
    if text(one.get("checkType")) in ("API", "URL") and number(one.get("maxResponseTime")):
        timeout = min(timeout, number(one.get("maxResponseTime")) / 1000)
    if text(settings.get("escalationType")) == "TIME_BASED":
        minutes = number(
            _mapping(settings.get("timeBasedEscalation")).get("minutesFailingThreshold")
        )
        again = (Term(label="minutes it must fail", seconds=60 * minutes),)
        return (*looks(interval, 1, timeout), *again, *_retries(one, timeout))
    times = int(number(_mapping(settings.get("runBasedEscalation")).get("failedRunThreshold"), 1.0))
    return (*looks(interval, max(1, times), timeout), *_retries(one, timeout))


def _retries(one: dict[str, Any], timeout: float) -> tuple[Term, ...]:
    """Tries before a run counts as failed (docs, "Retry strategies")."""
    how = _mapping(one.get("retryStrategy"))
    if not how:
        return (
            (Term(label="second try", seconds=timeout),) if one.get("doubleCheck") is True else ()
        )
    if text(how.get("type")) in ("", "NONE", "NO_RETRIES"):
        return ()
    times, base = (
        min(10, int(number(how.get("maxRetries"), 2.0))),
        number(how.get("baseBackoffSeconds"), 60.0),
    )
    grown = {"LINEAR": sum(range(1, times + 1)), "EXPONENTIAL": sum(2**n for n in range(times))}
    waits = base * grown.get(text(how.get("type")), times)
    total = min(waits + times * timeout, number(how.get("maxDurationSeconds"), 600.0))
    return (Term(label=f"{times} more tries", seconds=total),)


def _expiry(target: str, told: list[dict[str, Any]]) -> list[Alert]:
    if not target.startswith("https://"):
        return []
    return [
        Alert(
            name=str(_contact(one)),
            incident="ssl_expiry",
            contacts=(_contact(one),),
            days=number(one.get("sslExpiryThreshold"), 30.0),
        )
        for one in told
        if one.get("sslExpiry") is True
    ]
