"""Upptime (upptime.js.org/docs/configuration): .upptimerc.yml, looked at by GitHub's workflows."""

import os
from collections.abc import Mapping
from typing import Any

from launchready.monitor_files.asked import plainly
from launchready.monitor_files.channels import KINDS
from launchready.monitor_files.planned import Page, Plan
from launchready.monitor_files.text import Written, as_yaml

# Minutes: GitHub starts scheduled workflows no oftener, and often later.
_EVERY = 5
_VARIABLES: dict[str, tuple[str, ...]] = {
    "email": (
        "NOTIFICATION_EMAIL",
        "NOTIFICATION_EMAIL_FROM",
        "NOTIFICATION_EMAIL_TO",
        "NOTIFICATION_EMAIL_SMTP",
        "NOTIFICATION_EMAIL_SMTP_HOST",
        "NOTIFICATION_EMAIL_SMTP_PORT",
        "NOTIFICATION_EMAIL_SMTP_USERNAME",
        "NOTIFICATION_EMAIL_SMTP_PASSWORD",
    ),
    "slack": ("NOTIFICATION_SLACK", "NOTIFICATION_SLACK_WEBHOOK_URL", "NOTIFICATION_SLACK_WEBHOOK"),
}


def write(plan: Plan, kind: str, variables: Mapping[str, str] | None = None) -> Written:
    """The config. Raises ValueError where Upptime has no such channel."""
    if kind not in _VARIABLES:
        known = " and ".join(one for one in KINDS if one in _VARIABLES)
        raise ValueError(f"Upptime does not alert by {kind} here; --alerts {known} can be written")
    given = os.environ if variables is None else variables
    owner, _, name = given.get("GITHUB_REPOSITORY", "").partition("/")
    notes = list(plan.asides)
    if not owner:
        notes.append("owner and repo stand for the repository it will run in; write yours")
    notes.append(
        f"GitHub starts Upptime every {_EVERY} minutes at best, so an alert within "
        f"{plan.within:g} s is not to be had from it"
    )
    if plan.hosts and plan.days:
        notes.append("Upptime does not watch certificates; launchready's tls room does")
    notes += [f"Upptime takes no heartbeats: {one} is left out" for one in plan.heartbeats]
    logins = [one.login for one in plan.called("downtime") if one.login]
    if not logins:
        notes.append(
            "nobody is given Upptime's issues; name logins under monitor.people, like "
            "{ana: [GitHub issue ana-acme]}"
        )
    content: dict[str, Any] = {
        "owner": owner or "OWNER",
        "repo": name or "upptime",
        "sites": [_site(one, notes) for one in plan.pages],
        **({"assignees": logins} if logins else {}),
        "status-website": {"name": plan.product or "Status", "baseUrl": f"/{name or 'upptime'}"},
        "workflowSchedule": {"uptime": f"*/{_EVERY} * * * *"},
    }
    told = f"Secrets of the repository that make it alert: {', '.join(_VARIABLES[kind])}"
    return Written(files=(as_yaml(".upptimerc.yml", "upptime", content, told),), notes=notes)


def _site(page: Page, notes: list[str]) -> dict[str, Any]:
    asked = plainly(page)
    made: dict[str, Any] = {
        "name": page.name,
        "url": page.url,
        "expectedStatusCodes": list(asked.statuses),
        "maxResponseTime": int(asked.slowest * 1000),
    }
    if asked.texts:
        made["__dangerous__body_down_if_text_missing"] = asked.texts[0]
    lost = [*asked.lost, *asked.texts[1:], *asked.globs, *asked.patterns]
    lost += [path for path, _ in asked.json]
    notes += [f"{page.name}: Upptime cannot ask for {one}" for one in lost]
    return made
