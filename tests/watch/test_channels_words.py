"""What each chat, mail and program is given: text from outside stays text, and nobody is rung."""

import base64
import hashlib
import hmac
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.config.alerts import Alert
from launchready.watch import channels_escape as escape
from launchready.watch.channels import open_channels
from launchready.watch.channels_http import HttpChannel, Post
from launchready.watch.channels_letter import mail
from launchready.watch.channels_pagerduty import event
from launchready.watch.channels_signed import signature, webhook
from launchready.watch.channels_told import LINE, MOST_LINES, TITLE, Told
from launchready.world.settings import Network
from tests.watch import channels_vendors as vendors
from tests.watch.channels_vendors import AT, seen, told
from tests.watch.test_channels import KINDS
from tests.watch.test_channels import settings as settings_of

HOSTILE = (
    "<!channel> <@U123> <https://evil.example|bank>",
    "@everyone @here <@&1> [bank](https://evil.example) ||spoiler||",
    "@durov /start </code><a href='https://evil.example'>x</a>",
    "a\r\nBcc: all@acme.test\r\n\r\nbody",
    "\u202etxt.exe \ud800 \x00 \x1b[31m",
    "``` *b* _i_ ~s~ > q # h",
)


def written(kind: str, one: Told) -> Post:
    (channel,) = open_channels([Alert.model_validate({kind: settings_of(kind, 1)})], Network())
    assert isinstance(channel, HttpChannel)
    return channel.write(one)


def body(kind: str, one: Told) -> str:
    return written(kind, one).content.decode()


def test_slack_gets_no_mention_and_no_link() -> None:
    whole = json.loads(body("slack", told("down", HOSTILE[0], *HOSTILE)))
    header, section = whole["blocks"]

    assert "<" not in section["text"]["text"] + whole["text"]
    assert "&lt;!channel&gt;" in section["text"]["text"]
    assert (header["text"]["type"], section["text"]["verbatim"]) == ("plain_text", True)


def test_a_notification_of_slack_says_it_in_one_line() -> None:
    whole = json.loads(body("slack", told()))

    assert whole["text"] == f"🔴 homepage is down {vendors.REASON} Looked twice, 5 s apart."


def test_discord_mentions_nobody_and_draws_nothing() -> None:
    whole = json.loads(body("discord", told("down", HOSTILE[1], *HOSTILE)))
    (embed,) = whole["embeds"]
    marks = re.findall(r"(?<!\\)(?:\\\\)*[*_~`|<>\[\]#@]", embed["title"] + embed["description"])

    assert whole["allowed_mentions"] == {"parse": []}
    assert marks == []


def test_telegram_gets_outside_text_as_code() -> None:
    text = json.loads(body("telegram", told("down", HOSTILE[2], *HOSTILE)))["text"]

    assert "<a href" not in text
    assert re.sub(r"<code>[^<]*</code>|<b>[^<]*</b>", "", text).strip("🔴 \n") == ""


def test_a_mail_has_the_headers_it_was_given_and_no_more() -> None:
    message = mail(told("down", HOSTILE[3], *HOSTILE), "watch@acme.test", "ana@acme.test")
    raw = message.as_bytes()

    assert message["Bcc"] is None
    assert raw.count(b"\nTo:") + raw.startswith(b"To:") == 1
    assert message["Auto-Submitted"] == "auto-generated"
    assert "a\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}Bcc: all@acme.test" in str(
        message["Subject"]
    )


def test_an_incidents_mails_are_one_thread_and_each_is_its_own_message() -> None:
    down, up = (mail(told(one), "w@acme.test", "a@acme.test") for one in ("down", "up"))
    again = mail(told("down"), "w@acme.test", "a@acme.test")

    assert down["References"] == up["References"]
    assert down["Message-ID"] != up["Message-ID"]
    assert again["Message-ID"] == down["Message-ID"]
    assert (down["Importance"], up["Importance"]) == ("high", None)


def test_ntfy_rings_for_an_outage_and_not_for_its_end() -> None:
    loud = json.loads(body("ntfy", told("down")))
    calm = json.loads(body("ntfy", told("up")))

    assert (loud["priority"], calm["priority"]) == (5, 3)
    assert (loud["title"], loud["tags"]) == ("homepage is down", ["red_circle"])
    assert loud["message"] == f"{vendors.REASON}\nLooked twice, 5 s apart."


