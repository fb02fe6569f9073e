"""An accepted risk: whose decision, why, and until when."""

from dataclasses import dataclass
from datetime import date

from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.location import Location

LAPSED = Rule(
    id="gate/waiver-lapsed",
    impact=Impact.RISK,
    stage=Stage.HANDOVER,
    title="A waiver is past its last day",
    why="The risk was accepted for a while only; what it covered counts again.",
    fix="Mend what it covered, or decide again and give the waiver a new last day.",
    hours=0.25,
)
UNUSED = Rule(
    id="gate/waiver-unused",
    impact=Impact.ADVICE,
    stage=Stage.HANDOVER,
    title="A waiver covers nothing",
    why="A waiver nobody needs hides the fault the day it comes back.",
    fix="Delete the waiver, or correct its rule and subject to those of the report.",
    hours=0.1,
)
RULES = (LAPSED, UNUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A finding somebody has decided to live with, until the end of a day (UTC)."""

    rule: str
    subject: str
    because: str
    owner: str
    until: date
    at: Location

    def covers(self, finding: Finding) -> bool:
        return (finding.rule.id, finding.subject) == (self.rule, self.subject)

    def has_lapsed(self, today: date) -> bool:
        return today > self.until

    def __str__(self) -> str:
        return f"waiver of {self.rule} for {self.subject}"
