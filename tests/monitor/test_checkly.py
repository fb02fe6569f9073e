"""A Checkly project is read from its code, without running any of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.core.monitors import Watching
from launchready.core.unreachable import UnreachableError
from launchready.monitor.alert_routing import alert_routing
from launchready.monitor.alert_time import alert_time
from launchready.monitor.checkly import read
from launchready.monitor.checkly_code import read as read_code
from launchready.monitor.coverage import coverage
from launchready.monitor.expiry_alerts import expiry_alerts
from launchready.monitor.paging import paging
from launchready.monitor.written import File
from tests.monitor.worlds import API, APP, COVER, FILE, PAGING, a_section, said, told

CONFIG = """\
import { defineConfig } from 'checkly'
import { RetryStrategyBuilder } from 'checkly/constructs'
export default defineConfig({
  projectName: 'Acme', /* a comment, with { a brace */
  checks: { frequency: 10, retryStrategy: RetryStrategyBuilder.noRetries() },
})
"""
CHANNELS = """\
import { EmailAlertChannel } from 'checkly/constructs'
const sendDefaults = { sendFailure: true, sslExpiry: true, sslExpiryThreshold: 14 }
export const ana = new EmailAlertChannel('ana', { address: 'ana@acme.test', ...sendDefaults })
export const ben = new SmsAlertChannel('ben', { phoneNumber: '+4912345', ...sendDefaults, sslExpiryThreshold: 3 })
"""  # noqa: E501 - code of a project
CHECKS_TS = f"""\
import {{ ApiCheck, AssertionBuilder, Frequency, HeartbeatMonitor, UrlMonitor }} from 'checkly/constructs'
import {{ ana, ben }} from './channels'

const base: string = process.env.BASE_URL ?? '{APP}'
const alertChannels = [ana, ben]
const usual = {{ frequency: Frequency.EVERY_30S, alertChannels, activated: true }}

new UrlMonitor('home', {{
  name: 'Homepage', ...usual, maxResponseTime: 5000,
  request: {{ url: `${{base}}/`, assertions: [UrlAssertionBuilder.statusCode().equals(200)] }},
}})
new UrlMonitor('login', {{ ...usual, maxResponseTime: 5_000, request: {{ url: base + '/login' }} }});
new ApiCheck("api", {{
  ...usual,
  request: {{
    method: 'GET', url: "{API}", // the API
    assertions: [AssertionBuilder.statusCode().equals(200), AssertionBuilder.jsonBody('$.status').equals('ok')],
  }},
}})
new HeartbeatMonitor('mail', {{ name: 'nightly mail', period: 1, periodUnit: 'days', grace: 1, graceUnit: 'hours', alertChannels: [ana] }})
"""  # noqa: E501 - code of a project
FILES = {
    "checkly.config.ts": CONFIG,
    "__checks__/channels.ts": CHANNELS,
    "__checks__/acme.check.ts": CHECKS_TS,
}
TEXT = FILE.format("checkly", "[checkly.config.ts, __checks__/]") + COVER + PAGING
CHECKS = (coverage, alert_time, alert_routing, expiry_alerts, paging)


async def everything(**changed: str) -> list[str]:
    files = dict(FILES)
    for name, text in changed.items():
        files[next(one for one in files if name in one)] = text
    section, world = a_section(TEXT, files), told(files=files)
    return [one for check in CHECKS for one in await said(check, section, world)]


def seen(code: str) -> Watching:
    return read([File(path="a.check.ts", raw=code.encode())])


async def test_a_project_that_keeps_every_promise_is_silent() -> None:
    assert await everything() == []


async def test_constants_spreads_templates_and_places_are_told() -> None:
    watching = read(File(path=path, raw=text.encode()) for path, text in FILES.items())

    assert [(one.name, one.target, one.interval, str(one.at)) for one in watching.monitors] == [
        ("Homepage", f"{APP}/", 30.0, "__checks__/acme.check.ts:8:1"),
        ("login", f"{APP}/login", 30.0, "__checks__/acme.check.ts:12:1"),
        ("api", API, 30.0, "__checks__/acme.check.ts:13:1"),
        ("nightly mail", "", 90000.0, "__checks__/acme.check.ts:20:1"),
    ]
    assert [str(one) for one in watching.monitors[0].alerts[0].contacts] == [
        "email ana@acme.test",
        "sms +4912345",
    ]


async def test_the_usual_frequency_of_a_project_is_too_late() -> None:
    messages = await everything(acme=CHECKS_TS.replace("frequency: Frequency.EVERY_30S, ", ""))

    assert [one.partition(":")[0] for one in messages] == ["monitor/alert-too-late blocker"] * 3
    assert "until the next look 10 min" in messages[0]


@pytest.mark.parametrize(
    ("setting", "late"),
    [
        (
            "alertEscalationPolicy: AlertEscalationBuilder.runBasedEscalation(4)",
            "3 more looks 90 s",
        ),
        (
            "alertEscalationPolicy: AlertEscalationBuilder.timeBasedEscalation(5)",
            "failing for 5 min",
        ),
        (
            "retryStrategy: RetryStrategyBuilder.linearStrategy({ maxRetries: 2 })",
            "2 retries 4 min",
        ),
    ],
)
async def test_what_waits_before_an_alert_is_counted(setting: str, late: str) -> None:
    messages = await everything(
        acme=CHECKS_TS.replace("activated: true", f"activated: true, {setting}")
    )

    assert [one.partition(":")[0] for one in messages] == ["monitor/alert-too-late blocker"] * 3
    assert late in messages[0]


@pytest.mark.parametrize("setting", ["muted: true", "activated: false"])
async def test_a_check_that_is_muted_or_off_watches_nothing(setting: str) -> None:
    messages = await everything(acme=CHECKS_TS.replace("activated: true", setting))

    assert len([one for one in messages if one.startswith("monitor/not-covered")]) == 3


async def test_a_check_without_a_channel_may_have_one_of_the_account() -> None:
    files = FILES | {"__checks__/acme.check.ts": CHECKS_TS.replace("alertChannels, ", "")}
    section, world = a_section(TEXT, files), told(files=files)

    with pytest.raises(UnreachableError, match="its code names no channel"):
        await said(alert_routing, section, world)
    assert len(await said(expiry_alerts, section, world)) == 2


async def test_a_channel_that_sends_no_failures_is_none() -> None:
    messages = await everything(
        channels=CHANNELS.replace("sendFailure: true", "sendFailure: false")
    )

    assert len([one for one in messages if one.startswith("monitor/alert-goes-nowhere")]) == 4


async def test_a_group_hands_down_what_its_checks_leave_unsaid() -> None:
    group = """
