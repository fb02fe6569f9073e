"""The way to a launch: what blocks, in an order that respects what depends on what."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from launchready.core.finding import Finding
from launchready.core.order import AFTER, Phase, Wait, phase, wait

DEADLINE = 48.0  # hours

Answer = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One blocker's place on the way; times are in hours from now.

    Hands are at work from `starts` to `until`; `done` is when it can be seen.
    """

    finding: Finding
    starts: float
    until: float
    wait: Wait

    @property
    def phase(self) -> Phase:
        return phase(self.finding.rule)

    @property
    def done(self) -> float:
        return self.until + self.wait.hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Every blocker in the order it is mended by one pair of hands."""

    steps: tuple[Step, ...]

    @property
    def hours(self) -> float:
        """Working hours, one after another."""
        return round(sum(one.finding.rule.hours for one in self.steps), 2)

    @property
    def elapsed(self) -> float:
        """Hours from now until everything is mended and can be seen, by one pair of hands."""
        return round(max((one.done for one in self.steps), default=0.0), 2)

    @property
    def fits(self) -> bool:
        return self.elapsed <= DEADLINE


def plan(blocking: Iterable[Finding]) -> Plan:
    """The way for one pair of hands: a step begins when the hands are free and what it is after
    can be seen. What waits longest is begun first within its phase, then what is short.

    The order is fixed, so one blocker more never makes the way shorter.
    """
    return Plan(steps=_walked(blocking, shared=False))


def shared(blocking: Iterable[Finding]) -> Plan:
    """The same where hands are never short: only what depends on what takes time."""
    return Plan(steps=_walked(blocking, shared=True))


def _walked(blocking: Iterable[Finding], *, shared: bool) -> tuple[Step, ...]:
    steps: list[Step] = []
    seen: dict[Phase, float] = {}  # when a phase and all it is after can be seen
    free = 0.0
    ordered = sorted(blocking, key=_rank)
    for part in Phase:
        begin = max((seen[one] for one in AFTER[part]), default=0.0)
        seen[part] = begin
        for finding in ordered:
            if phase(finding.rule) is not part:
                continue
            starts = begin if shared else max(begin, free)
            free = starts + finding.rule.hours
            step = Step(finding=finding, starts=starts, until=free, wait=wait(finding.rule))
            steps.append(step)
            seen[part] = max(seen[part], step.done)
    return tuple(steps)


def _rank(finding: Finding) -> tuple[float, float, str, str, str, int, int]:
    """A total order, so that two runs of the same world give the same plan."""
    rule, at = finding.rule, finding.at
    return (
        -wait(rule).hours,
        rule.hours,
        rule.id,
        finding.subject,
        at.file,
        at.line,
        at.column,
    )
