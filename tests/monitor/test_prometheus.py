"""Rules, targets and routes of a Prometheus are judged by what they do when an outage comes."""

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from launchready.core.monitors import Monitor, Watching
from launchready.core.unreachable import UnreachableError
from launchready.monitor.alert_routing import alert_routing
from launchready.monitor.alert_time import alert_time
from launchready.monitor.alertmanager import routing
from launchready.monitor.coverage import coverage
from launchready.monitor.expiry_alerts import expiry_alerts
from launchready.monitor.paging import paging
from launchready.monitor.prometheus import read
from launchready.monitor.promql_values import labels_of
from launchready.monitor.written import File, documents
from tests.command import LIMIT
from tests.monitor.worlds import API, APP, COVER, FILE, PAGING, a_section, found, said, told
from tests.servers import needs, program

PROMETHEUS = f"""\
global: {{scrape_interval: 15s, evaluation_interval: 15s, external_labels: {{env: prod}}}}
rule_files: [rules/*.yml]
alerting: {{alertmanagers: [{{static_configs: [{{targets: ["am:9093"]}}]}}]}}
scrape_configs:
  - job_name: node
    static_configs: [{{targets: ["10.0.0.1:9100"]}}]
  - job_name: pages
    metrics_path: /probe
    params: {{module: [page]}}
    static_configs: [{{targets: ["{APP}/", "{APP}/login"]}}]
    relabel_configs: &relabel
      - {{source_labels: [__address__], target_label: __param_target}}
      - {{source_labels: [__param_target], target_label: instance}}
      - {{target_label: __address__, replacement: "blackbox:9115"}}
  - job_name: api
    metrics_path: /probe
    params: {{module: [page]}}
    file_sd_configs: [{{files: [targets/*.json]}}]
    relabel_configs: *relabel
"""
TARGETS = json.dumps([{"targets": [API], "labels": {"team": "api"}}])
RULES = """\
groups:
  - name: pages
    rules:
      - {alert: Down, expr: probe_success == 0, for: 30s, labels: {severity: page}}
      - {alert: Early, expr: probe_ssl_earliest_cert_expiry - time() < 14 * 86400, labels: {severity: page}}
      - {alert: Late, expr: (probe_ssl_earliest_cert_expiry - time()) / 86400 < 3, labels: {severity: page}}
      - {alert: MailQuiet, expr: time() - mail_last_timestamp_seconds > 90000, labels: {severity: page}}
      - {record: a, expr: sum(b)}
"""  # noqa: E501 - a rule a line
ROUTES = """\
route:
  receiver: nobody
  group_wait: 10s
  routes:
    - {matchers: ['severity="page"'], receiver: founders}
receivers:
  - {name: nobody}
  - {name: founders, pagerduty_configs: [{routing_key_file: /etc/key}]}
"""
BLACKBOX = """\
modules:
  page: {prober: http, timeout: 5s, http: {fail_if_body_not_matches_regexp: [Acme]}}
"""
FILES = {
    "ops/prometheus.yml": PROMETHEUS,
    "ops/targets/api.json": TARGETS,
    "ops/rules/pages.yml": RULES,
    "ops/alertmanager.yml": ROUTES,
    "ops/blackbox.yml": BLACKBOX,
}
NAMED = "[ops/prometheus.yml, ops/alertmanager.yml, ops/blackbox.yml]"
CHECKS = (coverage, alert_time, alert_routing, expiry_alerts, paging)


def watched(**changed: str) -> tuple[dict[str, str], str]:
    """The files with some of them changed, and what launchready.yml says of them."""
    files = dict(FILES)
    for name, text in changed.items():
        path = next(one for one in files if name in one)
        files[path] = text
    return files, FILE.format("prometheus", NAMED) + COVER + PAGING


async def everything(files: dict[str, str], text: str) -> list[str]:
    section = a_section(text, files)
    world = told(files=files)
    return [one for check in CHECKS for one in await said(check, section, world)]


def seen(**changed: str) -> Watching:
    files, _ = watched(**changed)
    return read(File(path=path, raw=text.encode()) for path, text in files.items())


def one(watching: Watching, target: str) -> Monitor:
    return next(each for each in watching.monitors if each.target == target)


async def test_a_product_that_prometheus_watches_well_is_silent() -> None:
    assert await everything(*watched()) == []


async def test_the_terms_are_those_of_prometheus_in_their_order() -> None:
    alert = one(seen(), f"{APP}/").alerts[0]

    assert [str(each) for each in alert.terms] == [
        "until the next look 15 s",
        "time-out 5 s",
        "evaluation 15 s",
        "for 30 s",
        "group_wait 10 s",
    ]


