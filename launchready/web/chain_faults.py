"""Faults of the hops themselves, whatever the visit was for. Pure: a way in, findings out."""

from launchready.core.addresses import is_internal
from launchready.core.destination import host_of, port_in, scheme_of
from launchready.core.finding import Finding, Impact, Rule
from launchready.core.hops import REDIRECTS, Chain, Hop, locations
from launchready.core.preview_hosts import ENDINGS
from launchready.web.edge_rule import edge_rule
from launchready.web.kept import moves
from launchready.web.policy import Policy
from launchready.web.way import Way

LOOP = edge_rule(
    "redirect-loop",
    Impact.BLOCKER,
    "A redirect leads back to itself",
    "Browsers give up and show an error page; nobody sees the site.",
    "Let only one of server, framework and CDN redirect. Behind Cloudflare, set SSL/TLS to Full "
    "(strict).",
    1,
)
TOO_MANY = edge_rule(
    "too-many-hops",
    Impact.BLOCKER,
    "Redirects do not come to an end",
    "Browsers and search engines give up before they reach a page.",
    "Find the rule that adds to the address each time, and let it redirect once.",
    1,
)
TOO_LONG = edge_rule(
    "chain-too-long",
    Impact.RISK,
    "It takes many redirects to reach a page",
    "Each redirect costs a visitor on a phone up to half a second, and search engines follow few.",
    "Redirect from each spelling straight to the final address.",
    0.5,
)
DOWNGRADE = edge_rule(
    "downgrade-hop",
    Impact.BLOCKER,
    "A redirect leads from https back to http",
    "Everything the visitor sends is readable on the way, and browsers may warn.",
    "Write https:// into the redirect's target, or tell the framework it is behind a proxy.",
    0.5,
)
STAGING = edge_rule(
    "staging-in-chain",
    Impact.BLOCKER,
    "Visitors are sent to staging",
    "They see unfinished work or a locked door, and what they enter lands in test data.",
    "Set the base URL of production in the app's settings or the redirect.",
    0.5,
)
PREVIEW = edge_rule(
    "preview-in-chain",
    Impact.BLOCKER,
    "Visitors are sent to the hosting provider's own address",
    "They leave your name: links, logins and search results then belong to a throwaway address.",
    "Make your domain the primary one at the provider and set it as the app's base URL.",
    0.5,
)
FOREIGN = edge_rule(
    "foreign-host",
    Impact.BLOCKER,
    "A redirect leads to a host that is not yours",
    "Visitors end where you have no say; left-over redirects are how phishers inherit traffic.",
    "Correct the redirect, or name the host in hosts.own or hosts.allow if you want it.",
    0.5,
)
PORT_LEAK = edge_rule(
    "port-leak",
    Impact.BLOCKER,
    "A redirect leads to an internal port or address",
    "It works inside the server's network only; visitors wait and see an error.",
    "Set the public URL in the app, or have the proxy pass X-Forwarded-Host, -Port and -Proto.",
    1,
)
NO_LOCATION = edge_rule(
    "no-location",
    Impact.BLOCKER,
    "A redirect does not say where to",
    "Browsers show an empty page.",
    "Send a Location header with an http or https address.",
    0.5,
)
TEMPORARY = edge_rule(
    "temporary-redirect",
    Impact.RISK,
    "A lasting redirect is marked as temporary",
    "Search engines keep the old address, and browsers ask again on every visit.",
    "Answer with 301 or 308.",
    0.25,
)
ENDS_IN_ERROR = edge_rule(
    "ends-in-error",
    Impact.BLOCKER,
    "Visitors end on an error",
    "The address works up to the last step, and then nobody sees the page.",
    "Mend the page or its certificate, or correct where the redirect leads.",
    1,
)

ON_THE_WAY = (LOOP, TOO_MANY, DOWNGRADE, STAGING, PREVIEW, FOREIGN, PORT_LEAK, NO_LOCATION)

_STAGING_WORDS = frozenset(
    {"staging", "stage", "stg", "dev", "test", "uat", "qa", "preview", "preprod", "demo"}
)


def on_the_way(way: Way, to: str | None = None) -> list[Finding]:
    """What is wrong with the hops; `to` is a URL that this way in particular may end at."""
    chain = way.chain
    if chain.end == "loop":
        return [_loop(way)]
    if chain.end == "too many":
        about = _where_it_stays(chain)
        return [way.broken(TOO_MANY, about, f"still redirects after {chain.redirects} hops")]
    return [found for hop in chain.hops for found in _of_hop(hop, way, to or "")]


def _where_it_stays(chain: Chain) -> str:
    """The first address that redirects within its host: the ways into it are not at fault."""
    urls = [hop.url for hop in chain.hops if hop.target and not moves(hop.url, hop.target)]
    return urls[0] if urls else chain.start


