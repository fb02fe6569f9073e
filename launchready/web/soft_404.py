"""Asks for a page that cannot exist."""

from urllib.parse import urlsplit

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.destination import host_of
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.hops import follow
from launchready.web.chain_faults import ENDS_IN_ERROR, ON_THE_WAY, failing_end, on_the_way
from launchready.web.settings import Web
from launchready.web.starts import NoPage
from launchready.web.way import Way

SOFT_404 = Rule(
    id="web/soft-404",
    impact=Impact.RISK,
    stage=Stage.EDGE,
    title="A page that does not exist is answered as if it did",
    why="Broken links go unnoticed, and search engines fill with empty pages of yours.",
    fix="Answer unknown addresses with 404, whatever page is shown with it.",
    hours=1,
)
_LOGINS = {"login", "log-in", "signin", "sign-in", "auth", "account", "sso"}


@check(Web, each=lambda web: web.visits.no_pages, emits=(*ON_THE_WAY, SOFT_404, ENDS_IN_ERROR))
async def soft_404(nowhere: NoPage, ctx: Context) -> list[Finding]:
    """A page that does not exist is answered with 404."""
    chain = await follow(ctx.web, ctx.site, nowhere.start)
    way = Way(chain=chain, site=ctx.site, at=nowhere.at)
    found = on_the_way(way)
    way.demand_end(found)
    if found or chain.end != "answered" or chain.last is None:
        return found
    if not 200 <= chain.last.status < 300:
        return failing_end(way, but=(401, 403, 404, 410))
    if _LOGINS & set(urlsplit(chain.landing).path.lower().split("/")):
        return []
    seen = "answers" if not chain.redirects else f"leads to {way.shown(chain.landing)}, which is"
    about = Way(chain=chain, site=ctx.site, at=nowhere.at)
    message = (
        f"{seen} {chain.last.status}; no such page is on {host_of(nowhere.start)}, so 404 is meant"
    )
    return [about.broken(SOFT_404, nowhere.start, message)]
