"""Everything that watches the product, read once a run for all checks of the room."""

import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from anyio import to_thread

from launchready.core.context import Context
from launchready.core.finding import Finding
from launchready.core.monitors import Monitor, Watching, shown
from launchready.core.repository import NamedFiles
from launchready.core.unreachable import UnreachableError
from launchready.monitor.files import read
from launchready.monitor.pairing import pairs
from launchready.monitor.promised import Covered, Source, Watch
from launchready.monitor.target import host, normal, port

# A monitor that looks every minute may be late by a few; later than this it has stopped.
SLACK = timedelta(minutes=5)
_MAIL = re.compile(r"mail|smtp|inbox|newsletter", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was told, and what stayed open; `pairs` gives each promise a monitor of its own."""

    told: tuple[Watching, ...] = ()
    silent: tuple[UnreachableError, ...] = ()
    pairs: dict[str, Monitor] = field(default_factory=dict)

    @property
    def monitors(self) -> tuple[Monitor, ...]:
        return tuple(one for each in self.told for one in each.monitors)

    @property
    def hidden(self) -> tuple[str, ...]:
        return tuple(one for each in self.told for one in each.hidden)

    def of(self, covered: Covered) -> tuple[Monitor, ...]:
        """The monitors that look at what is promised, resting ones too, its own first."""
        own = self.pairs.get(covered.label)
        found = candidates(self.monitors, covered)
        return tuple(sorted(found, key=lambda one: one is not own))

    def unclear(self, covered: Covered) -> tuple[str, ...]:
        """The heartbeats of which none is told to be the one; () where it is clear."""
        if covered.by != "heartbeat" or covered.target or covered.label != "email":
            return ()
        beats = [one for one in self.monitors if one.kind == "heartbeat"]
        is_told = len(beats) < 2 or any(_MAIL.search(f"{one.name} {one.id}") for one in beats)
        return () if is_told else tuple(str(one) for one in beats)

    def demand_whole(self, what: str, found: tuple[Finding, ...] = ()) -> None:
        """Raises UnreachableError when what is missing here may stand where nobody could look."""
        for error in self.silent:
            reason = f"{what}: {error.reason}"
            raise UnreachableError(reason, kind=error.kind, advice=error.advice, found=found)
        if self.hidden:
            more = f" and {len(self.hidden) - 3} more" if len(self.hidden) > 3 else ""
            raise UnreachableError(
                f"{what}: {'; '.join(self.hidden[:3])}{more}",
                kind="refused",
                advice="Write it out, or name its monitor in must_cover: {monitor: NAME}.",
                found=found,
            )


def candidates(monitors: Iterable[Monitor], covered: Covered) -> list[Monitor]:
    """The monitors that a promise may mean; of heartbeats those that speak of mail, if any do,
    where it is mail that is promised."""
    found = [one for one in monitors if looks_at(one, covered)]
    if covered.by == "heartbeat" and not covered.target and covered.label == "email":
        return [one for one in found if _MAIL.search(f"{one.name} {one.id}")] or found
    return found


def looks_at(monitor: Monitor, covered: Covered) -> bool:
    """Whether a monitor is one of those that a promise means."""
    match covered.by:
        case "url":
            return bool(monitor.target) and _same_target(monitor, covered.target)
        case "heartbeat":
            named = not covered.target or _same(monitor, covered.target)
            return monitor.kind == "heartbeat" and named
        case "monitor":
            return _same(monitor, covered.target)
        case "unsaid":
            return False


def _same_target(monitor: Monitor, promised: str) -> bool:
    """A page is watched by what reads pages: neither a port that opens nor a certificate is one."""
    if promised.partition("://")[0].lower() in ("http", "https"):
        return monitor.kind == "page" and normal(monitor.target) == normal(promised)
    there = (host(monitor.target), port(monitor.target)) == (host(promised), port(promised))
    return monitor.kind in ("tcp", "tls", "mail") and there


def _same(monitor: Monitor, name: str) -> bool:
    return name.casefold() in (monitor.name.casefold(), monitor.id.casefold())


def stopped(monitor: Monitor, now: datetime) -> str:
    """Why a monitor is not looking, for people; "" while it does as far as anybody tells."""
    if monitor.resting:
        return monitor.resting
    if monitor.looked is None or monitor.kind == "heartbeat":
        return ""
    allowed = max(2 * timedelta(seconds=monitor.interval or 0), SLACK)
    if now - monitor.looked > allowed:
        return f"it last looked at {monitor.looked:%Y-%m-%d %H:%M} UTC"
    return ""


def nearby(seen: Seen, covered: Covered) -> str:
    """The monitors of the same host, for people; "" where there are none."""
    if covered.by != "url":
        names = [str(one) for one in seen.monitors if one.kind == "heartbeat"]
        return f"its heartbeats are {', '.join(names[:3])}" if names else ""
    same = [shown(one.target) for one in seen.monitors if host(one.target) == host(covered.target)]
    listed = ", ".join(dict.fromkeys(one for one in same if one))
    return f"on that host it looks at {listed}" if listed else ""


_lock = threading.Lock()


async def look(watch: Watch, ctx: Context) -> Seen:
    """Everything that watches; what could not be read is in `silent`, never left out."""
    if not watch.sources:
        reason = "nothing says what watches the product"
        advice = "Write monitor.provider and its file or token."
        raise UnreachableError(reason, kind="refused", advice=advice)
    told, silent = [], []
    for source in watch.sources:
        try:
            told.append(await _read(source, watch, ctx))
        except UnreachableError as error:
            silent.append(error)
    monitors = [one for each in told for one in each.monitors]
    wanted = [(one.label, candidates(monitors, one)) for one in watch.covered]
    now = ctx.now()
    chosen = pairs(wanted, lambda one: not stopped(one, now))
    return Seen(told=tuple(told), silent=tuple(silent), pairs=chosen)


async def _read(source: Source, watch: Watch, ctx: Context) -> Watching:
    if source.access is not None:
        return await ctx.monitors.read(source.access)
    return await to_thread.run_sync(_from_files, source, watch, ctx.named)


def _from_files(source: Source, watch: Watch, named: NamedFiles) -> Watching:
    with _lock:
        if source not in watch.kept:
            watch.kept[source] = read(source, named)
        return watch.kept[source]
