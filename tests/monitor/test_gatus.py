"""A Gatus config is judged with every default and override of Gatus filled in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.core.monitors import Watching
from launchready.core.unreachable import UnreachableError
from launchready.monitor.alert_routing import alert_routing
from launchready.monitor.alert_time import alert_time
from launchready.monitor.coverage import coverage
from launchready.monitor.expiry_alerts import expiry_alerts
from launchready.monitor.gatus import read
from launchready.monitor.paging import paging
from launchready.monitor.written import File
from tests.monitor.worlds import API, APP, COVER, FILE, PAGING, a_section, found, said, told

ALERTING = """\
alerting:
  slack:
    webhook-url: $SLACK
    default-alert: {failure-threshold: 2}
  email: {from: a@acme.test, to: ana@acme.test, host: mail.acme.test, port: 587}
"""
CHECKS = (coverage, alert_time, alert_routing, expiry_alerts, paging)


def an_endpoint(name: str, url: str, *conditions: str, more: str = "") -> str:
    listed = ", ".join(f'"{one}"' for one in conditions)
    return (
        f"  - {{name: {name}, url: '{url}', interval: 30s, conditions: [{listed}], "
        f"alerts: [{{type: slack}}, {{type: email, failure-threshold: 2}}]{more}}}\n"
    )


GOOD = ("[STATUS] == 200", "[BODY] == pat(*Acme*)")
EXPIRY = (
    an_endpoint("app 14", f"{APP}/", "[CERTIFICATE_EXPIRATION] > 336h")
    + an_endpoint("app 3", f"{APP}/", "[CERTIFICATE_EXPIRATION] > 72h")
    + an_endpoint("api 14", API, "[CERTIFICATE_EXPIRATION] > 336h")
    + an_endpoint("api 3", API, "[CERTIFICATE_EXPIRATION] > 72h")
)
HEARTBEAT = """\
external-endpoints:
  - {name: mail, group: nightly, token: x, heartbeat: {interval: 25h}, alerts: [{type: slack}]}
