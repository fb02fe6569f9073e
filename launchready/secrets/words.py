"""Says where a secret is without saying what it is."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from launchready.core.finding import Finding, Impact
from launchready.core.location import Location
from launchready.core.repository import Lines, Reach
from launchready.secrets.detectors.detector import Detector
from launchready.secrets.engine import Hit
from launchready.secrets.verify.answer import Answer, Key

# How often the value is hashed: enough that a guessed password costs a guesser 5 ms a try, and
# the name of a finding is short enough to fit many values.
_ROUNDS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One line a secret stands in, in the tree or in a commit.

    `landmark` is the cell of a notebook, `stands` whether the files of today still have the line;
    the rest is as core.repository.Lines has it. `column` is 0 where the line is short.
    """

    line: int
    commit: str | None
    tracked: bool
    column: int = 0
    inside: str = ""
    landmark: str = ""
    unit: Literal["line", "byte"] = "line"
    origin: str = ""
    reach: Reach | None = None
    stands: bool | None = None

    @classmethod
    def of(cls, hit: Hit, part: Lines) -> "Place":
        passed = [name for number, name in part.landmarks if number <= hit.line]
        return cls(
            line=hit.line,
            commit=part.commit,
            tracked=part.tracked,
            column=hit.column if len(hit.text) > _LONG else 0,
            inside=part.inside,
            landmark=passed[-1] if passed else "",
            unit=part.unit,
            origin=part.origin,
            reach=part.reach,
            stands=None if part.standing is None else hit.line in part.standing,
        )

    def named(self, path: str) -> str:
        """Where it is, for people."""
        if self.origin:
            return self.origin
        file = f"{path} ({self.inside} in it)" if self.inside else path
        if self.landmark:
            return f"{file} {self.landmark}, line {self.line}"
        if self.unit == "byte":
            return f"{file} byte {self.line + max(0, self.column - 1)}"
        return f"{file} line {self.line}" + (f", column {self.column}," if self.column else "")


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
            subject=f"{self._file()} {self.detector.rule.id.partition('/')[2]} {self._name()}",
            message=self._message(first),
            at=Location(file=self.path, line=first.line if first.unit == "line" else 1),
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

    def _file(self) -> str:
        inside = self.places[0].inside
        return f"{self.path}!{inside}" if inside else self.path

    def _name(self) -> str:
        """Tells this value from another in the same file, and says no more about it."""
        salt = f"launchready\0{self.path}".encode()
        raw = self.value.encode("utf-8", "replace")
        return hashlib.pbkdf2_hmac("sha256", raw, salt, _ROUNDS, dklen=4).hex()

    def _message(self, first: Place) -> str:
        seen = first.named(self.path)
        if first.commit and not first.origin:
            seen += f"{'' if seen.endswith(',') else ','} as commit {first.commit[:12]} left it,"
        seen = f"{seen.removesuffix(',') if not first.commit else seen} holds "
        seen += f"{self.detector.thing}{self._mask()}"
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
        facts += self._seen_by()
        if self.answer and self.answer.state == "unanswered":
            facts.append(str(self.answer))
        return tuple(facts)

    def _seen_by(self) -> Iterator[str]:
        """Whether it is still there, and who can read it."""
        stands = [one.stands for one in self.places if one.stands is not None]
        if stands:
            yield _STILL if any(stands) else _GONE
        for reach, said in _SEEN_BY.items():
            if any(one.reach == reach for one in self.places):
                yield said
                return


# Lines longer than this, in characters, are not looked through by eye: the column is told, too.
_LONG = 200
_STILL = "it is still in the files of today"
_GONE = "it was taken out of the files since, but whoever has the history has it"
# The widest reach counts.
_SEEN_BY: dict[Reach, str] = {
    "public": "everybody who can fetch from the remote can read it",
    "local": "no remote is known to have it yet: so far it is in this clone",
    "unreachable": "no branch or tag has it any more; this clone keeps it until git tidies up, "
    "and a host may show it to whoever knows the commit",
}
_LESSER = {
    Impact.RISK: "; it is among test data or behind a passphrase",
    Impact.ADVICE: "; it looks made up, expired or meant for tests",
}
