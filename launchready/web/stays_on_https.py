"""Asks whether browsers are told to come back over https only."""

from launchready.core.bot_wall import kept_out
from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.destination import host_of
from launchready.core.finding import Finding
from launchready.core.location import Named
from launchready.web.header_rules import HSTS_MISSING
from launchready.web.hsts import Policy, read
from launchready.web.settings import Web
from launchready.web.starts import Door

_NAME = "Strict-Transport-Security"


@check(Web, each=lambda web: web.visits.doors, emits=(HSTS_MISSING,))
async def stays_on_https(door: Door, ctx: Context) -> list[Finding]:
    """Every host of ours tells browsers to come back over https only."""
    response = await ctx.web.fetch(door.start)
    turned_away = kept_out(response)
    if turned_away is not None:
        raise turned_away
    # Browsers heed the header only where the certificate holds, which is asked elsewhere.
    if response.untrusted is not None or response.status >= 500:
        return []
    host = host_of(door.start)
    seen = _missing(host, read([v for key, v in response.headers if key == _NAME.lower()]))
    subject = ctx.site.named(host) or Named(name=host, at=door.at)
    evidence = f"{response.status} {door.start}"
    return [] if seen is None else [HSTS_MISSING.broken(subject, seen, evidence)]


def _missing(host: str, said: Policy | str | None) -> str | None:
    match said:
        case None:
            return f"{host} sends no {_NAME}"
        case str():
            return f"{host} sends a {_NAME} that browsers ignore: it {said}"
        case Policy(max_age=0):
            return f"{host} sends {_NAME} with max-age=0, which turns it off"
    return None
