"""What was asked, what came back, and the one word."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from launchready.core.check import Check
from launchready.core.finding import Finding, Impact
from launchready.core.launch import Answer, Plan, plan
from launchready.core.measured import LoadRun
from launchready.core.sheet import Sheet
from launchready.core.unreachable import Silence
from launchready.core.waiver import Waiver
from launchready.core.walked import Walked


class Verdict(StrEnum):
    """The one word a run ends in."""

    GO = "go"
    NO_GO = "no-go"
    UNKNOWN = "unknown"

    @property
    def exit_code(self) -> int:
        return {Verdict.GO: 0, Verdict.NO_GO: 1, Verdict.UNKNOWN: 3}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The question was answered; no findings means the promise is kept."""

    findings: tuple[Finding, ...]
    sheets: tuple[Sheet, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """The question was not asked, and `reason` says how to have it asked."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """The question was asked and stays open; faults seen on the way stand all the same."""

    kind: Silence | Literal["bug"]
    reason: str
    advice: str = ""
    findings: tuple[Finding, ...] = ()
    sheets: tuple[Sheet, ...] = ()


Outcome = Answered | Skipped | Unanswered


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question and what became of it; `subject` is "" for a check skipped as a whole."""

    check: Check
    subject: str
    outcome: Outcome
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A finding weighed: waived or not, new or known."""

    finding: Finding
    waived: Waiver | None = None
    since: Literal["new", "still", None] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A finding of an earlier report that this run no longer has."""

    rule: str
    subject: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One run, whole. Findings stand worst first, then by harm, then in the order planned.

    `started` is in UTC, `seconds` is the run's length, `fail_on` the impact that makes a no-go.
    """

    verdict: Verdict
    product: str
    environment: str
    started: datetime
    seconds: float
    commit: str | None
    fail_on: Impact
    findings: tuple[Judged, ...]
    asked: tuple[Asked, ...]
    notes: tuple[str, ...] = ()
    gone: tuple[Gone, ...] = ()

    @property
    def standing(self) -> tuple[Finding, ...]:
        """The findings nobody has waived, worst first."""
        return tuple(one.finding for one in self.findings if one.waived is None)

    def of_impact(self, impact: Impact) -> tuple[Finding, ...]:
        return tuple(one for one in self.standing if one.rule.impact is impact)

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The facts that were seen, in the order planned."""
        return tuple(one for one in self._sheets() if one.run is None)

    @property
    def runs(self) -> tuple[LoadRun, ...]:
        """What load runs measured, in the order planned."""
        return tuple(one.run for one in self._sheets() if one.run is not None)

    @property
    def journeys(self) -> tuple[Walked, ...]:
        """The journeys that were walked, step by step, in the order planned."""
        return tuple(one.walked for one in self._sheets() if one.walked is not None)

    @property
    def served(self) -> tuple[str, ...]:
        """The versions or commits that were seen to answer, where the config says how to tell."""
        return tuple(dict.fromkeys(one.served for one in self._sheets() if one.served))

    def _sheets(self) -> Iterator[Sheet]:
        outcomes = (one.outcome for one in self.asked)
        return (s for one in outcomes if not isinstance(one, Skipped) for s in one.sheets)

    def unanswered(self) -> Iterator[tuple[Asked, Unanswered]]:
        return ((a, a.outcome) for a in self.asked if isinstance(a.outcome, Unanswered))

    def skipped(self) -> Iterator[tuple[Asked, Skipped]]:
        return ((a, a.outcome) for a in self.asked if isinstance(a.outcome, Skipped))

    @property
    def answered(self) -> int:
        return sum(isinstance(one.outcome, Answered) for one in self.asked)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings that make a no-go: standing, and no less than `fail_on`."""
        return tuple(one for one in self.standing if one.rule.impact >= self.fail_on)

    @property
    def plan(self) -> Plan:
        """What blocks, in the order one pair of hands mends it."""
        return plan(self.blocking)

    @property
    def hours(self) -> float:
        """The usual working hours to mend everything that blocks, one after another."""
        return self.plan.hours

    @property
    def launch_in_48h(self) -> Answer:
        """Whether the blockers can be mended in time, waits and all.

        An open question that may hide a blocker never gives a yes, nor does a run that asked
        nothing.
        """
        if not self.plan.fits:
            return "no"
        return "unknown" if self.verdict is Verdict.UNKNOWN or self.open_blockers else "yes"

    @property
    def open_blockers(self) -> tuple[tuple[Asked, Unanswered], ...]:
        """The questions without an answer that could have said what makes a no-go."""
        return tuple(
            (asked, outcome)
            for asked, outcome in self.unanswered()
            if asked.check.worst >= self.fail_on
        )
