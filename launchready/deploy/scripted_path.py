"""Asks whether a release is a button or a script, rather than steps that somebody remembers."""

import re

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.deploy.platforms import PLATFORMS
from launchready.deploy.release import Release
from launchready.deploy.settings import Deploy
from launchready.deploy.signs import by_platform, is_rehearsal, signs_of
from launchready.deploy.tree import Tree
from launchready.deploy.workflows import pipelines

UNSCRIPTED = Rule(
    id="deploy/no-scripted-path",
    impact=Impact.BLOCKER,
    stage=Stage.DEPLOYMENT,
    title="Nothing in the repository deploys it",
    why="A release then depends on one person remembering the steps, on the worst day of all.",
    fix="Add a workflow that deploys (with workflow_dispatch), or connect the platform to the repository "  # noqa: E501 - data, one a line
    "and name it as deploy.target.",
    hours=3.0,
)
_SCRIPT = (
    r"(^|/)(bin|scripts?|ops|deploy)/(?![^/]*(test|changelog|notes|check|preview|docs))"
    r"(deploy|release|ship)[^/]*$|(^|/)(bin|scripts?|ops|deploy)/[^/]*[-_]deploy(\.\w+)?$"
    r"|^(deploy|release)\.(sh|py|rb|ts|js|mjs)$|(^|/)Capfile$"
)
# A job or a step that is called so, or a command of the repository's own that is.
_STEP = re.compile(
    r"^[ \t]*(?:-[ \t]+)?name:[ \t]*[\"']?(?:deploy|ship)\b(?![^\n]*(?:preview|storybook|docs?\b))"
    r"|^[ \t]+(?:deploy|ship)(?:[-_](?:prod|production|app|web|api|live))?:[ \t]*$"
    r"|\b(?:make|just|task|mage|rake|mise run|npm run|yarn|pnpm|bun run|composer)[ \t]+"
    r"[\w:-]*deploy"
    r"|\b(?:ansible-playbook|terraform[ \t]+apply|pulumi[ \t]+up|nomad[ \t]+job[ \t]+run"
    r"|argocd[ \t]+app[ \t]+sync|cap[ \t]+production|mina[ \t]+deploy|dep[ \t]+deploy)\b",
    re.I | re.M,
)
_TARGET = re.compile(r"^(deploy|release|ship)[\w-]*:|^\.PHONY:.*\bdeploy\b", re.M)
_PACKAGE_SCRIPT = re.compile(r"\"(deploy|release:deploy|ship)[\w:-]*\"\s*:\s*\"")


@check(Deploy, each=lambda deploy: [deploy.release], emits=(UNSCRIPTED,), network=False)
async def scripted_path(release: Release, ctx: Context) -> list[Finding]:
    """A release is one step that is written down and can be run by anybody who may."""
    tree = await release.tree(ctx.files)
    if path_of(release, tree):
        return []
    message = "no workflow step, script, make target or platform's own integration deploys this"
    return [UNSCRIPTED.broken(release, message)]


def path_of(release: Release, tree: Tree) -> str:
    """What deploys the product, for people; "" when nothing is seen to."""
    signs = signs_of(tree)
    steps = [one.place for one in signs if one.is_step]
    if steps:
        return steps[0]
    for file in (one for one in pipelines(tree) if not is_rehearsal(one)):
        found = _STEP.search(file.text)
        if found:
            return f"{file.path}:{file.line_at(found.start())}"
    scripts = tree.has(_SCRIPT)
    if scripts:
        return scripts[0]
    for one in tree.named("Makefile", "justfile"):
        if _TARGET.search(one.text):
            return one.path
    for one in tree.named("package.json"):
        if _PACKAGE_SCRIPT.search(one.text):
            return one.path
    # These build on every push by themselves; their file, or the founder's word, says so.
    names = {release.target.name} if release.target else set(by_platform(signs))
    return next((f"{one}'s own integration" for one in names if PLATFORMS[one].is_automatic), "")