async def test_a_rule_that_waits_five_minutes_is_too_late_at_its_own_line() -> None:
    files, text = watched(rules=RULES.replace("for: 30s", "for: 5m"))
    late = await found(alert_time, a_section(text, files), told(files=files))

    assert {str(each.at) for each in late} == {"ops/rules/pages.yml:4:9"}
    assert "for 5 min + group_wait 10 s + delivery 15 s" in late[0].message


@pytest.mark.parametrize(
    ("expression", "after"),
    [
        ("probe_success < 1", 0.0),
        ("probe_success{job='pages'} != 1", 0.0),
        ("avg_over_time(probe_success[5m]) < 0.5", 150.0),
        ("max_over_time(probe_success[1m]) == 0", 60.0),
        ("sum(probe_success) by (job) < count(probe_success) by (job)", 0.0),
        ("probe_http_status_code <= 199 or probe_http_status_code >= 400", 0.0),
        ("1 - avg_over_time(probe_success[2m:15s]) > 0.9", 120.0),
        (
            "absent(probe_ssl_earliest_cert_expiry{job='pages',instance='https://app.acme.test/'})",
            0.0,
        ),
        ("last_over_time(probe_success[1m]) == 0 and on(instance) up == 1", 0.0),
    ],
)
def test_a_rule_is_known_by_what_it_does(expression: str, after: float) -> None:
    rules = RULES.replace("probe_success == 0", f'"{expression}"')
    alerts = one(seen(rules=rules), f"{APP}/").alerts
    terms = [each.terms for each in alerts if each.incident == "downtime"]
    waits = [each.seconds for each in terms[0] if "expression holds" in each.label]

    assert len(terms) == 1
    assert waits == ([after] if after else [])


@pytest.mark.parametrize(
    "expression",
    [
        "probe_success == 1",
        "probe_success{instance='https://other.test/'} == 0",
        "up == 0",
        "node_load1 > 3",
        "avg(probe_success) < 0.1",
        "probe_duration_seconds > 60",
        "avg_over_time(probe_success[30d]) < 0.5",
    ],
)
async def test_a_rule_that_does_not_speak_of_an_outage_is_none(expression: str) -> None:
    files, text = watched(rules=RULES.replace("probe_success == 0", f'"{expression}"'))
    messages = await said(alert_routing, a_section(text, files), told(files=files))

    assert len(messages) == 3
    assert "has no alert on an outage" in messages[0]


@pytest.mark.parametrize(
    ("expression", "days"),
    [
        ("probe_ssl_earliest_cert_expiry - time() < 86400 * 30", 30.0),
        ("(probe_ssl_earliest_cert_expiry - time()) / 3600 <= 72", 3.0),
        ("probe_ssl_earliest_cert_expiry < time() + 1209600", 14.0),
        (
            "round((max_over_time(probe_ssl_earliest_cert_expiry[1m]) - time()) / 86400, 1) < 21",
            20.5,
        ),
        ("14 > (probe_ssl_earliest_cert_expiry{job=~'pa.*'} - time()) / 86400", 14.0),
        ("3 < (probe_ssl_earliest_cert_expiry - time()) / 86400 < 21", 21.0),
        ("min by (instance) (probe_ssl_earliest_cert_expiry) - time() < 604800", 7.0),
    ],
)
def test_the_days_of_an_expiry_rule_are_those_at_which_it_speaks(
    expression: str, days: float
) -> None:
    rules = RULES.replace("probe_ssl_earliest_cert_expiry - time() < 14 * 86400", f'"{expression}"')
    alerts = one(seen(rules=rules), f"{APP}/").alerts

    assert [each.days for each in alerts if each.days] == pytest.approx([days, 3.0], abs=0.06)


async def test_an_alert_that_goes_to_nobody_is_told() -> None:
    files, text = watched(
        rules=RULES.replace("30s, labels: {severity: page}", "30s, labels: {severity: low}")
    )
    messages = await said(alert_routing, a_section(text, files), told(files=files))

    assert messages[0] == (
        "monitor/alert-goes-nowhere blocker: homepage: the alert of https://app.acme.test/ reaches "
        "nobody: Down to nobody names no contact"
    )


async def test_a_receiver_that_lacks_its_key_is_nobody() -> None:
    files, text = watched(alertmanager=ROUTES.replace("routing_key_file: /etc/key", "severity: x"))
    messages = await said(alert_routing, a_section(text, files), told(files=files))

    assert "pagerduty founders: its routing_key is not set" in messages[0]


