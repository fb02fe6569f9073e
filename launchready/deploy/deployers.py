"""Asks GitHub whether more than one person can put a release live."""

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.location import Named
from launchready.deploy.release import Release
from launchready.deploy.settings import Deploy

ALONE = Rule(
    id="deploy/one-person-deploys",
    impact=Impact.ADVICE,
    stage=Stage.DEPLOYMENT,
    title="One person alone puts releases live",
    why="On the day that person cannot be reached nobody has ever done it.",
    fix="Let a second person put one release live, by the written steps and nothing else.",
    hours=0.5,
)
# Successful deployments that are looked at; fewer say nothing about a habit.
LAST = 10


@check(Deploy, each=lambda deploy: [deploy.release], emits=(ALONE,))
async def deployers(release: Release, ctx: Context) -> list[Finding]:
    """The last ten releases were put live by a machine, or by more than one person."""
    environment = ctx.site.environment
    history = await ctx.code.deployments(environment)
    live = [one for one in history if one.state in ("success", "inactive") and one.creator]
    names = {one.creator for one in live[:LAST]}
    if len(live) < LAST or len(names) != 1 or any(_is_machine(one) for one in names):
        return []
    (name,) = names
    message = f"the last {LAST} deployments to {environment} were all made by {name}"
    return [ALONE.broken(Named(name=name, at=release.at), message)]


def _is_machine(login: str) -> bool:
    return login.lower().endswith(("[bot]", "-bot", "bot", "-ci", "-deploy", "-automation"))
