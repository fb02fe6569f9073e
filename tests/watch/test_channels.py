"""Every channel says it once, tells what may be tried again from what may not, and no secret."""

import logging
import socket
import traceback
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import anyio
import httpx
import pytest

from launchready.config.alerts import Alert
from launchready.core.secret_forms import forms
from launchready.values.yaml import parse
from launchready.watch.channels import open_channels
from launchready.watch.channels_http import LARGEST, HttpChannel, broken
from launchready.watch.channels_told import Channel, Kind, NotSentError
from launchready.world.settings import Network
from tests import pki
from tests.watch import channels_vendors as vendors
from tests.watch.channels_vendors import Vendor, told
from tests.world.loopback import a_network, closes, http, serving, silent

SECRET = "s3cret-" + "h" * 20


def settings(kind: str, port: int) -> dict[str, Any]:
    here = f"http://127.0.0.1:{port}"
    return {
        "slack": {"url": f"{here}{vendors.SLACK_PATH}"},
        "discord": {"url": f"{here}{vendors.DISCORD_PATH}"},
        "telegram": {"token": vendors.TELEGRAM_TOKEN, "chat": "-1001234567890", "server": here},
        "pagerduty": {"key": vendors.PAGERDUTY_KEY, "server": here},
        "ntfy": {"topic": vendors.NTFY_TOPIC, "token": vendors.NTFY_TOKEN, "server": f"{here}/"},
        "webhook": {"url": f"{here}/hook/{SECRET}", "secret": SECRET, "token": SECRET},
    }[kind]


ANSWERS: dict[str, Callable[[], vendors.Answers]] = {
    "slack": lambda: vendors.slack,
    "discord": lambda: vendors.discord,
    "telegram": lambda: vendors.telegram,
    "pagerduty": vendors.Incidents,
    "ntfy": lambda: vendors.ntfy,
    "webhook": lambda: vendors.endpoint,
}
KINDS = tuple(ANSWERS)
every_kind = pytest.mark.parametrize("kind", KINDS)


def a_channel(kind: str, port: int, limit: float = 5.0, **more: Any) -> HttpChannel:
    alert = Alert.model_validate({kind: settings(kind, port) | more})
    (channel,) = open_channels([alert], Network())
    assert isinstance(channel, HttpChannel)
    return HttpChannel(
        **{one: getattr(channel, one) for one in HttpChannel.__dataclass_fields__}
        | {"limit": limit}
    )


async def refused(channel: Channel) -> NotSentError:
    with pytest.raises(NotSentError) as error:
        await channel.send(told())
    return error.value


@every_kind
async def test_what_is_said_arrives_as_the_vendor_documents_it(kind: str) -> None:
    vendor = Vendor(ANSWERS[kind]())
    async with serving(vendor) as port:
        for one in get_args(Kind):
            await a_channel(kind, port).send(told(one))

    assert len(vendor.asked) == 6
    assert {one.method for one in vendor.asked} == {"POST"}


@every_kind
async def test_an_answer_that_asks_for_patience_says_how_much(kind: str) -> None:
    vendor = Vendor(ANSWERS[kind](), [http("429 Too Many Requests", b"", "Retry-After: 7")])
    async with serving(vendor) as port:
        error = await refused(a_channel(kind, port))
        await a_channel(kind, port).send(told())

    assert (error.again, error.is_final) == (7.0, False)
    assert error.reason == "it answered 429"


@pytest.mark.parametrize(
    ("header", "again"),
    [
        ("Retry-After: Wed, 25 Nov 2026 18:05:00 GMT", 60.0),
        ("Retry-After: Wed, 25 Nov 2026 17:00:00 GMT", 0.0),
        ("Retry-After: 99999999999999999999", 3600.0),
        ("Retry-After: soon", None),
        ("Retry-After: -5", None),
        ("X-None: 1", None),
    ],
)
async def test_patience_is_read_in_both_forms_and_bounded(header: str, again: float | None) -> None:
    busy = http("503 Service Unavailable", b"", header, "Date: Wed, 25 Nov 2026 18:04:00 GMT")
    async with serving(Vendor(vendors.slack, [busy])) as port:
        error = await refused(a_channel("slack", port))

    assert (error.again, error.is_final) == (again, False)


