"""Looks for names that must be gone."""

from dataclasses import replace

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Change, Finding, Impact, Rule, Stage
from launchready.core.resolver import Answer
from launchready.core.unreachable import UnreachableError
from launchready.dns.everywhere import Heard, ask_everywhere, control
from launchready.dns.record import AbsentName, shown
from launchready.dns.record_map import HIDES
from launchready.dns.settings import Dns

PRESENT = Rule(
    id="dns/name-present",
    impact=Impact.BLOCKER,
    stage=Stage.DOMAIN,
    title="A name that must be gone is still in DNS",
    why="An old beta or staging host is the door nobody watches, and can be taken over.",
    fix="Delete the name's records at your DNS host, or take it off the absent: list.",
    hours=0.5,
)

# What visitors, mail and certificate authorities ask for, delegation first. A name with none
# of these, or with other names below it only, counts as gone.
TYPES = ("NS", "A", "AAAA", "MX", "TXT", "CAA")


@check(Dns, each=lambda dns: dns.absent, emits=(PRESENT, HIDES), light=True)
async def absent_names(name: AbsentName, ctx: Context) -> list[Finding]:
    """No name that must be absent answers on any name server."""
    found: dict[str, Answer] = {}
    silences: dict[str, UnreachableError] = {}
    for type_ in TYPES:
        # Over TCP: a rate limit drops answers about what is not there (and counts only UDP).
        heard = await ask_everywhere(ctx.dns, name.zone, name.name, type_, over="TCP")
        answers = [answer for (answer,) in heard.answers]
        there = [one for one in answers if one.values or one.alias]
        found |= {f"{_said(one)} on {one.server}": one for one in there}
        silences |= {one.reason: one for one in heard.silences}
        if found or not any(one.missing == "no such type" for one in answers):
            break
    heard = Heard(silences=tuple(silences.values()))
    if not found:
        return heard.close([])
    if await _is_made_up(name, tuple(found.values()), ctx):
        return heard.close([] if name.is_covered else [_hidden(name, next(iter(found)))])
    said = f"{name} has {next(iter(found))}; the config says it must not exist"
    first = next(iter(found.values()))
    change = Change(
        zone=name.zone,
        sign="-",
        record=str(name),
        wanted="",
        live=_said(first),
        servers=tuple(dict.fromkeys(str(one.server) for one in found.values())),
    )
    return heard.close([replace(PRESENT.broken(name, said, *found), change=change)])


async def _is_made_up(name: AbsentName, answers: tuple[Answer, ...], ctx: Context) -> bool:
    """Whether every other name beside it answers the same: a wildcard does, not the name."""
    if name.name.startswith("*."):
        return False
    beside = control(name.name, ctx.now())
    for answer in answers:
        try:
            other = await ctx.dns.ask(answer.server, beside, answer.type, over="TCP")
        except UnreachableError:
            return False
        if (other.values, other.alias) != (answer.values, answer.alias):
            return False
    return True


def _hidden(name: AbsentName, said: str) -> Finding:
    _, _, above = name.name.partition(".")
    told = f"{name} has {said}, as every name below {above} has: a wildcard answers"
    return HIDES.broken(name, f"{told}; the config says it must not exist")


def _said(answer: Answer) -> str:
    if answer.alias:
        return f"CNAME {answer.alias}"
    return f"{answer.type} {shown(answer.type, answer.values)}"
