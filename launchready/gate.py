"""Plans the questions, asks them, and judges the answers."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import Literal

import anyio

from launchready.core import waiver as waivers
from launchready.core.check import Check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact
from launchready.core.harm import harm
from launchready.core.location import Subject
from launchready.core.report import (
    Answered,
    Asked,
    Gone,
    Judged,
    Outcome,
    Report,
    Skipped,
    Unanswered,
    Verdict,
)
from launchready.core.sheet import sheets_of
from launchready.core.unreachable import NotHereError, UnreachableError
from launchready.core.waiver import Waiver
from launchready.values.setting import Section

log = logging.getLogger(__name__)

# What these ask is the release itself; they wait for it to be there.
_OF_THE_RELEASE = ("web", "smoke", "load")
# And these say nothing of a release that is not: their answers would be another's.
_ONLY_OF_THE_RELEASE = ("smoke", "load")

Progress = Callable[[Asked], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A check and the one subject it is asked about."""

    check: Check
    subject: Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What will be asked and what will not, in the order of the report."""

    steps: tuple[Question | Asked, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(one for one in self.steps if isinstance(one, Question))


def plan(
    checks: Iterable[Check],
    rooms: Mapping[str, Section | None],
    *,
    chosen: Sequence[str] = (),
    barred: Mapping[str, str] | None = None,
) -> Plan:
    """Pairs each check of the chosen rooms with each of its subjects.

    No rooms chosen means all. `barred` gives a reason for rooms that may not be asked in this
    run; `{"network": reason}` bars every check that needs the network.
    """
    steps: list[Question | Asked] = []
    for check in checks:
        if chosen and check.room not in chosen:
            continue
        reason = _reason_against(check, rooms, barred or {})
        if reason:
            steps.append(Asked(check=check, subject="", outcome=Skipped(reason=reason)))
            continue
        subjects = list(check.each(rooms[check.room]))
        steps += [Question(check=check, subject=one) for one in subjects]
        if not subjects:
            nothing = Skipped(reason=f"{check.room}: names nothing for this check to look at")
            steps.append(Asked(check=check, subject="", outcome=nothing))
    return Plan(steps=tuple(steps))


def _reason_against(
    check: Check, rooms: Mapping[str, Section | None], barred: Mapping[str, str]
) -> str:
    if check.room in barred:
        return barred[check.room]
    if rooms.get(check.room) is None:
        return f"there is no {check.room}: section in launchready.yml; add one to turn it on"
    return barred.get("network", "") if check.network else ""


async def run(
    plan: Plan, ctx: Context, *, concurrency: int = 16, progress: Progress | None = None
) -> tuple[Asked, ...]:
    """Asks everything at once under a limit; what must run alone comes after, one at a time.

    Nothing that runs alone is asked once a blocker is found: load on a broken product proves
    nothing and costs its customers. What looks at the release waits for the checks that come
    first; when they find that it is not there, smoke and load have no answer, and the web room,
    most of which no release changes, looks at what visitors get meanwhile.
    """
    answers: dict[int, Asked] = {}
    limiter = anyio.CapacityLimiter(concurrency)
    numbered = list(enumerate(plan.steps))
    first = [place for place, one in numbered if isinstance(one, Question) and one.check.first]
    is_there = anyio.Event()

    async def answer(place: int, question: Question) -> None:
        if not question.check.first and question.check.room in _OF_THE_RELEASE:
            await is_there.wait()
        why = _against_release(question.check, [answers[one] for one in first if one in answers])
        if why is not None and place not in first:
            answers[place] = Asked(check=question.check, subject=str(question.subject), outcome=why)
        elif question.check.light:
            answers[place] = await ask(question, ctx)
        else:
            async with limiter:
                answers[place] = await ask(question, ctx)
        if progress:
            progress(answers[place])
        if all(one in answers for one in first):
            is_there.set()

    if not first:
        is_there.set()
    async with anyio.create_task_group() as together:
        for place, step in numbered:
            if isinstance(step, Question) and not step.check.alone:
                together.start_soon(answer, place, step)
    for place, step in numbered:
        if isinstance(step, Asked):
            answers[place] = step
        elif step.check.alone and _against_release(step.check, [answers[one] for one in first]):
            await answer(place, step)
        elif step.check.alone and _has_blocker(answers.values()):
            reason = "a blocker was found; this runs when there is none"
            skipped = Skipped(reason=reason)
            answers[place] = Asked(check=step.check, subject=str(step.subject), outcome=skipped)
        elif step.check.alone:
            await answer(place, step)
    return tuple(answers[place] for place, _ in numbered)


async def ask(question: Question, ctx: Context) -> Asked:
    """One question with its own clock; whatever goes wrong stays with this question."""
    check, subject = question.check, question.subject
    started = perf_counter()
    outcome: Outcome
    try:
        with anyio.fail_after(check.limit):
            found = await check.ask(subject, ctx)
            outcome = Answered(findings=tuple(found), sheets=sheets_of(found))
    except NotHereError as error:
        outcome = Skipped(reason=error.reason)
    except UnreachableError as error:
        outcome = Unanswered(
            kind=error.kind,
            reason=error.reason,
            advice=error.advice,
            findings=error.found,
            sheets=error.sheets,
        )
    except TimeoutError:
        outcome = Unanswered(kind="timed out", reason=f"no answer within {check.limit:g} s")
    except Exception as error:  # the one place that catches everything; see STYLE
        log.exception("%s failed on %s", check.id, subject)
        outcome = Unanswered(
            kind="bug",
            reason=f"{type(error).__name__} in {check.id}",
            advice="This is a fault of launchready; please report it with the traceback.",
        )
    seconds = round(perf_counter() - started, 3)
    return Asked(check=check, subject=str(subject), outcome=outcome, seconds=seconds)


def _against_release(check: Check, first: Iterable[Asked]) -> Unanswered | None:
    """Why a question about the release has no answer; None where it can be asked."""
    if check.room not in _ONLY_OF_THE_RELEASE:
        return None
    for one in first:
        if isinstance(one.outcome, Unanswered) or _has_blocker([one]):
            reason = f"{one.subject} is not there, so this would be another release's answer"
            advice = f"Mend what {one.check.id} says, and run this again."
            return Unanswered(kind="unreachable", reason=reason, advice=advice)
    return None


def _has_blocker(answers: Iterable[Asked]) -> bool:
    return any(one.rule.impact is Impact.BLOCKER for one in _findings(answers))


def _findings(answers: Iterable[Asked]) -> list[Finding]:
    found: list[Finding] = []
    for one in answers:
        if isinstance(one.outcome, Answered | Unanswered):
            found += one.outcome.findings
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a verdict depends on beside the answers.

    `is_partial` is True where a room's checks were asked only in part.
    """

    product: str
    environment: str
    started: datetime
    seconds: float
    commit: str | None
    fail_on: Impact = Impact.BLOCKER
    waivers: tuple[Waiver, ...] = ()
    earlier: tuple[Gone, ...] | None = None
    notes: tuple[str, ...] = ()
    is_partial: bool = False


