"""The word is never a guess: plan, run and judge keep three answers apart."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import anyio
import pytest

from launchready import gate
from launchready.core.check import Check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact
from launchready.core.location import Location, Named
from launchready.core.report import (
    Answered,
    Asked,
    Gone,
    Outcome,
    Report,
    Skipped,
    Unanswered,
    Verdict,
)
from launchready.core.unreachable import NotHereError, UnreachableError
from launchready.core.waiver import Waiver
from tests.rules import Doors, a_check, a_rule, a_subject
from tests.worlds import NOON, a_world

ROOMS: Mapping[str, Any] = {"shop": Doors()}


def judged(*asked: Asked, **given: Any) -> Report:
    usual: dict[str, Any] = {"product": "", "environment": "production", "started": NOON}
    usual |= {"seconds": 1.0, "commit": None}
    return gate.judge(asked, gate.Circumstances(**(usual | given)))


def asked(outcome: Outcome, impact: Impact = Impact.BLOCKER, name: str = "a") -> Asked:
    check = a_check(emits=(a_rule(impact=impact),))
    return Asked(check=check, subject=name, outcome=outcome)


def found(
    impact: Impact = Impact.BLOCKER, name: str = "front door", id_: str = "shop/closed"
) -> Asked:
    finding = a_rule(id_, impact).broken(a_subject(name), "shut")
    return asked(Answered(findings=(finding,)), impact, name)


FINE = asked(Answered(findings=()))
LOST = Unanswered(kind="timed out", reason="no answer within 60 s")


@pytest.mark.parametrize(
    ("answers", "fail_on", "verdict", "code"),
    [
        ((FINE,), Impact.BLOCKER, Verdict.GO, 0),
        ((FINE, found(Impact.RISK)), Impact.BLOCKER, Verdict.GO, 0),
        ((FINE, found(Impact.RISK)), Impact.RISK, Verdict.NO_GO, 1),
        ((FINE, found(Impact.ADVICE)), Impact.ADVICE, Verdict.NO_GO, 1),
        ((FINE, found()), Impact.BLOCKER, Verdict.NO_GO, 1),
        ((FINE, asked(LOST)), Impact.BLOCKER, Verdict.UNKNOWN, 3),
        ((FINE, asked(LOST, Impact.RISK)), Impact.BLOCKER, Verdict.GO, 0),
        ((FINE, asked(LOST, Impact.RISK)), Impact.RISK, Verdict.UNKNOWN, 3),
        ((found(), asked(LOST)), Impact.BLOCKER, Verdict.NO_GO, 1),
        ((), Impact.BLOCKER, Verdict.UNKNOWN, 3),
        ((asked(Skipped(reason="no section")),), Impact.BLOCKER, Verdict.UNKNOWN, 3),
    ],
)
def test_the_verdict(
    answers: tuple[Asked, ...], fail_on: Impact, verdict: Verdict, code: int
) -> None:
    report = judged(*answers, fail_on=fail_on)

    assert (report.verdict, report.verdict.exit_code) == (verdict, code)


def test_faults_seen_before_the_answer_was_lost_count_all_the_same() -> None:
    finding = a_rule().broken(a_subject(), "shut")
    report = judged(asked(Unanswered(kind="refused", reason="gone", findings=(finding,))))

    assert report.verdict is Verdict.NO_GO
    assert report.standing == (finding,)


def test_the_worst_comes_first_and_then_the_order_of_the_plan() -> None:
    report = judged(
        found(Impact.ADVICE, "a"),
        found(Impact.BLOCKER, "b"),
        found(Impact.RISK, "c"),
        found(name="d"),
    )

    assert [one.subject for one in report.standing] == ["b", "d", "c", "a"]


def test_one_fault_seen_by_two_questions_is_one_fault() -> None:
    assert len(judged(found(), found()).findings) == 1


def waiver(until: date, rule: str = "shop/closed", subject: str = "front door") -> Waiver:
    at = Location(file="launchready.yml", line=40)
    return Waiver(rule=rule, subject=subject, because="stock", owner="ada", until=until, at=at)


def test_a_waiver_holds_through_its_last_day() -> None:
    mine = waiver(NOON.date())
    report = judged(found(), waivers=(mine,))

    assert report.verdict is Verdict.GO
    assert report.findings[0].waived == mine
    assert report.standing == ()


def test_a_lapsed_waiver_covers_nothing_and_is_itself_a_finding() -> None:
    report = judged(found(), waivers=(waiver(date(2026, 11, 24)),))

    assert report.verdict is Verdict.NO_GO
    assert [one.rule.id for one in report.standing] == ["shop/closed", "gate/waiver-lapsed"]
    assert report.standing[1].at.line == 40
    assert "2026-11-24" in report.standing[1].message


def test_a_waiver_of_another_subject_or_rule_covers_nothing_and_says_so() -> None:
    others = (waiver(NOON.date(), subject="back door"), waiver(NOON.date(), rule="shop/dark"))
    report = judged(found(), waivers=others)

    assert report.verdict is Verdict.NO_GO
    assert [one.rule.id for one in report.standing] == ["shop/closed", *["gate/waiver-unused"] * 2]


def test_a_waiver_of_a_room_that_was_not_looked_at_is_not_called_unused() -> None:
    report = judged(FINE, waivers=(waiver(NOON.date(), rule="dns/record-missing"),))

    assert report.findings == ()


def test_an_earlier_report_tells_new_from_still_there_from_gone() -> None:
    still = found(name="front door")
    gone = Gone(rule="shop/closed", subject="side door", fingerprint="0123456789abcdef")
    fingerprint = a_rule().broken(a_subject("front door"), "").fingerprint
    earlier = (Gone(rule="shop/closed", subject="front door", fingerprint=fingerprint), gone)
    report = judged(still, found(name="back door"), earlier=earlier)

    assert {one.finding.subject: one.since for one in report.findings} == {
        "front door": "still",
        "back door": "new",
    }
    assert report.gone == (gone,)


@pytest.mark.parametrize(
    ("hours", "answers", "said"),
    [
        (1.0, (found(),), "yes"),
        (49.0, (found(),), "no"),
        (1.0, (found(), asked(LOST)), "unknown"),
        (1.0, (FINE,), "yes"),
        (1.0, (), "unknown"),
    ],
)
def test_launch_in_48_hours_is_never_yes_over_an_open_question(
    hours: float, answers: tuple[Asked, ...], said: str
) -> None:
    heavy = tuple(_taking(one, hours) for one in answers)

    assert judged(*heavy).launch_in_48h == said


def _taking(one: Asked, hours: float) -> Asked:
    if not isinstance(one.outcome, Answered) or not one.outcome.findings:
        return one
    finding = a_rule(hours=hours).broken(a_subject(), "shut")
    return asked(Answered(findings=(finding,)))


def test_a_room_without_a_section_is_skipped_and_says_how_to_turn_it_on() -> None:
    plan = gate.plan([a_check()], {})

    assert plan.questions == ()
    assert [one.outcome for one in plan.steps if isinstance(one, Asked)] == [
        Skipped(reason="there is no shop: section in launchready.yml; add one to turn it on")
    ]


def test_only_chosen_rooms_are_planned() -> None:
    checks = [a_check(id_="shop/doors"), a_check(id_="yard/gates")]
    plan = gate.plan(checks, {"shop": Doors(), "yard": Doors()}, chosen=["yard"])

    assert [one.check.id for one in plan.questions] == ["yard/gates"]


def test_offline_bars_what_needs_the_network_and_nothing_else() -> None:
    checks = [a_check(id_="shop/doors"), a_check(id_="shop/books", network=False)]
    plan = gate.plan(checks, ROOMS, barred={"network": "--offline was given"})

    assert [one.check.id for one in plan.questions] == ["shop/books"]
    assert [one.outcome for one in plan.steps if isinstance(one, Asked)] == [
        Skipped(reason="--offline was given")
    ]


async def _run(*checks: Check, concurrency: int = 16) -> tuple[Asked, ...]:
    return await gate.run(gate.plan(checks, ROOMS), a_world(), concurrency=concurrency)


async def test_one_lost_host_hides_no_other_finding() -> None:
    async def ask(door: Named, ctx: Context) -> list[Finding]:
        if door.name == "lost":
            raise UnreachableError("the lost door does not answer", advice="Knock again.")
        return [a_rule().broken(door, "shut")]

    answers = await _run(a_check(ask, subjects=[a_subject("lost"), a_subject("front")]))

    assert answers[0].outcome == Unanswered(
        kind="unreachable", reason="the lost door does not answer", advice="Knock again."
    )
    assert isinstance(answers[1].outcome, Answered)
    assert judged(*answers).verdict is Verdict.NO_GO


async def test_what_is_not_used_here_is_skipped_with_its_reason() -> None:
    async def ask(door: Named, ctx: Context) -> list[Finding]:
        raise NotHereError("there is no door")

    answers = await _run(a_check(ask))

    assert answers[0].outcome == Skipped(reason="there is no door")


async def test_a_question_past_its_limit_is_unanswered() -> None:
    async def ask(door: Named, ctx: Context) -> list[Finding]:
        await anyio.sleep_forever()
        return []

    answers = await _run(a_check(ask, limit=0.01))

    assert answers[0].outcome == Unanswered(kind="timed out", reason="no answer within 0.01 s")


async def test_a_fault_of_ours_is_unanswered_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def ask(door: Named, ctx: Context) -> list[Finding]:
        raise KeyError("oops")

    with caplog.at_level(logging.ERROR):
        answers = await _run(a_check(ask), a_check())

    assert isinstance(answers[0].outcome, Unanswered)
    assert (answers[0].outcome.kind, answers[0].outcome.reason) == ("bug", "KeyError in shop/doors")
    assert answers[1].outcome == Answered(findings=())
    assert "KeyError" in caplog.text


async def test_answers_stand_in_the_order_planned_whoever_answers_first() -> None:
    async def ask(door: Named, ctx: Context) -> list[Finding]:
        await anyio.sleep(0.02 if door.name == "slow" else 0)
        return []

    doors = [a_subject("slow"), a_subject("quick")]
    answers = await _run(a_check(ask, subjects=doors))

    assert [one.subject for one in answers] == ["slow", "quick"]


async def test_no_more_questions_are_open_at_once_than_allowed() -> None:
    open_now, most = 0, 0

    async def ask(door: Named, ctx: Context) -> list[Finding]:
        nonlocal open_now, most
        open_now += 1
        most = max(most, open_now)
        await anyio.sleep(0.001)
        open_now -= 1
        return []

    await _run(a_check(ask, subjects=[a_subject(str(n)) for n in range(20)]), concurrency=3)

    assert most == 3


async def test_light_questions_are_all_open_at_once() -> None:
    open_now, most = 0, 0

    async def ask(door: Named, ctx: Context) -> list[Finding]:
        nonlocal open_now, most
        open_now += 1
        most = max(most, open_now)
        await anyio.sleep(0.001)
        open_now -= 1
        return []

    check = a_check(ask, subjects=[a_subject(str(n)) for n in range(20)])
    await _run(replace(check, light=True), concurrency=3)

    assert most == 20


async def test_what_runs_alone_waits_for_the_rest_and_is_spared_by_a_blocker() -> None:
    order: list[str] = []

    async def ask(door: Named, ctx: Context) -> list[Finding]:
        order.append(door.name)
        return [a_rule().broken(door, "shut")] if door.name == "shut" else []

    load = a_check(ask, id_="shop/load", subjects=[a_subject("crowd")], alone=True)
    sound = await _run(load, a_check(ask, subjects=[a_subject("open")]))
    broken = await _run(load, a_check(ask, subjects=[a_subject("shut")]))

    assert order == ["open", "crowd", "shut"]
    assert isinstance(sound[0].outcome, Answered)
    assert broken[0].outcome == Skipped(reason="a blocker was found; this runs when there is none")


class _Release:
    """A world in which the release is there, late, or not at all, and who asked before it."""

    def __init__(self, outcome: list[Finding] | UnreachableError) -> None:
        self.outcome = outcome
        self.is_there = False
        self.early: list[str] = []

    def checks(self) -> tuple[Check, ...]:
        async def wait(_: Any, __: Context) -> list[Finding]:
            await anyio.sleep(0.01)
            self.is_there = True
            if isinstance(self.outcome, UnreachableError):
                raise self.outcome
            return self.outcome

        def asks(id_: str) -> Check:
            async def ask(_: Any, __: Context) -> list[Finding]:
                self.early += [] if self.is_there else [id_]
                return []

            return replace(a_check(), id=id_, ask=ask, alone=id_.startswith("load"))

        others = [asks(one) for one in ("dns/a", "web/b", "smoke/c", "load/d")]
        return (replace(a_check(), id="smoke/first", ask=wait, first=True), *others)


async def _after(outcome: list[Finding] | UnreachableError) -> tuple[dict[str, Outcome], list[str]]:
    release = _Release(outcome)
    rooms = {room: Doors() for room in ("dns", "web", "smoke", "load")}
    answers = await gate.run(gate.plan(release.checks(), rooms), a_world(), concurrency=1)
    return {one.check.id: one.outcome for one in answers}, release.early


async def test_what_looks_at_the_release_waits_for_it() -> None:
    outcomes, early = await _after([])

    assert early in ([], ["dns/a"])
    assert all(isinstance(one, Answered) for one in outcomes.values())


@pytest.mark.parametrize(
    "outcome",
    [[a_rule("smoke/not-deployed").broken(a_subject("x"), "old")], UnreachableError("silent")],
    ids=["an old release", "no answer"],
)
async def test_where_the_release_is_not_smoke_and_load_have_no_answer(
    outcome: list[Finding] | UnreachableError,
) -> None:
    outcomes, _ = await _after(outcome)

    assert isinstance(outcomes["dns/a"], Answered)
    assert isinstance(outcomes["web/b"], Answered)
    for one in (outcomes["smoke/c"], outcomes["load/d"]):
        assert isinstance(one, Unanswered)
        assert one.reason.endswith("is not there, so this would be another release's answer")
