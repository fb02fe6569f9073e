"""What Prometheus with blackbox_exporter watches, and whom Alertmanager tells."""

import posixpath
from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Any

from launchready.core.monitors import Watching
from launchready.monitor import alertmanager
from launchready.monitor.alerting import Maker
from launchready.monitor.duration import duration
from launchready.monitor.promql import parse
from launchready.monitor.promql_tree import PromqlError
from launchready.monitor.routing import Routing
from launchready.monitor.rules import Rule
from launchready.monitor.scrapes import EVALUATION, Module, Probed, modules, probed, usual_module
from launchready.monitor.written import File, documents, entries, part, rows, word
from launchready.values.node import Block, Node, Row

NO_ALERTMANAGER = "no config of Alertmanager is among the files of monitor.file"
# Targets that are asked together with all others; of more, each with its own job alone.
MOST_TOGETHER = 100


def read(files: Iterable[File]) -> Watching:
    """Everything the files make Prometheus watch. Raises UnreachableError where one is no YAML."""
    listed = tuple(files)
    kinds = [(file, root) for file in listed for root in documents(file)]
    scrape = [(file, one) for file, one in kinds if part(one, "scrape_configs") is not None]
    groups = {file.path: list(one) for file, one in kinds if isinstance(one, Row)}
    targets, hidden = [], []
    for file, root in scrape:
        found, unknown = probed(root, targets_of(file, root, groups))
        targets += found
        hidden += unknown + _unread_rules(file, root, listed)
    known = {name: one for _, root in kinds for name, one in modules(root).items()}
    usual = next((long for _, one in scrape if (long := _evaluation(one))), EVALUATION)
    rules = [rule for _, root in kinds for rule in rules_in(root, usual)]
    tree = next((alertmanager.routing(one) for _, one in kinds if _is_routing(one)), None)
    external = {
        str(k): str(v) for _, one in scrape for k, v in entries(one, "global", "external_labels")
    }
    return watching("prometheus", targets, rules, tree, external, known, hidden)


def watching(
    provider: str,
    targets: list[Probed],
    rules: list[Rule],
    tree: Routing | None,
    external: dict[str, str],
    known: dict[str, Module],
    hidden: list[str],
    unrouted: str = NO_ALERTMANAGER,
) -> Watching:
    """Monitors of targets and rules, with the alerts the rules make of them."""
    maker = Maker(rules, tree, external, unrouted)
    pages = [
        maker.monitor(one, _near(one, targets), known.get(one.module) or usual_module(one.module))
        for one in targets
    ]
    return Watching(
        provider=provider,
        monitors=(*pages, *maker.heartbeats()),
        alerts=maker.others(),
        hidden=(*hidden, *maker.unread),
        contacts=tuple(c for each in (tree.receivers.values() if tree else ()) for c in each),
    )


def _near(one: Probed, targets: list[Probed]) -> list[Probed]:
    if len(targets) <= MOST_TOGETHER:
        return targets
    job = dict(one.labels).get("job")
    return [each for each in targets if dict(each.labels).get("job") == job][:MOST_TOGETHER]


def _evaluation(root: Any) -> float | None:
    return duration(word(root, "global", "evaluation_interval"))


def _is_routing(root: Node) -> bool:
    return part(root, "route") is not None and part(root, "receivers") is not None


def rules_in(root: Any, usual: float) -> list[Rule]:
    """The alerting rules of a rule file, or of a PrometheusRule of the operator."""
    base = part(root, "spec") if part(root, "spec", "groups") is not None else root
    found: list[Rule] = []
    for group in rows(base, "groups"):
        interval = duration(word(group, "interval")) or usual
        found += [
            made(one, word(one, "alert"), word(one, "expr"), interval)
            for one in rows(group, "rules")
            if isinstance(one, Block) and word(one, "alert")
        ]
    return found


def made(node: Any, name: str, text: str, interval: float) -> Rule:
    """A rule of its parts, read as far as we can."""
    tree: object = None
    error = ""
    try:
        tree = parse(text)
    except PromqlError as wrong:
        error = str(wrong)
    return Rule(
        name=name,
        text=text,
        tree=tree,
        error=error,
        wait=duration(word(node, "for")) or 0.0,
        interval=interval,
        labels=tuple((str(key), str(value)) for key, value in entries(node, "labels")),
        at=node.at,
    )


def targets_of(file: File, root: Any, groups: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The target groups of each file pattern that a config names, as far as they are there."""
    found: dict[str, list[Any]] = {}
    for job in rows(root, "scrape_configs"):
        for one in rows(job, "file_sd_configs"):
            for pattern in rows(one, "files"):
                paths = matching(file.path, str(pattern), groups)
                found[str(pattern)] = [each for path in paths for each in groups[path]]
    return found


def matching(config: str, pattern: str, paths: Iterable[str]) -> list[str]:
    """The files a config means: beside it, or for a path of the server, by its end."""
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(config), pattern))
    listed = sorted(paths)
    found = [one for one in listed if fnmatchcase(one, beside)]
    for depth in (2, 1) if pattern.startswith("/") and not found else ():
        ending = "/".join(pattern.split("/")[-depth:])
        found = found or [one for one in listed if fnmatchcase(one, f"*{ending}")]
    return found


def _unread_rules(file: File, root: Any, files: tuple[File, ...]) -> list[str]:
    paths = [one.path for one in files]
    return [
        f"{file.path} has rules in {one}, which is not among the files"
        for one in rows(root, "rule_files")
        if not matching(file.path, str(one), paths)
    ]


def follow(files: Iterable[File]) -> list[tuple[str, str]]:
    """The patterns of files that are named by these, each with the file that names it."""
    found = []
    for file in files:
        for root in documents(file):
            found += [(file.path, str(one)) for one in rows(root, "rule_files")]
            for job in rows(root, "scrape_configs"):
                for one in rows(job, "file_sd_configs"):
                    found += [(file.path, str(each)) for each in rows(one, "files")]
    return found