async def test_an_alert_of_errors_that_goes_to_nobody_is_told() -> None:
    spike = "      - {alert: Spike, expr: 'rate(http_requests_total{code=~\"5..\"}[5m]) > 1'}\n"
    files, text = watched(rules=RULES + spike)

    assert await everything(files, text) == [
        "monitor/nobody-paged blocker: a spike of errors has an alert that reaches nobody "
        "(Spike to nobody); ben is to be called"
    ]
    routed = {
        **files,
        "ops/alertmanager.yml": ROUTES.replace("receiver: nobody", "receiver: founders"),
    }
    assert await everything(routed, text) == []


async def test_one_rule_inhibiting_another_hides_the_outage() -> None:
    inhibit = (
        "inhibit_rules:\n  - {source_matchers: ['alertname=~\"Early|Late\"'], "
        "target_matchers: ['alertname=\"Down\"'], equal: [instance]}\n"
    )
    files, text = watched(alertmanager=ROUTES + inhibit)
    messages = await said(coverage, a_section(text, files), told(files=files))

    assert [each.partition(":")[0] for each in messages] == ["monitor/expiry-masks-outage risk"] * 3


async def test_without_alertmanager_nobody_can_tell_who_hears_of_it() -> None:
    files, text = watched()
    text = text.replace("ops/alertmanager.yml, ", "")
    section, world = a_section(text, files), told(files=files)

    for check in (alert_routing, alert_time):
        with pytest.raises(UnreachableError, match="Alertmanager"):
            await said(check, section, world)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (
            'static_configs: [{targets: ["https://app',
            'kubernetes_sd_configs: [{role: x}]\n    static_configs: [{targets: ["https://bpp',
            "kubernetes_sd_configs",
        ),
        ("targets/*.json", "elsewhere/*.json", "elsewhere/*.json, which was not found"),
        ("rules/*.yml", "absent/*.yml", "absent/*.yml under rule_files, which is not among"),
    ],
)
async def test_what_is_not_among_the_files_leaves_the_question_open(
    old: str, new: str, why: str
) -> None:
    files, text = watched(prometheus=PROMETHEUS.replace(old, new))
    section, world = a_section(text, files), told(files=files)

    with pytest.raises(UnreachableError, match=why.replace("*", r"\*")):
        [await said(check, section, world) for check in CHECKS]


async def test_a_rule_file_that_is_not_loaded_minds_nothing() -> None:
    files, text = watched(prometheus=PROMETHEUS.replace("rules/*.yml", "others/*.yml"))
    files["ops/others/empty.yml"] = "groups: []\n"
    named = text.replace(NAMED, "ops/")
    messages = await said(alert_routing, a_section(named, files), told(files=files))

    assert "has no alert on an outage" in messages[0]


async def test_jobs_in_files_of_their_own_are_followed() -> None:
    at = PROMETHEUS.index("scrape_configs:")
    files, text = watched(
        prometheus=PROMETHEUS[:at] + "scrape_config_files: [jobs/*.yml]\nscrape_configs: []\n"
    )
    files["ops/jobs/pages.yml"] = PROMETHEUS[at:].replace("targets/*", "../targets/*")

    assert await everything(files, text) == []


async def test_a_prometheus_that_sends_to_no_alertmanager_tells_nobody() -> None:
    files, text = watched(prometheus=PROMETHEUS.replace("alertmanagers:", "alert_relabel_configs:"))
    messages = await said(alert_routing, a_section(text, files), told(files=files))

    assert messages[0] == (
        "monitor/alert-goes-nowhere blocker: homepage: the alert of https://app.acme.test/ reaches "
        "nobody: Down: ops/prometheus.yml sends alerts nowhere: it has no alerting.alertmanagers"
    )


def test_what_the_operator_is_told_counts_as_well() -> None:
    probe = f"""\
kind: Probe
metadata: {{name: pages}}
spec: {{interval: 20s, module: http_2xx, targets: {{staticConfig: {{static: ["{APP}/"], labels: {{team: web}}}}}}}}
---
kind: PrometheusRule
spec:
  groups:
    - {{name: a, interval: 10s, rules: [{{alert: Down, expr: 'probe_success{{team="web"}} == 0', for: 15s}}]}}
"""  # noqa: E501 - a resource as it is written
    monitor = read([File(path="k.yaml", raw=probe.encode())]).monitors[0]

    assert (monitor.target, monitor.interval, str(monitor.at)) == (f"{APP}/", 20.0, "k.yaml:3:75")
    assert [str(each) for each in monitor.alerts[0].terms] == []
    assert monitor.alerts[0].unknown.startswith("no config of Alertmanager")


async def test_a_rule_nobody_can_ask_leaves_the_question_open() -> None:
    files, text = watched(
        rules=RULES.replace(
            "expr: probe_success == 0", "expr: 'predict_linear(probe_success[1h], 60) < 0'"
        )
    )

    with pytest.raises(UnreachableError, match="the rule Down"):
        await said(alert_routing, a_section(text, files), told(files=files))


