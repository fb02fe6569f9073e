"""Gatus (github.com/TwiN/gatus, README): one config.yaml, variables from its environment."""

from http import HTTPStatus
from typing import Any

from launchready.monitor_files.asked import Plainly, plainly
from launchready.monitor_files.channels import address, needed
from launchready.monitor_files.planned import CLOSEST, Page, Plan, everybody
from launchready.monitor_files.text import Written, as_yaml

# Failed looks before an alert: one may be the network's fault.
_TIMES = 2
# A nightly job, with an hour of grace.
_HEARTBEAT = "25h"
# Gatus asks for a certificate this often: its end moves by days.
_CERTIFICATE = "1h"
_ADDRESSED_BY = {
    "email": "to",
    "slack": "webhook-url",
    "pagerduty": "integration-key",
    "webhook": "url",
}


def write(plan: Plan, kind: str) -> Written:
    """The config. Raises ValueError where the promised time cannot be kept."""
    interval, timeout = plan.timing(_TIMES, CLOSEST, 30.0)
    notes = list(plan.asides)
    endpoints = [_page(one, plan, kind, interval, timeout, notes) for one in plan.pages]
    endpoints += [
        _certificate(host, port, days, plan, kind)
        for host, port in plan.hosts
        for days in plan.days
    ]
    content: dict[str, Any] = {"alerting": _alerting(plan, kind), "endpoints": endpoints}
    if plan.heartbeats:
        content["external-endpoints"] = [_heartbeat(one, plan, kind) for one in plan.heartbeats]
        notes.append(
            "the job that proves your mail calls POST /api/v1/endpoints/heartbeats_NAME/external"
            "?success=true with its token"
        )
    variables = [*needed(everybody(plan), kind), *(_token(one) for one in plan.heartbeats)]
    told = f"Gatus is given these in its environment: {', '.join(variables)}"
    file = as_yaml("gatus.yaml", "gatus", content, *([told] if variables else []))
    return Written(files=(file,), notes=notes)


def _page(
    page: Page, plan: Plan, kind: str, interval: float, timeout: float, notes: list[str]
) -> dict[str, Any]:
    asked = plainly(page)
    lost = (*asked.lost, *asked.patterns)
    notes += [f"{page.name}: Gatus cannot ask for {one}" for one in lost]
    return {
        "name": _plain(page.name),
        "group": "pages",
        "url": _plain(page.url),
        "interval": f"{interval:g}s",
        "client": {"timeout": f"{timeout:g}s"},
        "conditions": _conditions(asked),
        "alerts": _alerts(plan, kind, "downtime", f"{page.name} is down", _TIMES),
    }


def _conditions(asked: Plainly) -> list[str]:
    found = [f"[STATUS] == {_statuses(asked.statuses)}"]
    if len(asked.statuses) > 1 and (top := _top(asked.statuses)):
        found = [f"[STATUS] < {top}"]
    found.append(f"[RESPONSE_TIME] < {asked.slowest * 1000:g}")
    found += [f"[BODY] == pat(*{_plain(one)}*)" for one in asked.texts]
    found += [f"[BODY] == pat({_plain(one)})" for one in asked.globs]
    found += [f"[BODY]{path.removeprefix('$')} == {_plain(said)}" for path, said in asked.json]
    return found


def _statuses(codes: tuple[int, ...]) -> str:
    return str(codes[0]) if len(codes) == 1 else f"any({', '.join(map(str, codes))})"


def _top(codes: tuple[int, ...]) -> int | None:
    """The number below which every status will do, None where some of them will not."""
    top = (codes[-1] // 100 + 1) * 100
    known = {int(one) for one in HTTPStatus if 200 <= one < top}
    return top if known <= set(codes) else None


def _certificate(host: str, port: int, days: float, plan: Plan, kind: str) -> dict[str, Any]:
    name = host if port == 443 else f"{host}:{port}"
    return {
        "name": f"{name} at {days:g} days",
        "group": "certificates",
        "url": f"tls://{host}:{port}",
        "interval": _CERTIFICATE,
        "conditions": [f"[CERTIFICATE_EXPIRATION] > {days * 24:g}h"],
        "alerts": _alerts(
            plan, kind, "ssl_expiry", f"the certificate of {name} ends within {days:g} days", 1
        ),
    }


def _heartbeat(name: str, plan: Plan, kind: str) -> dict[str, Any]:
    return {
        "name": _plain(name),
        "group": "heartbeats",
        "token": "${" + _token(name) + "}",
        "heartbeat": {"interval": _HEARTBEAT},
        "alerts": _alerts(plan, kind, "downtime", f"nothing was heard of {name}", 1),
    }


def _token(name: str) -> str:
    return "HEARTBEAT_TOKEN_" + "".join(one if one.isalnum() else "_" for one in name.upper())


def _alerts(plan: Plan, kind: str, incident: str, what: str, times: int) -> list[dict[str, Any]]:
    override = _ADDRESSED_BY[kind]
    return [
        {
            "type": "custom" if kind == "webhook" else kind,
            "failure-threshold": times,
            "success-threshold": 2,
            "send-on-resolved": True,
            "description": _plain(what),
            "provider-override": {override: address(one, kind)},
        }
        for one in plan.called(incident)
    ]


def _alerting(plan: Plan, kind: str) -> dict[str, Any]:
    first = address(everybody(plan)[0], kind)
    match kind:
        case "email":
            return {
                "email": {
                    "from": "${SMTP_FROM}",
                    "username": "${SMTP_USER}",
                    "password": "${SMTP_PASSWORD}",
                    "host": "${SMTP_HOST}",
                    "port": 587,
                    "to": first,
                }
            }
        case "slack":
            return {"slack": {"webhook-url": first}}
        case "pagerduty":
            return {"pagerduty": {"integration-key": first}}
        case _:
            body = '{"text": "[ALERT_TRIGGERED_OR_RESOLVED]: [ENDPOINT_NAME]: [ALERT_DESCRIPTION]"}'
            headers = {"Content-Type": "application/json"}
            return {"custom": {"url": first, "method": "POST", "body": body, "headers": headers}}


def _plain(text: str) -> str:
    """A text in which Gatus finds no variable: it writes a dollar sign as two."""
    return text.replace("$", "$$")
