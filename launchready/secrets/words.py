"""Says where a secret is without saying what it is."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from launchready.core.finding import Finding, Impact
from launchready.core.location import Location
from launchready.secrets.detectors.detector import Detector
from launchready.secrets.verify.answer import Answer, Key

# How often the value is hashed: enough that a guessed password costs a guesser 5 ms a try, and
# the name of a finding is short enough to fit many values.
_ROUNDS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One line a secret stands in, in the tree or in a commit."""

    line: int
    commit: str | None
    tracked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """One value of one kind in one file, with every place it was seen at, the first one first."""

    detector: Detector
    impact: Impact
    path: str
    places: Sequence[Place]
    value: str = field(repr=False)
    answer: Answer | None = None

    @property
    def key(self) -> Key:
        """What a provider can be asked about."""
        return Key(self.detector.rule.id, self.value)

    def finding(self) -> Finding:
        first = self.places[0]
        return Finding(
            rule=self.detector.rule.with_impact(self._weighed()),
            subject=f"{self.path} {self.detector.rule.id.partition('/')[2]} {self._name()}",
            message=self._message(first),
            at=Location(file=self.path, line=first.line),
            evidence=self._evidence(),
        )

    def _weighed(self) -> Impact:
        """What its provider says outweighs what the line looks like."""
        match self.answer:
            case Answer(state="alive"):
                return Impact.BLOCKER
            case Answer(state="dead"):
                return Impact.ADVICE
            case _:
                return self.impact

    def _name(self) -> str:
        """Tells this value from another in the same file, and says no more about it."""
        salt = f"launchready\0{self.path}".encode()
        raw = self.value.encode("utf-8", "replace")
        return hashlib.pbkdf2_hmac("sha256", raw, salt, _ROUNDS, dklen=4).hex()

    def _message(self, first: Place) -> str:
        seen = f"{self.path} line {first.line} holds {self.detector.thing}{self._mask()}"
        if first.commit:
            seen = f"{self.path} line {first.line}, as commit {first.commit[:12]} left it, " + (
                f"holds {self.detector.thing}{self._mask()}"
            )
        if self.answer and self.answer.state != "unanswered":
            seen += f"; {self.answer}"
        elif self.impact < self.detector.rule.impact:
            seen += _LESSER.get(self.impact, "")
        return seen if first.tracked else f"{seen}; git does not track the file yet"

    def _mask(self) -> str:
        shown = self.value[: min(4, self.detector.shown)]
        return f" ({shown}…)" if shown else ""

    def _evidence(self) -> tuple[str, ...]:
        commits = tuple(dict.fromkeys(one.commit for one in self.places if one.commit))
        facts = [f"commit {one}" for one in commits[:3]]
        if len(commits) > 3:
            facts.append(f"and {len(commits) - 3} more commits")
        lines = sorted({one.line for one in self.places[1:]} - {self.places[0].line})
        if lines and not commits:
            facts.append(f"also in line {', '.join(str(one) for one in lines[:9])}")
        if self.answer and self.answer.state == "unanswered":
            facts.append(str(self.answer))
        return tuple(facts)


_LESSER = {
    Impact.RISK: "; it is among test data or behind a passphrase",
    Impact.ADVICE: "; it looks made up, expired or meant for tests",
}
