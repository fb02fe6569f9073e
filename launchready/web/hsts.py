"""Asks whether browsers are told to come back over https only."""

import re

from launchready.core.bot_wall import kept_out
from launchready.core.browser import Response
from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.web.settings import Web
from launchready.web.starts import Door

HSTS_MISSING = Rule(
    id="web/hsts-missing",
    impact=Impact.RISK,
    stage=Stage.EDGE,
    title="Browsers are not told to stay on https",
    why="On open Wi-Fi the first http request of every visit can be caught and turned elsewhere.",
    fix="Send Strict-Transport-Security: max-age=31536000 with every https answer, redirects too.",
    hours=0.25,
)
_AGE = re.compile(r'(?:^|;)\s*max-age\s*=\s*"?([0-9]+)"?\s*(?:;|$)', re.IGNORECASE)


@check(Web, each=lambda web: web.visits.doors, emits=(HSTS_MISSING,))
async def hsts(door: Door, ctx: Context) -> list[Finding]:
    """Every host of ours tells browsers to come back over https only."""
    response = await ctx.web.fetch(door.start)
    turned_away = kept_out(response)
    if turned_away is not None:
        raise turned_away
    # Browsers heed the header only where the certificate holds, which is asked elsewhere.
    if response.untrusted is not None or response.status >= 500:
        return []
    seen = _missing(response)
    if seen is None:
        return []
    message = f"{door} {seen}; a max-age of a year is meant"
    return [HSTS_MISSING.broken(door, message, f"{response.status} {door.start}")]


def _missing(response: Response) -> str | None:
    """What is wrong; of several headers the first counts (RFC 6797, 8.1)."""
    said = response.header("strict-transport-security")
    if said is None:
        return "answers without Strict-Transport-Security"
    age = _AGE.search(said)
    if age is None:
        return "sends a Strict-Transport-Security without max-age, which browsers ignore"
    if int(age[1]) == 0:
        return "sends max-age=0, which makes browsers forget https"
    return None
