"""Load goes out at its moments, and what comes back is told as it was, fault by fault."""

import gc
import ssl
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import pytest
from anyio.abc import ByteStream

from launchready.core.browser import Browser, Response
from launchready.core.load import Enough, Live, Plan, Run, Sample, Target
from launchready.world.load_run import LiveLoad
from tests import pki
from tests.pki import Authority
from tests.world.loopback import Talk, a_network, a_request, serving
from tests.worlds import DictResolver

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nServer-Timing: db;dur=3\r\n\r\nok"
HOST = "acme.test"


async def _sent(
    talk: Talk,
    *,
    count: int = 20,
    rate: float = 200,
    timeout: float = 5.0,
    warmup: float = 0.0,
    enough: Enough | None = None,
    **target: Any,
) -> Run:
    """What comes of a plan against a server that talks so."""
    async with serving(talk) as port:
        network = a_network(5, None, addresses={f"{HOST}:80": [f"127.0.0.1:{port}"]})
        plan = Plan(
            targets=(Target(name="home", url=f"http://{HOST}/", **target),),
            rate=rate,
            seconds=count / rate,
            warmup=warmup,
            timeout=timeout,
            enough=enough,
        )
        return await LiveLoad(network, DictResolver()).run(plan)


def _errors(run: Run) -> set[str]:
    return {one.error for one in run.samples}


async def _fine(stream: ByteStream) -> None:
    while True:
        await a_request(stream)
        await stream.send(OK)


async def test_every_arrival_is_sent_and_its_parts_are_told() -> None:
    run = await _sent(_fine)
    first = run.samples[0]

    assert len(run.samples) == 20
    assert _errors(run) == {""}
    assert {one.status for one in run.samples} == {200}
    assert (first.received, first.server_timing) == (2, "db;dur=3")
    assert first.phases.connect > 0
    assert 0 < first.phases.wait <= first.taken
    assert run.engine == "builtin"
    assert run.health.lost == 0


async def test_no_arrival_waits_for_the_answer_of_another() -> None:
    waiting: list[anyio.Event] = []
    everybody = anyio.Event()

    async def together(stream: ByteStream) -> None:
        await a_request(stream)
        waiting.append(anyio.Event())
        if len(waiting) == 40:
            everybody.set()
        await everybody.wait()  # a closed model would never get here
        await stream.send(OK)

    run = await _sent(together, count=40)

    assert len(run.samples) == 40
    assert _errors(run) == {""}


async def test_a_freeze_counts_for_everybody_who_was_due_in_it() -> None:
    ends: list[float] = []

    async def freezing(stream: ByteStream) -> None:
        await a_request(stream)
        ends.append(anyio.current_time() + 0.5)
        await anyio.sleep_until(ends[0])  # half a second from the first request on
        await stream.send(OK)

    run = await _sent(freezing, count=40, rate=100)

    # Whoever was due 0.4 s after the first met 0.1 s of it; nobody was answered sooner.
    assert all(one.due + one.taken >= 0.5 for one in run.samples)


async def test_a_connection_is_used_again_and_the_last_one_first() -> None:
    connections = 0

    async def counting(stream: ByteStream) -> None:
        nonlocal connections
        connections += 1
        await _fine(stream)

    run = await _sent(counting, rate=20, count=6)

    assert len(run.samples) == 6
    assert connections < 6


async def _closes_at_the_second(stream: ByteStream, asked: list[bytes]) -> None:
    """Keeps the connection, and closes it when the next request comes, before any answer."""
    asked.append(await a_request(stream))
    await stream.send(OK)
    asked.append(await a_request(stream))


async def test_a_request_that_met_a_closing_connection_is_sent_again_unseen() -> None:
    asked: list[bytes] = []
    run = await _sent(partial(_closes_at_the_second, asked=asked), count=4, rate=5)

    assert _errors(run) == {""}
    assert run.retried >= 1
    assert len(asked) == 4 + run.retried


async def test_a_request_that_writes_is_never_sent_twice() -> None:
    asked: list[bytes] = []
    run = await _sent(
        partial(_closes_at_the_second, asked=asked), count=4, rate=5, method="POST", body=b"a=b"
    )

    assert "connection broken" in _errors(run)
    assert run.retried == 0
    assert len(asked) == 4


async def test_an_answer_that_breaks_off_is_an_error() -> None:
    async def breaks(stream: ByteStream) -> None:
        await a_request(stream)
        await stream.send(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nnot all")

    run = await _sent(breaks, count=4)

    assert _errors(run) == {"connection broken"}
    assert run.retried == 0


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 100 Continue\r\n\r\n" + OK,
        b"HTTP/1.0 200 OK\r\n\r\nuntil the end",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
    ],
    ids=["100", "1.0", "chunked", "close"],
)
async def test_an_answer_in_another_form_is_an_answer(answer: bytes) -> None:
    async def once(stream: ByteStream) -> None:
        await a_request(stream)
        for at in range(0, len(answer), 7):
            await stream.send(answer[at : at + 7])

    run = await _sent(once, count=4)

    assert _errors(run) == {""}
    assert run.retried == 0


