"""Grafana's provisioned rules are asked as Prometheus' are, and its policies walked."""

import pytest

from launchready.core.monitors import Watching
from launchready.core.unreachable import UnreachableError
from launchready.monitor.alert_routing import alert_routing
from launchready.monitor.alert_time import alert_time
from launchready.monitor.coverage import coverage
from launchready.monitor.expiry_alerts import expiry_alerts
from launchready.monitor.grafana import read
from launchready.monitor.paging import paging
from launchready.monitor.written import File
from tests.monitor.test_prometheus import BLACKBOX, PROMETHEUS, TARGETS
from tests.monitor.worlds import APP, COVER, FILE, PAGING, a_section, said, told

CHECKS = (coverage, alert_time, alert_routing, expiry_alerts, paging)


def a_rule(title: str, expr: str, *nodes: str, more: str = "") -> str:
    listed = "".join(
        f"          - {{refId: {chr(66 + place)}, datasourceUid: __expr__, model: {{{node}}}}}\n"
        for place, node in enumerate(nodes)
    )
    return f"""\
      - uid: {title}
        title: {title}
        condition: {chr(65 + len(nodes))}
        for: 30s
        labels: {{severity: page}}{more}
        data:
          - refId: A
            datasourceUid: prom
            relativeTimeRange: {{from: 300, to: 0}}
            model: {{expr: '{expr}', instant: true, refId: A}}
{listed}"""


REDUCE = "type: reduce, expression: A, reducer: last"
BELOW = "type: threshold, expression: B, conditions: [{{evaluator: {{type: lt, params: [{}]}}}}]"
DOWN = a_rule("Down", "probe_success", REDUCE, BELOW.format(1))
EARLY = a_rule(
    "Early", "(probe_ssl_earliest_cert_expiry - time()) / 86400", REDUCE, BELOW.format(14)
)
LATE = a_rule("Late", "(probe_ssl_earliest_cert_expiry - time()) / 86400 < 3")
MAIL = a_rule(
    "Mail", "time() - mail_last_timestamp_seconds", REDUCE, "type: math, expression: $B > 90000"
)
CONTACTS = """\
apiVersion: 1
contactPoints:
  - name: founders
    receivers:
      - {uid: a, type: email, settings: {addresses: "ana@acme.test;ben@acme.test"}}
  - {name: empty, receivers: [{uid: b, type: slack, settings: {}}]}
policies:
  - receiver: empty
    group_wait: 10s
    routes:
      - {receiver: founders, object_matchers: [[severity, '=', page]]}
"""


def rules(*listed: str) -> str:
    head = (
        "apiVersion: 1\ngroups:\n  - name: pages\n    folder: Acme\n    interval: 10s\n    rules:\n"
    )
    return head + "".join(listed)


FILES = {
    "ops/prometheus.yml": PROMETHEUS,
    "ops/targets/api.json": TARGETS,
    "ops/blackbox.yml": BLACKBOX,
    "ops/grafana/rules.yaml": rules(DOWN, EARLY, LATE, MAIL),
    "ops/grafana/contacts.yaml": CONTACTS,
}


async def everything(**changed: str) -> list[str]:
    files = dict(FILES)
    for name, text in changed.items():
        files[next(one for one in files if name in one)] = text
    section = a_section(FILE.format("grafana", "ops/") + COVER + PAGING, files)
    world = told(files=files)
    return [one for check in CHECKS for one in await said(check, section, world)]


def seen(text: str) -> Watching:
    given = FILES | {"ops/grafana/rules.yaml": text}
    return read(File(path=path, raw=one.encode()) for path, one in given.items())


async def test_a_product_that_grafana_watches_well_is_silent() -> None:
    assert await everything() == []


@pytest.mark.parametrize(
    "rule",
    [
        a_rule("Down", "probe_success == 0"),
        a_rule("Down", "probe_success", "type: math, expression: $A < 1"),
        a_rule("Down", "probe_success", "type: math, expression: '${A} == 0 || $A < 0.5'"),
        a_rule(
            "Down",
            "probe_success",
            "type: classic_conditions, conditions: [{evaluator: {type: lt, params: [1]}, "
            "operator: {type: and}, query: {params: [A]}, reducer: {type: last}}]",
        ),
        a_rule(
            "Down",
            "probe_success",
            REDUCE,
            "type: threshold, expression: B, "
            "conditions: [{evaluator: {type: within_range, params: [-1, 1]}}]",
        ),
    ],
)
def test_a_rule_says_the_same_however_it_is_put_together(rule: str) -> None:
    page = next(one for one in seen(rules(rule)).monitors if one.target == f"{APP}/")

    assert [(one.incident, one.name) for one in page.alerts] == [("downtime", "Down to founders")]
    assert [str(one) for one in page.alerts[0].terms] == [
        "until the next look 15 s",
        "time-out 5 s",
        "evaluation 10 s",
        "for 30 s",
        "group_wait 10 s",
    ]


def test_a_mean_over_its_range_takes_its_time() -> None:
    mean = a_rule(
        "Down", "probe_success", "type: reduce, expression: A, reducer: mean", BELOW.format(0.5)
    )
    page = next(
        one
        for one in seen(rules(mean.replace("instant: true", "instant: false"))).monitors
        if one.target == f"{APP}/"
    )

    assert [one.seconds for one in page.alerts[0].terms if "expression" in one.label] == [135.0]


async def test_a_rule_that_is_paused_is_none() -> None:
    paused = a_rule("Down", "probe_success == 0", more="\n        isPaused: true")
    messages = await everything(rules=rules(paused, EARLY, LATE, MAIL))

    assert len(messages) == 3
    assert "has no alert on an outage" in messages[0]


async def test_a_contact_point_that_lacks_its_address_is_nobody() -> None:
    messages = await everything(contacts=CONTACTS.replace("'=', page", "'=', other"))

    assert "slack empty: its url or token is not set" in messages[0]


async def test_a_receiver_of_a_rules_own_goes_before_the_policies() -> None:
    own = a_rule(
        "Down",
        "probe_success == 0",
        more="\n        notification_settings: {receiver: founders, group_wait: 1s}",
    )
    policies = CONTACTS.replace(
        "      - {receiver: founders, object_matchers", "      - {receiver: empty, object_matchers"
    )
    files = FILES | {"ops/grafana/rules.yaml": rules(own), "ops/grafana/contacts.yaml": policies}
    watching = read(File(path=path, raw=one.encode()) for path, one in files.items())
    page = next(one for one in watching.monitors if one.target == f"{APP}/")

    assert page.alerts[0].terms[-1].seconds == 1.0
    assert [one.name for one in page.alerts[0].reached] == ["ana@acme.test, ben@acme.test"]


async def test_a_rule_over_something_else_leaves_the_question_open() -> None:
    strange = a_rule("Down", "probe_success", "type: sql, expression: select 1")

    with pytest.raises(UnreachableError, match="could not be asked"):
        await everything(rules=rules(strange, EARLY, LATE, MAIL))


async def test_without_targets_nobody_can_tell_what_is_probed() -> None:
    files = {path: one for path, one in FILES.items() if "grafana" in path}
    section = a_section(FILE.format("grafana", "ops/grafana/") + COVER, files)

    with pytest.raises(UnreachableError, match="tells what is probed"):
        await said(coverage, section, told(files=files))
