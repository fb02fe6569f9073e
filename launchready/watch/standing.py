"""What is known of one target, and what a look at it changes: who is told what, and when not.

A look that fails has been confirmed before it comes here. `unknown` is neither up nor down: it
begins no outage and ends none, and is told by itself after its own, longer time.
"""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from launchready.config.watch import Watch
from launchready.watch.channels_told import Kind
from launchready.watch.status_page_view import State
from launchready.watch.types import Look, Moment

# Seconds in which an outage that lasts is told once while a target goes to and fro.
_SAID_AGAIN = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A time in which a target was down, or nobody could tell; `incident` is one for all that
    belongs together."""

    incident: str
    state: Literal["down", "unknown"]
    began: Moment
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of a target: `since` when the state holds, None before the first look.

    `stretch` is what lasts now; `is_told` whether people know of it. `breaks` are the beginnings
    of the last outages, steady. `flapping` is the incident under which a target that goes to and
    fro was told, `lasted_at` when it was last told to be down for good meanwhile, steady.
    """

    state: State | None = None
    since: Moment | None = None
    said: str = ""
    stretch: Stretch | None = None
    is_told: bool = False
    tells: int = 0
    breaks: tuple[float, ...] = ()
    flapping: str = ""
    lasted_at: float | None = None

    @property
    def is_down(self) -> bool:
        return self.stretch is not None and self.stretch.state == "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """Something people must hear. `number` counts what was told of an incident, so that the same
    thing has the same name after a restart."""

    kind: Kind
    incident: str
    number: int
    reason: str
    lines: tuple[str, ...] = ()
    began: datetime
    lasted: float
    count: int = 0

    @property
    def id(self) -> str:
        return f"{self.incident}-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a look changed: the new standing, a stretch that ended and one that began, a tell."""

    standing: Standing
    ended: Stretch | None = None
    began: Stretch | None = None
    tell: Tell | None = None


def after(before: Standing, look: Look, now: Moment, watch: Watch, first: Moment) -> Change:
    """What a confirmed look means; `first` is when it was first seen so."""
    held = before
    if look.state != before.state:
        held = replace(before, state=look.state, since=first)
    held = replace(held, said=look.said)
    if look.state == "up":
        return _up(held, now, watch)
    if look.state == "down":
        return _down(held, look, now, watch, first)
    return _unknown(held, look, now, watch, first)


def _up(held: Standing, now: Moment, watch: Watch) -> Change:
    ended = held.stretch
    if ended is not None:
        over = replace(held, stretch=None, is_told=False)
        shown = ended if ended.state == "down" or held.is_told else None
        if held.flapping or not held.is_told:
            tells = held.tells if held.flapping else 0
            return Change(standing=replace(over, tells=tells), ended=shown)
        tell = _tell("up", held, ended.incident, ended.reason, now, ended.began)
        return Change(standing=replace(over, tells=0), ended=shown, tell=tell)
    since = held.since or now
    if held.flapping and now.steady - since.steady >= watch.flapping.calm:
        tell = _tell("up", held, held.flapping, "it is calm again", now, since)
        calm = replace(held, flapping="", tells=0, breaks=(), lasted_at=None)
        return Change(standing=calm, tell=tell)
    return Change(standing=held)


def _down(held: Standing, look: Look, now: Moment, watch: Watch, first: Moment) -> Change:
    if held.is_down:
        return _still_down(held, look, now, watch)
    before = held.stretch
    incident = (before.incident if before else "") or held.flapping or uuid.uuid4().hex[:16]
    began = Stretch(incident=incident, state="down", began=first, reason=look.said)
    recent = [one for one in held.breaks if first.steady - one < watch.flapping.within]
    broken = replace(held, stretch=began, breaks=(*recent, first.steady))
    ended = before if held.is_told else None
    if held.flapping:
        return Change(standing=replace(broken, is_told=False), began=began, ended=ended)
    is_flapping = len(broken.breaks) >= watch.flapping.outages
    kind: Kind = "flapping" if is_flapping else "down"
    tell = _tell(kind, broken, incident, look.said, now, first, look.lines)
    told = replace(
        broken, is_told=True, tells=broken.tells + 1, flapping=incident if is_flapping else ""
    )
    return Change(standing=told, began=began, ended=ended, tell=tell)


def _still_down(held: Standing, look: Look, now: Moment, watch: Watch) -> Change:
    """An outage goes on: it is said once that it lasts, where it was not told by itself."""
    stretch = held.stretch
    if stretch is None or not held.flapping:
        return Change(standing=held)
    lasted = now.steady - stretch.began.steady
    is_lasting = lasted >= (watch.alert_within or 120.0)
    is_new = held.lasted_at is None or now.steady - held.lasted_at >= _SAID_AGAIN
    if lasted >= watch.flapping.calm:
        held = replace(held, flapping="", breaks=held.breaks[-1:])
        if held.is_told:
            return Change(standing=held)
    elif held.is_told or not is_lasting or not is_new:
        return Change(standing=held)
    tell = _tell("down", held, stretch.incident, look.said, now, stretch.began, look.lines)
    told = replace(held, is_told=True, tells=held.tells + 1, lasted_at=now.steady)
    return Change(standing=told, tell=tell)


def _unknown(held: Standing, look: Look, now: Moment, watch: Watch, first: Moment) -> Change:
    if held.is_down:
        return Change(standing=held)
    stretch = held.stretch
    if stretch is None:
        incident = held.flapping or uuid.uuid4().hex[:16]
        stretch = Stretch(incident=incident, state="unknown", began=first, reason=look.said)
        held = replace(held, stretch=stretch, is_told=False)
    if held.is_told or now.steady - stretch.began.steady < watch.unknown_after:
        return Change(standing=held)
    tell = _tell("unknown", held, stretch.incident, look.said, now, stretch.began, look.lines)
    told = replace(held, is_told=True, tells=held.tells + 1)
    return Change(standing=told, began=stretch, tell=tell)


def _tell(
    kind: Kind,
    held: Standing,
    incident: str,
    reason: str,
    now: Moment,
    began: Moment,
    lines: tuple[str, ...] = (),
) -> Tell:
    return Tell(
        kind=kind,
        incident=incident,
        number=held.tells + 1,
        reason=reason,
        lines=lines,
        began=began.at,
        lasted=max(0.0, now.steady - began.steady),
        count=len(held.breaks),
    )
