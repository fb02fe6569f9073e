"""Asks whether files, workflows and launchready.yml agree on where production runs."""

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding
from launchready.deploy.platforms import PLATFORMS
from launchready.deploy.release import Release
from launchready.deploy.settings import Deploy
from launchready.deploy.signs import Sign, by_platform, rivals, signs_of
from launchready.deploy.target_rule import TARGET


@check(Deploy, each=lambda deploy: [deploy.release], emits=(TARGET,), network=False)
async def target_files(release: Release, ctx: Context) -> list[Finding]:
    """Files, workflows and launchready.yml do not contradict each other about the target."""
    return clash(release, signs_of(await release.tree(ctx.files)))


def clash(release: Release, signs: tuple[Sign, ...]) -> list[Finding]:
    """The fault when the repository speaks of two targets, or of another than is declared."""
    evidence = [f"{name}: {', '.join(seen[:3])}" for name, seen in by_platform(signs).items()]
    if release.target is not None:
        told = {one.platform for one in signs}
        # A declared guest runs on whatever host is seen, and a seen guest on the declared host.
        others = sorted({one.platform for one in signs if one.is_host})
        is_guest = PLATFORMS[release.target.name].is_guest
        if not others or release.target.name in told or is_guest:
            return []
        message = (
            f"the target is {', '.join(others)} by what is seen; launchready.yml says "
            f"{release.target.name}"
        )
        return [TARGET.broken(release.target, message, *evidence)]
    hosts = rivals(signs)
    if not hosts:
        return []
    message = f"production may run on {' or on '.join(hosts)}; nothing says on which"
    return [TARGET.broken(release, message, *evidence)]
