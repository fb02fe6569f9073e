"""PagerDuty's Events API v2: an outage triggers an incident, its end resolves the same one.

Source: PagerDuty's developer-docs, events-API-v2: 202 is taken, 400 is never going to be, 429 and
5xx may be later; a `dedup_key` has at most 255 characters, a summary 1,024.
"""

from typing import Any

from launchready.config.alerts import PagerDuty
from launchready.watch.channels_http import JSON, Answer, HttpChannel, Post, as_json
from launchready.watch.channels_told import Kind, Told, present
from launchready.world.settings import Network

_SEVERITIES: dict[Kind, str] = {
    "down": "critical",
    "unknown": "warning",
    "flapping": "warning",
    "note": "warning",
    "test": "info",
    "up": "info",
}


def pagerduty(name: str, to: PagerDuty, network: Network) -> HttpChannel:
    """An integration of a service."""

    def write(told: Told) -> Post:
        url = f"{to.server.rstrip('/')}/v2/enqueue"
        return Post(url=url, headers=(JSON,), content=as_json(event(told, to.key)))

    return HttpChannel(
        name=name, write=write, secrets=present([to.key]), network=network, said=_said
    )


def event(told: Told, key: str) -> dict[str, Any]:
    """What is sent: `resolve` for an end, `trigger` for anything else."""
    made: dict[str, Any] = {
        "routing_key": key,
        "event_action": "resolve" if told.kind == "up" else "trigger",
        "dedup_key": told.incident[:255],
    }
    if told.kind == "up":
        return made
    payload = {
        "summary": told.short,
        "source": told.target[:255] or "launchready",
        "severity": _SEVERITIES[told.kind],
        "timestamp": told.at.isoformat(timespec="milliseconds"),
        "custom_details": {"what was seen": list(told.shown)},
    }
    return made | {"payload": payload, "client": "launchready watch"}


def _said(answer: Answer) -> str:
    errors = answer.json().get("errors")
    listed = [str(one) for one in errors] if isinstance(errors, list) else []
    return "; ".join([str(answer.json().get("message", "")), *listed]).strip("; ")
