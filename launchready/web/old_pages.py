"""Judges addresses that were known before, and says which rules of a file are not tried."""

from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.hops import REDIRECTS
from launchready.web.chain_faults import failing_end, temporary, too_long
from launchready.web.kept import path_of
from launchready.web.starts import OldPage, Untried
from launchready.web.way import Way

LOST = Rule(
    id="web/old-page-lost",
    impact=Impact.BLOCKER,
    stage=Stage.EDGE,
    title="An old address leads to no page of its own",
    why="Links, bookmarks and search results of years end on an error or on the front page.",
    fix="Redirect it to the page that took its place, or take it off the list if it may go.",
    hours=0.25,
)
UNTRIED = Rule(
    id="web/import-not-tried",
    impact=Impact.ADVICE,
    stage=Stage.EDGE,
    title="Some rules of a file of redirects are not tried",
    why="What depends on a visitor's country, cookie or login cannot be seen from one machine.",
    fix="Try these by hand, or write what matters most into web.redirects.rules.",
    hours=0.5,
)
_MOST_LINES = 20


def lost(way: Way, page: OldPage) -> list[Finding]:
    """Whether an old address still leads to a page, and by redirects that last."""
    chain, last = way.chain, way.chain.last
    if chain.end == "untrusted" or last is None:
        return failing_end(way)
    if chain.end == "answered" and last.status not in REDIRECTS and not _is_a_page(last.status):
        seen = f"answers {last.status}" if not chain.redirects else f"ends with {last.status}"
        return [way.broken(LOST, page.start, f"{seen}; the list of old pages has it")]
    if path_of(chain.landing) == "/" != path_of(page.start):
        message = "leads to the front page; the list of old pages has it as a page of its own"
        return [way.broken(LOST, page.start, message)]
    hops = [hop for hop in chain.hops if hop.target]
    lasting = temporary(way, hops[:1], page.policy)
    return [*lasting, *too_long(way, chain.redirects, page.policy)]


def _is_a_page(status: int) -> bool:
    return 200 <= status < 300 or status == 401


def untried(file: Untried) -> list[Finding]:
    """The rules that are not tried, by why not."""
    count = sum(len(lines) for _, lines in file.kinds)
    told = [f"{len(lines)}: {kind}, line {_listed(lines)}" for kind, lines in file.kinds]
    rules = "rule that is" if count == 1 else "rules that are"
    return [UNTRIED.broken(file, f"{file} has {count} {rules} not tried", *told)]


def _listed(lines: tuple[int, ...]) -> str:
    shown = ", ".join(str(one) for one in lines[:_MOST_LINES])
    more = len(lines) - _MOST_LINES
    return shown + (f" and {more} more" if more > 0 else "")