const group = new CheckGroupV2('g', { name: 'g', frequency: Frequency.EVERY_1M, activated: false })
new UrlMonitor('x', { group, request: { url: 'https://x.test/' } })
new UrlMonitor('y', { group, activated: true, frequency: 2, request: { url: 'https://y.test/' } })
"""
    first, second = seen(group).monitors

    assert (first.interval, first.resting) == (60.0, "activated is false")
    assert (second.interval, second.resting) == (120.0, "")


async def test_a_url_that_only_running_it_would_tell_leaves_the_question_open() -> None:
    loop = f"['{APP}/'].forEach((url) => {{\n  new UrlMonitor(url, {{ request: {{ url }} }})\n}})\n"
    text = CHECKS_TS.replace("url: `${base}/`", "url: urlOf('home')")

    assert seen(loop).hidden == (
        "a.check.ts:2:1 has a target that is worked out when it is deployed",
    )
    with pytest.raises(UnreachableError, match="worked out when it is deployed"):
        await everything(acme=text)


def test_every_kind_of_check_is_told_apart() -> None:
    code = """
new SslMonitor('s', { alertChannels: [new EmailAlertChannel('e', { address: 'a@b.test' })], frequency: 60,
  request: { hostname: 'app.acme.test', port: 443, assertions: [SslAssertionBuilder.certificate('daysUntilExpiry').greaterThan(14)] } })
new TcpMonitor('t', { request: { hostname: 'mail.acme.test', port: 25 } })
new BrowserCheck('b', { name: 'Login', code: { entrypoint: path.join(__dirname, 'login.spec.ts') } })
"""  # noqa: E501 - code of a project
    ssl, tcp, browser = seen(code).monitors

    assert (ssl.kind, ssl.target, [one.days for one in ssl.alerts]) == (
        "tls",
        "tls://app.acme.test:443",
        [14.0],
    )
    assert (tcp.kind, tcp.target) == ("tcp", "tcp://mail.acme.test:25")
    assert (browser.kind, browser.name, browser.target) == ("page", "Login", "")


WORDS = st.sampled_from(
    [
        *(
            "new",
            "UrlMonitor",
            "(",
            ")",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "'a'",
            "`${b}`",
            "...",
            "const",
        ),
        *(
            "b",
            "=",
            "defineConfig",
            "=>",
            ".",
            "request",
            "url",
            "10",
            "??",
            "+",
            "\n",
            "/*",
            "//",
            "as",
        ),
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=60))
def test_no_code_breaks_the_reader(code: str) -> None:
    assert seen(code).provider == "checkly"


def test_nesting_without_end_is_given_up() -> None:
    assert read_code("const a = " + "[" * 5000).made == []
    assert seen("new A(" * 3000).monitors == ()
    assert seen("const a = a\nnew UrlMonitor(a, {name: a})").monitors[0].name == ""
