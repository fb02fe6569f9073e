"""Asks whether somebody has turned the protection against floods down."""

from collections.abc import Mapping

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.unreachable import UnreachableError
from launchready.edge.evaluate import Asked
from launchready.edge.phase import EdgeRule, rules_of
from launchready.edge.settings import Edge
from launchready.edge.subjects import Host

DDOS_OFF = Rule(
    id="edge/ddos-off",
    impact=Impact.BLOCKER,
    stage=Stage.EDGE,
    title="Protection against floods is turned off",
    why="A flood of requests, which costs a few dollars to order, takes your product down.",
    fix="Open Security > DDoS at Cloudflare and delete the override, or set it to high "
    "sensitivity and the usual action.",
    hours=0.25,
)


@check(Edge, each=lambda edge: edge.at_cloudflare, emits=(DDOS_OFF,))
async def ddos(host: Host, ctx: Context) -> list[Finding]:
    """Cloudflare's protection against floods of requests is on for every host."""
    if host.access is None:
        return []
    asked = Asked(method="GET", host=host.name, path="/")
    unclear: list[str] = []
    for rule in await rules_of(ctx, host.access, "ddos_l7"):
        weak = _weakened(rule)
        if weak is None:
            continue
        found = rule.holds(asked)
        if found.holds is None:
            unclear.append(rule.open(found))
        if found.holds:
            impact, how = weak
            message = f"{host}: {rule} sets {how}; Cloudflare's usual setting is meant"
            return [DDOS_OFF.with_impact(impact).broken(host, message)]
    if unclear:
        raise UnreachableError(
            f"{host}: nobody can tell whether floods are stopped: {'; '.join(unclear)}",
            advice="Delete the override, or write it with host and path alone.",
        )
    return []


def _weakened(rule: EdgeRule) -> tuple[Impact, str] | None:
    """How much a rule takes away: all of it (a blocker), or a part (a risk)."""
    overrides = rule.given.get("overrides")
    if not isinstance(overrides, Mapping):
        return None
    how = _off(overrides)
    if how:
        return Impact.BLOCKER, how
    parts = [*(overrides.get("rules") or ()), *(overrides.get("categories") or ())]
    off = [_off(one) for one in parts if isinstance(one, Mapping) and _off(one)]
    return (Impact.RISK, f"{off[0]} for {len(off)} of its parts") if off else None


def _off(said: Mapping[str, object]) -> str:
    if said.get("enabled") is False:
        return "enabled: false"
    if said.get("sensitivity_level") == "eoff":
        return "sensitivity essentially off"
    return "action log, which stops nothing" if said.get("action") == "log" else ""
