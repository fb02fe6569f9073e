"""What Upptime watches (upptime.js.org/docs/configuration): GitHub's workflows look, an issue is
the alert."""

import re
from collections.abc import Iterable
from typing import Any

from launchready.core.monitors import Alert, Contact, Demand, Kind, Monitor, Watching, looks, shown
from launchready.monitor.written import File, documents, part, rows, word

# Seconds: GitHub starts a scheduled workflow no more often, and often later
# (docs.github.com/actions, "schedule").
SHORTEST = 300.0
_USUAL = "*/5 * * * *"
# Upptime tries three times, with two seconds between, before it calls a site down.
_TRIES, _PAUSE = 3, 2.0
_UNSEEN = (
    "Upptime may notify through secrets of its repository, which no file tells; name assignees or "
    "notifications in the file"
)


def read(files: Iterable[File]) -> Watching:
    """Every site. Raises UnreachableError where a file is no YAML."""
    monitors: list[Monitor] = []
    for file in files:
        for root in documents(file):
            monitors += [_site(one, root) for one in rows(root, "sites")]
    hidden = [f"{one} looks at {shown(one.target)}" for one in monitors if "$" in one.target]
    return Watching(provider="upptime", monitors=tuple(monitors), hidden=tuple(hidden))


def _site(one: Any, root: Any) -> Monitor:
    schedule = word(root, "workflowSchedule", "uptime", usual=_USUAL)
    interval = every(schedule)
    check = word(one, "check", usual="http")
    url, port = word(one, "url"), word(one, "port")
    kind: Kind = "tcp" if check == "tcp-ping" else "page"
    target = f"tcp://{url}:{port}" if kind == "tcp" and "://" not in url else url
    contacts = _contacts(one, root)
    alert = Alert(
        name="an issue",
        incident="downtime",
        contacts=contacts,
        unknown="" if contacts else _UNSEEN,
        terms=looks(interval, 1, _PAUSE * (_TRIES - 1)) if interval else (),
        untimed="" if interval else f"its schedule is {schedule}",
        at=getattr(one, "at", None),
    )
    return Monitor(
        name=word(one, "name"),
        target=target,
        kind=kind,
        method=word(one, "method", usual="GET"),
        interval=interval,
        demands=_demands(one),
        alerts=(alert,),
        at=getattr(one, "at", None),
    )


def _demands(one: Any) -> frozenset[Demand]:
    found: set[Demand] = set()
    if not any(str(each).startswith("5") for each in rows(one, "expectedStatusCodes")):
        found.add("status")
    if word(one, "__dangerous__body_down") or word(one, "__dangerous__body_down_if_text_missing"):
        found.add("text")
    if word(one, "maxResponseTime"):
        found.add("latency")
    return frozenset(found)


def _contacts(one: Any, root: Any) -> tuple[Contact, ...]:
    people = [str(each) for each in (*rows(one, "assignees"), *rows(root, "assignees"))]
    found = [Contact(name=each, channel="GitHub issue") for each in dict.fromkeys(people)]
    for each in rows(root, "notifications"):
        kind = word(each, "type")
        works = "" if part(each, "type") is not None else "it has no type"
        found.append(Contact(name=kind, channel=kind, works=works))
    return tuple(found)


def every(schedule: str) -> float | None:
    """The longest time between two runs of a cron schedule, in seconds; None where it is told by
    days or cannot be read."""
    fields = schedule.split()
    if len(fields) != 5:
        return None
    minutes, hours = _listed(fields[0], 60), _listed(fields[1], 24)
    if not minutes or not hours or fields[2:] != ["*", "*", "*"]:
        return None
    starts = [hour * 60 + minute for hour in hours for minute in minutes]
    gaps = [
        after - before
        for before, after in zip(starts, [*starts[1:], starts[0] + 1440], strict=True)
    ]
    return max(max(gaps) * 60.0, SHORTEST)


def _listed(text: str, size: int) -> list[int]:
    """The values of one field of a cron schedule, in order; none where it cannot be read."""
    found: set[int] = set()
    for one in text.split(","):
        match = re.fullmatch(r"(?:\*|([0-9]{1,2})(?:-([0-9]{1,2}))?)(?:/([0-9]{1,2}))?", one)
        if not match:
            return []
        first = int(match[1]) if match[1] else 0
        last = int(match[2]) if match[2] else (first if match[1] and not match[3] else size - 1)
        found.update(range(first, min(last, size - 1) + 1, max(int(match[3] or 1), 1)))
    return sorted(one for one in found if one < size)
