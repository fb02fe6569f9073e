"""Asks whether the edge's own rules against known attacks are on for every host."""

from collections.abc import Iterable, Mapping

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.unreachable import UnreachableError
from launchready.edge.evaluate import Asked
from launchready.edge.phase import EdgeRule, PageRule, first, page_rules_of, rules_of
from launchready.edge.settings import Edge
from launchready.edge.subjects import Host

FIREWALL_OFF = Rule(
    id="edge/firewall-off",
    impact=Impact.RISK,
    stage=Stage.EDGE,
    title="The edge's rules against known attacks are off",
    why="Scanners try yesterday's holes in frameworks on everybody; the edge would have stopped "
    "them while you update.",
    fix="Turn on Managed rules under Security > Security rules at Cloudflare, for all requests, "
    "and take out the rule that skips them.",
    hours=0.5,
)

_PHASE = "http_request_firewall_managed"


@check(Edge, each=lambda edge: edge.at_cloudflare, emits=(FIREWALL_OFF,))
async def firewall(host: Host, ctx: Context) -> list[Finding]:
    """Cloudflare's managed rules are on for every host, where the plan has them to turn on."""
    if host.access is None:
        return []
    asked = Asked(method="GET", host=host.name, path="/")
    custom = await rules_of(ctx, host.access, "http_request_firewall_custom")
    managed = await rules_of(ctx, host.access, _PHASE)
    page = first(await page_rules_of(ctx, host.access), asked)
    if page is not None and _turns_off(page):
        return [FIREWALL_OFF.broken(host, f"{host}: {page} turns security off")]
    skipping = [one for one in (*custom, *managed) if _skips(one) and one.holds(asked).holds]
    if skipping:
        return [FIREWALL_OFF.broken(host, f"{host}: {skipping[0]} skips the managed rules")]
    running = [one for one in managed if one.action == "execute"]
    if _run(host, running, asked):
        return []
    plan = (await ctx.cloudflare.zone(host.access)).get("plan")
    is_free = isinstance(plan, Mapping) and plan.get("legacy_id") == "free"
    if not running and is_free:  # the Free plan's ruleset runs without a rule of the zone's
        return []
    return [FIREWALL_OFF.broken(host, f"{host}: {_state(running)}")]


def _run(host: Host, running: list[EdgeRule], asked: Asked) -> bool:
    """Whether some managed rules run, and not for show; raises where nobody can tell."""
    told = [(one, one.holds(asked)) for one in running if not _is_off(one)]
    if any(found.holds for _, found in told):
        return True
    unclear = [one.open(found) for one, found in told if found.holds is None]
    if unclear:
        raise UnreachableError(
            f"{host}: nobody can tell whether the managed rules are on: {'; '.join(unclear)}",
            advice="Run them for all requests, or write the rule with host and path alone.",
        )
    return False


def _turns_off(page: PageRule) -> bool:
    return page.actions.get("waf") == "off" or "disable_security" in page.actions


def _skips(rule: EdgeRule) -> bool:
    """Whether a rule lets requests past all managed rules, not past some of them."""
    if rule.action != "skip":
        return False
    phases: Iterable[object] = rule.given.get("phases") or ()
    products: Iterable[object] = rule.given.get("products") or ()
    whole = rule.phase == _PHASE and rule.given.get("ruleset") == "current"
    return _PHASE in phases or "waf" in products or whole


def _is_off(rule: EdgeRule) -> bool:
    overrides = rule.given.get("overrides")
    if not isinstance(overrides, Mapping):
        return False
    return overrides.get("enabled") is False or overrides.get("action") == "log"


def _state(running: list[EdgeRule]) -> str:
    if not running:
        return "no managed rules are on, though the plan has them"
    off = [one for one in running if _is_off(one)]
    if off:
        return f"{off[0]} turns its managed rules off or lets them log only"
    return f"{running[0]} runs the managed rules for other requests only"
