"""Asks of each log-in and public API whether the edge stops who tries without end."""

from collections.abc import Iterable

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.unreachable import UnreachableError
from launchready.edge.evaluate import Asked, told
from launchready.edge.phase import EdgeRule, rules_of
from launchready.edge.settings import Edge
from launchready.edge.subjects import Spot

NO_RATE_LIMIT = Rule(
    id="edge/no-rate-limit",
    impact=Impact.BLOCKER,
    stage=Stage.EDGE,
    title="A log-in can be tried without end",
    why="Somebody with a list of leaked passwords tries them all on your customers' accounts.",
    fix="Add a rate limiting rule under Security > Security rules that blocks who posts to this "
    "path more than about 10 times in a minute.",
    hours=0.5,
)

_STOPS = ("block", "challenge", "js_challenge", "managed_challenge")
_CHALLENGES = _STOPS[1:]
# More tries a minute than this from one place stop nobody.
_MOST_A_MINUTE = 120.0
# What only tells one visitor from another: a rule about it is for some, not for strangers.
_OF_THE_VISITOR = ("ip.", "cf.client.bot", "cf.bot_management.", "cf.verified_bot", "the list $")


@check(Edge, each=lambda edge: edge.throttled, emits=(NO_RATE_LIMIT,))
async def rate_limits(spot: Spot, ctx: Context) -> list[Finding]:
    """Who tries a log-in, a reset or an API without end is stopped at the edge."""
    limits = await rules_of(ctx, spot.access, "http_ratelimit")
    custom = await rules_of(ctx, spot.access, "http_request_firewall_custom")
    for asked in spot.requests():
        unclear = _skipped(custom, asked)
        if isinstance(unclear, EdgeRule):
            message = f"{asked}: {unclear} skips rate limiting; it must be throttled"
            return [NO_RATE_LIMIT.broken(spot, message)]
        if _challenged(custom, asked):
            continue
        stopping = [one for one in limits if one.action in _STOPS and one.holds(asked).holds]
        stopping = [one for one in stopping if _counts(one, asked)]
        if not stopping:
            unclear += _open(limits, asked)
            _demand_clear(spot, unclear)
            return [await _broken(spot, asked, limits, ctx)]
        if all(_a_minute(one) > _MOST_A_MINUTE for one in stopping):
            return [_generous(spot, asked, stopping)]
        _demand_clear(spot, unclear)
    return []


def _demand_clear(spot: Spot, unclear: Iterable[str]) -> None:
    told_open = list(dict.fromkeys(unclear))
    if told_open:
        raise UnreachableError(
            f"{spot}: nobody can tell whether it is throttled: {'; '.join(told_open)}",
            advice="Write the rule with host, path and method alone.",
        )


def _skipped(custom: tuple[EdgeRule, ...], asked: Asked) -> EdgeRule | list[str]:
    """The rule that takes rate limiting back for everybody, or those of which nobody can tell."""
    unclear: list[str] = []
    for rule in custom:
        phases, products = rule.given.get("phases") or (), rule.given.get("products") or ()
        if rule.action != "skip" or not ("http_ratelimit" in phases or "rateLimit" in products):
            continue
        found = rule.holds(asked)
        if found.holds:
            return rule
        if found.holds is None and not _is_for_some(found.unknown):
            unclear.append(rule.open(found))
    return unclear


def _is_for_some(unknown: tuple[str, ...]) -> bool:
    return bool(unknown) and all(one.startswith(_OF_THE_VISITOR) for one in unknown)


def _challenged(custom: tuple[EdgeRule, ...], asked: Asked) -> bool:
    """Whether everybody is asked to prove to be a person, which stops who tries by machine."""
    return any(one.action in _CHALLENGES and one.holds(asked).holds for one in custom)


def _counts(rule: EdgeRule, asked: Asked) -> bool:
    """Whether failed tries are counted; a rule may count by what your server answered."""
    counting = str(rule.limit.get("counting_expression") or "")
    if not counting:
        return True
    found = told(counting, asked)
    by_answer = bool(found.unknown) and all(
        one.startswith("http.response.") for one in found.unknown
    )
    return found.holds is True or (found.holds is None and by_answer)


def _open(limits: tuple[EdgeRule, ...], asked: Asked) -> list[str]:
    found: list[str] = []
    for one in limits:
        holds = one.holds(asked)
        if one.action in _STOPS and holds.holds is None:
            found.append(one.open(holds))
        elif one.action in _STOPS and holds.holds and not _counts(one, asked):
            counting = told(str(one.limit.get("counting_expression")), asked)
            if counting.holds is None:
                found.append(f"{one} counts by {', '.join(counting.unknown)}")
    return found


def _a_minute(rule: EdgeRule) -> float:
    """How many requests a minute it lets through from one place."""
    period, most = rule.limit.get("period"), rule.limit.get("requests_per_period")
    if not isinstance(period, int | float) or not isinstance(most, int | float) or period <= 0:
        return 0.0  # a limit by score, which counts something else than requests
    return 60.0 * most / period


def _generous(spot: Spot, asked: Asked, stopping: list[EdgeRule]) -> Finding:
    least = min(stopping, key=_a_minute)
    message = (
        f"{asked}: {least} lets {_a_minute(least):.0f} tries a minute through; "
        f"at most {_MOST_A_MINUTE:.0f} is a limit"
    )
    return NO_RATE_LIMIT.with_impact(Impact.RISK).broken(spot, message)


async def _broken(spot: Spot, asked: Asked, limits: tuple[EdgeRule, ...], ctx: Context) -> Finding:
    impact = Impact.RISK if spot.whole else Impact.BLOCKER  # an API is throttled as is wanted
    idle = [f"{one} only {one.action}s" for one in limits if one.holds(asked).holds]
    others = f"none of {len(limits)} rate limiting rules" if limits else "no rate limiting rule"
    message = f"{asked}: {others} stops who tries without end"
    plan = (await ctx.cloudflare.zone(spot.access)).get("plan")
    free = isinstance(plan, dict) and plan.get("legacy_id") == "free"
    advice = (
        "the Free plan has one rule of 10 seconds that knows paths alone: name every path in it, "
        'like http.request.uri.path in {"/login" "/reset"}',
    )
    return NO_RATE_LIMIT.with_impact(impact).broken(spot, message, *idle, *(advice if free else ()))
