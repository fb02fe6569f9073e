"""Better Stack's Uptime API (betterstack.com/docs/uptime/api): GET monitors, heartbeats, policies.

Where a monitor has an escalation policy, its own switches (call, sms, email, push) are ignored;
where it has none for a certificate's end, the whole team is mailed.
"""

from typing import Any

from launchready.core.monitors import Alert, Contact, Demand, Kind, Monitor, Term, Watching, looks
from launchready.world.monitor_api import MOST_PAGES, Api, mappings, moment, number, text

BASE = "https://uptime.betterstack.com/api/v2/"
SCOPE = "an Uptime API token of the team (API tokens)"
_KINDS: dict[str, Kind] = {
    "status": "page",
    "expected_status_code": "page",
    "keyword": "page",
    "keyword_absence": "page",
    "playwright": "page",
    "tcp": "tcp",
    "udp": "tcp",
    "smtp": "mail",
    "pop": "mail",
    "imap": "mail",
    "dns": "dns",
}
_DEMANDS: dict[str, tuple[Demand, ...]] = {
    "status": ("status",),
    "expected_status_code": ("status",),
    "keyword": ("status", "text"),
    "keyword_absence": ("status", "text"),
    "playwright": ("status", "text"),
}
_SWITCHES = {"call": "a call", "sms": "sms", "email": "email", "push": "push"}
_CALLED = "who is on call"

Policies = dict[str, tuple[tuple[Contact, ...], float]]


def headers(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def read(api: Api) -> Watching:
    """Every monitor and heartbeat of the team, with whom its policy calls first."""
    policies = {text(one.get("id")): _policy(_inside(one)) for one in await _pages(api, "policies")}
    monitors = [
        _monitor(text(one.get("id")), _inside(one), policies)
        for one in await _pages(api, "monitors")
    ]
    monitors += [
        _heartbeat(text(one.get("id")), _inside(one), policies)
        for one in await _pages(api, "heartbeats")
    ]
    return Watching(provider=api.name, monitors=tuple(monitors))


async def _pages(api: Api, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    path = f"{path}?per_page=50"
    for _ in range(MOST_PAGES):
        said = await api.json(path)
        found += api.rows(said, "data")
        more = said.get("pagination")
        path = text(more.get("next")) if isinstance(more, dict) else ""
        if not path:
            return found
    raise api.endless()


def _inside(one: dict[str, Any]) -> dict[str, Any]:
    found = one.get("attributes")
    return found if isinstance(found, dict) else {}


def _policy(one: dict[str, Any]) -> tuple[tuple[Contact, ...], float]:
    """Whom a policy calls first, and after how many seconds."""
    name = text(one.get("name")) or "a policy"
    for step in mappings(one.get("steps")):
        called = mappings(step.get("step_members"))
        if called:
            kinds = dict.fromkeys(text(each.get("type")).replace("_", " ") for each in called)
            contacts = tuple(Contact(name=each, channel=each, via=name) for each in kinds)
            return contacts, number(step.get("wait_before"))
    return (), 0.0


def _monitor(id_: str, one: dict[str, Any], policies: Policies) -> Monitor:
    kind = _KINDS.get(text(one.get("monitor_type")), "other")
    interval = number(one.get("check_frequency"), 180.0)
    # Servers and ports are given milliseconds, pages seconds.
    timeout = number(one.get("request_timeout"), 30.0) / (1.0 if kind == "page" else 1000.0)
    confirmed = number(one.get("confirmation_period"))
    terms = looks(interval, 1, timeout)
    if confirmed:
        terms = (*terms, Term(label="confirmation", seconds=confirmed))
    target = text(one.get("url"))
    if kind == "tcp":
        target = f"tcp://{target}:{text(one.get('port'))}"
    return Monitor(
        name=text(one.get("pronounceable_name")),
        target=target,
        kind=kind,
        method=(text(one.get("http_method")) or "get").upper(),
        interval=interval,
        demands=frozenset(_DEMANDS.get(text(one.get("monitor_type")), ())),
        resting=_resting(one),
        looked=moment(one.get("last_checked_at")),
        alerts=(_outage(one, policies, terms), *_expiry(one, policies)),
        id=id_,
    )


def _resting(one: dict[str, Any]) -> str:
    if text(one.get("status")) == "paused" or one.get("paused") is True or one.get("paused_at"):
        return "it is paused"
    return "it is in its maintenance window" if text(one.get("status")) == "maintenance" else ""


def _outage(one: dict[str, Any], policies: Policies, terms: tuple[Term, ...]) -> Alert:
    policy = text(one.get("policy_id"))
    if policy and policy not in policies:
        unknown = f"its policy {policy} is not among the team's"
        return Alert(name="its policy", incident="downtime", terms=terms, unknown=unknown)
    if policy:
        contacts, wait = policies[policy]
        if wait:
            terms = (*terms, Term(label="the policy's first step", seconds=wait))
        return Alert(name="its policy", incident="downtime", contacts=contacts, terms=terms)
    told = tuple(
        Contact(name=_CALLED, channel=word)
        for switch, word in _SWITCHES.items()
        if one.get(switch) is True
    )
    return Alert(name="its own alert", incident="downtime", contacts=told, terms=terms)


def _expiry(one: dict[str, Any], policies: Policies) -> list[Alert]:
    days = number(one.get("ssl_expiration"))
    if not days:
        return []
    policy = text(one.get("expiration_policy_id"))
    team = (Contact(name="the entire team", channel="email"),)
    contacts = policies.get(policy, ((), 0.0))[0] if policy else team
    return [Alert(name="expiration", incident="ssl_expiry", contacts=contacts, days=days)]


def _heartbeat(id_: str, one: dict[str, Any], policies: Policies) -> Monitor:
    every = number(one.get("period"), 86400.0) + number(one.get("grace"))
    return Monitor(
        name=text(one.get("name")),
        target="",
        kind="heartbeat",
        interval=every,
        resting=_resting(one),
        alerts=(_outage(one, policies, looks(every, 1, 0.0)),),
        id=id_,
    )
