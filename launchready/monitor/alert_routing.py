"""Asks whether the alert on what must be watched ends at somebody who can be reached."""

from dataclasses import replace

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.monitors import Alert
from launchready.core.monitors import Monitor as Looking
from launchready.core.sheet import Seen as WithFacts
from launchready.core.sheet import Sheet
from launchready.core.unreachable import UnreachableError
from launchready.monitor.promised import Covered
from launchready.monitor.seen import look, stopped
from launchready.monitor.settings import Monitor

GOES_NOWHERE = Rule(
    id="monitor/alert-goes-nowhere",
    impact=Impact.BLOCKER,
    stage=Stage.MONITORING,
    title="An outage is seen and told to nobody",
    why="The dashboard turns red while everybody sleeps: a monitor without an alert that arrives "
    "is a log.",
    fix="Give it an alert, and the alert a channel that works and was confirmed; then send a test.",
    hours=0.5,
)


@check(Monitor, each=lambda monitor: monitor.watched, emits=(GOES_NOWHERE,))
async def alert_routing(covered: Covered, ctx: Context) -> list[Finding]:
    """The alert on an outage of what must be watched ends at somebody."""
    seen = await look(covered.watch, ctx)
    looking = [one for one in seen.of(covered) if not stopped(one, ctx.now())]
    if not looking:
        seen.demand_whole(f"who hears that {covered} is down")
        return []  # that nothing looks is another question's answer
    alerts = [(one, each) for one in looking for each in one.alerts if each.incident == "downtime"]
    reached = [each for _, each in alerts if each.reached]
    if reached:
        contacts = dict.fromkeys(str(one) for each in reached for one in each.reached)
        rows = [(str(covered), ", ".join(contacts))]
        if all(one.hours for one in reached):
            rows.append(("nothing is sent", "; ".join(dict.fromkeys(one.hours for one in reached))))
        title = f"Who hears that {covered} is down"
        return WithFacts(sheets=(Sheet(title=title, rows=tuple(rows)),))
    unknown = [f"{one}: {each.unknown}" for one, each in alerts if each.unknown]
    if unknown:
        reason = f"nobody can tell who hears that {covered} is down: {unknown[0]}"
        raise UnreachableError(reason, kind="refused", advice="Let us read where alerts go.")
    seen.demand_whole(f"whether another alert on {covered} reaches somebody")
    return [_nowhere(covered, looking[0], alerts)]


def _nowhere(covered: Covered, first: Looking, alerts: list[tuple[Looking, Alert]]) -> Finding:
    if not alerts:
        message = f"{covered}: {first} has no alert on an outage; one that reaches you is promised"
        return GOES_NOWHERE.broken(replace(covered, at=first.at or covered.at), message)
    monitor, alert = alerts[0]
    why = dict.fromkeys(_why(each) for _, each in alerts)
    message = f"{covered}: the alert of {monitor} reaches nobody: {'; '.join(list(why)[:3])}"
    at = alert.at or monitor.at or covered.at
    return GOES_NOWHERE.broken(replace(covered, at=at), message)


def _why(alert: Alert) -> str:
    """Why an alert reaches nobody, for people."""
    if alert.silenced:
        return f"{alert.name}: {alert.silenced}"
    if not alert.contacts:
        return f"{alert.name} names no contact"
    said = (
        f"{one}: {one.works or 'nobody ever confirmed this address'}"
        for one in alert.contacts
        if not one.is_reached
    )
    return ", ".join(said)