async def test_discord_and_telegram_ask_for_patience_in_their_answers() -> None:
    slow = {"message": "You are being rate limited.", "retry_after": 0.65, "global": False}
    wait = {"ok": False, "error_code": 429, "parameters": {"retry_after": 5}}
    wait["description"] = "Too Many Requests: retry after 5"
    async with serving(Vendor(vendors.discord, [vendors.replied("429 X", slow)])) as port:
        discord = await refused(a_channel("discord", port))
    async with serving(Vendor(vendors.telegram, [vendors.replied("429 X", wait)])) as port:
        telegram = await refused(a_channel("telegram", port))

    assert (discord.again, telegram.again) == (0.65, 5.0)
    assert discord.reason == "it answered 429: You are being rate limited."


@every_kind
@pytest.mark.parametrize("status", [500, 502, 503, 504, 408])
async def test_what_passes_may_be_tried_again(kind: str, status: int) -> None:
    async with serving(Vendor(ANSWERS[kind](), [http(f"{status} Oh")])) as port:
        error = await refused(a_channel(kind, port))

    assert (error.reason, error.is_final) == (f"it answered {status}", False)


@every_kind
@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 413])
async def test_what_will_never_be_taken_is_final(kind: str, status: int) -> None:
    async with serving(Vendor(ANSWERS[kind](), [http(f"{status} No")])) as port:
        error = await refused(a_channel(kind, port))

    assert (error.reason, error.is_final) == (f"it answered {status}", True)


@every_kind
async def test_a_redirect_is_not_followed(kind: str) -> None:
    elsewhere = Vendor(ANSWERS[kind]())
    async with serving(elsewhere) as other:
        moved = http("302 Found", b"", f"Location: http://127.0.0.1:{other}/")
        async with serving(Vendor(ANSWERS[kind](), [moved])) as port:
            error = await refused(a_channel(kind, port))

    assert error.reason == "it answered 302, a redirect, which is not followed"
    assert (error.is_final, elsewhere.asked) == (True, [])


@every_kind
async def test_a_server_that_never_answers_is_left(kind: str) -> None:
    async with serving(silent) as port:
        error = await refused(a_channel(kind, port, limit=0.2))

    assert (error.reason, error.is_final) == ("no answer came in 0.2 s", False)


async def test_an_answer_that_trickles_is_left() -> None:
    async def trickles(stream: anyio.abc.ByteStream) -> None:
        await stream.receive()
        await stream.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while True:
            await stream.send(b".")
            await anyio.sleep(0.01)

    async with serving(trickles) as port:
        error = await refused(a_channel("slack", port, limit=0.3))

    assert error.reason == "no answer came in 0.3 s"


