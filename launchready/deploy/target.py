"""Asks where production runs, of files, of workflows, of the live site and of launchready.yml."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.unreachable import UnreachableError
from launchready.deploy.paths import is_run
from launchready.deploy.platforms import PLATFORMS, Platform
from launchready.deploy.release import Release
from launchready.deploy.settings import Deploy
from launchready.deploy.tree import Tree
from launchready.deploy.workflows import pipelines

TARGET = Rule(
    id="deploy/target-unclear",
    impact=Impact.BLOCKER,
    stage=Stage.DEPLOYMENT,
    title="It is not clear where production runs",
    why=(
        "Who has to act in an outage looks in the wrong place, and a deploy may go to "
        "the wrong one."
    ),
    fix=(
        "Write deploy.target into launchready.yml, and delete the files of platforms you have left."
    ),
    hours=0.5,
)
# These run on a cloud of another name: the two do not contradict each other.
_GUESTS = ("kubernetes", "docker", "kamal", "coolify")
_ASK_ADVICE = "Say it in launchready.yml: deploy: {target: render}."

Signs = dict[str, list[str]]


@check(Deploy, each=lambda deploy: [deploy.release], emits=(TARGET,))
async def target(release: Release, ctx: Context) -> list[Finding]:
    """Every sign of where production runs says the same."""
    signs = signs_of(await release.tree(ctx.files))
    clash = _clash(release, signs)
    if clash:
        return clash
    if release.target and release.target.name in signs:
        return []
    for platform, sign in await _live(ctx):
        signs.setdefault(platform, []).append(sign)
    clash = _clash(release, signs)
    if not signs and release.target is None:
        reason = "no file, no workflow and no live host tells where production runs"
        raise UnreachableError(reason, advice=_ASK_ADVICE)
    return clash


def signs_of(tree: Tree) -> Signs:
    """By platform, the files and workflow steps that speak of it."""
    return {name: list(seen) for name, seen in _signs(tree).items()}


@lru_cache(maxsize=1)  # three checks ask it of the same tree
def _signs(tree: Tree) -> Signs:
    signs: Signs = {}
    told = tree.has("|".join(one.files for one in PLATFORMS.values() if one.files))
    for platform in PLATFORMS.values():
        if platform.files:
            for path in (one for one in told if re.search(platform.files, one)):
                if is_run(path) and _is_meant(tree, path):
                    signs.setdefault(platform.name, []).append(path)
    for one in pipelines(tree):
        for platform in PLATFORMS.values():
            found = platform.steps and re.search(platform.steps, one.text)
            if found:
                sign = f"{one.path}:{one.line_at(found.start())}"
                signs.setdefault(platform.name, []).append(sign)
    # Several platforms read a Procfile; Heroku is the one that needs nothing else.
    procfiles = [one for one in tree.has(r"^Procfile$") if not signs]
    return {"heroku": procfiles} if procfiles else signs


def _is_meant(tree: Tree, path: str) -> bool:
    """Whether a file of a common name is the platform's: a deploy.yml may be of anything."""
    file = tree.at(path)
    if path.endswith("config/deploy.yml"):
        return file is not None and re.search(r"^(service|image):", file.text, re.M) is not None
    if path.endswith("app.yaml"):
        return file is not None and re.search(r"^(runtime|env):", file.text, re.M) is not None
    return True


def _clash(release: Release, signs: Signs) -> list[Finding]:
    evidence = [f"{name}: {', '.join(seen[:3])}" for name, seen in signs.items()]
    if release.target is not None:
        others = _hosts(signs)
        if not others or release.target.name in signs or release.target.name in _GUESTS:
            return []
        message = (
            f"the target is {', '.join(others)} by what is seen; launchready.yml says "
            f"{release.target.name}"
        )
        return [TARGET.broken(release.target, message, *evidence)]
    hosts = _hosts(signs)
    if len(hosts) < 2:
        return []
    message = f"production may run on {' or on '.join(hosts)}; nothing says on which"
    return [TARGET.broken(release, message, *evidence)]


def _hosts(signs: Signs) -> list[str]:
    hosts = [one for one in signs if one not in _GUESTS]
    return hosts or list(signs)[:1]


async def _live(ctx: Context) -> list[tuple[str, str]]:
    """What the live site's headers say. Raises UnreachableError when it does not answer."""
    url = ctx.site.base_url or (ctx.site.canonical and f"https://{ctx.site.canonical.name}/")
    if not url or not ctx.site.owns(urlsplit(url).hostname or ""):
        return []
    answer = await ctx.web.fetch(url)
    return [
        (one.name, f"a header of {urlsplit(url).hostname}")
        for one in PLATFORMS.values()
        if _shows(one, answer.headers)
    ]


def _shows(platform: Platform, headers: tuple[tuple[str, str], ...]) -> bool:
    return any(
        key == name and part in value.lower()
        for key, value in headers
        for name, part in platform.headers
    )
