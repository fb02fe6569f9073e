"""What another scanner's files let stand, as one thing that can be asked."""

import re
from dataclasses import dataclass, field
from typing import Literal

# How much of a line a pattern of somebody else's is tried on, in characters around the value.
_AROUND = 500
# What stands before a value and belongs to what gitleaks calls the match: its name.
_BEFORE = 60

Target = Literal["secret", "match", "line"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where a secret stands: the commit is None in the tree."""

    path: str
    commit: str | None
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """One finding let stand, named by its place; without a commit it holds in all of them."""

    path: str
    rule: str
    line: int
    commit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """One allowlist: where any of its conditions holds, or each, a secret is let stand.

    `rule` is the other scanner's name for the only kind it is about, "" for all.
    """

    rule: str = ""
    every: bool = False
    target: Target = "secret"
    paths: tuple["re.Pattern[str]", ...] = ()
    regexes: tuple["re.Pattern[str]", ...] = field(default=(), repr=False)
    stopwords: tuple[str, ...] = field(default=(), repr=False)
    commits: frozenset[str] = frozenset()

    def covers(self, rule: str, value: str, text: str, at: Where) -> bool:
        if self.rule and not is_same_kind(self.rule, rule):
            return False
        held = [*self._conditions(value, text, at)]
        return bool(held) and (all(held) if self.every else any(held))

    def _conditions(self, value: str, text: str, at: Where) -> list[bool]:
        held: list[bool] = []
        if self.commits:
            held.append(at.commit in self.commits)
        if self.paths:
            held.append(any(one.search(at.path) for one in self.paths))
        if self.regexes:
            meant = self._meant(value, text)
            held.append(any(one.search(meant) for one in self.regexes))
        if self.stopwords:
            lower = value.lower()
            held.append(any(one in lower for one in self.stopwords))
        return held

    def _meant(self, value: str, text: str) -> str:
        start = text.find(value)
        if self.target == "secret" or start < 0:
            return value[: 2 * _AROUND]
        end = start + len(value)
        if self.target == "match":
            return text[max(0, start - _BEFORE) : end]
        return text[max(0, start - _AROUND) : end + _AROUND]


@dataclass(frozen=True, slots=True)
class Allowlist:
    """Everything taken over; `notes` say what that is, and what could not be."""

    allowances: tuple[Allowance, ...] = ()
    fingerprints: frozenset[Fingerprint] = frozenset()
    notes: tuple[str, ...] = ()

    def covers(self, rule: str, value: str, text: str, at: Where) -> bool:
        """Whether a secret is let stand; `text` is its line."""
        if not self.allowances and not self.fingerprints:
            return False
        if any(
            one.path == at.path
            and one.line == at.line
            and one.commit in (None, at.commit)
            and is_same_kind(one.rule, rule)
            for one in self.fingerprints
        ):
            return True
        return any(one.covers(rule, value, text, at) for one in self.allowances)


NOTHING_ALLOWED = Allowlist()

# gitleaks' names whose first word is not ours.
_OTHERWISE = {
    "gcp": "google",
    "jwt": "json",
    "new": "newrelic",
    "hashicorp": "terraform",
    "microsoft": "teams",
}
_ANY = ("generic-api-key", "curl-auth-header", "curl-auth-user")


def is_same_kind(theirs: str, ours: str) -> bool:
    """Whether a rule of gitleaks is about the kind of one of ours: about the same provider.

    Its generic rules find what we know by name, and what it knows by name may be generic here.
    """
    bare = ours.partition("/")[2]
    if theirs == bare or theirs in _ANY:
        return True
    if bare in ("generic-password", "high-entropy", "env-file-committed"):
        return True
    first = theirs.partition("-")[0]
    return _OTHERWISE.get(first, first) == bare.partition("-")[0]
