"""Holds the map of variables against what GitHub has for the environment, by name."""

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.deploy.release import Release
from launchready.deploy.settings import Deploy

MISSING = Rule(
    id="deploy/env-missing",
    impact=Impact.BLOCKER,
    stage=Stage.DEPLOYMENT,
    title="A setting that production needs is not set",
    why="The deploy fails, or the product runs without it and that part of it breaks.",
    fix="Set it where the map or the workflow looks for it, for the environment that is deployed.",
    hours=0.5,
)


@check(Deploy, each=lambda deploy: [deploy.release], emits=(MISSING,))
async def platform_names(release: Release, ctx: Context) -> list[Finding]:
    """What the map says production needs from GitHub is set there, by name."""
    environment = ctx.site.environment
    wanted = [
        one
        for one in release.variables or ()
        if one.is_needed_in(environment) and one.source.lower() == "github"
    ]
    if not wanted:
        return []
    had = {name.upper() for name in await ctx.code.names(environment)}
    return [
        MISSING.broken(
            one,
            f"{one} is on GitHub neither as a secret nor as a variable; {environment} needs it",
        )
        for one in wanted
        if one.name.upper() not in had
    ]
