"""What Prometheus with blackbox_exporter watches, and whom Alertmanager tells."""

import posixpath
from collections.abc import Iterable
from contextlib import suppress
from fnmatch import fnmatchcase
from typing import Any

from launchready.core.monitors import Watching
from launchready.core.unreachable import UnreachableError
from launchready.monitor import alertmanager
from launchready.monitor.alerting import Setup, watching
from launchready.monitor.duration import duration
from launchready.monitor.promql import parse
from launchready.monitor.promql_tree import PromqlError
from launchready.monitor.rules import Rule
from launchready.monitor.scrapes import EVALUATION, Probed, modules, probed, probes_in
from launchready.monitor.written import File, documents, entries, part, rows, word
from launchready.values.node import Block, Node, Row

NO_ALERTMANAGER = "no config of Alertmanager is among the files of monitor.file"


def read(files: Iterable[File]) -> Watching:
    """Everything the files make Prometheus watch. Raises UnreachableError where one is no YAML."""
    listed = tuple(files)
    roots = [(file, root) for file in listed for root in documents(file)]
    scrape = [(file, one) for file, one in roots if part(one, "scrape_configs") is not None]
    groups = {file.path: list(one) for file, one in roots if isinstance(one, Row)}
    targets, hidden = targets_in(scrape, groups)
    hidden += [one for file, root in scrape for one in _unread_rules(file, root, listed)]
    usual = next((long for _, one in scrape if (long := _evaluation(one))), EVALUATION)
    loaded = _loaded([file.path for file in listed], scrape)
    setup = Setup(
        targets=targets + [each for _, one in roots for each in probes_in(one)],
        rules=[each for file, one in roots for each in _rules_of(file.path, one, usual, loaded)],
        tree=next((alertmanager.routing(one) for _, one in roots if _is_routing(one)), None),
        external={
            str(key): str(value)
            for _, one in scrape
            for key, value in entries(one, "global", "external_labels")
        },
        known={name: one for _, root in roots for name, one in modules(root).items()},
        hidden=hidden,
        unrouted=NO_ALERTMANAGER,
        unsent=_unsent(scrape),
    )
    return watching("prometheus", setup)


def targets_in(
    scrape: list[tuple[File, Any]], groups: dict[str, list[Any]]
) -> tuple[list[Probed], list[str]]:
    """The probed targets of every config, and what could not be told of them."""
    targets: list[Probed] = []
    hidden: list[str] = []
    shared = next((one for _, one in scrape if part(one, "global") is not None), None)
    for file, root in scrape:
        found, unknown = probed(root, targets_of(file, root, groups), part(shared, "global"))
        targets += found
        hidden += unknown
    return targets, hidden


def _loaded(paths: list[str], scrape: list[tuple[File, Any]]) -> set[str]:
    """The rule files that a config of Prometheus names; every one where there is no config."""
    named = {
        path
        for file, root in scrape
        for pattern in rows(root, "rule_files")
        for path in matching(file.path, str(pattern), paths)
    }
    return named if scrape else set(paths)


def _rules_of(path: str, root: Any, usual: float, loaded: set[str]) -> list[Rule]:
    """The rules that are really loaded; those of the operator (PrometheusRule) always are."""
    by_operator = part(root, "spec", "groups") is not None
    return rules_in(root, usual) if by_operator or path in loaded else []


def _unsent(scrape: list[tuple[File, Any]]) -> str:
    """Why no alert leaves Prometheus, for people; "" where it does or nobody can tell."""
    if not scrape or any(part(one, "alerting", "alertmanagers") is not None for _, one in scrape):
        return ""
    return f"{scrape[0][0].path} sends alerts nowhere: it has no alerting.alertmanagers"


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
        f"{file.path} names {one} under {key}, which is not among the files"
        for key in ("rule_files", "scrape_config_files")
        for one in rows(root, key)
        if not matching(file.path, str(one), paths)
    ]


def follow(files: Iterable[File]) -> list[tuple[str, str]]:
    """The patterns of files that are named by these, each with the file that names it. What
    cannot be read names none; it is told when it is read."""
    found = []
    for file in files:
        with suppress(UnreachableError):
            for root in documents(file):
                named = [*rows(root, "rule_files"), *rows(root, "scrape_config_files")]
                found += [(file.path, str(one)) for one in named]
                for job in rows(root, "scrape_configs"):
                    for one in rows(job, "file_sd_configs"):
                        found += [(file.path, str(each)) for each in rows(one, "files")]
    return found