def too_long(way: Way, redirects: int, policy: Policy) -> list[Finding]:
    if redirects <= policy.max_hops:
        return []
    message = f"takes {redirects} redirects; at most {policy.max_hops} are meant"
    return [way.broken(TOO_LONG, way.chain.start, message)]


def temporary(way: Way, hops: list[Hop], policy: Policy) -> list[Finding]:
    """Those of the hops that should be permanent and are not."""
    meant = " or ".join(str(one) for one in policy.permanent)
    return [
        way.broken(TEMPORARY, hop.url, f"redirects with {hop.status}; {meant} is meant")
        for hop in hops
        if hop.target and hop.status not in policy.permanent
    ]


def failing_end(way: Way, *, but: tuple[int, ...] = (401,)) -> list[Finding]:
    """An end that is an error; 401 is not, since a login is behind it."""
    chain, last = way.chain, way.chain.last
    if last is None:
        return []
    if chain.end == "untrusted":
        return [_untrusted(way, last.untrusted or "")]
    if chain.end != "answered" or 200 <= last.status < 300 or last.status in but:
        return []
    return [way.broken(ENDS_IN_ERROR, chain.url, f"answers {last.status}")]


def _untrusted(way: Way, why: str) -> Finding:
    """About the host, since every address on it has the same certificate."""
    host = next((one for one in way.site.own if one.name == way.host), None)
    about = Way(chain=way.chain, site=way.site, at=host.at if host else way.at)
    message = f"shows a certificate that fails: {why}"
    return about.broken(ENDS_IN_ERROR, f"https://{way.host}", message)


def _loop(way: Way) -> Finding:
    """About the loop, not about the many ways into it: the least of its addresses names it."""
    urls = [hop.url for hop in way.chain.hops]
    again = way.chain.hops[-1].target or urls[-1]
    circle = urls[urls.index(again) :] if again in urls else urls
    about = min(circle, key=lambda url: (scheme_of(url) != "https", url))
    around = "itself" if len(set(circle)) == 1 else f"itself through {len(set(circle)) - 1} others"
    return way.broken(LOOP, about, f"redirects to {around}{_likely_cause(way, circle)}")


def _likely_cause(way: Way, circle: list[str]) -> str:
    """Cloudflare in Flexible mode asks over http, and a server that insists on https never stops.

    The sign is a circle that changes nothing but http to https.
    """
    headers = [hop.response.header for hop in way.chain.hops]
    is_behind = any(
        header("cf-ray") or (header("server") or "").lower() == "cloudflare" for header in headers
    )
    is_one_page = len({url.partition("://")[2] for url in circle}) == 1
    if not is_behind or not is_one_page:
        return ""
    return (
        "; Cloudflare's SSL/TLS mode is probably Flexible, so that it asks the server over http "
        "and is sent to https for ever"
    )


def _of_hop(hop: Hop, way: Way, to: str) -> list[Finding]:
    if hop.response.untrusted is not None or hop.status not in REDIRECTS:
        return []
    if hop.target is None:
        said = len(locations(hop.response))
        seen = {0: "has no Location", 1: "has a Location no browser follows"}.get(
            said, f"has {said} Locations that differ"
        )
        return [way.broken(NO_LOCATION, hop.url, f"answers {hop.status} and {seen}")]
    host = host_of(hop.target)
    if way.site.owns(host):
        return _to_our_own(hop, hop.target, way, to)
    if host == host_of(to) or host in {one.name for one in way.site.allow}:
        return []
    rule, what = _stranger(host, way)
    return [way.broken(rule, hop.url, f"redirects to {host}, {what}")]


def _to_our_own(hop: Hop, target: str, way: Way, to: str) -> list[Finding]:
    host, staging = host_of(target), {one.name for one in way.site.staging}
    if port_in(target) not in (None, port_in(way.chain.start), port_in(to)):
        return [way.broken(PORT_LEAK, hop.url, f"redirects to port {port_in(target)} of {host}")]
    if (
        host in staging - {host_of(hop.url), host_of(to)}
        and host_of(way.chain.start) not in staging
    ):
        return [way.broken(STAGING, hop.url, f"redirects to {host}, which hosts.staging names")]
    if scheme_of(hop.url) == "https" and scheme_of(target) == "http":
        return [way.broken(DOWNGRADE, hop.url, f"redirects to {way.shown(target)}")]
    return []


def _stranger(host: str, way: Way) -> tuple[Rule, str]:
    if is_internal(host):
        return PORT_LEAK, "which no visitor can reach"
    ours = any(host.endswith(f".{one.name.removeprefix('www.')}") for one in way.site.own)
    if ours and _STAGING_WORDS & set(host.replace("-", ".").split(".")):
        return STAGING, "which hosts.own does not name"
    if any(host.endswith(f".{one}") for one in ENDINGS):
        return PREVIEW, "the hosting provider's name for it"
    return FOREIGN, "which neither hosts.own nor hosts.allow names"
