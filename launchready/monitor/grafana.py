"""What Grafana alerts on, by its provisioning files (grafana.com/docs/grafana/latest/alerting,
"file provisioning"), over what a Prometheus config among the files has probed."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from launchready.core.monitors import Contact, Watching
from launchready.monitor.alerting import Setup, watching
from launchready.monitor.alertmanager import route
from launchready.monitor.duration import duration
from launchready.monitor.grafana_rule import expression
from launchready.monitor.prometheus import made, targets_in
from launchready.monitor.promql_tree import Matcher, PromqlError
from launchready.monitor.routing import Route, Routing
from launchready.monitor.rules import Rule
from launchready.monitor.scrapes import modules
from launchready.monitor.written import File, documents, entries, part, rows, truth, word
from launchready.values.node import Block, Row

# Seconds between two looks at a group of rules, where it says nothing.
EVALUATION = 60.0
# What a rule of its own receiver is known by, on its way through the tree.
_OWN = "__own_receiver__"
NO_POLICIES = "no notification policies are among the files of monitor.file"
# What each kind of receiver cannot do without; of several, one.
_NEEDS: dict[str, tuple[str, ...]] = {
    "email": ("addresses",),
    "slack": ("url", "token"),
    "pagerduty": ("integrationKey",),
    "webhook": ("url",),
    "discord": ("url",),
    "teams": ("url",),
    "telegram": ("chatid",),
    "pushover": ("userKey",),
    "opsgenie": ("apiKey",),
    "googlechat": ("url",),
}


def read(files: Iterable[File]) -> Watching:
    """Everything the files make Grafana speak of. Raises UnreachableError where one is no YAML."""
    roots = [(file, root) for file in files for root in documents(file)]
    scrape = [(file, one) for file, one in roots if part(one, "scrape_configs") is not None]
    groups = {file.path: list(one) for file, one in roots if isinstance(one, Row)}
    targets, hidden = targets_in(scrape, groups)
    if not scrape:
        hidden.append("no Prometheus config among the files tells what is probed")
    alerting = [one for _, one in roots if isinstance(one, Block)]
    rules, own = _rules(alerting)
    setup = Setup(
        targets=targets,
        rules=rules,
        tree=_routing(alerting, own),
        known={name: one for root in alerting for name, one in modules(root).items()},
        hidden=hidden,
        unrouted=NO_POLICIES,
    )
    return watching("grafana", setup)


def _rules(roots: list[Block]) -> tuple[list[Rule], list[tuple[str, Any]]]:
    """The rules that run, and those of them with a receiver of their own."""
    found: list[Rule] = []
    own: list[tuple[str, Any]] = []
    for root in roots:
        for group in rows(root, "groups"):
            interval = duration(word(group, "interval")) or EVALUATION
            for one in rows(group, "rules"):
                if not isinstance(one, Block) or not word(one, "title") or truth(one, "isPaused"):
                    continue
                labels = {"grafana_folder": word(group, "folder")}
                settings = part(one, "notification_settings")
                if settings is not None:
                    labels[_OWN] = str(len(own))
                    own.append((labels[_OWN], settings))
                found.append(_rule(one, interval, labels))
    return found, own


def _rule(one: Block, interval: float, labels: dict[str, str]) -> Rule:
    try:
        rule = made(one, word(one, "title"), expression(one), interval)
    except PromqlError as wrong:
        said = " ".join(word(each, "model", "expr") for each in rows(one, "data"))
        rule = replace(
            made(one, word(one, "title"), "1", interval), tree=None, error=str(wrong), text=said
        )
    return replace(rule, labels=(*rule.labels, *labels.items()))


def _routing(roots: list[Block], own: list[tuple[str, Any]]) -> Routing | None:
    receivers = {
        word(one, "name"): tuple(
            _contact(each, word(one, "name")) for each in rows(one, "receivers")
        )
        for root in roots
        for one in rows(root, "contactPoints")
    }
    trees = [route(one) for root in roots for one in rows(root, "policies")]
    if not trees and not own:
        return None
    direct = tuple(
        Route(
            receiver=word(settings, "receiver"),
            matchers=(Matcher(label=_OWN, sign="=", value=number),),
            wait=duration(word(settings, "group_wait")),
        )
        for number, settings in own
    )
    top = trees[0] if trees else Route()
    return Routing(
        root=replace(top, matchers=(), routes=(*direct, *top.routes)), receivers=receivers
    )


def _contact(one: Any, point: str) -> Contact:
    kind = word(one, "type")
    given = {str(key) for key, value in entries(one, "settings") if str(value).strip()}
    given |= {str(key) for key, _ in entries(one, "secureSettings")}
    needs = _NEEDS.get(kind, ())
    works = "" if not needs or given & set(needs) else f"its {' or '.join(needs)} is not set"
    address = re.sub(r"[;\n]\s*", ", ", word(one, "settings", "addresses")).strip(", ")
    return Contact(name=address or point, channel=kind, via=point, works=works)
