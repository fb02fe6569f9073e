"""Looks at the names of the addresses that send our mail."""

from ipaddress import ip_address

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.location import Location, Named
from launchready.email.lookup import AuthoritativeLookup
from launchready.email.settings import Email

MISSING = Rule(
    id="email/reverse-name-missing",
    impact=Impact.RISK,
    stage=Stage.DOMAIN,
    title="A sending address has no name that leads back to it",
    why="Gmail and others refuse mail from addresses without a matching reverse name.",
    fix="Set the reverse name (PTR) where the server is hosted, to a name that has the address.",
    hours=0.5,
)
_MOST_NAMES = 10


def _addresses(email: Email) -> list[Named]:
    found: dict[str, Location] = {}
    for domain in email.transported:
        for one in domain.sending_ips:
            found.setdefault(one.name, one.at)
    return [Named(name=name, at=at) for name, at in found.items()]


@check(Email, each=_addresses, emits=(MISSING,))
async def reverse_names(address: Named, ctx: Context) -> list[Finding]:
    """Every sending address has a name that leads back to it."""
    lookup = AuthoritativeLookup(ctx.dns)
    wanted = ip_address(address.name)
    names = (await lookup.ask(wanted.reverse_pointer, "PTR")).values
    if not names:
        return [MISSING.broken(address, f"{address} has no reverse name (PTR)")]
    type_ = "A" if wanted.version == 4 else "AAAA"
    for name in names[:_MOST_NAMES]:
        found = await lookup.ask(name.rstrip("."), type_)
        if str(wanted) in found.values:
            return []
    shown = ", ".join(one.rstrip(".") for one in names[:_MOST_NAMES])
    return [MISSING.broken(address, f"{address} is called {shown}, which does not lead back")]
