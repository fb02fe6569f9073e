"""Whether a redirect keeps what the visitor asked for: the path and the query."""

from urllib.parse import parse_qsl, unquote, urlsplit

from launchready.core.destination import host_of, port_in, scheme_of
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.hops import Hop
from launchready.web.way import Way

PATH_DROPPED = Rule(
    id="web/path-dropped",
    impact=Impact.BLOCKER,
    stage=Stage.EDGE,
    title="A redirect forgets the page",
    why="Every link, ad and search result that points at a page ends somewhere else.",
    fix="Redirect to the same path: pass the request's path on in the redirect's target.",
    hours=0.5,
)
QUERY_DROPPED = Rule(
    id="web/query-dropped",
    impact=Impact.BLOCKER,
    stage=Stage.EDGE,
    title="A redirect forgets the query",
    why="Campaign tags, reset links and invitations carry their meaning in the query; it is lost.",
    fix="Pass the request's query on in the redirect's target ($request_uri, preserve query).",
    hours=0.5,
)


def moves(url: str, target: str) -> bool:
    """Whether a redirect changes the scheme or the host, which should change nothing else."""
    return _origin(url) != _origin(target)


def _origin(url: str) -> tuple[str, str, int | None]:
    return scheme_of(url), host_of(url), port_in(url)


def path_of(url: str) -> str:
    """A path for comparison: decoded, its slash at the end left out."""
    return unquote(urlsplit(url).path).rstrip("/") or "/"


def keeps_path(url: str, target: str) -> bool:
    """Whether the path is the same, or stands behind one more part, such as /en."""
    before, after = path_of(url), path_of(target)
    return before == "/" or after == before or after.endswith(before)


def has_query(url: str, wanted: str) -> bool:
    """Whether a URL still has every pair of the wanted one's query."""
    there = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    return all(pair in there for pair in parse_qsl(urlsplit(wanted).query, keep_blank_values=True))


def ends_on_the_page(way: Way) -> bool:
    """Whether the visit ended on the page it started for."""
    return keeps_path(way.chain.start, way.chain.landing)


def own_hops(way: Way) -> list[tuple[str, str]]:
    """From where to where each redirect within our own hosts leads."""
    return [
        (hop.url, hop.target)
        for hop in way.chain.hops
        if hop.target and way.site.owns(host_of(hop.target))
    ]


def moving_hops(way: Way, told: list[Finding]) -> list[Hop]:
    """Redirects to another scheme or host of ours, without those a finding is about already."""
    about = {one.subject for one in told}
    return [
        hop
        for hop in way.chain.hops
        if hop.target
        and way.site.owns(host_of(hop.target))
        and moves(hop.url, hop.target)
        and way.shown(hop.url) not in about
    ]


def path_dropped(way: Way) -> list[Finding]:
    """The first hop that forgets the page.

    Within one host redirects are the app's own (to a login, a language) and may lead where they
    like, but for the front page, where lost pages are dumped.
    """
    for url, target in own_hops(way):
        is_judged = moves(url, target) or path_of(target) == "/"
        if is_judged and not keeps_path(url, target):
            shown = f"redirects to {way.shown(target)}, which is another page"
            return [way.broken(PATH_DROPPED, url, shown)]
    return []


def query_dropped(way: Way) -> list[Finding]:
    """The first hop that forgets the query, though the visit ends on the page asked for."""
    is_same_page = ends_on_the_page(way)
    for url, target in own_hops(way):
        if (is_same_page or moves(url, target)) and not has_query(target, url):
            shown = f"redirects to {way.shown(target)}, without the query"
            return [way.broken(QUERY_DROPPED, url, shown)]
    return []
