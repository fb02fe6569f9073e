"""Holds the secrets that deploying jobs refer to against those GitHub has, by name."""

import re
from dataclasses import dataclass

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.location import Location, Named
from launchready.deploy.release import Release
from launchready.deploy.settings import Deploy
from launchready.deploy.signs import is_rehearsal
from launchready.deploy.tree import File, Tree
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


_ENVIRONMENT = re.compile(
    r"(?m)^[ \t]+environment:[ \t]*(?:\n[ \t]+name:[ \t]*)?[\"']?([\w./-]+|\$[^\n]*)"
)
# Environments GitHub is asked about: each costs up to six calls.
MOST_ENVIRONMENTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """What a workflow refers to, in capitals, and the environments its jobs name."""

    environments: tuple[str, ...]
    names: dict[str, Named]


@check(Deploy, each=lambda deploy: [deploy.release], emits=(JOB_SECRET_MISSING,))
async def job_secrets(release: Release, ctx: Context) -> list[Finding]:
    """Every secret that a deploying job refers to is on GitHub, by name."""
    tree = await release.tree(ctx.files)
    wanted = _in_jobs(tree)
    if not wanted:
        return []
    environments = {ctx.site.environment, *(one for job in wanted for one in job.environments)}
    had = {
        name: {one.upper() for one in await ctx.code.names(name)}
        for name in sorted(environments)[:MOST_ENVIRONMENTS]
    }
    found: dict[str, Finding] = {}
    for job in wanted:
        theirs = job.environments or (ctx.site.environment,)
        looked = [had[one] for one in theirs if one in had]
        for key, one in job.names.items():
            if looked and not any(key in names for names in looked):
                message = (
                    f"{one} is referred to here; GitHub has no secret or variable of that name for "
                    f"{' or '.join(theirs)}"
                )
                found.setdefault(key, JOB_SECRET_MISSING.broken(one, message))
    return [found[key] for key in sorted(found)]


def _in_jobs(tree: Tree) -> list[_Job]:
    """Deploying workflows with the names they refer to; GitHub does not tell case apart."""
    made = []
    for file in pipelines(tree):
        # A workflow that is called is handed its secrets by whoever calls it.
        is_called = "workflow_call" in file.text or is_rehearsal(file)
        if is_called or not re.search(r"deploy|release", file.path + file.text):
            continue
        environments = _ENVIRONMENT.findall(file.text)
        names = _names(file)
        # An environment that is worked out when it runs may have any names.
        if names and not any("$" in one for one in environments):
            made.append(_Job(environments=tuple(sorted(set(environments))), names=names))
    return made


def _names(file: File) -> dict[str, Named]:
    names: dict[str, Named] = {}
    for hit in _REFERENCE.finditer(file.text):
        name = hit[1]
        if name in _GIVEN or "||" in hit["rest"] or "&&" in hit["rest"] or "==" in hit["rest"]:
            continue
        at = Location(file=file.path, line=file.line_at(hit.start()))
        names.setdefault(name.upper(), Named(name=name, at=at))
    return names
