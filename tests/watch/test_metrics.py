"""What Prometheus reads is what happened, in a form its own linter takes, and only to read."""

import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import anyio
import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.watch import status_page
from launchready.watch.metrics import Tally
from launchready.watch.metrics_server import LIMIT, MOST, Page, Pages, health, pages_of, serve
from tests.servers import needs, program
from tests.watch.page_views import well

HOSTILE = 'a"b\\c\nd{e}\u202e \ud800'


def a_tally() -> Tally:
    tally = Tally([("homepage", "page"), ("acme.test A", "dns")], ["slack", "email 2"])
    tally.looked("homepage", "page", "up", seconds=0.182, at=1_795_630_000.25)
    tally.looked("homepage", "page", "down", seconds=1e-5, at=1_795_630_030)
    tally.stands("homepage", "page", "down")
    tally.broke("homepage", "page")
    tally.told("slack", "failed")
    tally.told("slack", "sent")
    tally.waiting("email 2", 3)
    tally.pulse("sent")
    tally.turned(1_795_630_031.5)
    tally.kept(is_writable=False)
    tally.promises(72.5)
    return tally


def lines(tally: Tally) -> list[str]:
    return tally.text().splitlines()


def test_what_happened_is_counted() -> None:
    told = lines(a_tally())

    page = 'target="homepage",kind="page"'
    assert f'launchready_watch_looks_total{{{page},state="up"}} 1' in told
    assert f'launchready_watch_looks_total{{{page},state="down"}} 1' in told
    assert f'launchready_watch_target_state{{{page},state="down"}} 1' in told
    assert f'launchready_watch_target_state{{{page},state="up"}} 0' in told
    assert f"launchready_watch_last_look_timestamp_seconds{{{page}}} 1795630030" in told
    assert f"launchready_watch_outages_total{{{page}}} 1" in told
    assert 'launchready_watch_alerts_total{channel="slack",fate="failed"} 1' in told
    assert 'launchready_watch_alerts_waiting{channel="email 2"} 3' in told
    assert "launchready_watch_state_file_writable 0" in told
    assert "launchready_watch_worst_alert_seconds 72.5" in told


def test_counters_are_there_before_anything_happens() -> None:
    told = lines(Tally([("homepage", "page")], ["slack"]))

    assert 'launchready_watch_outages_total{target="homepage",kind="page"} 0' in told
    assert 'launchready_watch_alerts_total{channel="slack",fate="given up"} 0' in told
    assert not [one for one in told if one.startswith("launchready_watch_answer_seconds{")]


def test_a_look_without_an_answer_forgets_how_long_the_last_one_took() -> None:
    tally = a_tally()
    before = tally.text()
    tally.looked("homepage", "page", "unknown", seconds=None, at=1_795_630_060)

    assert "\nlaunchready_watch_answer_seconds{" in before
    assert "\nlaunchready_watch_answer_seconds{" not in tally.text()


def test_a_day_of_looks_makes_the_metrics_no_longer() -> None:
    tally = a_tally()
    before = len(lines(tally))
    for look in range(2880):
        tally.looked("homepage", "page", "up", seconds=0.1, at=1_795_630_000 + look * 30.0)
        tally.turned(1_795_630_000 + look * 30.0)

    assert len(lines(tally)) == before


@needs("promtool")
@pytest.mark.parametrize("name", ["homepage", HOSTILE])
def test_prometheus_own_linter_takes_it(name: str) -> None:
    tally = Tally([(name, name)], [name])
    whole = a_tally().text()
    tally.looked(name, name, "up", seconds=0.1, at=1.0)
    for text in (whole, tally.text()):
        ran = subprocess.run(
            [program("promtool"), "check", "metrics"], input=text.encode(), capture_output=True,
            timeout=60, check=False,
        )  # fmt: skip

        assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"", b"")


@given(st.text(max_size=300), st.floats(allow_nan=False, allow_infinity=False))
@settings(max_examples=80)
def test_no_name_breaks_a_line(name: str, seconds: float) -> None:
    tally = Tally([(name, "page")], [])
    tally.looked(name, "page", "up", seconds=seconds, at=0)
    told = [one for one in tally.text().split("\n") if one]

    assert all(one.startswith(("# ", "launchready_watch_")) for one in told)
    assert all(one.encode() for one in told)


PAGES: Pages = {"/metrics": lambda: Page(body="x 1\n"), "/healthz": lambda: Page(status=503)}


