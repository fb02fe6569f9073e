"""Asks of each private path whether the edge may keep it and show it to the next visitor."""

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.unreachable import UnreachableError
from launchready.edge.evaluate import Asked
from launchready.edge.kept import Kept, fate
from launchready.edge.phase import rules_of
from launchready.edge.settings import Edge
from launchready.edge.subjects import Spot

PRIVATE_CACHED = Rule(
    id="edge/private-path-cached",
    impact=Impact.BLOCKER,
    stage=Stage.EDGE,
    title="A private page may be kept at the edge",
    why="One customer's page is shown to the next visitor, with their name and data on it.",
    fix="Add a cache rule, last in the list, that bypasses the cache for this path, or take the "
    "path out of the rule that keeps it.",
    hours=0.5,
)

_SAID = {
    "always": "is kept at the edge whatever your server says",
    "unless told": "is kept at the edge unless your server says private or no-store",
    "if told": "is kept at the edge as soon as your server says it may be",
}
# A response rule that does one of these to Cache-Control opens what the server closed.
_CLOSING = ("private", "no-store", "no-cache")


@check(Edge, each=lambda edge: edge.private, emits=(PRIVATE_CACHED,))
async def caching(spot: Spot, ctx: Context) -> list[Finding]:
    """No private page is kept at the edge."""
    unclear: list[str] = []
    for asked in spot.requests():
        decided = await fate(ctx, spot.access, asked)
        bad = [one for one in decided.ways if one.keeps != "never"]
        if bad and len(bad) == len(decided.ways):
            return [_broken(spot, asked, bad[0])]
        unclear += decided.unclear if bad else ()
        opened, open_too = await _opened(spot, asked, ctx)
        if opened is not None:
            return [opened]
        unclear += open_too
    if unclear:
        raise UnreachableError(
            f"{spot}: nobody can tell whether it is kept: {'; '.join(dict.fromkeys(unclear))}",
            advice="Add a cache rule, last in the list, that bypasses the cache for this path.",
        )
    return []


def _broken(spot: Spot, asked: Asked, kept: Kept) -> Finding:
    impact = Impact.RISK if kept.keeps == "if told" else Impact.BLOCKER
    message = f"{asked} {_SAID[kept.keeps]}, by {kept.by}; it is private"
    return PRIVATE_CACHED.with_impact(impact).broken(spot, message)


async def _opened(spot: Spot, asked: Asked, ctx: Context) -> tuple[Finding | None, list[str]]:
    unclear: list[str] = []
    for rule in await rules_of(ctx, spot.access, "http_response_cache_settings"):
        said = {name.replace("_", "-"): _operation(how) for name, how in rule.given.items()}
        does = [name for name in _CLOSING if said.get(name) == "remove"]
        does += [name for name in ("public", "s-maxage") if said.get(name) == "set"]
        if rule.action != "set_cache_control" or not does:
            continue
        found = rule.holds(asked)
        if found.holds:
            message = f"{asked}: {rule} changes {', '.join(does)} of Cache-Control; it is private"
            return PRIVATE_CACHED.broken(spot, message), unclear
        if found.holds is None:
            unclear.append(rule.open(found))
    return None, unclear


def _operation(said: object) -> str:
    return str(said.get("operation")) if isinstance(said, dict) else ""
