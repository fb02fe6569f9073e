"""What Prometheus has probed from outside (prometheus.io/docs, "scrape_config"; blackbox_exporter,
CONFIGURATION.md)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from launchready.core.location import Location
from launchready.core.monitors import Demand, Kind
from launchready.monitor.duration import duration
from launchready.monitor.promql_values import Labels, fully, labels_of
from launchready.monitor.written import entries, part, rows, word
from launchready.visit.values import compiled

# Seconds, where prometheus.yml says nothing; what blackbox leaves itself to answer in time.
SCRAPE, SCRAPE_TIMEOUT, EVALUATION, OFFSET = 60.0, 10.0, 60.0, 0.5
_PROBE = re.compile(r"(^|/)probe(/|$)")
# A target that is filled in when the file is put in place.
_OPEN = re.compile(r"\$|\{\{|<[A-Za-z_]+>|__[A-Z_]+__")
# What is listed in the config is read; what is discovered is somewhere else.
_LISTED = ("static_configs", "file_sd_configs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """One target of one job: what is looked at, how often, and the labels of its series."""

    target: str
    labels: Labels
    module: str
    interval: float
    timeout: float
    at: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """How blackbox looks: which kind of probe, what it minds, and its own time-out, if any."""

    kind: Kind
    demands: frozenset[Demand]
    method: str = "GET"
    timeout: float | None = None


def probed(root: Any, listed: Mapping[str, list[Any]]) -> tuple[list[Probed], list[str]]:
    """The targets of every job that probes, and what could not be told of them.

    `listed` has the target groups of the files that file_sd_configs name, by name as written.
    """
    found: list[Probed] = []
    hidden: list[str] = []
    for job in rows(root, "scrape_configs"):
        name = word(job, "job_name")
        if not _probes(job):
            continue
        for key, _ in entries(job):
            if key.endswith("_sd_configs") and key not in _LISTED:
                hidden.append(f"job {name} finds its targets by {key}")
        groups = list(rows(job, "static_configs"))
        for one in rows(job, "file_sd_configs"):
            for file in rows(one, "files"):
                if not listed.get(str(file)):
                    hidden.append(f"job {name} has its targets in {file}, which was not found")
                groups += listed.get(str(file), [])
        for group in groups:
            found += _group(root, job, name, group)
        hidden += [f"job {name} probes {one.target}" for one in found if _OPEN.search(one.target)]
    return found, hidden


def _probes(job: Any) -> bool:
    path = word(job, "metrics_path", usual="/metrics")
    return bool(_PROBE.search(path)) or part(job, "params", "module") is not None


def _group(root: Any, job: Any, name: str, group: Any) -> Iterator[Probed]:
    interval = duration(word(job, "scrape_interval") or word(root, "global", "scrape_interval"))
    timeout = duration(word(job, "scrape_timeout") or word(root, "global", "scrape_timeout"))
    for target in rows(group, "targets"):
        labels = _discovered(job, name, group, str(target))
        kept = _relabelled(labels, rows(job, "relabel_configs"))
        if kept is None:
            continue
        looked_at = kept.get("__param_target") or kept.get("__address__", "")
        kept.setdefault("instance", kept.get("__address__", ""))
        yield Probed(
            target=looked_at,
            labels=labels_of({one: kept[one] for one in kept if not one.startswith("__")}),
            module=kept.get("__param_module", ""),
            interval=interval or SCRAPE,
            timeout=min(timeout or SCRAPE_TIMEOUT, interval or SCRAPE),
            at=getattr(target, "at", None) or job.at,
        )


def probes_in(root: Any) -> Iterator[Probed]:
    """The targets of a Probe of the Prometheus operator (prometheus-operator.dev, "Probe")."""
    if word(root, "kind") not in ("Probe", "VMProbe"):
        return
    spec, name = part(root, "spec"), word(root, "metadata", "name")
    listed = rows(spec, "targets", "staticConfig", "static")
    for target in [*listed, *rows(spec, "targets", "staticConfig", "targets")]:
        labels = {
            str(key): str(value)
            for key, value in entries(spec, "targets", "staticConfig", "labels")
        }
        usual = {"job": word(spec, "jobName") or name, "instance": str(target)}
        yield Probed(
            target=str(target),
            labels=labels_of(usual | labels),
            module=word(spec, "module"),
            interval=duration(word(spec, "interval")) or SCRAPE,
            timeout=duration(word(spec, "scrapeTimeout")) or SCRAPE_TIMEOUT,
            at=getattr(target, "at", None) or root.at,
        )


def _discovered(job: Any, name: str, group: Any, target: str) -> dict[str, str]:
    labels = {"__address__": target, "job": name}
    for key, values in entries(job, "params"):
        first = values[0] if isinstance(values, list) and values else values
        labels[f"__param_{key}"] = str(first)
    labels.update({str(key): str(value) for key, value in entries(group, "labels")})
    return labels


def _relabelled(labels: dict[str, str], rules: list[Any]) -> dict[str, str] | None:
    """The labels after every rule (prometheus.io/docs, "relabel_config"); None when dropped."""
    for rule in rules:
        sources = [labels.get(str(one), "") for one in rows(rule, "source_labels")]
        value = word(rule, "separator", usual=";").join(sources)
        pattern = word(rule, "regex", usual="(.*)")
        action = word(rule, "action", usual="replace").lower()
        if action in ("keep", "drop") and fully(pattern, value) != (action == "keep"):
            return None
        if action == "replace":
            _replace(labels, rule, pattern, value)
        elif action == "labeldrop":
            labels = {one: text for one, text in labels.items() if not fully(pattern, one)}
        elif action == "labelkeep":
            labels = {one: text for one, text in labels.items() if fully(pattern, one)}
        elif action == "labelmap":
            for one in list(labels):
                into = _expanded(pattern, one, word(rule, "replacement", usual="$1"))
                if into:
                    labels[into] = labels[one]
        elif action in ("lowercase", "uppercase"):
            labels[word(rule, "target_label")] = (
                value.lower() if action[0] == "l" else value.upper()
            )
    return labels


def _replace(labels: dict[str, str], rule: Any, pattern: str, value: str) -> None:
    made = _expanded(pattern, value, word(rule, "replacement", usual="$1"))
    if made is not None:
        labels[word(rule, "target_label")] = made


def _expanded(pattern: str, value: str, into: str) -> str | None:
    """`$1` and `${1}` filled in; None where the expression does not match the whole value."""
    try:
        match = compiled(pattern).fullmatch(value)
    except ValueError:
        return None
    if match is None:
        return None

    def group(one: re.Match[str]) -> str:
        number = int(one[1] or one[2])
        return (match.group(number) or "") if number <= match.re.groups else ""

    return re.sub(r"\$(?:\{([0-9]+)\}|([0-9]+))", group, into)


def modules(root: Any) -> dict[str, Module]:
    """The modules of a blackbox.yml by name."""
    return {str(name): _module(node) for name, node in entries(root, "modules")}


def _module(node: Any) -> Module:
    prober = word(node, "prober")
    timeout = duration(word(node, "timeout"))
    if prober != "http":
        kind: Kind = "dns" if prober == "dns" else "tcp" if prober in ("tcp", "grpc") else "other"
        starts = any(
            "STARTTLS" in word(one, "send").upper() for one in rows(node, "tcp", "query_response")
        )
        return Module(
            kind="mail" if starts else kind,
            demands=frozenset[Demand](["text"])
            if rows(node, "tcp", "query_response")
            else frozenset(),
            timeout=timeout,
        )
    http = part(node, "http")
    demands: set[Demand] = set()
    statuses = [str(one) for one in rows(http, "valid_status_codes")]
    if not any(one.startswith("5") for one in statuses):
        demands.add("status")
    if any(part(http, one) is not None for one in _BODY):
        demands.add("text")
    return Module(
        kind="page",
        demands=frozenset(demands),
        method=word(http, "method", usual="GET"),
        timeout=timeout,
    )


_BODY = (
    "fail_if_body_matches_regexp",
    "fail_if_body_not_matches_regexp",
    "fail_if_body_json_matches_cel",
    "fail_if_body_json_not_matches_cel",
)


def usual_module(name: str) -> Module:
    """What a module is by its name, where blackbox.yml is not among the files: those that come
    with blackbox_exporter are called http_2xx, tcp_connect, icmp and the like."""
    lower = name.lower()
    if "tcp" in lower or "ssh" in lower or "imap" in lower or "grpc" in lower:
        return Module(kind="tcp", demands=frozenset())
    if "smtp" in lower or "mail" in lower:
        return Module(kind="mail", demands=frozenset())
    if "icmp" in lower or "ping" in lower:
        return Module(kind="other", demands=frozenset())
    if "dns" in lower:
        return Module(kind="dns", demands=frozenset())
    return Module(kind="page", demands=frozenset[Demand](["status"]))
