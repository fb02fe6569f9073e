"""What is wrong, how much it matters, and what to do about it."""

import hashlib
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from typing import Literal

from launchready.core.location import Location, Subject


class Impact(IntEnum):
    """How much a finding matters: notice, warning and error wherever three levels exist."""

    ADVICE = 1
    RISK = 2
    BLOCKER = 3

    @property
    def word(self) -> str:
        return self.name.lower()


class Stage(StrEnum):
    """The seven stages of a launch, in order; the report can be read by room or by stage."""

    AUDIT = "audit"
    DOMAIN = "domain"
    EDGE = "edge"
    DEPLOYMENT = "deployment"
    PERFORMANCE = "performance"
    MONITORING = "monitoring"
    HANDOVER = "handover"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What would have to change in a zone for a promise to hold, as a plan shows it.

    `sign` is + for what must be published, - for what must go, ~ for what must be another;
    `live` is what `servers` said.
    """

    zone: str
    sign: Literal["+", "-", "~"]
    record: str
    wanted: str
    live: str
    servers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault of one subject, at the line where its promise was committed.

    `message` names the subject, what was seen and what was promised. `evidence` is short facts,
    one a line; `change` is the same for a plan of a zone. None may hold a secret.
    """

    rule: "Rule"
    subject: str
    message: str
    at: Location
    evidence: tuple[str, ...] = ()
    change: Change | None = None

    @property
    def fingerprint(self) -> str:
        """Names the fault across runs: wording and line may change, rule and subject do not."""
        named = f"{self.rule.id}\0{self.subject}".encode("utf-8", "surrogatepass")
        return hashlib.sha256(named).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A fault we look for, with the words for it.

    `why` is what the founder loses, `fix` starts with a verb and can be done today, `hours` is
    the usual working time to mend it.
    """

    id: str
    impact: Impact
    stage: Stage
    title: str
    why: str
    fix: str
    hours: float

    @property
    def room(self) -> str:
        return self.id.partition("/")[0]

    def broken(self, by: Subject, message: str, *evidence: str) -> Finding:
        """A finding of this rule about a subject, at the subject's line."""
        return Finding(rule=self, subject=str(by), message=message, at=by.at, evidence=evidence)

    def with_impact(self, impact: Impact) -> "Rule":
        """The same rule, weighed as the founder's policy says (`extras: warn`, say)."""
        return replace(self, impact=impact)
