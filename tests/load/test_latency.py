"""A load run blocks a launch only for what is certain, and passes only what is."""

import random
from dataclasses import replace

import pytest

from launchready.core.finding import Finding
from launchready.core.load import Health, Run
from launchready.core.sessions import NoSessions, SignedIn
from launchready.core.sheet import sheets_of
from launchready.core.unreachable import UnreachableError
from launchready.load.latency import latency
from launchready.load.settings import Load
from tests.load.reading import a_load
from tests.load.runs import SOUND, Sends, a_run, drawn, sample, samples
from tests.worlds import a_site, a_world

FAST = samples([0.05] * 2000)
WORLD = a_world(site=a_site("acme.test"))


async def _asked(run: Run, load: Load | None = None) -> list[Finding]:
    ctx = replace(WORLD, load=Sends(run))
    return await latency.ask(load or a_load(), ctx)


async def _open(run: Run, load: Load | None = None) -> UnreachableError:
    with pytest.raises(UnreachableError) as told:
        await _asked(run, load)
    return told.value


async def test_a_product_that_holds_is_silent_and_shown() -> None:
    found = await _asked(a_run(FAST))

    assert found == []
    shown = sheets_of(found)[0].run
    assert shown is not None
    assert shown.targets[0].answers == 2000


async def test_a_p95_above_its_limit_blocks_at_the_targets_line() -> None:
    found = await _asked(a_run(samples([0.4] * 2000)))

    assert [one.rule.id for one in found] == ["load/p95-high"]
    assert found[0].at.line == 7
    assert "home has a p95 of 400 ms (400 ms to 400 ms); 300 ms is promised at 50" in (
        found[0].message
    )


async def test_errors_block_and_are_told_by_kind() -> None:
    made = [*FAST, *[sample(0.1, "answered 503")] * 60, *[sample(10, "timed out")] * 20]
    found = await _asked(a_run(tuple(made)))

    assert [one.rule.id for one in found] == ["load/errors-high"]
    assert found[0].message.startswith("home: 80 of 2,080 requests failed (3.8 %)")
    assert "60 times: answered 503" in found[0].evidence


async def test_where_errors_alone_make_it_late_they_are_told_once() -> None:
    found = await _asked(a_run((*FAST, *[sample(0.1, "answered 500")] * 400)))

    assert [one.rule.id for one in found] == ["load/errors-high"]


async def test_slow_answers_are_told_beside_errors() -> None:
    made = (*samples([0.6] * 1000), *[sample(0.1, "answered 500")] * 400)

    assert {one.rule.id for one in await _asked(a_run(made))} == {
        "load/errors-high",
        "load/p95-high",
    }


async def test_a_run_that_had_to_be_ended_blocks() -> None:
    made = (*FAST, *[sample(0.1, "answered 500")] * 10)
    found = await _asked(a_run(made, aborted="10 of 20 answers within 5 s were errors"))

    assert [one.rule.id for one in found] == ["load/errors-high"]
    assert any("ended early: 10 of 20" in one for one in found[0].evidence)


async def test_too_few_answers_leave_it_open_and_say_how_long_would_tell() -> None:
    error = await _open(a_run(samples([0.05] * 100), seconds=2.0))

    assert "0 of 100 failed, so between 0 % and 3 % do; 1 % is the most that may" in error.reason
    assert error.advice.startswith("A run of about 7s would tell (for: 7s)")
    assert error.sheets[0].run is not None


async def test_a_p95_beside_its_limit_leaves_it_open() -> None:
    error = await _open(a_run(samples(drawn(random.Random(1), 3000, 0.29))))

    assert "cannot tell whether it is within 300 ms" in error.reason


@pytest.mark.parametrize(
    ("health", "words"),
    [
        (replace(SOUND, lag=0.05), "the sender, not the server, was late"),
        (replace(SOUND, achieved=40.0), "the sender reached 40 of 50 requests a second"),
        (replace(SOUND, cpu=0.9), "it used 90 % of a core"),
        (replace(SOUND, lost=3), "3 requests had no socket or port"),
    ],
    ids=["late", "rate", "cpu", "sockets"],
)
async def test_a_sender_that_could_not_keep_up_proves_nothing(health: Health, words: str) -> None:
    error = await _open(a_run(samples([5.0] * 2000), health=health))

    assert words in error.reason
    assert error.found == ()
    assert error.sheets[0].run is not None
    assert error.sheets[0].run.invalid == error.reason


async def test_a_limiter_is_not_the_apps_capacity() -> None:
    wall = sample(0.01, "turned away (429: it asks for fewer requests)")
    error = await _open(a_run((*FAST, *[wall] * 300)))

    assert error.kind == "refused"
    assert error.reason.startswith("300 of 2300 requests were turned away (429")
    assert "rate limit" in error.advice


async def test_a_session_goes_along_with_every_request() -> None:
    sends = Sends(a_run(FAST))
    ctx = replace(WORLD, load=sends, sessions=_Member())
    await latency.ask(a_load("session: member"), ctx)

    assert sends.plan is not None
    assert sends.plan.targets[0].headers == (("Authorization", "Bearer x"),)


async def test_a_session_that_is_not_there_is_no_answer() -> None:
    with pytest.raises(UnreachableError, match="there is no session member"):
        await latency.ask(a_load("session: member"), replace(WORLD, load=Sends(a_run(FAST))))


async def test_a_run_goes_on_only_while_it_cannot_tell() -> None:
    sends = Sends(a_run(FAST))
    await latency.ask(a_load(), replace(WORLD, load=sends))

    assert sends.plan is not None
    assert sends.plan.enough is not None
    assert sends.plan.enough(FAST)
    assert sends.plan.enough(samples([0.9] * 300))
    assert not sends.plan.enough(FAST[:50])


def test_it_runs_alone_and_after_the_rest() -> None:
    assert latency.alone
    assert latency.limit >= 2 * 3600


class _Member(NoSessions):
    async def sign_in(self, name: str) -> SignedIn:
        return SignedIn(
            name=name,
            hosts=frozenset({"acme.test"}),
            headers=(("Authorization", "Bearer x"),),
            is_secure=True,
        )
