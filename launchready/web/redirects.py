"""Follows every spelling of the site's address to where visitors end."""

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.destination import host_of, scheme_of
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.hops import follow
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
from launchready.web.kept import (
    PATH_DROPPED,
    QUERY_DROPPED,
    ends_on_the_page,
    moving_hops,
    path_dropped,
    query_dropped,
)
from launchready.web.leading_on import leads_on
from launchready.web.settings import Web
from launchready.web.starts import Sample
from launchready.web.way import Way

NOT_UPGRADED = Rule(
    id="web/not-upgraded",
    impact=Impact.BLOCKER,
    stage=Stage.EDGE,
    title="Visitors stay on http",
    why="Whoever types the bare name sends passwords in the clear and sees 'Not secure'.",
    fix="Redirect every http address to the same one over https, with 301 or 308.",
    hours=0.5,
)
WRONG_HOST = Rule(
    id="web/wrong-canonical-host",
    impact=Impact.BLOCKER,
    stage=Stage.EDGE,
    title="Visitors end on another host than the canonical one",
    why="Logins, links and search results split between two names for the same site.",
    fix="Redirect this spelling to hosts.canonical, or correct hosts.canonical.",
    hours=0.5,
)
SLASH = Rule(
    id="web/trailing-slash",
    impact=Impact.RISK,
    stage=Stage.EDGE,
    title="A page's address ends otherwise than the policy says",
    why="With and without a slash are two addresses to search engines and caches.",
    fix="Redirect to the spelling you want, or correct trailing_slash in the policy.",
    hours=0.5,
)
SCRIPT = Rule(
    id="web/script-redirect",
    impact=Impact.RISK,
    stage=Stage.EDGE,
    title="A page sends its visitors on by script or Refresh",
    why="Search engines may keep the empty page, and the back button leads into a trap.",
    fix="Answer with 301 or 308 and a Location instead of a page.",
    hours=0.5,
)


@check(
    Web,
    each=lambda web: web.visits.samples,
    emits=(
        *ON_THE_WAY,
        NOT_UPGRADED,
        WRONG_HOST,
        PATH_DROPPED,
        ENDS_IN_ERROR,
        QUERY_DROPPED,
        TEMPORARY,
        TOO_LONG,
        SLASH,
        SCRIPT,
    ),
)
async def redirects(sample: Sample, ctx: Context) -> list[Finding]:
    """Every spelling of the site's address ends on the same page of the canonical host."""
    chain = await follow(ctx.web, ctx.site, sample.start)
    way = Way(chain=chain, site=ctx.site, at=sample.at)
    found = on_the_way(way)
    way.demand_end([*found, *temporary(way, moving_hops(way, found), sample.policy)])
    if chain.end in ("loop", "too many"):
        return found
    # A detour that is a fault itself is not told again by its length.
    long = [] if found else too_long(way, chain.redirects, sample.policy)
    found = found or _at_the_end(way, sample) or by_script(way)
    return [*found, *temporary(way, moving_hops(way, found), sample.policy), *long]


def _at_the_end(way: Way, sample: Sample) -> list[Finding]:
    """The one thing that is wrong with where the visit ended, the cause before its effects."""
    url, last = way.chain.landing, way.chain.last
    if way.chain.end == "untrusted":
        return failing_end(way)
    if scheme_of(url) == "http" and last and last.status < 400 and way.site.owns(host_of(url)):
        return [way.broken(NOT_UPGRADED, url, "is shown over http; https is meant")]
    if way.site.owns(host_of(url)) and host_of(url) not in sample.ends:
        message = f"is where visitors end; hosts.canonical is {sample.ends[0]}"
        return [way.broken(WRONG_HOST, url, message)]
    return path_dropped(way) or failing_end(way) or query_dropped(way) or _slash(way, sample)


def _slash(way: Way, sample: Sample) -> list[Finding]:
    path = way.chain.landing.partition("://")[2].partition("/")[2].partition("?")[0]
    meant = sample.policy.trailing_slash
    is_file = "." in path.rpartition("/")[2]
    if meant == "any" or not path or is_file or not ends_on_the_page(way):
        return []
    if path.endswith("/") == (meant == "always"):
        return []
    is_there = "ends" if path.endswith("/") else "does not end"
    message = f"{is_there} with a slash; trailing_slash is {meant}"
    return [way.broken(SLASH, way.chain.landing, message)]


def by_script(way: Way) -> list[Finding]:
    """A page at the end that sends its visitors on by itself."""
    on = leads_on(way.chain.last, way.chain.url) if way.chain.last else None
    if on is None or way.chain.end != "answered":
        return []
    message = f"sends visitors on to {way.shown(on[1])} by {on[0]}; a redirect is meant"
    return [way.broken(SCRIPT, way.chain.url, message)]
