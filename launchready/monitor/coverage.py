"""Asks whether homepage, login, API and the mail path are each watched, and by what."""

from dataclasses import replace

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.monitors import Monitor as Looking
from launchready.core.unreachable import UnreachableError
from launchready.monitor.promised import CLASSES, Covered
from launchready.monitor.seen import Seen, look, nearby, stopped
from launchready.monitor.settings import Monitor

NOT_COVERED = Rule(
    id="monitor/not-covered",
    impact=Impact.BLOCKER,
    stage=Stage.MONITORING,
    title="Something that must be watched is not",
    why="When it breaks, the first to tell you is a customer, hours later and in public.",
    fix="Add a monitor of its own for it (launchready monitors writes one), and take it out of pause.",  # noqa: E501 - data, one a line
    hours=0.5,
)
ONLY_ANSWERS = Rule(
    id="monitor/only-answers",
    impact=Impact.RISK,
    stage=Stage.MONITORING,
    title="A monitor is content with any answer",
    why="A blank page, an error page or a parked domain answers too; the monitor stays green while "
    "customers see nothing.",
    fix="Have it check the status, and a word of the page or the time it takes.",
    hours=0.25,
)
EXPIRY_MASKS = Rule(
    id="monitor/expiry-masks-outage",
    impact=Impact.RISK,
    stage=Stage.MONITORING,
    title="One alert speaks of the certificate and of outages",
    why="Once the certificate's warning is on, the monitor is red already, and an outage in those "
    "days rings no bell.",
    fix="Move the certificate's condition to a monitor of its own, one for each threshold.",
    hours=0.25,
)
RULES = (NOT_COVERED, ONLY_ANSWERS, EXPIRY_MASKS)


@check(Monitor, each=lambda monitor: monitor.covered, emits=RULES)
async def coverage(covered: Covered, ctx: Context) -> list[Finding]:
    """What must be watched is watched, each by a monitor of its own that is looking."""
    if covered.by == "unsaid":
        meant = CLASSES.get(covered.label, "what watches it")
        message = f"must_cover says nothing of {covered.label}; {meant} is meant, or none"
        return [NOT_COVERED.broken(covered, message)]
    seen = await look(covered.watch, ctx)
    if beats := seen.unclear(covered):
        reason = f"nobody can tell which heartbeat proves the mail: {', '.join(beats[:5])}"
        advice = "Name it: email: {heartbeat: NAME}."
        raise UnreachableError(reason, kind="refused", advice=advice)
    found = seen.of(covered)
    looking = [one for one in found if not stopped(one, ctx.now())]
    if not looking:
        return _missing(covered, seen, found, ctx)
    if covered.label not in seen.pairs:
        return [_shared(covered, seen, looking[0])]
    return _weak(covered, looking)


def _missing(
    covered: Covered, seen: Seen, found: tuple[Looking, ...], ctx: Context
) -> list[Finding]:
    if found:
        why = "; ".join(f"{one}: {stopped(one, ctx.now())}" for one in found[:3])
        message = f"{covered} ({covered.described}) has a monitor that does not look: {why}"
        told = NOT_COVERED.broken(_at(covered, found[0]), message)
        seen.demand_whole(f"whether {covered} is watched elsewhere")
        return [told]
    seen.demand_whole(f"whether {covered} ({covered.described}) is watched")
    where = " and ".join(str(one) for one in covered.watch.sources)
    message = f"{covered} ({covered.described}) is watched by nothing in {where}"
    near = nearby(seen, covered)
    return [NOT_COVERED.broken(covered, message, *([near] if near else ()))]


def _shared(covered: Covered, seen: Seen, monitor: Looking) -> Finding:
    other = next((label for label, one in seen.pairs.items() if one is monitor), "another")
    message = (
        f"{covered} has no monitor of its own: {monitor} counts for {other} already; "
        "each of them must be watched by one"
    )
    return NOT_COVERED.broken(covered, message)


def _weak(covered: Covered, looking: list[Looking]) -> list[Finding]:
    """Faults that every monitor of a page has; one that has none is enough."""
    pages = [one for one in looking if one.kind == "page"]
    if len(pages) < len(looking) or not pages:
        return []
    found = []
    least = [_lacking(one) for one in pages]
    if all(least):
        message = f"{covered}: {pages[0]} {least[0]}"
        found.append(ONLY_ANSWERS.broken(_at(covered, pages[0]), message))
    if all(one.masks for one in pages):
        message = (
            f"{covered}: {pages[0]} fails for a certificate near its end as for an outage; "
            "while it does, an outage says nothing new"
        )
        found.append(EXPIRY_MASKS.broken(_at(covered, pages[0]), message))
    return found


def _lacking(monitor: Looking) -> str:
    """What a page's monitor does not look at, for people; "" where it looks at enough."""
    if monitor.demands & {"text"}:
        return ""
    if "status" not in monitor.demands:
        return "checks no status, so that an error page passes; status and a word are meant"
    if monitor.demands & {"latency", "certificate"}:
        return ""
    return "checks the status alone, so that a blank page passes; a word or a time limit is meant"


def _at(covered: Covered, monitor: Looking) -> Covered:
    """The same subject at the monitor's own line, where a file has it."""
    return replace(covered, at=monitor.at or covered.at)
