"""Whether a statement counts: who signed it, when, with which evidence, and of which facts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from launchready.core.location import Location
from launchready.handover.statements import Statement
from launchready.values.attestations import Attestation

_BOT = re.compile(
    r".*\[bot\]|(.*[-_. ])?(ro)?bot|dependabot.*|renovate.*|github-actions.*|ci|launchready|"
    r"root|admin|nobody|somebody|tbd|todo",
    re.IGNORECASE,
)
# The world's clocks differ by a day at most.
_AHEAD = timedelta(days=1)
_SOON = 14  # days before the end in which it is told, or the last quarter if that is shorter


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """A statement and what people signed of it; `people` are those who may, () for anybody."""

    statement: Statement
    signed: Attestation | None
    file: str
    config: str
    output: str
    place: Location
    people: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def at(self) -> Location:
        return self.signed.at if self.signed else self.place

    def __str__(self) -> str:
        return self.statement.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Invalid:
    """What was signed does not count, by what the file itself says or by what has changed."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Nobody has vouched for it, or not lately enough: nothing is known."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds:
    """It counts until the end of a day (UTC)."""

    until: date
    ends_soon: bool


Standing = Invalid | Open | Holds


def standing(one: Signing, today: date, digest: str) -> Standing:
    """How a statement stands on a day, given the hash of the facts it covers."""
    signed, name = one.signed, one.statement.id
    if signed is None:
        return Open(why=f"nobody signed {name} in {one.file}")
    fault = _fault(signed, one, today)
    if fault:
        return Invalid(why=f"{name} in {one.file} {fault}")
    until = ends(signed, one.statement)
    if today > until:
        return Open(why=f"{name} was signed on {signed.on} by {signed.by} and held until {until}")
    binds = signed.facts.get("binds", "")
    if digest and not binds:
        return Open(
            why=f"{name} does not say which facts it covers; those of today are binds: {digest}"
        )
    if digest and binds != digest:
        covers = ", ".join(one.statement.covers).replace("{output}", one.output)
        return Invalid(why=f"{name} was signed on {signed.on}, and {covers} has changed since")
    left = (until - today).days
    return Holds(until=until, ends_soon=left <= min(_SOON, one.statement.days // 4))


def ends(signed: Attestation, statement: Statement) -> date:
    """Its last day: that of its kind, or an earlier one it names itself."""
    usual = signed.on + timedelta(days=statement.days)
    own = signed.facts.get("expires") or signed.facts.get("until") or ""
    return min(usual, date.fromisoformat(own)) if _is_day(own) else usual


def _fault(signed: Attestation, one: Signing, today: date) -> str:
    """What the entry itself lacks; "" where it is whole."""
    who = refused(signed.by, one.people)
    if who:
        return f"is signed by {who}"
    if signed.on > today + _AHEAD:
        return f"is dated {signed.on}, which is yet to come"
    if not signed.evidence.strip():
        return "names no evidence"
    for key in ("expires", "until"):
        if signed.facts.get(key) and not _is_day(signed.facts[key]):
            return f"has {key}: {signed.facts[key]}, which is not a day like 2027-01-31"
    lacking = [need.key for need in one.statement.needs if not signed.facts.get(need.key)]
    if lacking:
        return f"lacks {', '.join(lacking)}"
    odd = [
        need.key
        for need in one.statement.needs
        if need.is_number and not is_number(signed.facts[need.key])
    ]
    return f"has {', '.join(odd)} that is no number" if odd else ""


def refused(by: str, people: Iterable[str]) -> str:
    """Why somebody may not sign, as the end of a sentence; "" for who may."""
    name = _folded(by)
    if not name or _BOT.fullmatch(name):
        return f"{by or 'nobody'}, which is no person's name"
    known = {_folded(one) for one in people}
    return f"{by}, who is not among handover: people:" if known and name not in known else ""


def is_number(text: str) -> bool:
    return bool(re.fullmatch(r"\d{1,12}(\.\d{1,3})?", text.strip()))


def _is_day(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text) and date.fromisoformat(text))
    except ValueError:
        return False


def _folded(name: str) -> str:
    return name.strip().removeprefix("@").casefold()