@asynccontextmanager
async def served(pages: Pages = PAGES, limit: float = LIMIT) -> AsyncIterator[str]:
    async with anyio.create_task_group() as group:
        port: int = await group.start(partial(serve, limit=limit), "127.0.0.1", 0, pages)
        yield f"http://127.0.0.1:{port}"
        group.cancel_scope.cancel()


async def test_metrics_health_and_page_are_served_and_nothing_else(tmp_path: Path) -> None:
    status_page.write(tmp_path, well())
    pages = pages_of(tmp_path, a_tally().text, lambda: Page(body="ok\n"))
    async with served(pages) as here, httpx.AsyncClient(base_url=here, trust_env=False) as client:
        metrics, fine = await client.get("/metrics"), await client.get("/healthz?x=1")
        page, data = await client.get("/"), await client.get("/status.json")
        lost, head = await client.get("/../etc/passwd"), await client.head("/metrics")
        posted = await client.post("/metrics", content=b"x" * 100_000)

    assert metrics.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert metrics.text == a_tally().text()
    assert (fine.status_code, fine.text) == (200, "ok\n")
    assert page.text == status_page.render(well())
    assert data.json()["product"] == "Acme Portal"
    assert (lost.status_code, posted.status_code, posted.headers["allow"]) == (
        404,
        405,
        "GET, HEAD",
    )
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) == len(metrics.content)


async def test_without_a_status_page_the_root_is_empty() -> None:
    pages = pages_of(None, lambda: "", lambda: Page())
    async with served(pages) as here, httpx.AsyncClient(base_url=here, trust_env=False) as client:
        assert (await client.get("/")).status_code == 404


async def test_a_page_that_cannot_be_read_costs_one_answer(tmp_path: Path) -> None:
    pages = pages_of(tmp_path / "none", lambda: "x 1\n", lambda: Page())
    async with served(pages) as here, httpx.AsyncClient(base_url=here, trust_env=False) as client:
        page, metrics = await client.get("/"), await client.get("/metrics")

    assert (page.status_code, metrics.status_code) == (503, 200)


@pytest.mark.parametrize(
    "raw",
    [b"", b"\x00\xff\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /" + b"a" * 70_000, b"\r\n" * 9000],
    ids=["nothing", "no HTTP", "another version", "endless line", "only ends"],
)
async def test_what_is_no_request_costs_one_connection(raw: bytes) -> None:
    async with served() as here:
        port = int(here.rpartition(":")[2])
        async with await anyio.connect_tcp("127.0.0.1", port) as stream:
            try:
                await stream.send(raw)
                await stream.send_eof()
                with anyio.fail_after(5):
                    answer = await stream.receive()
            except (anyio.EndOfStream, anyio.BrokenResourceError, OSError):
                answer = b""
        async with httpx.AsyncClient(base_url=here, trust_env=False) as client:
            after = await client.get("/metrics")

    assert answer == b"" or answer.startswith(b"HTTP/1.1 4")
    assert after.status_code == 200


async def test_many_who_say_nothing_do_not_keep_the_port_for_ever() -> None:
    async with served(limit=0.5) as here:
        port = int(here.rpartition(":")[2])
        held = [await anyio.connect_tcp("127.0.0.1", port) for _ in range(MOST)]
        async with httpx.AsyncClient(base_url=here, trust_env=False, timeout=30) as client:
            for _ in range(20):
                try:
                    after = await client.get("/healthz")
                    break
                except httpx.HTTPError:
                    continue
        for one in held:
            await one.aclose()

    assert after.status_code == 503


async def test_a_port_that_is_taken_is_told() -> None:
    async with served() as here:
        with pytest.raises(OSError, match="in use"):
            await serve("127.0.0.1", int(here.rpartition(":")[2]), PAGES)


@pytest.mark.parametrize(
    ("turned", "status", "said"),
    [
        (None, 503, "the first turn is not over yet\n"),
        (95.0, 200, "ok\n"),
        (10.0, 503, "the loop has not turned for 90 s\n"),
    ],
)
def test_health_is_that_the_loop_turns(turned: float | None, status: int, said: str) -> None:
    now: Callable[[], float] = lambda: 100.0  # noqa: E731 - a clock that stands
    page = health(lambda: turned, 60, now)

    assert (page.status, page.body) == (status, said)
