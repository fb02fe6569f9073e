"""Asks GitHub whether code reaches production without any check, and without what its jobs need."""

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.deploy.release import Release
from launchready.deploy.settings import Deploy

UNGUARDED = Rule(
    id="deploy/branch-unguarded",
    impact=Impact.RISK,
    stage=Stage.DEPLOYMENT,
    title="Code reaches the main branch without any check",
    why="One hurried push can put a broken version in front of every customer.",
    fix="Protect the branch: require a pull request and the status checks that must pass.",
    hours=0.25,
)


@check(Deploy, each=lambda deploy: [deploy.release], emits=(UNGUARDED,))
async def protection(release: Release, ctx: Context) -> list[Finding]:
    """The branch that is deployed takes only what passed its checks."""
    guard = await ctx.code.protection()
    if not guard.is_protected:
        message = (
            f"the branch {guard.branch} is not protected on GitHub; anything can be pushed to it"
        )
    elif not guard.checks:
        message = (
            f"the branch {guard.branch} requires no check on GitHub; what fails its "
            "tests can be merged"
        )
    else:
        return []
    return [UNGUARDED.broken(release, message)]
