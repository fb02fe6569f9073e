"""A look at the real world: what answers is up, what does not is down, what hides is unknown."""

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from launchready.config.watch import Watch
from launchready.core.sessions import SignedIn
from launchready.core.unreachable import UnreachableError
from launchready.demo.stage import staged
from launchready.run import Prepared, Request, prepare
from launchready.watch.live_look import LiveLooker, _Kept, _Logins, any_answers
from launchready.watch.targets import targets
from launchready.watch.types import Look
from tests.watch.engine_stage import Server
from tests.worlds import a_world


@asynccontextmanager
async def portal(*, broken: bool) -> AsyncIterator[Prepared]:
    async with staged(broken=broken) as stage:
        asked = Request(
            start=stage.root,
            config=stage.config,
            rooms=("smoke", "tls", "dns"),
            variables=stage.variables,
            watching=True,
        )
        yield prepare(asked)


async def looks(prepared: Prepared, watch: Watch) -> dict[str, Look]:
    found, _ = targets(prepared.loaded, watch)
    looker = LiveLooker(prepared, ())
    return {one.key: await looker.look(one) for one in found}


async def test_a_sound_portal_is_up_in_pages_certificates_and_zones() -> None:
    async with portal(broken=False) as prepared:
        seen = await looks(prepared, Watch())

    assert {key.partition(" ")[0] for key in seen} == {"page", "tls", "dns"}
    assert {one.state for one in seen.values()} == {"up"}
    assert all(one.seconds for key, one in seen.items() if key.startswith("page"))


async def test_a_broken_portal_is_down_where_it_is_broken() -> None:
    async with portal(broken=True) as prepared:
        seen = await looks(prepared, Watch())
    down = {key.partition(" ")[0] for key, one in seen.items() if one.state == "down"}

    assert down >= {"tls", "dns"}
    assert all(one.said for one in seen.values() if one.state == "down")


def turned_away(asked: BaseHTTPRequestHandler) -> None:
    asked.send_response(403)
    asked.send_header("cf-mitigated", "challenge")
    asked.end_headers()


def failing(asked: BaseHTTPRequestHandler) -> None:
    asked.send_response(500)
    asked.end_headers()


def slow(asked: BaseHTTPRequestHandler) -> None:
    time.sleep(1.0)
    asked.send_response(200)
    asked.end_headers()
    asked.wfile.write(b"hello")


def silent(asked: BaseHTTPRequestHandler) -> None:
    time.sleep(5.0)


@pytest.fixture
def servers() -> Iterator[list[Server]]:
    made: list[Server] = []
    yield made
    for one in made:
        one.stop()


@pytest.mark.parametrize(
    ("answer", "state", "said"),
    [
        (turned_away, "unknown", "403"),
        (failing, "down", "500"),
        (slow, "up", ""),
        (silent, "down", "no answer within 2 s"),
        (None, "down", "refused the connection"),
    ],
    ids=["bot wall", "failing", "slow", "silent", "refused"],
)
async def test_what_comes_back_decides(
    servers: list[Server], tmp_path: Path, answer: object, state: str, said: str
) -> None:
    server = Server(answer if callable(answer) else failing)
    server.start()
    servers.append(server)
    if answer is None:
        server.stop()
    (tmp_path / "launchready.yml").write_text(
        "version: 1\nhosts: {own: [localhost]}\nsmoke:\n  pages:\n"
        f'    - {{name: home, url: "http://localhost:{server.port}/", expect: ["[STATUS] == 200",'
        ' "[RESPONSE_TIME] < 200ms"]}\nwatch: {timeout: 2s}\n'
    )
    prepared = prepare(Request(start=tmp_path, rooms=("smoke",), watching=True))
    watch = prepared.loaded.config.watch
    assert watch is not None
    (look,) = (await looks(prepared, watch)).values()

    assert look.state == state
    assert said in look.said


async def test_a_waiver_holds_for_the_watch_too(tmp_path: Path, servers: list[Server]) -> None:
    server = Server(failing)
    server.start()
    servers.append(server)
    until = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    (tmp_path / "launchready.yml").write_text(
        "version: 1\nhosts: {own: [localhost]}\nsmoke:\n  pages:\n"
        f'    - {{name: home, url: "http://localhost:{server.port}/"}}\n'
        "waivers:\n  - {rule: smoke/page-wrong, subject: home, because: known, owner: ana, "
        f"until: {until}}}\n"
    )
    prepared = prepare(Request(start=tmp_path, rooms=("smoke",), watching=True))
    (look,) = (await looks(prepared, Watch())).values()

    assert look.state == "up"


async def test_a_hundred_looks_leave_no_open_file(tmp_path: Path, servers: list[Server]) -> None:
    async with portal(broken=False) as prepared:
        found, _ = targets(prepared.loaded, Watch())
        looker = LiveLooker(prepared, ())
        for one in found:
            await looker.look(one)
        before = len(list(Path("/proc/self/fd").iterdir()))
        for _ in range(10):
            for one in found:
                await looker.look(one)
        after = len(list(Path("/proc/self/fd").iterdir()))

    assert after - before <= 3


async def test_any_sentinel_that_takes_a_connection_will_do(servers: list[Server]) -> None:
    server = Server(failing)
    server.start()
    servers.append(server)

    assert await any_answers(["127.0.0.1:1", f"localhost:{server.port}"])
    assert not await any_answers(["127.0.0.1:1", "no-such-name.invalid:443"])
    assert not await any_answers([])


class Doors:
    """Sessions that count their logins."""

    def __init__(self) -> None:
        self.logins = 0

    async def sign_in(self, name: str) -> SignedIn:
        self.logins += 1
        if name == "nobody":
            raise UnreachableError("the login did not answer")
        return SignedIn(name=name)

    async def rejects_wrong_password(self, name: str) -> bool:
        _ = name
        return True


async def test_a_login_is_kept_until_a_look_fails() -> None:
    doors = Doors()
    logins, ctx = _Logins(), replace(a_world(), sessions=doors)
    kept = _Kept(logins, ctx)
    first = await kept.sign_in("member")
    again = await _Kept(logins, ctx).sign_in("member")
    logins.forget()
    anew = await kept.sign_in("member")

    assert first is again
    assert anew is not first
    assert doors.logins == 2