async def test_of_an_endless_answer_only_the_beginning_is_read() -> None:
    async def endless(stream: anyio.abc.ByteStream) -> None:
        await stream.receive()
        await stream.send(b"HTTP/1.1 400 No\r\nContent-Length: 1000000000\r\n\r\n")
        for _ in range(100 * LARGEST // 1000):
            await stream.send(b"x" * 1000)
        await anyio.sleep_forever()

    async with serving(endless) as port:
        error = await refused(a_channel("slack", port, limit=20))

    assert error.is_final
    assert len(error.reason) < 200


async def test_connections_that_fail_are_told_in_our_words() -> None:
    async with serving(closes) as port:
        lost = await refused(a_channel("slack", port))
    refusing = await refused(a_channel("slack", port))
    error = httpx.ConnectError("[Errno -2] Name or service not known")
    error.__cause__ = socket.gaierror(-2, "Name or service not known")

    assert (lost.reason, lost.is_final) == ("the connection broke", False)
    assert (refusing.reason, refusing.is_final) == ("the connection was refused", False)
    assert broken(error) == "its name does not resolve"


async def test_a_certificate_is_trusted_only_where_the_config_says_so(tmp_path: Path) -> None:
    start, end = pki.now() - timedelta(days=1), pki.now() + timedelta(days=60)
    root = pki.issue("Root", starts=start, ends=end, ca=True)
    leaf = pki.issue("localhost", by=root, names=["localhost"], starts=start, ends=end)
    ours = a_network(ca_file=str(pki.pem_file(tmp_path, "root.pem", root)))
    vendor = Vendor(vendors.slack)
    async with serving(vendor, pki.server_context(tmp_path, leaf)) as port:
        url = f"https://localhost:{port}{vendors.SLACK_PATH}"
        alert = Alert.model_validate({"slack": {"url": url}})
        (stranger,), (trusted,) = open_channels([alert], Network()), open_channels([alert], ours)
        error = await refused(stranger)
        await trusted.send(told())

    assert (error.reason, error.is_final) == ("its certificate is not trusted", False)
    assert len(vendor.asked) == 1


@pytest.mark.parametrize(
    ("kind", "wrong", "reason"),
    [
        ("slack", {"url": "/services/T/B/" + "n" * 24}, "it answered 404: no_service"),
        ("discord", {"url": "/api/webhooks/1/" + "n" * 24}, "it answered 404: Unknown Webhook"),
        ("telegram", {"token": "1:" + "n" * 35}, "it answered 401: Unauthorized"),
        ("telegram", {"chat": "-1"}, "it answered 400: Bad Request: chat not found"),
        ("telegram", {"chat": "-100"}, "it answered 400: Bad Request: group chat was upgraded to a "
         "supergroup chat; its number is now -1001"),
        ("pagerduty", {"key": "n" * 32}, "it answered 400: Event object is invalid; "
         "'routing_key' is invalid"),
        ("ntfy", {"token": "tk_" + "n" * 29}, "it answered 401: unauthorized"),
    ],
    ids=str,
)  # fmt: skip
async def test_the_vendors_own_words_say_what_to_mend(
    kind: str, wrong: dict[str, str], reason: str
) -> None:
    async with serving(Vendor(ANSWERS[kind]())) as port:
        given: dict[str, Any] = {
            k: f"http://127.0.0.1:{port}{v}" if k == "url" else v for k, v in wrong.items()
        }
        error = await refused(a_channel(kind, port, **given))

    assert (error.reason, error.is_final) == (reason, True)


def secrets_of(kind: str) -> set[str]:
    given = {
        "slack": vendors.SLACK_PATH.rpartition("/")[2],
        "discord": vendors.DISCORD_PATH.rpartition("/")[2],
        "telegram": vendors.TELEGRAM_TOKEN,
        "pagerduty": vendors.PAGERDUTY_KEY,
        "ntfy": vendors.NTFY_TOPIC,
        "webhook": SECRET,
    }
    return set(forms(given[kind])) | ({vendors.NTFY_TOKEN} if kind == "ntfy" else set())


@every_kind
async def test_no_secret_is_in_a_reason_a_log_a_traceback_or_a_repr(
    kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A vendor that sends back all it was sent, in every way that fails."""
    heard: list[str] = []

    def parrot(one: vendors.Seen) -> bytes:
        words = f"{one.path} {one.headers.get('authorization')} {one.body.decode()}"
        said: dict[str, Any] = {
            "message": words,
            "description": words,
            "error": words,
            "errors": [words],
        }
        said |= {"ok": False, "parameters": {}}
        body = words.encode() if kind == "slack" else b""
        return http("400 No", body) if body else vendors.replied("400 No", said)

    caplog.set_level(logging.DEBUG)
    async with serving(Vendor(parrot)) as port:
        channel = a_channel(kind, port)
        failures = [await refused(channel)]
    failures.append(await refused(channel))
    async with serving(silent) as port:
        failures.append(await refused(a_channel(kind, port, limit=0.1)))
    heard += ["".join(traceback.format_exception(one)) for one in failures]
    alert = Alert.model_validate({kind: settings(kind, port)})
    heard += [caplog.text, repr(channel), repr(alert), str(alert), channel.name]
    spoken = "\n".join(heard)

    assert [one for one in secrets_of(kind) if one in spoken] == []
    assert kind == "webhook" or "it answered 400: " in failures[0].reason


def test_names_are_unique_and_every_address_gets_its_own_mail() -> None:
    to = {"server": "mx.acme.test", "from": "w@acme.test", "to": ["a@acme.test", "b@acme.test"]}
    alerts = [
        Alert.model_validate({"slack": {"url": "https://hooks.example.com/a"}, "name": name})
        for name in (None, None, "slack 2", "on call")
    ]
    opened = open_channels([*alerts, Alert.model_validate({"email": to})], Network())

    assert [one.name for one in opened] == [
        "slack", "slack 2", "slack 2 2", "on call", "email", "email 2",
    ]  # fmt: skip


def test_a_url_alone_is_enough_where_nothing_else_is_said() -> None:
    short = parse(b"slack: https://hooks.example.com/services/a", "launchready.yml")

    alert = Alert.model_validate(short)

    assert alert.slack is not None
    assert alert.slack.url == "https://hooks.example.com/services/a"
