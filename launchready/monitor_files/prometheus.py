"""Prometheus with blackbox_exporter and Alertmanager (prometheus.io/docs): four files."""

from typing import Any

from launchready.monitor_files.asked import plainly
from launchready.monitor_files.channels import address, needed
from launchready.monitor_files.planned import CLOSEST, Page, Person, Plan, everybody
from launchready.monitor_files.text import Made, Written, as_yaml

_BLACKBOX, _ALERTMANAGER, _PUSHGATEWAY = "127.0.0.1:9115", "127.0.0.1:9093", "127.0.0.1:9091"
# How many scrapes pass at the worst: the next one, two of `for`, one until rules are evaluated,
# and two thirds of one in which Alertmanager gathers.
_PARTS = 4.7
_MOST = 15.0
# The metric by which a job tells when it last went well, and seconds after which it is missed.
_HEARTBEAT = "launchready_heartbeat_timestamp_seconds"
_LATE = 25 * 3600
_DAY = 86400
_INCIDENTS = ("downtime", "ssl_expiry", "error_spike", "failed_deploy", "email_auth")


def write(plan: Plan, kind: str) -> Written:
    """The files. Raises ValueError where the promised time cannot be kept."""
    interval, timeout = plan.timing(_PARTS, CLOSEST, _MOST)
    timeout = min(timeout, interval)
    notes = list(plan.asides)
    if plan.heartbeats:
        notes.append(
            f"a job proves that it ran by pushing {_HEARTBEAT} to the Pushgateway at {_PUSHGATEWAY}"
        )
    files = (
        _prometheus(plan, interval, timeout),
        _blackbox(plan, timeout, notes),
        _rules(plan, interval),
        _alertmanager(plan, kind, interval),
    )
    return Written(files=files, notes=notes)


def _prometheus(plan: Plan, interval: float, timeout: float) -> Made:
    jobs = [_probe(f"page-{one.key}", one.key, [one.url], one.name) for one in plan.pages]
    if plan.hosts:
        targets = [f"{host}:{port}" for host, port in plan.hosts]
        jobs.append(_probe("certificates", "certificate", targets, ""))
    if plan.heartbeats:
        groups = [{"targets": [_PUSHGATEWAY]}]
        jobs.append({"job_name": "heartbeats", "honor_labels": True, "static_configs": groups})
    content = {
        "global": {
            "scrape_interval": f"{interval:g}s",
            "scrape_timeout": f"{timeout:g}s",
            "evaluation_interval": f"{interval:g}s",
        },
        "rule_files": ["rules.yml"],
        "alerting": {"alertmanagers": [{"static_configs": [{"targets": [_ALERTMANAGER]}]}]},
        "scrape_configs": jobs,
    }
    told = (
        f"blackbox_exporter is at {_BLACKBOX} and Alertmanager at {_ALERTMANAGER}; "
        "write where they are if that is elsewhere."
    )
    return as_yaml("prometheus.yml", "prometheus", content, told)


def _probe(job: str, module: str, targets: list[str], name: str) -> dict[str, Any]:
    group: dict[str, Any] = {"targets": targets}
    if name:
        group["labels"] = {"page": name}
    return {
        "job_name": job,
        "metrics_path": "/probe",
        "params": {"module": [module]},
        "static_configs": [group],
        "relabel_configs": [
            {"source_labels": ["__address__"], "target_label": "__param_target"},
            {"source_labels": ["__param_target"], "target_label": "instance"},
            {"target_label": "__address__", "replacement": _BLACKBOX},
        ],
    }


def _blackbox(plan: Plan, timeout: float, notes: list[str]) -> Made:
    modules: dict[str, Any] = {one.key: _module(one, timeout, notes) for one in plan.pages}
    modules["certificate"] = {"prober": "tcp", "timeout": f"{timeout:g}s", "tcp": {"tls": True}}
    return as_yaml("blackbox.yml", "prometheus", {"modules": modules})


def _module(page: Page, timeout: float, notes: list[str]) -> dict[str, Any]:
    asked = plainly(page)
    notes += [f"{page.name}: blackbox_exporter cannot ask for {one}" for one in asked.lost]
    http: dict[str, Any] = {"follow_redirects": True}
    if len(asked.statuses) == 1 or not all(200 <= one < 300 for one in asked.statuses):
        http["valid_status_codes"] = list(asked.statuses)
    if asked.expressions:
        http["fail_if_body_not_matches_regexp"] = list(asked.expressions)
    return {"prober": "http", "timeout": f"{timeout:g}s", "http": http}


