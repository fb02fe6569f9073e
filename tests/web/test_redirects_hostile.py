"""A hostile server costs one bounded answer: never a hang, never memory, never a stranger asked."""

import gzip
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import anyio
import pytest
from anyio.abc import ByteStream

from launchready.core.finding import Finding
from launchready.core.hops import MOST_HOPS
from launchready.core.unreachable import UnreachableError
from launchready.web.redirects import redirects
from launchready.world.browser import LiveBrowser
from launchready.world.http_body import LIMIT
from tests.web.visits import settled, told
from tests.world.loopback import Talk, a_network, a_request, http, serving
from tests.worlds import DictResolver

HOME = "http://acme.test/"
HOSTS = "version: 1\nhosts: {canonical: acme.test, own: [acme.test]}\n"
# Generous: a busy machine is slow, and what is bounded at all ends far below it.
LONGEST = 30.0  # seconds
MOST_MEMORY = 12 * LIMIT  # bytes; a body is held in a few shapes at once


async def ask(talk: Talk, *, timeout: float = 1.0) -> tuple[list[Finding], str]:
    """What is found of a server over http, and the kind of silence; all ports are its own."""
    room, offline, _ = settled("{}", HOSTS)
    async with serving(talk) as port:
        places = {f"acme.test:{usual}": [f"127.0.0.1:{port}"] for usual in (80, 443)}
        browser = LiveBrowser(a_network(timeout, addresses=places), DictResolver())
        try:
            with anyio.fail_after(LONGEST):
                start = next(one for one in room.visits.samples if one.start == HOME)
                return await redirects.ask(start, replace(offline, web=browser)), ""
        except UnreachableError as silence:
            return list(silence.found), silence.kind
        finally:
            await browser.aclose()


def sends(*parts: bytes, pause: float = 0, forever: bytes = b"") -> Talk:
    async def talk(stream: ByteStream) -> None:
        await a_request(stream)
        for part in parts:
            await stream.send(part)
            await anyio.sleep(pause)
        while forever:
            await stream.send(forever)
            await anyio.sleep(pause)

    return talk


OK = b"HTTP/1.1 200 OK\r\n"
MOVED = b"HTTP/1.1 301 Any\r\nLocation: https://evil.test/\r\n\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"
CHUNK = b"1000\r\n" + b"x" * 4096 + b"\r\n"
BOMB = gzip.compress(b"\0" * 200_000_000, 9, mtime=0)


@pytest.mark.parametrize(
    ("talk", "rules", "kind"),
    [
        # shown over http, however much of it there is
        (sends(OK + b"\r\n", forever=b"x" * 65536), ["web/not-upgraded"], ""),
        (sends(OK + CHUNKED, forever=CHUNK), ["web/not-upgraded"], ""),
        (sends(http("200 OK", BOMB, "Content-Encoding: gzip")), ["web/not-upgraded"], ""),
        # browsers go on without the body of a redirect
        (sends(MOVED, pause=0.02, forever=b"x"), ["web/foreign-host"], ""),
        # nothing that could be judged
        (sends(OK + b"\r\n", pause=0.02, forever=b"x"), [], "timed out"),
        (sends(OK, pause=0.02, forever=b"X: y\r\n"), [], "timed out"),
        (sends(pause=0.02, forever=b"H"), [], "timed out"),
        (sends(b"HTTP/1.1 103 Early Hints\r\n\r\n", pause=0.001,
            forever=b"HTTP/1.1 103 Early Hints\r\n\r\n"), [], "timed out"),
        (sends(OK + b"X: y\r\n" * 10_000 + b"\r\n"), ["web/not-upgraded"], ""),
        (sends(OK + b"X-Longer: y\r\n" * 10_000 + b"\r\n"), [], "unreachable"),
        (sends(OK, forever=b"X-Endless: y\r\n" * 1000), [], "unreachable"),
        (sends(OK + b"X: " + b"y" * 1_000_000 + b"\r\n\r\n"), [], "unreachable"),
        (sends(b"\0" * 1_000_000), [], "unreachable"),
    ],
    ids=[
        "endless body", "endless chunks", "compression bomb",
        "a redirect's drip", "drip", "slow headers", "slow status",
        "endless hints", "ten thousand headers", "ten thousand longer headers",
        "endless headers", "a huge header", "no HTTP",
    ],
)  # fmt: skip
async def test_an_endless_or_damaged_answer_is_one_bounded_answer(
    talk: Talk, rules: list[str], kind: str
) -> None:
    tracemalloc.start()
    try:
        found, silence = await ask(talk)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert ([one.rule.id for one in found], silence) == (rules, kind)
    assert peak < MOST_MEMORY


