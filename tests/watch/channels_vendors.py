"""Slack, Discord, Telegram, PagerDuty and ntfy on loopback: each takes what its vendor documents,
and refuses the rest in its vendor's words."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

from anyio.abc import ByteStream

from launchready.watch.channels_told import Kind, Told
from tests.world.loopback import a_request, http

AT = datetime(2026, 11, 25, 18, 4, 5, tzinfo=UTC)
REASON = "https://app.acme.test/ answered 502; 200 was promised"


def told(kind: Kind = "down", title: str = "homepage is down", *lines: str) -> Told:
    return Told(
        id=f"n-17-{kind}",
        incident="i-17",
        kind=kind,
        target="homepage",
        title=title,
        at=AT,
        lines=lines or (REASON, "Looked twice, 5 s apart."),
    )


@dataclass(slots=True)
class Seen:
    """One request, as a vendor saw it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def seen(raw: bytes) -> Seen:
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    pairs = (one.partition(": ") for one in lines)
    method, path, _ = first.split(" ")
    return Seen(method, path, {name.lower(): value for name, _, value in pairs}, body)


Answers = Callable[[Seen], bytes]


@dataclass(slots=True)
class Vendor:
    """A server that first says what `before` holds, then answers as its vendor would."""

    answers: Answers
    before: list[bytes] = field(default_factory=list)
    asked: list[Seen] = field(default_factory=list)

    async def __call__(self, stream: ByteStream) -> None:
        one = seen(await a_request(stream))
        self.asked.append(one)
        await stream.send(self.before.pop(0) if self.before else self.answers(one))


def replied(status: str, body: object, *headers: str) -> bytes:
    kind = "Content-Type: application/json"
    return http(status, json.dumps(body).encode(), kind, *headers)


SLACK_PATH = "/services/T024F/B024G/" + "x" * 24


def slack(one: Seen) -> bytes:
    """docs.slack.dev: blocks have types, a header at most 150 characters, a section 3,000."""
    if one.path != SLACK_PATH:
        return http("404 Not Found", b"no_service")
    try:
        body = one.json
        blocks = body["blocks"]
        header = blocks[0]["text"]
        rest = [block["text"]["text"] for block in blocks[1:]]
        is_good = header["type"] == "plain_text" and 0 < len(header["text"]) <= 150
        is_good = is_good and all(0 < len(text) <= 3000 for text in rest) and bool(body["text"])
    except (ValueError, KeyError, IndexError):
        return http("400 Bad Request", b"invalid_payload")
    return http("200 OK", b"ok") if is_good else http("400 Bad Request", b"invalid_blocks")


DISCORD_PATH = "/api/webhooks/223704706495545344/" + "y" * 24


def discord(one: Seen) -> bytes:
    """discord.com/developers: embeds of at most 256 and 4,096 characters; 204 without `wait`."""
    if one.path != DISCORD_PATH:
        return replied("404 Not Found", {"message": "Unknown Webhook", "code": 10015})
    (embed,) = one.json["embeds"]
    if not 0 < len(embed["title"]) <= 256 or len(embed["description"]) > 4096:
        return replied("400 Bad Request", {"message": "Invalid Form Body", "code": 50035})
    return http("204 No Content")


TELEGRAM_TOKEN = "110201543:" + "Z" * 35


class _Entities(HTMLParser):
    """The tags that Telegram's HTML knows; anything else it refuses to parse."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[str] = []
        self.is_good = True
        self.plain = ""
        self.feed(text)
        self.close()
        self.is_good = self.is_good and not self.stack

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.is_good = self.is_good and tag in ("b", "i", "u", "s", "code", "pre")
        self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.is_good = self.is_good and self.stack[-1:] == [tag]
        self.stack = self.stack[:-1]

    def handle_data(self, data: str) -> None:
        self.plain += data


def telegram(one: Seen) -> bytes:
    """core.telegram.org/bots/api: `ok`, and `error_code` with a `description`."""

    def refused(code: str, said: str, **parameters: int) -> bytes:
        number = int(code.split(" ")[0])
        body: dict[str, Any] = {"ok": False, "error_code": number, "description": said}
        return replied(code, body | ({"parameters": parameters} if parameters else {}))

    if one.path != f"/bot{TELEGRAM_TOKEN}/sendMessage":
        return refused("401 Unauthorized", "Unauthorized")
    body = one.json
    if body["chat_id"] == "-100":
        said = "Bad Request: group chat was upgraded to a supergroup chat"
        return refused("400 Bad Request", said, migrate_to_chat_id=-1001)
    if body["chat_id"] != "-1001234567890":
        return refused("400 Bad Request", "Bad Request: chat not found")
    entities = _Entities(body["text"])
    if not entities.is_good or not 0 < len(entities.plain) <= 4096:
        return refused("400 Bad Request", "Bad Request: can't parse entities")
    return replied("200 OK", {"ok": True, "result": {"message_id": 7}})


PAGERDUTY_KEY = "R0" * 16


@dataclass(slots=True)
class Incidents:
    """PagerDuty: triggers with one key are one incident, a resolve ends it."""

    open: set[str] = field(default_factory=set)
    opened: int = 0

    def __call__(self, one: Seen) -> bytes:
        event = one.json
        if one.path != "/v2/enqueue" or event.get("routing_key") != PAGERDUTY_KEY:
            errors = ["'routing_key' is invalid"]
            return replied("400 Bad Request", {"status": "invalid event", "errors": errors,
                                               "message": "Event object is invalid"})  # fmt: skip
        key = event["dedup_key"]
        if event["event_action"] == "resolve":
            self.open.discard(key)
        else:
            payload = event["payload"]
            assert set(payload) >= {"summary", "source", "severity"}
            assert payload["severity"] in ("critical", "error", "warning", "info")
            assert len(payload["summary"]) <= 1024
            self.opened += key not in self.open
            self.open.add(key)
        body = {"status": "success", "message": "Event processed", "dedup_key": key}
        return replied("202 Accepted", body)


NTFY_TOPIC = "acme-watch-" + "q" * 12
NTFY_TOKEN = "tk_" + "w" * 29


def ntfy(one: Seen) -> bytes:
    """docs.ntfy.sh: JSON to the root; a message of at most 4,096 bytes stays one."""
    if one.headers.get("authorization") != f"Bearer {NTFY_TOKEN}":
        return replied("401 Unauthorized", {"code": 40101, "http": 401, "error": "unauthorized"})
    body = one.json
    if one.path != "/" or body["topic"] != NTFY_TOPIC or len(body["message"].encode()) > 4096:
        return replied("400 Bad Request", {"code": 40009, "http": 400, "error": "invalid topic"})
    return replied("200 OK", {"id": "hwQ2YpKdmg", "event": "message"} | body)


def endpoint(one: Seen) -> bytes:
    """Somebody's own."""
    return http("200 OK") if one.json["type"].startswith("watch.") else http("400 Bad Request")