async def test_an_answer_that_never_comes_is_a_time_out() -> None:
    async def never(stream: ByteStream) -> None:
        await a_request(stream)
        await anyio.sleep(60)

    run = await _sent(never, count=3, timeout=0.2)

    assert _errors(run) == {"timed out"}
    assert all(one.taken >= 0.2 for one in run.samples)
    assert all(one.timed_out for one in run.samples)


async def test_what_is_not_http_is_told() -> None:
    async def speaks_smtp(stream: ByteStream) -> None:
        await a_request(stream)
        await stream.send(b"220 mail.acme.test ESMTP\r\n\r\n")

    assert _errors(await _sent(speaks_smtp, count=3)) == {"answer is not HTTP"}


async def test_nobody_at_the_door_is_told() -> None:
    async with serving(_fine) as port:
        pass  # closed again, and nobody else has it yet
    network = a_network(5, None, addresses={f"{HOST}:80": [f"127.0.0.1:{port}"]})
    plan = Plan(targets=(Target(name="a", url=f"http://{HOST}/"),), rate=20, seconds=0.2)
    run = await LiveLoad(network, DictResolver()).run(plan)

    assert _errors(run) == {"connection refused"}


async def test_an_answer_is_judged() -> None:
    def wrong(came: Response) -> str:
        return "" if came.text == "other" else "not other"

    assert _errors(await _sent(_fine, count=3, judge=wrong)) == {"not other"}


async def test_what_fails_and_fails_is_ended() -> None:
    async def fails(stream: ByteStream) -> None:
        while True:
            await a_request(stream)
            await stream.send(b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n")

    def wrong(came: Response) -> str:
        return f"answered {came.status}"

    run = await _sent(fails, rate=20, count=600, judge=wrong)

    assert run.aborted.endswith("answers within 5 s were errors")
    assert len(run.samples) < 600
    assert run.seconds < 30
    assert _errors(run) == {"answered 500"}


async def test_a_run_that_cannot_tell_goes_on_once() -> None:
    told: list[int] = []

    def enough(samples: Sequence[Sample]) -> bool:
        told.append(len(samples))
        return False

    run = await _sent(_fine, count=20, enough=enough)

    assert len(run.samples) == 40
    assert len(told) == 1
    assert run.seconds == 0.2


async def test_the_warm_up_does_not_count() -> None:
    run = await _sent(_fine, count=20, warmup=0.2)

    assert len(run.samples) == 20
    assert all(one.due >= 0 for one in run.samples)


async def test_a_visit_of_several_requests_is_one_arrival() -> None:
    async def visit(browser: Browser) -> str:
        first = await browser.fetch(f"http://{HOST}/a")
        again = await browser.fetch(f"http://{HOST}/b", method="POST", body=b"x")
        return "" if first.text == again.text == "ok" else "wrong"

    run = await _sent(_fine, count=5, rate=50, visit=visit)

    assert len(run.samples) == 5
    assert _errors(run) == {""}


async def test_a_visit_that_breaks_is_told_by_what_broke_it() -> None:
    async def visit(browser: Browser) -> str:
        await browser.fetch("http://127.0.0.1:1/")
        return ""

    assert _errors(await _sent(_fine, count=2, visit=visit)) == {"connection refused"}


async def test_whoever_watches_is_told_how_it_stands() -> None:
    seen: list[Live] = []
    async with serving(_fine) as port:
        network = a_network(5, None, addresses={f"{HOST}:80": [f"127.0.0.1:{port}"]})
        plan = Plan(targets=(Target(name="a", url=f"http://{HOST}/"),), rate=50, seconds=1.2)
        await LiveLoad(network, DictResolver()).run(plan, seen.append)

    assert seen
    assert seen[-1].p50 is not None
    assert seen[-1].errors == 0
    assert seen[-1].rate > 0


async def test_a_run_that_is_stopped_leaves_everything_as_it_was() -> None:
    with anyio.move_on_after(0.3) as scope:
        await _sent(_fine, rate=50, count=5000)

    assert scope.cancelled_caught
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


async def test_tls_is_verified_resumed_and_timed(tmp_path: Path) -> None:
    lab = Authority.at(pki.now())
    context = pki.server_context(tmp_path, lab.leaf(HOST), lab.intermediate)
    root = str(pki.pem_file(tmp_path, "root", lab.root))
    run = await _over_tls(_once, context, root)
    stranger = await _over_tls(_once, context, None)

    assert _errors(run) == {""}
    assert run.samples[0].phases.tls > 0
    assert context.session_stats()["hits"] >= 1
    assert _errors(stranger) == {"certificate or TLS failed"}


async def _once(stream: ByteStream) -> None:
    """An answer a connection, so that each shakes hands anew."""
    await a_request(stream)
    await stream.send(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")


async def _over_tls(talk: Talk, context: ssl.SSLContext, root: str | None) -> Run:
    async with serving(talk, context) as port:
        places = {f"{HOST}:443": [f"127.0.0.1:{port}"]}
        plan = Plan(targets=(Target(name="a", url=f"https://{HOST}/"),), rate=10, seconds=0.5)
        return await LiveLoad(a_network(5, root, addresses=places), DictResolver()).run(plan)
