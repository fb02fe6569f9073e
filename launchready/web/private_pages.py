"""Looks at what private pages tell caches, whoever asks."""

from launchready.core.bot_wall import demand_service
from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact
from launchready.core.location import Named
from launchready.web.cache_evidence import seen_by, was_hit
from launchready.web.cache_rules import CACHEABLE, CACHED, COOKIE_CACHED
from launchready.web.private_page import PrivatePage
from launchready.web.settings import Web
from launchready.web.shared_cache import Reuse, reuse

_RISK = CACHEABLE.with_impact(Impact.RISK)


@check(Web, each=lambda web: web.surfaces.private, emits=(CACHED, CACHEABLE, COOKIE_CACHED))
async def private_pages(page: PrivatePage, ctx: Context) -> list[Finding]:
    """Caches are told to keep their hands off private pages."""
    who = page.identities.a.headers if page.identities else ()
    answer = await ctx.web.fetch(page.url, headers=who, fresh=True)
    demand_service(answer)
    subject = Named(name=page.url.partition("?")[0], at=page.at)
    had = any(name.lower() == "authorization" for name, _ in who)
    found = reuse(answer.status, answer.headers, ctx.now(), had_authorization=had)
    facts = seen_by(answer.headers)
    if page.identities and was_hit(answer.headers) and page.identities.a.marker in answer.text:
        message = f"{subject} came out of a cache with a canary's data"
        return [CACHED.broken(subject, message, *facts)]
    if found.is_shared and answer.header("set-cookie") is not None:
        message = f"{subject} sets a cookie and may be kept by caches ({found.by})"
        return [COOKIE_CACHED.broken(subject, message, *facts)]
    if found.is_shared:
        message = f"{subject} may be kept by caches and given to others ({found.by})"
        return [CACHEABLE.broken(subject, message, *facts)]
    if answer.status == 200 and _is_left_open(found):
        message = f"{subject} does not say that it is private ({found.by})"
        return [_RISK.broken(subject, message, *facts)]
    return []


def _is_left_open(found: Reuse) -> bool:
    """Whether a cache that is told nothing more could be set to keep it."""
    return found.kind == "stale"
