"""Gathers what a report holds the way people read it: by room, by stage, by reason."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.report import Answered, Asked, Judged, Report, Skipped, Unanswered
from launchready.core.rollup import ROOMS, Line, line
from launchready.report import wording

_ROOM = "\0"

MARKS = {
    "blocker": "🛑",
    "risk": "⚠️",
    "advice": "💡",
    "clear": "✅",
    "partly asked": "◐",
    "accepted": "☑️",
    "unanswered": "❔",
    "not asked": "⬜",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the launch: the worst that stands in it, or how far we looked.

    `is_planned` is False where the run was not meant to look at any of it, `is_partial` True
    where a whole room of it had no answer asked of it.
    """

    name: str
    worst: Impact | None
    findings: tuple[Judged, ...]
    is_waived: bool
    is_open: bool
    is_answered: bool
    is_planned: bool = True
    is_partial: bool = False

    @property
    def title(self) -> str:
        return f"{self.name[0].upper()}{self.name[1:]}"

    @property
    def words(self) -> str:
        """The word with how many where it counts something."""
        number = sum(one.finding.rule.impact is self.worst for one in self.findings)
        is_counted = self.worst is not None and self.word == self.worst.word
        return wording.count(number, self.word) if is_counted else self.word

    @property
    def word(self) -> str:
        """One word for the part; an open question outweighs everything but a blocker."""
        if self.worst is Impact.BLOCKER:
            return "blocker"
        if self.is_open:
            return "unanswered"
        if self.worst:
            return self.worst.word
        if self.is_waived:
            return "accepted"
        if not self.is_answered:
            return "not asked"
        return "partly asked" if self.is_partial else "clear"


def stages(report: Report) -> tuple[Part, ...]:
    """The seven stages in their order."""
    return tuple(_part(report, stage, lambda rule: rule.stage) for stage in Stage)


def rollup(report: Report) -> tuple[Part, ...]:
    """The ten lines in their order; together they hold every finding and every question."""
    skipped_rooms = {room for room in rooms(report) if _is_skipped(report, room)}
    lines = (_part(report, one, line) for one in Line)
    return tuple(
        replace(one, is_partial=any(ROOMS.get(room) == one.name for room in skipped_rooms))
        for one in lines
    )


def _is_skipped(report: Report, room: str) -> bool:
    """Whether a run that was to look at a room asked none of its questions."""
    asked = [one.outcome for one in report.asked if one.check.room == room]
    return bool(asked) and all(isinstance(one, Skipped) for one in asked)


def _part(report: Report, name: StrEnum, of: Callable[[Rule], StrEnum]) -> Part:
    judged = [one for one in report.findings if of(one.finding.rule) is name]
    findings = tuple(one for one in judged if not one.waived)
    asked = [one for one in report.asked if name in {of(rule) for rule in one.check.emits}]
    return Part(
        name=name.value,
        worst=max((one.finding.rule.impact for one in findings), default=None),
        findings=findings,
        is_waived=len(judged) > len(findings),
        is_open=any(isinstance(one.outcome, Unanswered) for one in asked),
        is_answered=any(isinstance(one.outcome, Answered) for one in asked),
        is_planned=bool(asked),
    )


def rooms(report: Report) -> tuple[str, ...]:
    """The rooms a report speaks of, in its order; those of findings nobody asked for come last."""
    asked = [one.check.room for one in report.asked]
    return tuple(dict.fromkeys([*asked, *(one.finding.rule.room for one in report.findings)]))


def found_by(asked: Asked) -> tuple[Finding, ...]:
    """The findings of one question, also where it stays open."""
    if isinstance(asked.outcome, Answered | Unanswered):
        return asked.outcome.findings
    return ()


def skipped(report: Report) -> list[tuple[str, str]]:
    """What was not asked as (names, reason): a whole room by its name, what shares it once."""
    names: dict[str, dict[str, str]] = {}
    for room in rooms(report):
        of_room = [one for one in report.asked if one.check.room == room]
        for name, reason in _skipped_in(room, of_room):
            # Reasons that differ only in the room they name are one reason.
            names.setdefault(reason.replace(f"{room}:", _ROOM), {})[name] = f"{room}:"
    return [
        (", ".join(who), reason.replace(_ROOM, _either(list(dict.fromkeys(who.values())))))
        for reason, who in names.items()
    ]


def _either(names: list[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    return " or ".join([part for part in (", ".join(names[:-1]), names[-1]) if part])


def _skipped_in(room: str, asked: list[Asked]) -> list[tuple[str, str]]:
    skips = [(one, one.outcome.reason) for one in asked if isinstance(one.outcome, Skipped)]
    if len(skips) == len(asked) and len({reason for _, reason in skips}) == 1:
        return [(room, skips[0][1])]
    return [(f"{one.check.id} {one.subject}".strip(), reason) for one, reason in skips]
