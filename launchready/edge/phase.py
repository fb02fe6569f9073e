"""The rules of a zone, phase by phase, and its page rules, as the edge goes through them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from launchready.core.cloudflare import Access, Json
from launchready.core.context import Context
from launchready.core.unreachable import UnreachableError
from launchready.edge import wildcard
from launchready.edge.evaluate import Asked, Told, told

# The token's permission that each phase needs, as the dashboard calls it.
SCOPES = {
    "http_request_cache_settings": "Cache Rules: Read",
    "http_response_cache_settings": "Cache Rules: Read",
    "http_ratelimit": "Zone WAF: Read",
    "http_request_firewall_custom": "Zone WAF: Read",
    "http_request_firewall_managed": "Zone WAF: Read",
    "ddos_l7": "HTTP DDoS Managed Ruleset: Read",
    "http_config_settings": "Config Rules: Read",
    "http_request_dynamic_redirect": "Single Redirect: Read",
}

# What the dashboard calls the rules of each phase.
_NAMES = {
    "http_request_cache_settings": "cache rules",
    "http_response_cache_settings": "cache response rules",
    "http_ratelimit": "rate limiting rules",
    "http_request_firewall_custom": "custom rules",
    "http_request_firewall_managed": "managed rules",
    "ddos_l7": "DDoS rules",
    "http_config_settings": "configuration rules",
    "http_request_dynamic_redirect": "redirect rules",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeRule:
    """One rule: `number` counts from 1 in its phase, `given` are the action's parameters."""

    phase: str
    number: int
    name: str
    action: str
    expression: str
    given: Mapping[str, Any]
    limit: Mapping[str, Any]

    def __str__(self) -> str:
        named = f' "{self.name}"' if self.name else ""
        return f"rule {self.number}{named} of the {_NAMES[self.phase]}"

    def holds(self, asked: Asked) -> Told:
        return told(self.expression, asked)

    def open(self, found: Told) -> str:
        """What cannot be told of it, in words."""
        return f"{self}: {self.expression} depends on {', '.join(found.unknown)}"


async def rules_of(ctx: Context, access: Access, phase: str) -> tuple[EdgeRule, ...]:
    """The rules that are on, in order; () where there never were any."""
    part = f"rulesets/phases/{phase}/entrypoint"
    found = await ctx.cloudflare.part(access, part, SCOPES[phase])
    listed = (found or {}).get("rules", [])
    if not isinstance(listed, list):
        raise UnreachableError(f"Cloudflare's rules of {phase} are no list")
    numbered = enumerate(listed, 1)
    return tuple(_rule(phase, n, one) for n, one in numbered if one.get("enabled", True))


def _rule(phase: str, number: int, said: Json) -> EdgeRule:
    return EdgeRule(
        phase=phase,
        number=number,
        name=str(said.get("description") or ""),
        action=str(said.get("action") or ""),
        expression=str(said.get("expression") or ""),
        given=_mapping(said.get("action_parameters")),
        limit=_mapping(said.get("ratelimit")),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRule:
    """The older kind of rule: a pattern of URLs, and what is done; only the first one counts."""

    pattern: str
    priority: int
    actions: Mapping[str, Any]

    def __str__(self) -> str:
        return f"page rule {self.pattern}"

    def matches(self, asked: Asked) -> bool:
        rest = f"{asked.host}{asked.path}" + (f"?{asked.query}" if asked.query else "")
        scheme = "https" if asked.secure else "http"
        target = f"{scheme}://{rest}" if "://" in self.pattern else rest
        return wildcard.matches(self.pattern, target, strictly=False)


async def page_rules_of(ctx: Context, access: Access) -> tuple[PageRule, ...]:
    """The page rules that are on, the strongest first."""
    listed = await ctx.cloudflare.listed(access, "pagerules", "Page Rules: Read")
    found = [_page_rule(one) for one in listed if one.get("status") == "active"]
    return tuple(sorted(found, key=lambda one: -one.priority))


def first(rules: tuple[PageRule, ...], asked: Asked) -> PageRule | None:
    return next((one for one in rules if one.matches(asked)), None)


def _page_rule(said: Json) -> PageRule:
    targets = [_mapping(one) for one in said.get("targets") or []]
    patterns = [str(_mapping(one.get("constraint")).get("value") or "") for one in targets]
    actions = [_mapping(one) for one in said.get("actions") or []]
    return PageRule(
        pattern=patterns[0] if patterns else "",
        priority=int(said.get("priority") or 0),
        actions={str(one.get("id")): one.get("value", True) for one in actions},
    )


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
