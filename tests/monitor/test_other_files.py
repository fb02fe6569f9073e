"""Upptime and Uptime Kuma are judged by what their files say, and by what they are."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.core.monitors import shown
from launchready.core.unreachable import UnreachableError
from launchready.monitor.alert_routing import alert_routing
from launchready.monitor.alert_time import alert_time
from launchready.monitor.coverage import coverage
from launchready.monitor.expiry_alerts import expiry_alerts
from launchready.monitor.target import host, normal, port
from launchready.monitor.upptime import every, read
from launchready.monitor.uptime_kuma import read as read_kuma
from launchready.monitor.written import File, documents
from tests.monitor.worlds import API, APP, COVER, FILE, a_section, found, said, told

UPPTIME = f"""\
owner: acme
repo: upptime
assignees: [ana]
sites:
  - {{name: Home, url: "{APP}", maxResponseTime: 3000}}
  - {{name: Login, url: "{APP}/login", __dangerous__body_down_if_text_missing: Sign in}}
  - {{name: API, url: "{API}", expectedStatusCodes: [200, 503]}}
  - {{name: Mail, check: tcp-ping, url: mail.acme.test, port: 25}}
"""
MAIL = COVER.replace("heartbeat", "tcp://mail.acme.test:25")


async def test_upptime_covers_and_is_late_by_nature() -> None:
    files = {".upptimerc.yml": UPPTIME}
    section = a_section(FILE.format("upptime", ".upptimerc.yml") + MAIL, files)
    late = await said(alert_time, section, told(files=files))

    assert await said(alert_routing, section, told(files=files)) == []
    assert await said(coverage, section, told(files=files)) == [
        "monitor/only-answers risk: api: API checks no status, so that an error page passes; "
        "status and a word are meant"
    ]
    assert len(late) == 4
    assert "until the next look 5 min" in late[0]


async def test_upptime_without_assignees_tells_nobody_we_can_see() -> None:
    files = {".upptimerc.yml": UPPTIME.replace("assignees: [ana]\n", "")}
    section = a_section(FILE.format("upptime", ".upptimerc.yml") + MAIL, files)

    with pytest.raises(UnreachableError, match="secrets of its repository"):
        await said(alert_routing, section, told(files=files))


def test_a_site_from_a_secret_is_hidden() -> None:
    text = "sites: [{name: x, url: $SECRET}]\n"

    assert read([File(path="a.yml", raw=text.encode())]).hidden == ("x looks at $SECRET",)


@pytest.mark.parametrize(
    ("schedule", "seconds"),
    [
        ("*/5 * * * *", 300.0),
        ("* * * * *", 300.0),
        ("*/15 * * * *", 900.0),
        ("0,20 * * * *", 2400.0),
        ("10 */6 * * *", 21600.0),
        ("5-59/30 * * * *", 1800.0),
        ("0 3 * * *", 86400.0),
        ("0 3 * * 1", None),
        ("every minute", None),
        ("", None),
    ],
)
def test_the_longest_wait_of_a_schedule_is_told(schedule: str, seconds: float | None) -> None:
    assert every(schedule) == seconds


def kuma(**changed: object) -> str:
    def one(number: int, **more: object) -> dict[str, object]:
        usual = {
            "id": number,
            "type": "keyword",
            "active": True,
            "interval": 30,
            "retryInterval": 20,
            "maxretries": 1,
            "timeout": 10,
            "expiryNotification": True,
            "accepted_statuscodes": ["200-299"],
            "notificationIDList": {"1": True},
        }
        return usual | more | (changed if number == 1 else {})

    monitors = [
        one(1, name="Home", url=f"{APP}/"),
        one(2, name="Login", url=f"{APP}/login"),
        one(3, name="API", url=API, type="json-query"),
        one(4, name="Mail", type="push", interval=90000),
    ]
    config = json.dumps({"type": "smtp", "smtpTo": "ana@acme.test"})
    told_by = [{"id": 1, "name": "ana", "active": True, "config": config}]
    return json.dumps({"version": "1.23.16", "notificationList": told_by, "monitorList": monitors})


async def with_kuma(text: str) -> list[str]:
    files = {"ops/kuma.json": text}
    section = a_section(FILE.format("uptime-kuma", "ops/kuma.json") + COVER, files)
    world = told(files=files)
    checks = (coverage, alert_time, alert_routing, expiry_alerts)
    return [one for check in checks for one in await said(check, section, world)]


async def test_a_backup_that_keeps_every_promise_is_silent() -> None:
    assert await with_kuma(kuma()) == []


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"active": False}, "monitor/not-covered blocker"),
        ({"type": "http", "timeout": 48}, "monitor/only-answers risk"),
        ({"maxretries": 5}, "monitor/alert-too-late blocker"),
        ({"notificationIDList": {}}, "monitor/alert-goes-nowhere blocker"),
        ({"notificationIDList": {"9": True}}, "monitor/alert-goes-nowhere blocker"),
    ],
)
async def test_a_backup_that_breaks_one_is_told(changed: dict[str, object], rule: str) -> None:
    messages = await with_kuma(kuma(**changed))

    assert [one.partition(":")[0] for one in messages] == [rule]


def test_the_terms_of_uptime_kuma_are_its_own() -> None:
    text = kuma(interval=60, retryInterval=20, maxretries=2, timeout=48)
    alert = read_kuma([File(path="k.json", raw=text.encode())]).monitors[0].alerts[0]

    assert [str(one) for one in alert.terms] == [
        "until the next look 60 s",
        "2 more looks 40 s",
        "time-out 48 s",
    ]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"a: [", "k.yml:2:1 is not YAML"),
        (b"\xff\xfe", "not UTF-8"),
        (b"a: \x07", "not YAML"),
        (b"[" * 5000, "not YAML"),
        (b" " * (5 * 1024 * 1024), "bytes"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(raw: bytes, why: str) -> None:
    with pytest.raises(UnreachableError, match=why):
        documents(
            File(path="k.yml", raw=raw if raw[:1] != b"a" or b"[" not in raw else raw + b"\n")
        )


def test_aliases_that_grow_without_end_do_not() -> None:
    levels = "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))

    assert len(documents(File(path="k.yml", raw=f"a0: &a0 x\n{levels}".encode()))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HTTPS://Acme.test:443", "https://acme.test/"),
        ("https://bücher.test/a/", "https://xn--bcher-kva.test/a"),
        ("https://a.test/?b=1&a=2", "https://a.test/?a=2&b=1"),
        ("https://a.test/%7Eb", "https://a.test/~b"),
        ("tcp://Mail.acme.test:25/", "tcp://mail.acme.test:25"),
    ],
)
def test_two_ways_to_write_a_target_are_one(one: str, other: str) -> None:
    assert normal(one) == normal(other)


def test_a_host_and_port_are_told_of_every_way() -> None:
    assert [
        (host(one), port(one)) for one in ("https://a.test", "tls://a.test:8443", "", "a.test/x")
    ] == [
        ("a.test", 443),
        ("a.test", 8443),
        ("", None),
        ("a.test", 443),
    ]


@pytest.mark.parametrize(
    ("target", "said_of_it"),
    [
        ("https://ana:word@a.test/x?key=abc#f", "https://a.test/x?…"),
        ("https://a.test?key=abc", "https://a.test?…"),
        ("https://a.test/x", "https://a.test/x"),
        ("tcp://a.test:25", "tcp://a.test:25"),
        ("a.test:443", "a.test:443"),
        ("", ""),
    ],
)
def test_what_may_hold_a_key_is_not_shown(target: str, said_of_it: str) -> None:
    assert shown(target) == said_of_it


async def test_a_key_in_a_monitors_url_is_in_no_message() -> None:
    key = "k" + "9" * 20
    files = {".upptimerc.yml": f"sites: [{{name: '', url: '{APP}/?key={key}'}}]\n"}
    text = FILE.format("upptime", ".upptimerc.yml") + MAIL
    broken = await found(coverage, a_section(text, files), told(files=files))

    assert broken[0].evidence == (f"on that host it looks at {APP}/?…",)
    assert all(key not in f"{one.message} {one.evidence}" for one in broken)


@settings(max_examples=100)
@given(st.text(max_size=60))
def test_no_target_breaks_its_reader(text: str) -> None:
    assert normal(normal(text)) == normal(text) or "://" not in text
    assert isinstance(host(text), str)
