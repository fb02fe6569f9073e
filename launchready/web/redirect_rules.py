"""Holds the live site against the redirect map."""

from typing import assert_never

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.destination import host_of
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.hops import Chain, Hop, follow, method_after
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
from launchready.web.kept import QUERY_DROPPED, has_query, moves, path_of
from launchready.web.leading_on import leads_on
from launchready.web.old_pages import LOST, UNTRIED, lost, untried
from launchready.web.redirects import SCRIPT, by_script
from launchready.web.settings import Web
from launchready.web.starts import Mapped, OldPage, Unsampled, Untried
from launchready.web.way import Way

MISSING = Rule(
    id="web/redirect-missing",
    impact=Impact.BLOCKER,
    stage=Stage.EDGE,
    title="A redirect of the map is not there",
    why="Old links, bookmarks and search results end on an error or an outdated page.",
    fix="Add the redirect where the site is served, or delete it from the map.",
    hours=0.5,
)
ELSEWHERE = Rule(
    id="web/redirect-elsewhere",
    impact=Impact.BLOCKER,
    stage=Stage.EDGE,
    title="A redirect leads elsewhere than meant",
    why="Visitors of the old address end on a page they did not ask for.",
    fix="Correct the redirect's target, or the map if the new target is right.",
    hours=0.5,
)
NOT_GONE = Rule(
    id="web/not-gone",
    impact=Impact.BLOCKER,
    stage=Stage.EDGE,
    title="A retired address still answers",
    why="What was meant to be gone can still be seen, linked and found.",
    fix="Answer it with 410 (or 404), or delete it from the map.",
    hours=0.5,
)
POST_BECOMES_GET = Rule(
    id="web/post-becomes-get",
    impact=Impact.BLOCKER,
    stage=Stage.EDGE,
    title="A redirect turns POST into GET",
    why="Webhooks and forms that go to the old address lose what they carry, without an error.",
    fix="Answer with 308 (or 307), which keep the method and the body.",
    hours=0.5,
)
STATUS = Rule(
    id="web/redirect-status",
    impact=Impact.RISK,
    stage=Stage.EDGE,
    title="A redirect has another status than the map says",
    why="Browsers keep a permanent redirect for good, and forget a temporary one at once.",
    fix="Change the redirect's status, or the map.",
    hours=0.25,
)
UNVERIFIED = Rule(
    id="web/unverified-pattern",
    impact=Impact.ADVICE,
    stage=Stage.EDGE,
    title="A pattern of the map cannot be tried",
    why="Nobody knows whether it works; it counts neither as kept nor as broken.",
    fix="Give the rule samples: [one, two], addresses that existed.",
    hours=0.1,
)


@check(
    Web,
    each=lambda web: web.visits.mapped,
    emits=(
        *ON_THE_WAY,
        MISSING,
        ELSEWHERE,
        NOT_GONE,
        POST_BECOMES_GET,
        ENDS_IN_ERROR,
        QUERY_DROPPED,
        STATUS,
        TEMPORARY,
        TOO_LONG,
        SCRIPT,
        UNVERIFIED,
        LOST,
        UNTRIED,
    ),
)
async def redirect_rules(
    rule: Mapped | Unsampled | OldPage | Untried, ctx: Context
) -> list[Finding]:
    """Every redirect of the map leads where it says."""
    match rule:
        case Unsampled():
            return [UNVERIFIED.broken(rule, f"{rule} has no samples to try it with")]
        case Untried():
            return untried(rule)
        case OldPage():
            return await _visited(rule, None, ctx)
        case Mapped():
            return await _visited(rule, rule.to, ctx)
        case _:
            assert_never(rule)


async def _visited(rule: Mapped | OldPage, to: str | None, ctx: Context) -> list[Finding]:
    chain = await (
        _posted(rule, ctx)
        if isinstance(rule, Mapped) and rule.method == "POST"
        else follow(ctx.web, ctx.site, rule.start)
    )
    way = Way(chain=chain, site=ctx.site, at=rule.at)
    found = on_the_way(way, to)
    way.demand_end(found)
    if found or chain.end == "untrusted":
        return found or failing_end(way)
    if isinstance(rule, OldPage):
        return lost(way, rule)
    return _gone(way) if rule.to is None else _kept(way, rule, rule.to)


async def _posted(rule: Mapped, ctx: Context) -> Chain:
    """A POST without a body, to the address and its other spellings; where it leads is not asked.

    What a POST sets off there would be real.
    """

    def is_enough(hop: Hop) -> bool:
        target = hop.target or ""
        is_there = _is_same(target, rule.to or "") or not _is_the_old_page(target, rule.start)
        return is_there or _loses_the_post(hop)

    return await follow(ctx.web, ctx.site, rule.start, method="POST", stop=is_enough)


