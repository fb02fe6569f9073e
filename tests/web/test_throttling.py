"""A log-in that brakes is told from one that does not, over the wire, with few requests."""

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest

from launchready.config.load import load
from launchready.core.unreachable import UnreachableError
from launchready.values.problem import ConfigError
from launchready.web.settings import Web
from launchready.web.throttling import throttling
from launchready.world.browser import LiveBrowser
from tests.web.surfaces import look
from tests.world.loopback import a_network
from tests.worlds import DictResolver, a_world

AFTER = 5  # attempts that are let through where there is a brake
SECTION = (
    "web: {throttling: {i_own_this: true, targets: [{url: 'http://acme.test/login', "
    "method: POST, %s: {email: nobody@acme.test, password: wrong}}]}}"
)
Answer = tuple[int, dict[str, str], str]
REFUSED: Answer = (401, {}, "wrong email or password")


class Door:
    """A log-in with one kind of brake; keeps what it was asked."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.asked: list[tuple[str, str, str]] = []
        self._by_account = Counter[str]()
        self._by_address = Counter[str]()

    def post(self, account: str, password: str, address: str) -> Answer:
        self.asked.append((account, password, address))
        self._by_account[account] += 1
        self._by_address[address] += 1
        total = len(self.asked)
        is_over = total > AFTER
        match self.kind:
            case "none":
                return REFUSED
            case "moves":
                return 302, {"Location": "/login?error=1"}, ""
            case "fails":
                return (500, {}, "") if total > 2 else REFUSED
            case "gone":
                return 404, {}, ""
            case "wants another kind":
                return 415, {}, ""
            case "wants a token":
                return 419, {}, ""
            case "shut before":
                return 429, {"Retry-After": "60"}, ""
            case "slow":
                time.sleep(1.2 if is_over else 0)
                return REFUSED
            case "account":
                return self._stop() if self._by_account[account] > AFTER else REFUSED
            case "believes":
                return self._stop() if self._by_address[address] > AFTER else REFUSED
        return self._stop() if is_over else REFUSED

    def get(self) -> Answer:
        is_shut = self.kind == "site" and len(self.asked) > AFTER
        return (429, {"Retry-After": "60"}, "") if is_shut else (200, {}, "welcome")

    def _stop(self) -> Answer:
        stops: dict[str, Answer] = {
            "bare": (429, {}, ""),
            "date": (429, {"Retry-After": "Wed, 25 Nov 2026 13:00:00 GMT"}, ""),
            "ratelimit": (429, {"RateLimit": '"login";r=0;t=42'}, ""),
            "legacy": (429, {"X-RateLimit-Reset": "60"}, ""),
            "403": (403, {}, "no"),
            "503": (503, {}, "busy"),
            "423": (423, {}, "locked"),
            "text": (200, {}, "Too many attempts, try again later"),
            "captcha": (401, {}, "wrong email or password; solve the captcha"),
        }
        return stops.get(self.kind, (429, {"Retry-After": "60"}, ""))


@contextmanager
def opened(door: Door) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
            is_json = self.headers["Content-Type"] == "application/json"
            said: Any = json.loads(raw) if is_json else {k: v[0] for k, v in parse_qs(raw).items()}
            address = self.headers.get("X-Forwarded-For", "")
            self._send(door.post(said["email"], said["password"], address))

        def do_GET(self) -> None:
            self._send(door.get())

        def _send(self, answer: Answer) -> None:
            status, headers, body = answer
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


async def ask(door: Door, how: str = "form") -> list[str]:
    loaded = load(
        ("version: 1\nhosts: {canonical: acme.test, own: [acme.test]}\n" + SECTION % how).encode(),
        "launchready.yml",
        environment="production",
        variables={},
        read=lambda path: b"",
    )
    room = loaded.rooms["web"]
    assert isinstance(room, Web)
    with opened(door) as port:
        network = a_network(addresses={"acme.test:80": [f"127.0.0.1:{port}"]})
        browser = LiveBrowser(network, DictResolver())
        ctx = a_world(site=loaded.site)
        object.__setattr__(ctx, "web", browser)
        (subject,) = throttling.each(room)
        try:
            found = await throttling.ask(subject, ctx)
        finally:
            await browser.aclose()
    return [one.rule.id.partition("/")[2] for one in found]


@pytest.mark.parametrize(
    ("kind", "broken"),
    [
        ("none", ["login-not-throttled"]),
        ("moves", ["login-not-throttled"]),
        ("seconds", []),
        ("date", []),
        ("ratelimit", []),
        ("legacy", []),
        ("bare", ["no-retry-after"]),
        ("403", []),
        ("503", []),
        ("423", []),
        ("text", []),
        ("captcha", []),
        ("slow", []),
        ("believes", ["throttle-bypassed"]),
        ("account", ["throttle-per-account-only"]),
        ("site", ["throttle-locks-visitors"]),
        ("shut before", []),
    ],
)
async def test_each_brake_is_told_by_what_it_holds_for(kind: str, broken: list[str]) -> None:
    door = Door(kind)

    assert await ask(door) == broken
    assert len(door.asked) <= 12 + 2


@pytest.mark.parametrize(
    ("kind", "sent"), [("fails", 3), ("gone", 1), ("wants another kind", 1), ("wants a token", 1)]
)
async def test_a_log_in_that_does_not_work_is_left_alone_at_once(kind: str, sent: int) -> None:
    door = Door(kind)
    with pytest.raises(UnreachableError):
        await ask(door)

    assert len(door.asked) == sent


async def test_every_password_is_another_and_none_is_the_configs() -> None:
    door = Door("none")
    await ask(door, "json")
    passwords = [password for _, password, _ in door.asked]

    assert len(set(passwords)) == len(passwords) == 12
    assert "wrong" not in passwords
    assert {account for account, _, _ in door.asked} == {"nobody@acme.test"}


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ((SECTION % "form").replace("true", "false"), "i_own_this is not true"),
        ((SECTION % "form").replace("i_own_this: true, ", ""), "i_own_this is not true"),
        ((SECTION % "form").replace("true,", "true, attempts: 31,"), "2 to 30 are allowed"),
        ((SECTION % "form").replace("acme.test/login", "other.test/"), "other.test is not ours"),
        ((SECTION % "form").replace(", password: wrong", ""), "no field for a password"),
        ((SECTION % "form").replace("method: POST", "method: PUT"), "POST"),
        ((SECTION % "form").replace(", form: {email: nobody@acme.test, password: wrong}", ""),
            "one of form and json"),
    ],
)  # fmt: skip
async def test_what_may_not_be_tried_is_a_mistake_in_the_config(section: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        await look(throttling, {}, section)

    assert said in "; ".join(str(one) for one in caught.value.problems)
