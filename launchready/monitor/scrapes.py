"""What Prometheus has probed from outside (prometheus.io/docs, "scrape_config"; blackbox_exporter,
CONFIGURATION.md)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from launchready.core.location import Location
from launchready.core.monitors import Demand, Kind, shown
from launchready.monitor.duration import duration
from launchready.monitor.promql_values import Labels, labels_of
from launchready.monitor.relabel import relabelled
from launchready.monitor.written import entries, part, rows, word

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


def probed(
    root: Any, listed: Mapping[str, list[Any]], shared: Any = None
) -> tuple[list[Probed], list[str]]:
    """The targets of every job that probes, and what could not be told of them.

    `listed` has the target groups of the files that file_sd_configs name, by name as written;
    `shared` is the `global` part, which may stand in another file (scrape_config_files).
    """
    shared = part(root, "global") or shared
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
        mine = [one for group in groups for one in _group(shared, job, name, group)]
        hidden += [
            f"job {name} probes {shown(one.target)}" for one in mine if _OPEN.search(one.target)
        ]
        found += mine
    return found, hidden


def _probes(job: Any) -> bool:
    path = word(job, "metrics_path", usual="/metrics")
    return bool(_PROBE.search(path)) or part(job, "params", "module") is not None


def _group(shared: Any, job: Any, name: str, group: Any) -> Iterator[Probed]:
    for target in rows(group, "targets"):
        kept = relabelled(discovered(shared, job, name, group, str(target)), job)
        if kept is None:
            continue
        interval = duration(kept.get("__scrape_interval__", "")) or SCRAPE
        timeout = duration(kept.get("__scrape_timeout__", "")) or SCRAPE_TIMEOUT
        kept.setdefault("instance", kept.get("__address__", ""))
        yield Probed(
            target=kept.get("__param_target") or kept.get("__address__", ""),
            labels=labels_of({one: kept[one] for one in kept if not one.startswith("__")}),
            module=kept.get("__param_module", ""),
            interval=interval,
            timeout=min(timeout, interval),
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


def discovered(shared: Any, job: Any, name: str, group: Any, target: str) -> dict[str, str]:
    """The labels a target has before any rule (prometheus.io/docs, "relabel_config")."""
    interval = word(job, "scrape_interval") or word(shared, "scrape_interval", usual="1m")
    timeout = word(job, "scrape_timeout") or word(shared, "scrape_timeout", usual="10s")
    labels = {
        "__address__": target,
        "__metrics_path__": word(job, "metrics_path", usual="/metrics"),
        "__scheme__": word(job, "scheme", usual="http"),
        "__scrape_interval__": interval,
        "__scrape_timeout__": timeout,
        "job": name,
    }
    for key, values in entries(job, "params"):
        first = values[0] if isinstance(values, list) and values else values
        labels[f"__param_{key}"] = str(first)
    labels.update({str(key): str(value) for key, value in entries(group, "labels")})
    return labels


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