def judge(asked: tuple[Asked, ...], given: Circumstances) -> Report:
    """Weighs every finding and says the one word."""
    raw = [_weighed(one, given, waived=True) for one in _unique(_findings(asked))]
    own = [_weighed(one, given, waived=False) for one in _about_waivers(asked, given)]
    judged = sorted([*raw, *own], key=_weight)
    seen = {one.finding.fingerprint for one in judged}
    return Report(
        verdict=_verdict(asked, judged, given.fail_on),
        product=given.product,
        environment=given.environment,
        started=given.started,
        seconds=given.seconds,
        commit=given.commit,
        fail_on=given.fail_on,
        findings=tuple(judged),
        asked=asked,
        notes=given.notes,
        gone=tuple(one for one in given.earlier or () if one.fingerprint not in seen),
    )


def _weight(judged: Judged) -> tuple[int, int]:
    """Worst first, and among equals what costs customers most."""
    rule = judged.finding.rule
    return (-rule.impact, -harm(rule))


def _unique(findings: Iterable[Finding]) -> list[Finding]:
    """One fault seen by several questions is one fault."""
    return list({(one.fingerprint, one.at): one for one in findings}.values())


def _weighed(finding: Finding, given: Circumstances, *, waived: bool) -> Judged:
    today = given.started.date()
    live = (one for one in given.waivers if one.covers(finding) and not one.has_lapsed(today))
    return Judged(
        finding=finding,
        waived=next(live, None) if waived else None,
        since=_since(finding, given.earlier),
    )


def _since(finding: Finding, earlier: tuple[Gone, ...] | None) -> Literal["new", "still", None]:
    if earlier is None:
        return None
    return "still" if finding.fingerprint in {one.fingerprint for one in earlier} else "new"


def _about_waivers(asked: tuple[Asked, ...], given: Circumstances) -> list[Finding]:
    today = given.started.date()
    answered = [one.check for one in asked if isinstance(one.outcome, Answered)]
    looked_at = {rule.id for one in answered for rule in one.emits}
    rooms = set() if given.is_partial else {one.room for one in answered}
    found: list[Finding] = []
    for one in given.waivers:
        used = any(one.covers(finding) for finding in _findings(asked))
        if one.has_lapsed(today):
            message = f"{one} ended on {one.until.isoformat()} ({one.owner}: {one.because})"
            found.append(waivers.LAPSED.broken(one, message))
        elif not used and (one.rule in looked_at or one.rule.partition("/")[0] in rooms):
            found.append(waivers.UNUSED.broken(one, f"{one} covers no finding of this run"))
    return found


def _verdict(asked: tuple[Asked, ...], judged: list[Judged], fail_on: Impact) -> Verdict:
    if any(one.waived is None and one.finding.rule.impact >= fail_on for one in judged):
        return Verdict.NO_GO
    open_questions = [one for one in asked if isinstance(one.outcome, Unanswered)]
    if any(one.check.worst >= fail_on for one in open_questions):
        return Verdict.UNKNOWN
    if not any(isinstance(one.outcome, Answered) for one in asked):
        return Verdict.UNKNOWN
    return Verdict.GO