async def test_a_file_that_is_no_yaml_is_told_with_its_place() -> None:
    files, text = watched(rules="groups: [\n")

    with pytest.raises(UnreachableError, match=r"ops/rules/pages.yml:2:1 is not YAML"):
        await said(coverage, a_section(text, files), told(files=files))


def test_a_module_says_what_a_probe_minds() -> None:
    bare = one(seen(blackbox="modules: {page: {prober: http}}"), f"{APP}/")
    lax = one(
        seen(blackbox="modules: {page: {prober: http, http: {valid_status_codes: [200, 503]}}}"),
        f"{APP}/",
    )
    slow = RULES + "      - {alert: Slow, expr: probe_duration_seconds > 2}\n"

    assert (bare.kind, sorted(bare.demands)) == ("page", ["status"])
    assert lax.demands == frozenset()
    assert one(seen(rules=slow), f"{APP}/").demands == bare.demands | {"text", "latency"}


def test_a_heartbeat_is_a_rule_that_minds_silence() -> None:
    beats = [each for each in seen().monitors if each.kind == "heartbeat"]
    rules = RULES.replace(
        "time() - mail_last_timestamp_seconds > 90000", '"absent_over_time(mail_sent_total[1d])"'
    )
    absent = [each for each in seen(rules=rules).monitors if each.kind == "heartbeat"]

    assert [(each.name, each.id, each.interval) for each in beats] == [
        ("MailQuiet", "mail_last_timestamp_seconds", 90000.0)
    ]
    assert [(each.name, each.id) for each in absent] == [("MailQuiet", "mail_sent_total")]


def test_more_targets_and_rules_than_can_be_asked_are_no_answer() -> None:
    listed = ", ".join(f'"https://a{n}.test/"' for n in range(400))
    rules = "groups: [{rules: [" + "{alert: a, expr: probe_success == 0}, " * 200 + "]}]\n"
    prometheus = PROMETHEUS.replace(f'"{APP}/"', listed)

    with pytest.raises(UnreachableError, match="402 targets and 200 rules"):
        seen(prometheus=prometheus, rules=rules)


TREE = """\
route:
  receiver: root
  group_wait: 1m
  routes:
    - {match: {team: web}, receiver: web, continue: true}
    - receiver: nights
      matchers: ['severity =~ "page|warn"', 'env != dev']
      group_wait: 5s
      mute_time_intervals: [weekend]
      routes:
        - {match_re: {service: "a|b"}, receiver: ab}
    - {matchers: ['{team="web", x=~".*"}'], receiver: late}
receivers: [{name: root}, {name: web}, {name: nights}, {name: ab}, {name: late}]
time_intervals: [{name: weekend, time_intervals: [{weekdays: [saturday]}]}]
"""
ALERTS = [
    {"team": "web"},
    {"team": "web", "severity": "page", "env": "prod"},
    {"severity": "warn", "service": "b"},
    {"severity": "warn", "env": "dev"},
    {"severity": "pager"},
    {"service": "ab", "severity": "page"},
    {"alertname": "x"},
]


@needs("amtool")
def test_a_tree_is_walked_as_alertmanager_walks_it(tmp_path: Path) -> None:
    file = tmp_path / "alertmanager.yml"
    file.write_text(TREE, "utf-8")
    tree = routing(documents(File(path="a.yml", raw=TREE.encode()))[0])
    for labels in ALERTS:
        words = [f"{name}={value}" for name, value in labels.items()]
        ran = subprocess.run(
            [program("amtool"), "config", "routes", "test", f"--config.file={file}", *words],
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=True,
        )
        mine = ",".join(each.receiver for each in tree.sent(labels_of(labels)))

        assert mine == ran.stdout.strip(), labels


def test_waits_are_handed_down_and_hours_are_not() -> None:
    tree = routing(documents(File(path="a.yml", raw=TREE.encode()))[0])
    nights = tree.sent(labels_of({"severity": "page"}))[0]
    inner = tree.sent(labels_of({"severity": "page", "service": "a"}))[0]

    assert (nights.wait, nights.hours) == (5.0, "in weekend")
    assert (inner.wait, inner.hours) == (5.0, "")
    assert replace(inner, receiver="x").receiver == "x"


@needs("promtool")
def test_the_files_of_these_tests_are_ones_that_prometheus_loads(tmp_path: Path) -> None:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    ran = subprocess.run(
        [program("promtool"), "check", "config", str(tmp_path / "ops" / "prometheus.yml")],
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