"""


def a_config(home: str = "", *, alerting: str = ALERTING, rest: str = HEARTBEAT) -> str:
    pages = an_endpoint("login", f"{APP}/login", *GOOD) + an_endpoint("api", API, *GOOD)
    return (
        alerting
        + "endpoints:\n"
        + (home or an_endpoint("home", APP, *GOOD))
        + pages
        + EXPIRY
        + rest
    )


async def everything(config: str, more: str = "") -> list[str]:
    files = {"ops/gatus.yaml": config}
    section = a_section(FILE.format("gatus", "ops/gatus.yaml") + COVER + PAGING + more, files)
    world = told(files=files)
    return [one for check in CHECKS for one in await said(check, section, world)]


def seen(text: str) -> Watching:
    return read([File(path="gatus.yaml", raw=text.encode())])


async def test_a_config_that_keeps_every_promise_is_silent() -> None:
    assert await everything(a_config()) == []


async def test_the_defaults_of_gatus_are_too_late() -> None:
    plain = f"  - {{name: home, url: '{APP}', conditions: ['[STATUS] == 200', '[BODY] == 1'], alerts: [{{type: email}}]}}\n"  # noqa: E501 - one line
    files = {"ops/gatus.yaml": a_config(plain)}
    section = a_section(FILE.format("gatus", "ops/gatus.yaml") + COVER, files)
    late = await found(alert_time, section, told(files=files))

    assert [one.message for one in late] == [
        "an outage of homepage is told after 3 min 25 s at the worst (home: until the next look "
        "60 s + 2 more looks 2 min + time-out 10 s + delivery 15 s); 2 min is promised"
    ]
    assert str(late[0].at).startswith("ops/gatus.yaml:7:")


async def test_a_default_alert_is_filled_in() -> None:
    endpoint = f"  - {{name: home, url: '{APP}', interval: 30s, client: {{timeout: 5s}}, conditions: ['[STATUS] < 300', '[RESPONSE_TIME] < 500'], alerts: [{{type: slack}}]}}\n"  # noqa: E501 - one line

    assert [str(one) for one in seen(a_config(endpoint)).monitors[0].alerts[0].terms] == [
        "until the next look 30 s",
        "1 more look 30 s",
        "time-out 5 s",
    ]
    assert await everything(a_config(endpoint)) == []


@pytest.mark.parametrize(
    ("alert", "alerting", "why"),
    [
        ("{type: slack, enabled: false}", ALERTING, "slack: enabled is false"),
        ("{type: discord}", ALERTING, "discord: alerting has no discord"),
        (
            "{type: slack}",
            "alerting: {slack: {title: x}}\n",
            "slack: alerting.slack lacks webhook-url",
        ),
        (
            "{type: email}",
            "alerting: {email: {from: a@b.test, to: c@d.test}}\n",
            "email c@d.test: alerting.email lacks host and port",
        ),
        (
            "{type: slack}",
            "alerting: {slack: {webhook-url: x, default-alert: {enabled: false}}}\n",
            "slack: enabled is false",
        ),
    ],
)
async def test_an_alert_that_gatus_drops_reaches_nobody(
    alert: str, alerting: str, why: str
) -> None:
    endpoint = f"  - {{name: home, url: '{APP}', conditions: ['[BODY] == 1'], alerts: [{alert}]}}\n"
    files = {"ops/gatus.yaml": a_config(endpoint, alerting=alerting)}
    text = FILE.format("gatus", "ops/gatus.yaml") + f"  must_cover: {{homepage: {APP}}}\n"
    messages = await said(alert_routing, a_section(text, files), told(files=files))

    assert messages == [
        f"monitor/alert-goes-nowhere blocker: homepage: the alert of home reaches nobody: {why}"
    ]


@pytest.mark.parametrize(
    ("alert", "alerting"),
    [
        (
            "{type: slack, enabled: true}",
            "alerting: {slack: {webhook-url: x, default-alert: {enabled: false}}}\n",
        ),
        ("{type: slack, provider-override: {webhook-url: y}}", "alerting: {slack: {title: x}}\n"),
        ("{type: slack}", "alerting: {slack: {overrides: [{group: web, webhook-url: y}]}}\n"),
        ("{type: brand-new}", "alerting: {brand-new: {key: y}}\n"),
    ],
)
async def test_what_an_override_gives_is_given(alert: str, alerting: str) -> None:
    endpoint = f"  - {{name: home, group: web, url: '{APP}', conditions: ['[BODY] == 1'], alerts: [{alert}]}}\n"  # noqa: E501 - one line
    files = {"ops/gatus.yaml": a_config(endpoint, alerting=alerting)}
    text = FILE.format("gatus", "ops/gatus.yaml") + f"  must_cover: {{homepage: {APP}}}\n"

    assert await said(alert_routing, a_section(text, files), told(files=files)) == []


async def test_an_expiry_condition_beside_others_hides_an_outage() -> None:
    home = an_endpoint("home", APP, *GOOD, "[CERTIFICATE_EXPIRATION] > 336h")
    messages = await everything(a_config(home))

    assert messages == [
        "monitor/expiry-masks-outage risk: homepage: home fails for a certificate near its end as "
        "for an outage; while it does, an outage says nothing new"
    ]


async def test_a_certificate_that_is_watched_at_14_days_alone_is_told() -> None:
    messages = await everything(a_config().replace("> 72h", "> 400h"))

    assert [one.partition(":")[0] for one in messages] == ["monitor/tls-alert-missing risk"] * 2


@pytest.mark.parametrize(
    "conditions", [("[CONNECTED] == true",), ("[STATUS] == any(200, 500)",), ("[STATUS] != 0",), ()]
)
async def test_a_condition_that_any_answer_meets_is_a_risk(conditions: tuple[str, ...]) -> None:
    messages = await everything(a_config(an_endpoint("home", APP, *conditions)))

    assert len(messages) == 1
    assert messages[0].startswith("monitor/only-answers risk: homepage: home checks no status")


async def test_an_endpoint_that_is_not_enabled_watches_nothing() -> None:
    messages = await everything(a_config(an_endpoint("home", APP, *GOOD, more=", enabled: false")))

    assert messages == [
        f"monitor/not-covered blocker: homepage ({APP}/) has a monitor that does not look: home: "
        "enabled is false"
    ]


async def test_an_external_endpoint_without_a_heartbeat_minds_no_silence() -> None:
    rest = HEARTBEAT.replace("heartbeat: {interval: 25h}, ", "")
    messages = await everything(a_config(rest=rest))

    assert len(messages) == 1
    assert "silence is no failure" in messages[0]


async def test_several_files_are_merged_as_gatus_merges_a_folder() -> None:
    whole = a_config()
    at = whole.index("endpoints:\n")
    files = {"ops/gatus/alerting.yml": whole[:at], "ops/gatus/pages/all.yaml": whole[at:]}
    section = a_section(FILE.format("gatus", "ops/gatus/") + COVER + PAGING, files)
    world = told(files=files)

    assert [one for check in CHECKS for one in await said(check, section, world)] == []


async def test_a_template_in_the_folder_hides_only_what_is_missing() -> None:
    files = {"ops/a.yaml": a_config(), "ops/chart.yaml": "{{- if .Values.on }}\na: b\n"}
    section = a_section(FILE.format("gatus", "ops/") + COVER + PAGING, files)
    missing = files | {"ops/a.yaml": a_config(rest="")}
    again = a_section(FILE.format("gatus", "ops/") + COVER + PAGING, missing)

    assert await said(coverage, section, told(files=files)) == []
    with pytest.raises(UnreachableError, match=r"ops/chart.yaml:1:\d+ is not YAML"):
        await said(coverage, again, told(files=missing))


async def test_a_url_from_the_environment_leaves_the_question_open() -> None:
    home = an_endpoint("home", "${BASE}/", *GOOD)
    named = COVER.replace(f"{APP}/\n", "{monitor: home}\n", 1)
    files = {"ops/gatus.yaml": a_config(home)}
    section = a_section(FILE.format("gatus", "ops/gatus.yaml") + named, files)

    with pytest.raises(UnreachableError, match="home looks at"):
        await everything(a_config(home))
    assert await said(coverage, section, told(files=files)) == []


def test_hours_without_alerts_are_told() -> None:
    text = a_config() + "maintenance: {start: '23:00', duration: 1h, every: [Monday]}\n"
    off = text.replace("duration: 1h", "enabled: false, duration: 1h")

    assert seen(text).monitors[0].alerts[0].hours == "23:00 for 1h on Monday"
    assert seen(off).monitors[0].alerts[0].hours == ""


def test_anchors_and_merges_are_followed() -> None:
    text = f"base: &base {{interval: 20s, alerts: [{{type: slack}}]}}\nendpoints:\n  - <<: *base\n    name: home\n    url: {APP}\n"  # noqa: E501 - one line
    monitor = seen(text).monitors[0]

    assert (monitor.interval, len(monitor.alerts), str(monitor.at)) == (20.0, 1, "gatus.yaml:3:5")


def test_every_kind_of_endpoint_is_told_apart() -> None:
    urls = ["tcp://a:1", "tls://a:443", "starttls://mail:587", "icmp://a", "8.8.8.8", "wss://a"]
    text = "endpoints:\n" + "".join(f"  - {{name: x, url: '{one}'}}\n" for one in urls)
    text += "  - {name: dns, url: 8.8.8.8, dns: {query-name: acme.test, query-type: A}}\n"
    step = f"{{name: y, url: {APP}}}"
    suite = f"suites: [{{name: s, interval: 1m, enabled: false, endpoints: [{step}]}}]\n"

    assert [one.kind for one in seen(text).monitors] == [
        *("tcp", "tls", "mail", "other", "other", "page", "dns")
    ]
    assert [(one.interval, one.resting) for one in seen(suite).monitors] == [
        (60.0, "its suite is not enabled")
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.text(max_size=8) | st.integers(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "endpoints",
                        "alerting",
                        "alerts",
                        "url",
                        "type",
                        "conditions",
                        "interval",
                        "slack",
                        "suites",
                        "client",
                    ]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_no_document_breaks_the_reader(document: object) -> None:
    import yaml

    assert seen(yaml.safe_dump(document)).provider == "gatus"
