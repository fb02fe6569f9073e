"""Looks at staging as a search engine that came by it."""

from launchready.core.bot_wall import demand_service
from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.destination import host_of
from launchready.core.finding import Finding, Impact
from launchready.core.hops import follow
from launchready.web.crawl import meta_forbids, page_forbids, path_of, robots_file
from launchready.web.index_rules import STAGING_OPEN
from launchready.web.settings import Web
from launchready.web.surface import Page, Seen


@check(Web, each=lambda web: web.surfaces.staging, emits=(STAGING_OPEN,))
async def staging(page: Page, ctx: Context) -> list[Finding]:
    """Search engines may not list staging."""
    chain = await follow(ctx.web, ctx.site, page.url)
    if chain.silence is not None:
        raise chain.silence
    last = chain.last
    if last is None or chain.end in ("stranger", "untrusted", "no location", "loop", "too many"):
        return []  # a log-in elsewhere, or nothing a search engine could read
    if last.status not in (401, 403):
        demand_service(last)
    if last.status >= 400:
        return []
    host = host_of(last.url)
    if host not in {one.name for one in ctx.site.staging}:
        return []  # it sends everybody to production
    seen = Seen(page=page, chain=chain, last=last)
    told = page_forbids(seen)
    subject = seen.subject()
    robots = await robots_file(last.url, ctx)
    shut = robots.forbids(path_of(last.url))
    if told is None and shut is None:
        return [STAGING_OPEN.broken(subject, f"{subject} is open to everybody and to Google")]
    if told is None:
        message = f"{subject} {shut}; its address can be listed all the same, from links to it"
        return [STAGING_OPEN.with_impact(Impact.RISK).broken(subject, message)]
    if shut is not None:
        message = f"{subject} says {told}, which nobody reads, for it {shut}"
        return [STAGING_OPEN.with_impact(Impact.RISK).broken(subject, message)]
    if told == meta_forbids(seen):
        message = f"{subject} says {told}, which holds for this page alone; files have no such tag"
        return [STAGING_OPEN.with_impact(Impact.ADVICE).broken(subject, message)]
    return []
