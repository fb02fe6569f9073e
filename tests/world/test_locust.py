"""A plan is sent by locust as our own client would send it, and comes back in the same form."""

from collections import Counter
from importlib.util import find_spec

import pytest

from launchready.core.browser import Response
from launchready.core.load import Fleet, Live, Plan, Target
from launchready.core.unreachable import UnreachableError
from launchready.world.load_run import LiveLoad
from launchready.world.locust import line, send
from launchready.world.locust_script import Line
from launchready.world.settings import Network
from tests.world.shop import shop
from tests.worlds import DictResolver

# Looked for, not imported: locust rebuilds the sockets of the process that imports it. Starting
# four processes of it takes its time on a busy machine, in seconds.
pytestmark = [
    pytest.mark.skipif(find_spec("locust") is None, reason="locust is in the development group"),
    pytest.mark.timeout(240),
]

THREE = Fleet(workers=3)


def _at(port: int) -> Network:
    return Network(addresses={"app.acme.test:80": (f"127.0.0.1:{port}",)})


async def test_a_run_comes_back_with_what_counts_of_it() -> None:
    seen: list[bytes] = []
    told: list[int] = []
    shown: list[Live] = []

    def enough(samples: object) -> bool:
        told.append(len(samples))  # type: ignore[arg-type]
        return True

    async with shop(seen) as port:
        target = Target(
            name="orders",
            url="http://app.acme.test/orders",
            method="POST",
            headers=(("Cookie", "session=canary"),),
            body=b"a=1",
        )
        plan = Plan(
            targets=(target,), rate=30, seconds=3, warmup=2, timeout=5, enough=enough, fleet=THREE
        )
        made = await LiveLoad(_at(port), DictResolver()).run(plan, shown.append)

    assert shown[-1].total == 5
    assert all(one.errors == 0 and (one.p50 or 0) >= 0.03 for one in shown)
    assert made.engine == "locust"
    assert made.aborted == ""
    assert made.machine.startswith("3 workers on ")
    assert {(one.target, one.status, one.error) for one in made.samples} == {("orders", 200, "")}
    assert all(0 <= one.due < 3 and one.sent >= one.due for one in made.samples)
    assert all(one.taken >= 0.03 and one.server_timing == "db;dur=12" for one in made.samples)
    assert len(made.samples) <= 92
    assert made.health.achieved <= 31
    assert told == [len(made.samples)]
    assert all(b"session=canary" in head and b"POST /orders" in head for head in seen)


async def test_a_server_that_fails_is_spared_the_rest() -> None:
    async with shop([]) as port:
        target = Target(name="orders", url="http://app.acme.test/broken", statuses=(200,))
        plan = Plan(targets=(target,), rate=30, seconds=60, timeout=2)
        made = await send(plan, THREE, _at(port), DictResolver())

    assert made.aborted == "100 % of the requests of 5 s failed"
    assert Counter(one.error for one in made.samples).keys() == {"answered 500"}
    assert max(one.due for one in made.samples) < 50


async def test_nobody_there_is_an_error_of_its_own_kind() -> None:
    async with shop([]) as port:
        pass
    target = Target(name="orders", url="http://app.acme.test/")
    plan = Plan(targets=(target,), rate=5, seconds=2, timeout=1)
    made = await send(plan, Fleet(workers=1), _at(port), DictResolver())

    assert {one.error for one in made.samples} == {"connection refused"}


def test_what_locust_can_judge_is_handed_to_it() -> None:
    def judge(answer: Response) -> str:
        return "" if answer.status == 200 else "no"

    told = Target(name="a", url="http://app.acme.test/", judge=judge, statuses=(200,), texts=("x",))

    assert line(told) == Line(name="a", url="http://app.acme.test/", statuses=(200,), texts=("x",))
    with pytest.raises(UnreachableError, match="more than locust can be told"):
        line(Target(name="a", url="http://app.acme.test/", judge=judge))


async def test_a_body_that_is_no_text_is_not_bent_into_one() -> None:
    target = Target(name="a", url="http://app.acme.test/", method="POST", body=b"\xff\xfe")
    plan = Plan(targets=(target,), rate=5, seconds=2)

    with pytest.raises(UnreachableError, match="is no text"):
        await send(plan, THREE, Network(), DictResolver())
