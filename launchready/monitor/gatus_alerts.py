"""To whom Gatus speaks (github.com/TwiN/gatus, README "Alerting"): an endpoint's alerts with the
provider's default-alert filled in, and the provider's config with the group's overrides."""

from typing import Any

from launchready.core.monitors import Alert, Contact, Incident, looks
from launchready.monitor.written import entries, part, rows, truth, word

# Without these Gatus drops the provider when it starts, and says so in its log alone.
_NEEDS: dict[str, tuple[str, ...]] = {
    "aws-ses": ("from", "to"),
    "clickup": ("list-id", "token"),
    "custom": ("url",),
    "datadog": ("api-key",),
    "discord": ("webhook-url",),
    "email": ("from", "to", "host", "port"),
    "github": ("repository-url", "token"),
    "gitea": ("repository-url", "token"),
    "gitlab": ("webhook-url", "authorization-key"),
    "googlechat": ("webhook-url",),
    "gotify": ("server-url", "token"),
    "homeassistant": ("url", "token"),
    "ifttt": ("webhook-key", "event-name"),
    "ilert": ("integration-key",),
    "incident-io": ("url", "auth-token"),
    "line": ("channel-access-token", "user-ids"),
    "matrix": ("access-token", "internal-room-id"),
    "mattermost": ("webhook-url",),
    "messagebird": ("access-key", "originator", "recipients"),
    "n8n": ("webhook-url",),
    "newrelic": ("insert-key", "account-id"),
    "ntfy": ("topic",),
    "opsgenie": ("api-key",),
    "pagerduty": ("integration-key",),
    "plivo": ("auth-id", "auth-token", "from", "to"),
    "pushover": ("application-token", "user-key"),
    "rocketchat": ("webhook-url",),
    "sendgrid": ("api-key", "from", "to"),
    "signal": ("api-url", "number", "recipients"),
    "signl4": ("team-secret",),
    "slack": ("webhook-url",),
    "splunk": ("hec-url", "hec-token"),
    "squadcast": ("webhook-url",),
    "teams": ("webhook-url",),
    "teams-workflows": ("webhook-url",),
    "telegram": ("token", "id"),
    "twilio": ("sid", "token", "from", "to"),
    "vonage": ("api-key", "api-secret", "from", "to"),
    "webex": ("webhook-url",),
    "zapier": ("webhook-url",),
    "zulip": ("bot-email", "bot-api-key", "domain", "channel-id"),
}
# Whose address is a person's and no secret.
_ADDRESSED = ("email", "aws-ses", "sendgrid")
# Looks that must fail before an alert is sent, unless the config says otherwise.
_FAILURES = 3


def alerts_of(
    endpoint: Any, root: Any, *, interval: float, timeout: float, incident: Incident
) -> tuple[Alert, ...]:
    """The alerts of one endpoint about one kind of incident; times are in seconds."""
    group, alerting = word(endpoint, "group"), part(root, "alerting")
    quiet = [part(root, "maintenance"), *rows(endpoint, "maintenance-windows")]
    hours = " and ".join(one for one in map(_hours, quiet) if one)
    found = []
    for one in rows(endpoint, "alerts"):
        kind = word(one, "type")
        provider = part(alerting, kind)
        usual = part(provider, "default-alert")
        enabled = truth(one, "enabled", usual=truth(usual, "enabled", usual=True))
        times = _count(one, usual)
        contact = _contact(kind, provider, group, part(one, "provider-override"))
        found.append(
            Alert(
                name=kind or "an alert without a type",
                hours=hours,
                incident=incident,
                contacts=(contact,),
                terms=looks(interval, times, timeout),
                silenced="" if enabled else "enabled is false",
                at=getattr(one, "at", None),
            )
        )
    return tuple(found)


def _count(one: Any, usual: Any) -> int:
    text = word(one, "failure-threshold") or word(usual, "failure-threshold")
    return int(text) if text.isdigit() and int(text) > 0 else _FAILURES


def _contact(kind: str, provider: Any, group: str, override: Any) -> Contact:
    given = dict(_texts(provider))
    for one in rows(provider, "overrides"):
        if group and word(one, "group") == group:
            given.update(_texts(one))
    given.update(_texts(override))
    name = given.get("to", "") if kind in _ADDRESSED else kind
    return Contact(name=name or kind, channel=kind, works=_why_not(kind, provider, given))


def _why_not(kind: str, provider: Any, given: dict[str, str]) -> str:
    if not kind:
        return "the alert has no type"
    if provider is None:
        return f"alerting has no {kind}"
    missing = [one for one in _NEEDS.get(kind, ()) if not given.get(one)]
    return f"alerting.{kind} lacks {' and '.join(missing)}" if missing else ""


def _texts(node: Any) -> list[tuple[str, str]]:
    """What a provider is given; a list counts when something stands in it."""
    found = []
    for key, value in entries(node):
        text = value if isinstance(value, str) else "listed" * bool(value)
        found.append((str(key), str(text).strip()))
    return found


def _hours(window: Any) -> str:
    """When nothing is sent (README, "Maintenance"), for people; "" where it always is."""
    if not truth(window, "enabled", usual=True) or not word(window, "duration"):
        return ""
    days = ", ".join(str(one) for one in rows(window, "every"))
    return f"{word(window, 'start')} for {word(window, 'duration')}" + (
        f" on {days}" if days else ""
    )
