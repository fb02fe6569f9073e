"""Whom Alertmanager tells (prometheus.io/docs/alerting/latest/configuration)."""

import re
from typing import Any

from launchready.core.monitors import Contact
from launchready.monitor.duration import duration
from launchready.monitor.promql_tree import Matcher
from launchready.monitor.routing import Route, Routing
from launchready.monitor.written import entries, part, rows, truth, word

_MATCHER = re.compile(
    r"""\s*\{?\s*([A-Za-z_][A-Za-z0-9_]*)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|[^,}]*)\s*,?\s*\}?"""
)
# Kinds of receivers: what names the contact, and what it cannot do without, of which each is one
# of several keys (a file with the secret, or a setting of `global`).
_KINDS: dict[str, tuple[str, tuple[tuple[str, ...], ...]]] = {
    "email": (
        "to",
        (("to",), ("smarthost", "global.smtp_smarthost"), ("from", "global.smtp_from")),
    ),
    "slack": (
        "channel",
        (
            (
                "api_url",
                "api_url_file",
                "app_token",
                "app_token_file",
                "global.slack_api_url",
                "global.slack_api_url_file",
                "global.slack_app_token",
                "global.slack_app_token_file",
            ),
        ),
    ),
    "pagerduty": ("", (("routing_key", "service_key", "routing_key_file", "service_key_file"),)),
    "webhook": ("", (("url", "url_file"),)),
    "opsgenie": (
        "",
        (("api_key", "api_key_file", "global.opsgenie_api_key", "global.opsgenie_api_key_file"),),
    ),
    "victorops": (
        "routing_key",
        (
            (
                "api_key",
                "api_key_file",
                "global.victorops_api_key",
                "global.victorops_api_key_file",
            ),
            ("routing_key",),
        ),
    ),
    "pushover": ("", (("user_key", "user_key_file"), ("token", "token_file"))),
    "telegram": (
        "",
        (
            (
                "bot_token",
                "bot_token_file",
                "global.telegram_bot_token",
                "global.telegram_bot_token_file",
            ),
            ("chat_id", "chat_id_file"),
        ),
    ),
    "discord": ("", (("webhook_url", "webhook_url_file"),)),
    "msteams": ("", (("webhook_url", "webhook_url_file"),)),
    "msteamsv2": ("", (("webhook_url", "webhook_url_file"),)),
    "sns": ("", (("topic_arn", "target_arn", "phone_number"),)),
    "webex": ("", (("room_id",),)),
    "wechat": (
        "",
        (
            (
                "api_secret",
                "api_secret_file",
                "global.wechat_api_secret",
                "global.wechat_api_secret_file",
            ),
        ),
    ),
    "rocketchat": (
        "channel",
        (("token", "token_file", "global.rocketchat_token", "global.rocketchat_token_file"),),
    ),
    "jira": ("project", (("project",),)),
    "incidentio": ("", (("url", "url_file"),)),
    "mattermost": ("channel", (("webhook_url", "webhook_url_file"),)),
}


def routing(root: Any) -> Routing:
    """The tree of an alertmanager.yml and the contacts of its receivers."""
    shared = part(root, "global")
    return Routing(
        root=route(part(root, "route")),
        receivers={word(one, "name"): _contacts(one, shared) for one in rows(root, "receivers")},
        inhibits=tuple(
            (
                _matchers(one, "source_matchers", "source_match", "source_match_re"),
                _matchers(one, "target_matchers", "target_match", "target_match_re"),
                tuple(str(each) for each in rows(one, "equal")),
            )
            for one in rows(root, "inhibit_rules")
        ),
    )


def route(node: Any, depth: int = 0) -> Route:
    """One branch of a tree, with those below it; Grafana's policies are written the same way."""
    muted = [str(one) for one in rows(node, "mute_time_intervals")]
    active = [str(one) for one in rows(node, "active_time_intervals")]
    hours = f"in {', '.join(muted)}" if muted else ""
    hours = f"outside {', '.join(active)}" if active else hours
    return Route(
        receiver=word(node, "receiver"),
        matchers=_matchers(node, "matchers", "match", "match_re"),
        goes_on=truth(node, "continue"),
        wait=duration(word(node, "group_wait")),
        hours=hours,
        routes=tuple(route(one, depth + 1) for one in rows(node, "routes") if depth < 50),
    )


def _matchers(node: Any, new: str, equal: str, like: str) -> tuple[Matcher, ...]:
    found = [_matcher(str(one)) for one in rows(node, new)]
    given = part(node, new)
    if isinstance(given, str):
        found.append(_matcher(given))
    plain = [
        Matcher(label=str(name), sign=sign, value=str(value))
        for key, sign in ((equal, "="), (like, "=~"))
        for name, value in entries(node, key)
    ]
    listed = [[str(part_) for part_ in one] for one in rows(node, "object_matchers")]
    plain += [Matcher(label=one[0], sign=one[1], value=one[2]) for one in listed if len(one) == 3]
    return (*(each for one in found for each in one), *plain)


def _matcher(text: str) -> list[Matcher]:
    """`severity="critical"`, `{team=~"a|b", env!=dev}`; one that cannot be read matches nothing."""
    found, at = [], 0
    while at < len(text.rstrip()):
        match = _MATCHER.match(text, at)
        if not match or match.end() == at:
            return [Matcher(label="__unread__", sign="=", value=text)]
        value = match[3].strip()
        if value.startswith('"'):
            value = re.sub(r"\\(.)", r"\1", value[1:-1])
        found.append(Matcher(label=match[1], sign=match[2], value=value))
        at = match.end()
    return found


def _contacts(receiver: Any, shared: Any) -> tuple[Contact, ...]:
    found = []
    name = word(receiver, "name")
    for key, value in entries(receiver):
        kind = str(key).removesuffix("_configs")
        if kind == key or not isinstance(value, list):
            continue
        found += [_contact(kind, one, name, shared) for one in value]
    return tuple(found)


def _contact(kind: str, one: Any, receiver: str, shared: Any) -> Contact:
    named, needs = _KINDS.get(kind, ("", ()))
    missing = [each[0] for each in needs if not any(_given(one, shared, key) for key in each)]
    return Contact(
        name=(word(one, named) if named else "") or receiver,
        channel=kind,
        via=receiver,
        works=f"its {' and '.join(missing)} is not set" if missing else "",
    )


def _given(one: Any, shared: Any, key: str) -> bool:
    if key.startswith("global."):
        return part(shared, key.removeprefix("global.")) is not None
    return part(one, key) is not None
