"""Locust is run for real, a master and three workers on loopback, and every answer comes back."""

import json
from collections import Counter
from importlib.util import find_spec

import pytest

from launchready.core.unreachable import UnreachableError
from launchready.world.locust_processes import Job, _free_port, run
from launchready.world.locust_script import BODIES, HEADERS, SAMPLES, Line, script
from tests.world.shop import shop

# Looked for, not imported: locust rebuilds the sockets of the process that imports it. Starting
# four processes of it takes its time on a busy machine, in seconds.
pytestmark = [
    pytest.mark.skipif(find_spec("locust") is None, reason="locust is in the development group"),
    pytest.mark.timeout(240),
]


async def test_a_master_and_three_workers_bring_back_each_answer() -> None:
    seen: list[bytes] = []
    async with shop(seen) as port:
        lines = [
            Line(name="orders", url="http://app.acme.test/orders", weight=3),
            Line(name="gone", url="http://app.acme.test/gone"),
        ]
        text = script(
            lines,
            rate=50,
            seconds=4,
            timeout=5,
            addresses={"app.acme.test:80": ("127.0.0.1", port)},
        )
        carried = {HEADERS: json.dumps({"orders": {"Cookie": "session=canary"}}), BODIES: "{}"}
        brought = await run(
            Job(script=text, users=100, seconds=4, workers=3, patience=5, variables=carried),
            SAMPLES,
        )
    kinds = Counter((row[0], row[4], row[5]) for row in brought.rows)
    orders = [row for row in brought.rows if row[0] == 0]

    assert set(kinds) == {(0, 200, ""), (1, 404, "answered 404")}
    assert len(brought.rows) >= 100
    assert len(seen) >= len(brought.rows)
    assert all(row[3] >= 0.03 for row in brought.rows)
    assert all(row[7] == "db;dur=12" for row in orders)
    assert brought.lags
    assert brought.cpu > 0
    cookies = {b"session=canary" in head for head in seen if b"GET /orders" in head}
    assert cookies == {True}
    assert not any(b"session=canary" in head for head in seen if b"GET /gone" in head)


async def test_a_script_that_does_not_run_is_said_with_why() -> None:
    job = Job(script="raise RuntimeError('no plan')", users=1, seconds=1, workers=1, patience=1)

    with pytest.raises(UnreachableError) as caught:
        await run(job, SAMPLES)

    assert "locust ended with exit code" in caught.value.reason


async def test_without_locust_it_is_said_how_to_get_it() -> None:
    job = Job(script="", users=1, seconds=1, workers=1, patience=1, module="no_such_locust")

    with pytest.raises(UnreachableError) as caught:
        await run(job, SAMPLES)

    assert caught.value.reason == "locust is not installed"
    assert "pip install 'launchready[locust]'" in caught.value.advice


async def test_workers_that_never_come_are_not_waited_for_without_end() -> None:
    text = script([Line(name="a", url="http://app.acme.test/")], rate=1, seconds=1, timeout=1)
    job = Job(
        script=text, users=1, seconds=1, workers=2, patience=1, master=("127.0.0.1", _free_port())
    )

    with pytest.raises(UnreachableError) as caught:
        await run(job, SAMPLES, limit=3)

    assert caught.value.kind == "timed out"
    assert caught.value.reason == "locust did not end within 3 s"
    assert "Start 2 workers while it waits: `locust -f - --worker" in caught.value.advice
