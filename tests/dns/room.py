"""The dns room's answers about a zone, from a config over the real network and back."""

from collections.abc import Mapping
from dataclasses import replace

from launchready import gate
from launchready.config.load import load
from launchready.core.registry import checks
from launchready.core.report import Answered, Asked, Unanswered
from launchready.world.resolver import LiveResolver
from tests.worlds import a_world


async def asked(
    zone: str,
    map_: str,
    servers: tuple[str, ...],
    *,
    policy: str = "",
    resolver: str = "",
    more: Mapping[str, tuple[str, ...]] | None = None,
    only: str | None = None,
) -> tuple[Asked, ...]:
    """`more` are servers of other zones; `only` one check's name instead of all."""
    zones = {zone: servers, "test": servers[:1]} | dict(more or {})
    listed = ", ".join(f"{name}: [{', '.join(places)}]" for name, places in zones.items())
    text = f"""\
version: 1
network:
  timeout: 3s
  resolver: {resolver or servers[0]}
  authoritative: {{{listed}}}
dns:
  zones: [{{map: dns/{zone}.yaml{policy}}}]
"""
    loaded = load(
        text.encode(),
        "launchready.yml",
        environment="production",
        variables={},
        read=lambda _: map_.encode(),
    )
    chosen = [one for one in checks() if only in (None, one.id)]
    plan = gate.plan(chosen, loaded.rooms, chosen=["dns"])
    resolver_ = LiveResolver(loaded.config.network)
    return await gate.run(plan, replace(a_world(), dns=resolver_))


def told(answers: tuple[Asked, ...]) -> list[tuple[str, str]]:
    """Rules and messages of everything found."""
    return [
        (found.rule.id, found.message)
        for one in answers
        if isinstance(one.outcome, Answered | Unanswered)
        for found in one.outcome.findings
    ]


def kinds(answers: tuple[Asked, ...]) -> set[tuple[str, str]]:
    """Rules and subjects of everything found."""
    return {
        (found.rule.id, found.subject)
        for one in answers
        if isinstance(one.outcome, Answered | Unanswered)
        for found in one.outcome.findings
    }


def open_(answers: tuple[Asked, ...]) -> list[tuple[str, str, str]]:
    """What could not be looked at, how, and why."""
    return [
        (one.subject, one.outcome.kind, one.outcome.reason)
        for one in answers
        if isinstance(one.outcome, Unanswered)
    ]
