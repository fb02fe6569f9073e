"""Holds the secrets that deploying jobs refer to against those GitHub has, by name."""

import re

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.location import Location, Named
from launchready.deploy.release import Release
from launchready.deploy.settings import Deploy
from launchready.deploy.tree import Tree
from launchready.deploy.workflows import pipelines

JOB_SECRET_MISSING = Rule(
    id="deploy/job-secret-missing",
    impact=Impact.RISK,
    stage=Stage.DEPLOYMENT,
    title="A deploy job refers to a secret that is not there",
    why=(
        "GitHub fills in nothing and says nothing: the job fails half way, or deploys "
        "something broken."
    ),
    fix=(
        "Add the secret or variable on GitHub, for the repository or the environment, "
        "or correct the name."
    ),
    hours=0.25,
)
_REFERENCE = re.compile(
    r"\$\{\{[^}]*?\b(?:secrets|vars)\.([A-Za-z_][A-Za-z0-9_]*)(?P<rest>[^}]*)\}\}"
)
# GitHub's own; and with a value behind || the job goes on without.
_GIVEN = ("GITHUB_TOKEN", "github_token", "ACTIONS_STEP_DEBUG", "ACTIONS_RUNNER_DEBUG")


@check(Deploy, each=lambda deploy: [deploy.release], emits=(JOB_SECRET_MISSING,))
async def job_secrets(release: Release, ctx: Context) -> list[Finding]:
    """Every secret that a deploying job refers to is on GitHub, by name."""
    tree = await release.tree(ctx.files)
    environment = ctx.site.environment
    wanted = _in_jobs(tree)
    if not wanted:
        return []
    had = {name.upper() for name in await ctx.code.names(environment)}
    return [
        JOB_SECRET_MISSING.broken(
            one,
            f"{one} is referred to here; GitHub has no secret or variable of that "
            f"name for {environment}",
        )
        for name, one in sorted(wanted.items())
        if name not in had
    ]


def _in_jobs(tree: Tree) -> dict[str, Named]:
    """Names that deploying workflows refer to, in capitals: GitHub does not tell case apart."""
    wanted: dict[str, Named] = {}
    for file in pipelines(tree):
        # A workflow that is called is handed its secrets by whoever calls it.
        if not re.search(r"deploy|release", file.path + file.text) or "workflow_call" in file.text:
            continue
        for hit in _REFERENCE.finditer(file.text):
            name = hit[1]
            if name in _GIVEN or "||" in hit["rest"] or "&&" in hit["rest"] or "==" in hit["rest"]:
                continue
            at = Location(file=file.path, line=file.line_at(hit.start()))
            wanted.setdefault(name.upper(), Named(name=name, at=at))
    return wanted
