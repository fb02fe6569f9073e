"""Makes the rules about what stands at the edge: redirects, caches, leaks."""

from launchready.core.finding import Impact, Rule, Stage


def edge_rule(name: str, impact: Impact, title: str, why: str, fix: str, hours: float) -> Rule:
    """A rule of this room, at the stage `edge`; `hours` as in core.finding.Rule."""
    return Rule(
        id=f"web/{name}",
        impact=impact,
        stage=Stage.EDGE,
        title=title,
        why=why,
        fix=fix,
        hours=hours,
    )
