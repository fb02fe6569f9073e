"""Holds the committed edge policy against the zone."""

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.edge.evaluate import Asked
from launchready.edge.kept import fate
from launchready.edge.phase import rules_of
from launchready.edge.policy_page import Row, rows_in
from launchready.edge.settings import Edge
from launchready.edge.subjects import Policy, Spot

UNDOCUMENTED = Rule(
    id="edge/policy-undocumented",
    impact=Impact.RISK,
    stage=Stage.EDGE,
    title="The edge does something that the committed policy does not say",
    why="Nobody can tell next month whether a rule is meant or was left from an evening's trial.",
    fix="Run launchready edge policy -o with the file's name, read the difference, write your "
    "note and commit it; or take the rule back at Cloudflare.",
    hours=0.5,
)

_KEPT = {"never": "bypassed", "if told": "kept if told", "unless told": "kept unless told"}


@check(Edge, each=lambda edge: edge.policies, emits=(UNDOCUMENTED,))
async def policy(policy: Policy, ctx: Context) -> list[Finding]:
    """The committed edge policy says what the zone does."""
    text = ctx.files.read(policy.file)
    if text is None:
        message = f"{policy} is not there; edge.policy promises it"
        return [UNDOCUMENTED.broken(policy, message)]
    written = {one.request: one for one in rows_in(text)}
    live = await rows(policy, ctx)
    different = [one for one in live if _differs(one, written.get(one.facts()[0]))]
    gone = sorted(set(written) - {one.facts()[0] for one in live})
    if not different and not gone:
        return []
    evidence = [_told(one, written.get(one.facts()[0])) for one in different]
    evidence += [f"{name}: in the policy, and no longer declared" for name in gone]
    message = f"{policy} differs from the zone in {len(evidence)} of its rows: {evidence[0]}"
    return [UNDOCUMENTED.broken(policy, message, *evidence)]


def _differs(live: Row, written: Row | None) -> bool:
    return written is None or written.facts() != live.facts()


def _told(live: Row, written: Row | None) -> str:
    now = f"{live.kept} by {live.by}; throttled: {live.throttled}"
    if written is None:
        return f"{live.request}: {now}; the policy has no such row"
    return (
        f"{live.request}: {now}; the policy says {written.kept} by {written.by}; "
        f"throttled: {written.throttled}"
    )


async def rows(policy: Policy, ctx: Context) -> tuple[Row, ...]:
    """What the zone does with everything that is declared, in the order declared.

    Raises UnreachableError where the zone cannot be read.
    """
    found: dict[str, Row] = {}
    for spot in policy.spots:
        row = await _row(spot, ctx)
        found.setdefault(row.request, row)
    return tuple(found.values())


async def _row(spot: Spot, ctx: Context) -> Row:
    asked = spot.requests()[-1]
    decided = await fate(ctx, spot.access, asked)
    kept = " or ".join(dict.fromkeys(_KEPT.get(one.keeps, "kept") for one in decided.ways))
    by = " or ".join(dict.fromkeys(one.by for one in decided.ways))
    return Row(
        request=str(spot),
        kept=kept,
        by=by,
        throttled=await _throttled(spot, asked, ctx),
        note=spot.why,
    )


async def _throttled(spot: Spot, asked: Asked, ctx: Context) -> str:
    names: list[str] = []
    for rule in await rules_of(ctx, spot.access, "http_ratelimit"):
        holds = rule.holds(asked).holds
        if holds is not False:
            limit = f"{rule.limit.get('requests_per_period')} in {rule.limit.get('period')} s"
            names.append(f"{rule.action}, {limit}" + (" (for some)" if holds is None else ""))
    return "; ".join(names) or "no"
