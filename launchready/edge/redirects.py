"""Asks whether a redirect at the edge catches what is posted to a log-in or asked of an API."""

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.unreachable import UnreachableError
from launchready.edge.evaluate import Asked
from launchready.edge.phase import EdgeRule, first, page_rules_of, rules_of
from launchready.edge.settings import Edge
from launchready.edge.subjects import Spot

LOGIN_REDIRECTED = Rule(
    id="edge/login-redirected",
    impact=Impact.BLOCKER,
    stage=Stage.EDGE,
    title="A redirect at the edge swallows what is sent",
    why="A log-in that is redirected arrives without name and password, and an API's caller gets "
    "a page; both look like an outage of yours.",
    fix="Take the path out of the redirect at Cloudflare (Rules > Redirect Rules, or Page Rules), "
    "or name the address it leads to in launchready.yml.",
    hours=0.5,
)


@check(Edge, each=lambda edge: edge.throttled, emits=(LOGIN_REDIRECTED,))
async def redirects(spot: Spot, ctx: Context) -> list[Finding]:
    """No redirect at the edge catches a log-in or a public API."""
    unclear: list[str] = []
    rules = await rules_of(ctx, spot.access, "http_request_dynamic_redirect")
    pages = await page_rules_of(ctx, spot.access)
    for asked in spot.requests():
        for rule in (one for one in rules if one.action == "redirect"):
            found = rule.holds(asked)
            if found.holds:
                return [_broken(spot, asked, str(rule), _target(rule))]
            unclear += [rule.open(found)] if found.holds is None else []
        page = first(pages, asked)
        forward = page.actions.get("forwarding_url") if page is not None else None
        if isinstance(forward, dict):
            return [_broken(spot, asked, str(page), str(forward.get("url") or "elsewhere"))]
    if unclear:
        raise UnreachableError(
            f"{spot}: nobody can tell whether it is redirected: {'; '.join(unclear)}",
            advice="Write the rule with host and path alone.",
        )
    return []


def _target(rule: EdgeRule) -> str:
    """Where it leads, in the rule's own words (a URL, or an expression that makes one)."""
    said = rule.given.get("from_value")
    target = said.get("target_url") if isinstance(said, dict) else None
    if not isinstance(target, dict):
        return "elsewhere"
    return str(target.get("value") or target.get("expression") or "elsewhere")


def _broken(spot: Spot, asked: Asked, by: str, to: str) -> Finding:
    message = f"{asked} is redirected by {by} to {to[:200]}; it must be answered"
    return LOGIN_REDIRECTED.broken(spot, message)
