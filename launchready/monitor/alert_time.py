"""Adds up how long an outage lasts, at the worst, before the message about it is there."""

from dataclasses import replace

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.monitors import NEXT_LOOK, Alert, Term
from launchready.core.monitors import Monitor as Looking
from launchready.core.sheet import Seen as WithFacts
from launchready.core.sheet import Sheet
from launchready.core.unreachable import UnreachableError
from launchready.monitor.promised import Covered
from launchready.monitor.seen import look, stopped
from launchready.monitor.settings import Monitor
from launchready.monitor.span import span

TOO_LATE = Rule(
    id="monitor/alert-too-late",
    impact=Impact.BLOCKER,
    stage=Stage.MONITORING,
    title="The alert comes later than promised",
    why="Every minute nobody knows is a minute customers find a dead page and nothing is mended.",
    fix="Look more often, confirm with fewer looks, or shorten what gathers alerts before sending.",
    hours=0.25,
)


@check(Monitor, each=lambda monitor: monitor.watched, emits=(TOO_LATE,))
async def alert_time(covered: Covered, ctx: Context) -> list[Finding]:
    """An outage is told within the time promised, every wait on the way counted."""
    seen = await look(covered.watch, ctx)
    looking = [one for one in seen.of(covered) if not stopped(one, ctx.now())]
    if not looking:
        seen.demand_whole(f"when an outage of {covered} is told")
        return []  # that nothing looks is another question's answer
    timed = [
        (one, alert, _terms(alert, covered))
        for one in looking
        if one.kind != "heartbeat"  # it minds the silence of a job, which has a period of its own
        for alert in one.alerts
        if alert.incident == "downtime" and alert.terms and (alert.reached or alert.unknown)
    ]
    open_ones = [
        f"{one}: {alert.untimed}"
        for one in looking
        for alert in one.alerts
        if alert.incident == "downtime" and alert.untimed and (alert.reached or alert.unknown)
    ]
    if not timed:
        if open_ones:
            reason = f"nobody can tell when an outage of {covered} is told: {open_ones[0]}"
            raise UnreachableError(reason, kind="refused", advice="Write the times out.")
        return []  # whether there is an alert at all is another question
    monitor, alert, terms = min(timed, key=lambda one: sum(each.seconds for each in one[2]))
    total = sum(one.seconds for one in terms)
    sheets = (_sheet(covered, monitor, terms),)
    if total <= covered.watch.within:
        return WithFacts(sheets=sheets)
    if open_ones:
        reason = f"another alert on {covered} may come in time: {open_ones[0]}"
        raise UnreachableError(reason, kind="refused", advice="Write the times out.")
    if seen.silent or seen.hidden:
        seen.demand_whole(f"whether another monitor of {covered} is quicker")
    return WithFacts([_late(covered, monitor, alert, terms)], sheets=sheets)


def _terms(alert: Alert, covered: Covered) -> tuple[Term, ...]:
    return (*alert.terms, Term(label="delivery", seconds=covered.watch.delivery))


def _late(covered: Covered, monitor: Looking, alert: Alert, terms: tuple[Term, ...]) -> Finding:
    total = sum(one.seconds for one in terms)
    added = " + ".join(f"{one.label} {span(one.seconds)}" for one in terms)
    message = (
        f"an outage of {covered} is told after {span(total)} at the worst ({monitor}: {added}); "
        f"{span(covered.watch.within)} is promised"
    )
    at = alert.at or monitor.at or covered.at
    return TOO_LATE.broken(replace(covered, at=at), message, _detected(terms))


def _detected(terms: tuple[Term, ...]) -> str:
    rest = sum(one.seconds for one in terms if one.label != NEXT_LOOK)
    return f"from the first look that fails to the message: {span(rest)}"


def _sheet(covered: Covered, monitor: Looking, terms: tuple[Term, ...]) -> Sheet:
    rows = [(one.label, span(one.seconds)) for one in terms]
    total = sum(one.seconds for one in terms)
    rows += [("outage to message, at the worst", span(total)), ("monitor", str(monitor))]
    return Sheet(title=f"Alert time of {covered}", rows=tuple(rows))
