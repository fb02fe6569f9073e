"""Asks the hosts that are their own destinations over http, and expects https."""

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.destination import host_of, scheme_of
from launchready.core.finding import Finding
from launchready.core.hops import Hop, follow
from launchready.web.chain_faults import (
    ENDS_IN_ERROR,
    ON_THE_WAY,
    TEMPORARY,
    TOO_LONG,
    failing_end,
    on_the_way,
    temporary,
    too_long,
)
from launchready.web.kept import PATH_DROPPED, QUERY_DROPPED, has_query, keeps_path
from launchready.web.redirect_rules import ELSEWHERE
from launchready.web.redirects import NOT_UPGRADED
from launchready.web.settings import Web
from launchready.web.starts import Upgrade
from launchready.web.way import Way


@check(
    Web,
    each=lambda web: web.visits.upgrades,
    emits=(
        *ON_THE_WAY,
        NOT_UPGRADED,
        ELSEWHERE,
        PATH_DROPPED,
        QUERY_DROPPED,
        ENDS_IN_ERROR,
        TEMPORARY,
        TOO_LONG,
    ),
)
async def upgrade(page: Upgrade, ctx: Context) -> list[Finding]:
    """Every other host of ours moves its visitors from http to the same page over https."""
    chain = await follow(ctx.web, ctx.site, page.start)
    way = Way(chain=chain, site=ctx.site, at=page.at)
    found = on_the_way(way)
    to_https = _until_https(way)
    way.demand_end([*found, *temporary(way, to_https, page.policy)])
    if chain.end in ("loop", "too many"):
        return found
    found = found or await _at_the_end(way, to_https, ctx)
    about = {one.subject for one in found}
    plain = [hop for hop in to_https if way.shown(hop.url) not in about]
    return [*found, *temporary(way, plain, page.policy), *too_long(way, len(to_https), page.policy)]


def _until_https(way: Way) -> list[Hop]:
    """The redirects up to the one that leads to https; what comes after is the app's own."""
    plain = [hop for hop in way.chain.hops if hop.target and scheme_of(hop.url) == "http"]
    is_there = [scheme_of(hop.target or "") == "https" for hop in plain]
    return plain[: is_there.index(True) + 1] if True in is_there else plain


async def _at_the_end(way: Way, to_https: list[Hop], ctx: Context) -> list[Finding]:
    """A page that does not exist on this host is none of our business; a failing server is.

    Nor is a certificate that fails: the way to https is seen, and tls looks at what is there.
    """
    chain, start = way.chain, way.chain.start
    last = chain.last
    if last is None or (chain.end == "answered" and last.status >= 500):
        return failing_end(way)
    if scheme_of(chain.landing) == "http" and last.status < 400:
        return [way.broken(NOT_UPGRADED, chain.landing, "is shown over http; https is meant")]
    target = to_https[-1].target if to_https else None
    if target is None:
        return []
    if host_of(target) != host_of(start):
        return await _elsewhere(way, target, ctx)
    if not keeps_path(start, target):
        shown = f"redirects to {way.shown(target)}, which is another page"
        return [way.broken(PATH_DROPPED, start, shown)]
    if not has_query(target, start):
        shown = f"redirects to {way.shown(target)}, without the query"
        return [way.broken(QUERY_DROPPED, start, shown)]
    return []


async def _elsewhere(way: Way, target: str, ctx: Context) -> list[Finding]:
    """A host that has moved as a whole says the same over https; a catch-all redirect does not."""
    secure = "https" + way.chain.start.removeprefix("http")
    chain = await follow(ctx.web, ctx.site, secure)
    over_https = Way(chain=chain, site=way.site, at=way.at)
    over_https.demand_end([])
    if host_of(chain.landing) == host_of(way.chain.landing):
        return []
    message = f"redirects to {way.shown(target)}; {way.shown(secure)} is meant"
    return [way.broken(ELSEWHERE, way.chain.start, message)]