@pytest.mark.parametrize(
    ("location", "rule"),
    [
        (b"/" + b"x" * 65_536, "no-location"),
        (b"file:///etc/passwd", "no-location"),
        (b"ftp://acme.test/x", "no-location"),
        (b"gopher://acme.test/", "no-location"),
        (b"data:text/html,hello", "no-location"),
        (b"https://", "no-location"),
        (b"https://" + b"a" * 300 + b".test/", "no-location"),
        (b"https://acme.test:99999/", "no-location"),
        (b"http://ada:word@evil.test/", "foreign-host"),
        (b"https://acme.test%2eevil.test/", "no-location"),
        ("https://\u0430cme.test/".encode(), "foreign-host"),
        ("https://acm\u0435.test/".encode(), "foreign-host"),
        ("https://acme.test\uff0fevil.test/".encode(), "no-location"),
        ("https://acme\u3002test.evil.test/".encode(), "foreign-host"),
        (b"http://127.0.0.1:22/", "port-leak"),
        (b"http://[::1]:6379/", "port-leak"),
        (b"http://169.254.169.254/latest/meta-data/", "port-leak"),
        (b"http://192.168.1.1/", "port-leak"),
        (b"http://2130706433/", "port-leak"),
        (b"http://0x7f.1/", "foreign-host"),
        (b"http://acme.test:22/", "port-leak"),
        (b"/\xff\xfe", "redirect-loop"),
    ],
)
async def test_a_hostile_location_is_told_and_never_gone_to(location: bytes, rule: str) -> None:
    sent = b"HTTP/1.1 301 Any\r\nContent-Length: 0\r\nConnection: close\r\nLocation: " + location
    asked: list[bytes] = []

    async def talk(stream: ByteStream) -> None:
        asked.append(await a_request(stream))
        await stream.send(sent + b"\r\n\r\n")

    found, silence = await ask(talk)

    assert ([one.rule.id for one in found], silence) == ([f"web/{rule}"], "")
    assert len(asked) <= 2
    assert all(len(text) < 1000 for one in found for text in (one.message, *one.evidence))
    assert not any("ada" in text or "word@" in text for one in found for text in one.evidence)


@dataclass
class Maze:
    """Every page redirects, each time to somewhere new."""

    to: Callable[[int], bytes]
    asked: list[bytes] = field(default_factory=list)

    async def __call__(self, stream: ByteStream) -> None:
        self.asked.append(await a_request(stream))
        more = self.to(len(self.asked))
        await stream.send(
            b"HTTP/1.1 302 Any\r\nContent-Length: 0\r\nConnection: close\r\n" + more + b"\r\n\r\n"
        )


@pytest.mark.parametrize(
    ("to", "rule"),
    [
        (lambda at: b"Location: /%d" % at, "too-many-hops"),
        (lambda at: b"Location: /?a=" + b"x" * 500 * at, "too-many-hops"),
        (lambda at: b"Location: /\r\nSet-Cookie: n=%d" % at, "redirect-loop"),
        (lambda at: b"\r\n".join(
            [b"Location: /", *(b"Set-Cookie: c%d-%d=%s" % (at, n, b"x" * 400) for n in range(150))]
        ), "redirect-loop"),
    ],
    ids=["new page", "growing address", "new cookie", "cookies without end"],
)  # fmt: skip
async def test_a_maze_is_left_after_ten_rooms(to: Callable[[int], bytes], rule: str) -> None:
    maze = Maze(to)
    found, silence = await ask(maze)

    assert told(found) == [(f"web/{rule}", HOME)]
    assert silence == ""
    assert len(maze.asked) <= MOST_HOPS
