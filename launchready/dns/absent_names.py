"""Looks for names that must be gone."""

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.resolver import Answer
from launchready.core.unreachable import UnreachableError
from launchready.dns.everywhere import Heard, ask_everywhere
from launchready.dns.record import AbsentName, shown
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


@check(Dns, each=lambda dns: dns.absent, emits=(PRESENT,))
async def absent_names(name: AbsentName, ctx: Context) -> list[Finding]:
    """No name that must be absent answers on any name server."""
    found: dict[str, None] = {}
    silences: dict[str, UnreachableError] = {}
    for type_ in TYPES:
        heard = await ask_everywhere(ctx.dns, name.zone, name.name, type_)
        answers = [answer for (answer,) in heard.answers]
        there = [one for one in answers if one.values or one.alias]
        found |= {f"{_said(one)} on {one.server}": None for one in there}
        silences |= {one.reason: one for one in heard.silences}
        if found or not any(one.missing == "no such type" for one in answers):
            break
    heard = Heard(silences=tuple(silences.values()))
    if not found:
        return heard.close([])
    said = f"{name} has {next(iter(found))}; the config says it must not exist"
    return heard.close([PRESENT.broken(name, said, *found)])


def _said(answer: Answer) -> str:
    if answer.alias:
        return f"CNAME {answer.alias}"
    return f"{answer.type} {shown(answer.type, answer.values)}"