def _rules(plan: Plan, interval: float) -> Made:
    rules: list[dict[str, Any]] = [
        _rule("PageDown", 'probe_success{job=~"page-.+"} == 0', 2 * interval, "downtime",
              "critical", "{{ $labels.page }} is down"),
        _rule("NothingLooks", 'up{job=~"page-.+"} == 0', 2 * interval, "downtime", "critical",
              "blackbox_exporter does not answer, so nothing looks at {{ $labels.page }}"),
    ]  # fmt: skip
    rules += [_slow(one) for one in plan.pages]
    for days in plan.days if plan.hosts else ():
        left = 'probe_ssl_earliest_cert_expiry{job="certificates"} - time()'
        severity = "critical" if days == plan.days[-1] else "warning"
        rules.append(
            _rule(f"CertificateEndsIn{days:g}Days".replace(".", "_"), f"{left} < {days:g} * {_DAY}",
                  0.0, "ssl_expiry", severity,
                  f"the certificate of {{{{ $labels.instance }}}} ends within {days:g} days")
        )  # fmt: skip
    rules += [_missed(one) for one in plan.heartbeats]
    content = {"groups": [{"name": "launchready", "rules": rules}]}
    return as_yaml("rules.yml", "prometheus", content)


def _rule(
    name: str, expr: str, wait: float, incident: str, severity: str, summary: str
) -> dict[str, Any]:
    rule: dict[str, Any] = {"alert": name, "expr": expr}
    if wait:
        rule["for"] = f"{wait:g}s"
    rule["labels"] = {"incident": incident, "severity": severity}
    rule["annotations"] = {"summary": summary}
    return rule


def _slow(page: Page) -> dict[str, Any]:
    name = "PageSlow" + "".join(part.capitalize() for part in page.key.split("-"))
    limit = plainly(page).slowest
    expr = f'probe_duration_seconds{{job="page-{page.key}"}} > {limit:g}'
    return _rule(
        name, expr, 300.0, "slow", "warning", f"{{{{ $labels.page }}}} takes over {limit:g} s"
    )


def _missed(name: str) -> dict[str, Any]:
    series = f"{_HEARTBEAT}{{heartbeat={_quoted(name)}}}"
    expr = f"time() - {series} > {_LATE} or absent({series})"
    label = "Heartbeat" + "".join(one.capitalize() for one in _letters(name).split("_"))
    return _rule(label, expr, 0.0, "downtime", "critical", f"nothing was heard of {_said(name)}")


def _letters(name: str) -> str:
    return "".join(one if one.isascii() and one.isalnum() else "_" for one in name)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _said(text: str) -> str:
    """A text in an annotation, where two braces would open a template."""
    return text.replace("{{", "{ {")


def _alertmanager(plan: Plan, kind: str, interval: float) -> Made:
    routes, receivers = [], []
    for incident in _INCIDENTS:
        people = plan.called(incident)
        receivers.append(_receiver(incident, people, kind))
        if incident != "downtime":
            routes.append({"matchers": [f'incident="{incident}"'], "receiver": incident})
    content: dict[str, Any] = {}
    if kind == "email":
        content["global"] = {
            "smtp_smarthost": "${SMTP_HOST}:587",
            "smtp_from": "${SMTP_FROM}",
            "smtp_auth_username": "${SMTP_USER}",
            "smtp_auth_password": "${SMTP_PASSWORD}",
        }
    content["route"] = {
        "receiver": "downtime",
        "group_by": ["alertname", "instance"],
        "group_wait": f"{max(1, int(interval * 2 / 3))}s",
        "group_interval": "1m",
        "repeat_interval": "4h",
        "routes": routes,
    }
    content["receivers"] = receivers
    told = []
    if variables := needed(everybody(plan), kind):
        listed = " ".join(f"${one}" for one in variables)
        told = [
            "Alertmanager reads no variables; fill them in where it is deployed:",
            f"envsubst '{listed}' < alertmanager.yml > /etc/alertmanager/alertmanager.yml",
        ]
    return as_yaml("alertmanager.yml", "prometheus", content, *told)


def _receiver(name: str, people: tuple[Person, ...], kind: str) -> dict[str, Any]:
    key = {"email": "to", "slack": "api_url", "pagerduty": "routing_key", "webhook": "url"}[kind]
    told = [{key: address(one, kind), "send_resolved": True} for one in people]
    return {"name": name, f"{kind}_configs": told}