def test_pagerduty_resolves_the_incident_that_the_outage_triggered() -> None:
    incidents = vendors.Incidents()
    for one in (told("down"), told("down"), told("flapping"), told("up")):
        head = b"POST /v2/enqueue HTTP/1.1\r\n\r\n"
        was_open = set(incidents.open)
        incidents(seen(head + written("pagerduty", one).content))

    assert (incidents.opened, was_open, incidents.open) == (1, {"i-17"}, set())
    assert event(told("up"), "k") == {
        "routing_key": "k", "event_action": "resolve", "dedup_key": "i-17",
    }  # fmt: skip
    assert event(told("unknown"), "k")["payload"]["severity"] == "warning"


def test_the_signature_is_that_of_standard_webhooks() -> None:
    """The vector that the standard's own libraries are tested with."""
    published = "whsec_" + "MfKQ9r8GKYqrTwjUPD8" + "ILPZIo2LaLaSw"
    made = signature(
        published, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b'{"test": 2432232314}'
    )

    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_webhook_says_the_same_again_under_the_same_id() -> None:
    to = Alert.model_validate({"webhook": settings_of("webhook", 1)}).webhook
    assert to is not None
    first = webhook("hook", to, Network(), lambda: 1000.9).write(told())
    later = webhook("hook", to, Network(), lambda: 2000.0).write(told())
    headers = dict(first.headers)
    expected = hmac.new(
        str(to.secret).encode(), b"n-17-down.1000." + first.content, hashlib.sha256
    ).digest()

    assert headers["webhook-id"] == dict(later.headers)["webhook-id"] == "n-17-down"
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(expected).decode()}"
    assert dict(later.headers)["webhook-signature"] != headers["webhook-signature"]
    assert json.loads(first.content) == {
        "type": "watch.down",
        "timestamp": "2026-11-25T18:04:05+00:00",
        "data": {
            "id": "n-17-down",
            "incident": "i-17",
            "kind": "down",
            "target": "homepage",
            "title": "homepage is down",
            "lines": [vendors.REASON, "Looked twice, 5 s apart."],
        },
    }


@pytest.mark.parametrize("kind", KINDS)
@given(
    title=st.text(max_size=400),
    lines=st.lists(st.text(max_size=2000), max_size=20),
    target=st.text(max_size=300),
)
@settings(max_examples=50, deadline=None)
def test_whatever_is_said_the_vendor_takes_it(
    kind: str, title: str, lines: list[str], target: str
) -> None:
    one = Told(id="n", incident="i", kind="down", target=target, title=f"!{title}", at=AT,
               lines=tuple(lines))  # fmt: skip
    post = written(kind, one)
    path = post.url.partition("127.0.0.1:1")[2]
    head = "".join(f"\r\n{name}: {value}" for name, value in post.headers)
    raw = f"POST {path} HTTP/1.1{head}\r\n\r\n".encode() + post.content
    takers: dict[str, vendors.Answers] = {
        "slack": vendors.slack, "discord": vendors.discord, "telegram": vendors.telegram,
        "pagerduty": vendors.Incidents(), "ntfy": vendors.ntfy, "webhook": vendors.endpoint,
    }  # fmt: skip
    answer = takers[kind](seen(raw))

    assert answer.startswith(b"HTTP/1.1 20"), answer


@given(st.text(max_size=2000))
@settings(max_examples=80)
def test_no_text_makes_a_header_of_its_own(text: str) -> None:
    message = mail(told("down", f"!{text}", text), "w@acme.test", "a@acme.test")
    lines = message.as_bytes().partition(b"\n\n")[0].split(b"\n")
    names = [one.partition(b":")[0] for one in lines if not one.startswith((b" ", b"\t"))]

    assert len(names) == len(set(names))
    assert set(names) <= {name.encode() for name in message.keys()}  # noqa: SIM118 - a message is no dict
    assert "\n" not in escape.header(text, 150)


def test_long_things_are_cut() -> None:
    one = replace(told(), title="t" * 1000, lines=("l" * 5000,) * 50)

    assert (len(one.short), len(one.shown), len(one.shown[0])) == (TITLE, MOST_LINES, LINE)