def _loses_the_post(hop: Hop) -> bool:
    return hop.target is not None and method_after(hop.status, hop.method) != "POST"


def _gone(way: Way) -> list[Finding]:
    last, landing = way.chain.last, way.chain.landing
    if last is None or (way.chain.end == "answered" and last.status in (404, 410)):
        return []
    if way.chain.redirects:
        message = f"redirects to {way.shown(landing)}; it is meant to be gone"
        return [way.broken(NOT_GONE, way.chain.start, message)]
    return [way.broken(NOT_GONE, landing, f"answers {last.status}; it is meant to be gone")]


def _kept(way: Way, rule: Mapped, to: str) -> list[Finding]:
    hops = [hop for hop in way.chain.hops if hop.target]
    arrived = next((at for at, hop in enumerate(hops) if _is_same(hop.target, to)), None)
    if arrived is None:
        return _spelling(way, rule, hops) or _not_there(way, hops, to)
    there = hops[arrived].target or to
    found = _method(way, rule) or _end(way, rule) or _query(way, rule, there)
    return [
        *found,
        *(() if found else _status(way, rule, hops[: arrived + 1])),
        *too_long(way, way.chain.redirects, rule.policy),
    ]


def _is_same(url: str | None, to: str) -> bool:
    """Whether a redirect leads to the address meant, with the query the map itself gives."""
    if url is None or moves(url, to):
        return False
    return path_of(url) == path_of(to) and has_query(url, to)


def _not_there(way: Way, hops: list[Hop], to: str) -> list[Finding]:
    start, last = way.chain.start, way.chain.last
    landing = (hops[-1].target if hops else None) or start
    on = leads_on(last, way.chain.url) if last and way.chain.end == "answered" else None
    if on and _is_same(on[1], to):
        return by_script(way)
    meant = f"the map says {way.shown(to)}"
    if not hops or _is_the_old_page(landing, start):
        status = last.status if last else 0
        seen = f"answers {status}" if not hops else f"leads to {way.shown(landing)}"
        return [way.broken(MISSING, start, f"{seen}; {meant}")]
    return [way.broken(ELSEWHERE, start, f"leads to {way.shown(landing)}; {meant}")]


def _is_the_old_page(url: str, start: str) -> bool:
    """Whether a way did nothing but settle the old address's spelling."""
    hosts = (host_of(url).removeprefix("www."), host_of(start).removeprefix("www."))
    return hosts[0] == hosts[1] and path_of(url) == path_of(start)


def _method(way: Way, rule: Mapped) -> list[Finding]:
    lost = next((hop for hop in way.chain.hops if _loses_the_post(hop)), None)
    if rule.method == "GET" or lost is None:
        return []
    message = f"answers a POST with {lost.status}; browsers and webhooks go on with GET"
    return [way.broken(POST_BECOMES_GET, lost.url, message)]


def _spelling(way: Way, rule: Mapped, hops: list[Hop]) -> list[Finding]:
    """A POST that is lost on the way to another spelling of the old address."""
    is_spelling = bool(hops) and _is_the_old_page(hops[-1].target or "", way.chain.start)
    return _method(way, rule) if is_spelling else []


def _end(way: Way, rule: Mapped) -> list[Finding]:
    return failing_end(way) if rule.method == "GET" else []


def _query(way: Way, rule: Mapped, there: str) -> list[Finding]:
    if rule.query == "ignore":
        return []
    kept = has_query(there, rule.start)
    if rule.query == "keep" and not kept:
        message = f"redirects to {way.shown(there)}, without the query"
        return [way.broken(QUERY_DROPPED, rule.start, message)]
    if rule.query == "drop" and kept:
        message = f"passes its query on to {way.shown(there)}; the map says to drop it"
        return [way.broken(ELSEWHERE, rule.start, message)]
    return []


def _status(way: Way, rule: Mapped, hops: list[Hop]) -> list[Finding]:
    if rule.status is None:
        return []
    if rule.status == "permanent":
        return temporary(way, hops, rule.policy)
    seen = hops[0].status
    if seen in rule.status:
        return []
    meant = " or ".join(str(one) for one in rule.status)
    is_weaker = seen not in rule.policy.permanent and set(rule.status) <= {*rule.policy.permanent}
    kind = TEMPORARY if is_weaker else STATUS
    return [way.broken(kind, hops[0].url, f"redirects with {seen}; the map says {meant}")]
