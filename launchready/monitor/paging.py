"""Asks whether every kind of incident reaches a person, and a second one."""

from dataclasses import replace

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.monitors import Alert, Contact
from launchready.core.sheet import Seen as WithFacts
from launchready.core.sheet import Sheet
from launchready.monitor.expiry_alerts import alerts_on, certificates
from launchready.monitor.promised import Paged
from launchready.monitor.seen import Seen, look, stopped
from launchready.monitor.settings import Monitor

NOBODY_PAGED = Rule(
    id="monitor/nobody-paged",
    impact=Impact.BLOCKER,
    stage=Stage.MONITORING,
    title="An incident has nobody, or nobody else, who is called",
    why="An alert that is everybody's is nobody's; and the one person whose it is will once be "
    "asleep, ill or on a plane.",
    fix="Write two people for it under monitor.paging, and let the alert reach both.",
    hours=0.25,
)

_WORDS = {
    "downtime": "an outage",
    "ssl_expiry": "a certificate's end",
    "error_spike": "a spike of errors",
    "failed_deploy": "a failed deploy",
    "email_auth": "mail that fails authentication",
}


@check(Monitor, each=lambda monitor: monitor.paged, emits=(NOBODY_PAGED,))
async def paging(paged: Paged, ctx: Context) -> list[Finding]:
    """Every kind of incident has a person who is called and a second one, and reaches both."""
    what = _WORDS.get(paged.incident, "")
    if not what:
        listed = ", ".join(_WORDS)
        message = (
            f"paging says of no incident who is called; two people each are meant for {listed}"
        )
        return [NOBODY_PAGED.broken(paged, message)]
    if not paged.people:
        message = f"paging names nobody for {what}; a person and a second one are meant"
        return [NOBODY_PAGED.broken(paged, message)]
    if len(paged.people) == 1:
        message = f"paging names {paged.people[0]} alone for {what}; a second one is meant"
        return [NOBODY_PAGED.broken(paged, message)]
    row = (paged.incident, ", then ".join(paged.people))
    sheets = (Sheet(title=f"Who is called about {what}", rows=(row,)),)
    if not paged.reach and not paged.watch.sources:
        return WithFacts(sheets=sheets)
    seen = await look(paged.watch, ctx)
    found = _lost(paged, seen) + (_unreached(paged, seen, ctx) if paged.reach else [])
    if found:
        seen.demand_whole(f"whether {what} reaches everybody whom paging names")
    return WithFacts(found, sheets=sheets)


def _lost(paged: Paged, seen: Seen) -> list[Finding]:
    """Alerts of no monitor that are about it and of which none reaches anybody."""
    alerts = [one for each in seen.told for one in each.alerts if one.incident == paged.incident]
    if not alerts or any(one.reached or one.unknown for one in alerts):
        return []
    names = ", ".join(one.name for one in alerts[:3])
    message = f"{_WORDS[paged.incident]} has an alert that reaches nobody ({names}); {paged.people[0]} is to be called"  # noqa: E501 - one sentence
    place = replace(paged, at=alerts[0].at or paged.at)
    return [NOBODY_PAGED.broken(place, message)]


def _unreached(paged: Paged, seen: Seen, ctx: Context) -> list[Finding]:
    """People whom paging promises and whom no alert of the kind reaches."""
    reach = dict(paged.reach)
    lines = []
    for about, alerts in _groups(paged, seen, ctx):
        contacts = [each for one in alerts for each in one.reached]
        for person in paged.people:
            known = {name.casefold() for name in reach.get(person, ())}
            if contacts and not any(_is(each, known) for each in contacts):
                told = ", ".join(dict.fromkeys(str(one) for one in contacts))
                lines.append(f"{about} is told to {told}, which is not {person}")
                lines += _strangers(person, reach.get(person, ()), known, seen)
    if not lines:
        return []
    what = _WORDS[paged.incident]
    people = " and ".join(paged.people)
    message = f"{what} does not reach everybody whom paging names ({people}): {lines[0]}"
    return [NOBODY_PAGED.broken(paged, message, *list(dict.fromkeys(lines[1:]))[:5])]


def _strangers(person: str, names: tuple[str, ...], known: set[str], seen: Seen) -> list[str]:
    """That nobody is called what a person is known by, which is a slip more often than not."""
    everybody = [
        *(one for each in seen.told for one in each.contacts),
        *(one for each in seen.monitors for alert in each.alerts for one in alert.contacts),
    ]
    if any(_is(one, known) for one in everybody):
        return []
    return [f"people knows {person} as {', '.join(names)}, and no contact there is called that"]


def _groups(paged: Paged, seen: Seen, ctx: Context) -> list[tuple[str, list[Alert]]]:
    """The alerts of a kind: those on each thing that must be watched, and those of no monitor."""
    if paged.incident == "ssl_expiry":
        known = certificates(paged.watch)
        return [(f"the certificate of {one}", alerts_on(one, seen, ctx)) for one in known]
    groups = []
    for covered in paged.watch.covered:
        looking = [one for one in seen.of(covered) if not stopped(one, ctx.now())]
        alerts = [each for one in looking for each in one.alerts]
        groups.append((str(covered), [one for one in alerts if one.incident == paged.incident]))
    for watching in seen.told:
        alerts = [one for one in watching.alerts if one.incident == paged.incident]
        groups += [(one.name, [one]) for one in alerts]
    return groups


def _is(contact: Contact, known: set[str]) -> bool:
    """Whether a contact is one of those a person is known by."""
    names = (contact.name, str(contact), contact.channel, contact.via)
    return any(one.casefold() in known for one in names if one)
