"""How the status page says times, shares and lengths: never better than they were."""

import math
from collections.abc import Iterable, Sequence
from datetime import datetime

from launchready.watch.status_page_view import DAYS, Day, Outage, State, StatusView, Watched

# Below this many seconds in a day an outage is a short one, which has a colour of its own.
SHORT = 900.0
# Shorter than this, an outage's times are told with their seconds.
_WITH_SECONDS = 120.0


def moment(at: datetime) -> str:
    """`25 Nov 2026, 18:04 UTC`."""
    return f"{at.day} {at:%b %Y, %H:%M} UTC"


def lasted(seconds: float) -> str:
    """`40 s`, `12 min`, `3 h 5 min`, `2 d 4 h`."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    minutes = round(whole / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    days, hours = divmod(hours, 24)
    return f"{days} d {hours} h" if hours else f"{days} d"


def share(days: Iterable[Day]) -> float | None:
    """The share of the known time in which it was up, 0 to 1; None when nothing is known."""
    held = list(days)
    up, down = math.fsum(one.up for one in held), math.fsum(one.down for one in held)
    return up / (up + down) if up + down > 0 else None


def percent(part: float | None) -> str:
    """Rounded down, so that 100 % is said only of time without an outage."""
    if part is None:
        return "not known"
    if part >= 1:
        return "100 %"
    return f"{math.floor(part * 10_000) / 100:.2f} %"


def tone(day: Day | None) -> str:
    """What a day's bar shows: up, some (a short outage), down, unknown or none."""
    if day is None or not day.is_watched:
        return "none"
    if day.down > 0:
        return "some" if day.down < SHORT else "down"
    if day.unknown >= (day.up + day.unknown) / 10:
        return "unknown"
    return "up"


def day_told(day: Day) -> str:
    """`12 Nov: up 99.30 %, down for 10 min`."""
    said = [f"{day.day.day} {day.day:%b}: {percent(share([day]))} up"]
    if day.down > 0:
        said.append(f"down for {lasted(day.down)}")
    if day.unknown > 0:
        said.append(f"not known for {lasted(day.unknown)}")
    return ", ".join(said)


def state(target: Watched) -> tuple[str, str]:
    """The class and the word of a target's state."""
    words = {"up": "up", "down": "down", "unknown": "not known", None: "not looked at yet"}
    word = words[target.state]
    return target.state or "none", f"{word}, flapping" if target.is_flapping else word


def headline(view: StatusView) -> tuple[str, str]:
    """The class and the sentence at the top: the worst of all targets, with its count."""
    total = len(view.targets)
    counts = {key: sum(one.state == key for one in view.targets) for key in ("up", "down")}
    unseen = sum(one.state is None for one in view.targets)
    unknown = total - counts["up"] - counts["down"] - unseen
    if not total or unseen == total:
        return "none", "Nothing has been looked at yet"
    if counts["down"] == total > 1:
        return "down", "Everything is down"
    if unknown == total > 1:
        return "unknown", "Nobody can tell what is up or down"
    if counts["down"]:
        return "down", f"{_which('down', view)} down"
    if unknown:
        return "unknown", f"{_which('unknown', view)} not known to be up or down"
    if unseen:
        return "none", f"{_which(None, view)} not looked at yet"
    return "up", "Everything is up"


def _which(state: State | None, view: StatusView) -> str:
    """`homepage is`, `2 of 5 are`."""
    names = [one.name for one in view.targets if one.state == state]
    if len(names) == 1:
        return f"{names[0]} is"
    return f"{len(names)} of {len(view.targets)} are"


def outage(one: Outage, now: datetime) -> tuple[str, str]:
    """`checkout was down for 12 min`, and from when to when."""
    length = lasted(((one.ended or now) - one.began).total_seconds())
    if one.state == "down":
        been = "was down" if one.ended else "has been down"
    else:
        been = f"{'was not' if one.ended else 'has not been'} known to be up or down"
    return f"{one.target} {been} for {length}", _when(one.began, one.ended)


def _when(began: datetime, ended: datetime | None) -> str:
    if ended is None:
        return f"since {moment(began)}"
    if (ended - began).total_seconds() < _WITH_SECONDS and began.date() == ended.date():
        return f"{began.day} {began:%b %Y, %H:%M:%S} to {ended:%H:%M:%S} UTC"
    if began.date() == ended.date():
        return f"{began.day} {began:%b %Y, %H:%M} to {ended:%H:%M} UTC"
    return f"{moment(began)} to {moment(ended)}"


def shares(days: Sequence[Day], now: datetime) -> list[tuple[str, str]]:
    """How much of the known time it was up, over stretches that end today: `7 days`, `99.98 %`.

    A stretch longer than it has been watched for would promise what nobody saw.
    """
    seen = [(now.date() - one.day).days for one in days if one.is_watched]
    if not seen:
        return []
    oldest = min(max(seen) + 1, DAYS)
    lengths = sorted({1, *(one for one in (7, 30) if one < oldest), oldest})
    told = []
    for length in lengths:
        held = [one for one in days if 0 <= (now.date() - one.day).days < length]
        told.append(("today" if length == 1 else f"{length} days", percent(share(held))))
    return told


def so_far(view: StatusView) -> str:
    """`in the last 90 days`, or since the first day that was watched."""
    seen = [day.day for one in view.targets for day in one.days if day.is_watched]
    first = min(seen, default=view.at.date())
    if (view.at.date() - first).days >= DAYS - 1:
        return f"in the last {DAYS} days"
    return f"since {first.day} {first:%b %Y}"


def bars_told(days: Sequence[Day]) -> str:
    """The bars in a sentence, for who cannot see them."""
    seen = [one for one in days if one.is_watched]
    if not seen:
        return "No day has been watched yet."
    down = [f"{one.day.day} {one.day:%b}" for one in seen if one.down > 0]
    watched = "1 day" if len(seen) == 1 else f"{len(seen)} days"
    told = f"{percent(share(seen))} up over {watched} watched."
    if not down:
        return f"{told} No outage."
    shown = ", ".join(down[-10:])
    more = f" and {len(down) - 10} days before" if len(down) > 10 else ""
    return f"{told} Down at times on {shown}{more}."
