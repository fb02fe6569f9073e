"""Asks whether there is a way back from a bad release, and whether it was gone lately."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from launchready.core.check import check
from launchready.core.code_host import Deployment
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.unreachable import UnreachableError
from launchready.deploy.platforms import PLATFORMS
from launchready.deploy.release import Release
from launchready.deploy.settings import Deploy
from launchready.deploy.signs import by_platform, signs_of
from launchready.deploy.tree import Tree
from launchready.deploy.workflows import pipelines
from launchready.values.attestations import Attestation

NO_PATH = Rule(
    id="deploy/no-rollback-path",
    impact=Impact.BLOCKER,
    stage=Stage.DEPLOYMENT,
    title="There is no way back from a bad release",
    why="A release that breaks the product stays live until somebody has mended the code.",
    fix=(
        "Write down, or script, the step that puts the earlier version live again, and "
        "name deploy.target."
    ),
    hours=2.0,
)
UNTESTED = Rule(
    id="deploy/rollback-untested",
    impact=Impact.BLOCKER,
    stage=Stage.DEPLOYMENT,
    title="Nobody has tried the way back lately",
    why="A way back that was never gone tends to fail on the day it is needed.",
    fix=(
        "Deploy the earlier version again, then the newer; with deploy.rollback.tested: "
        "attest, sign for it."
    ),
    hours=1.0,
)
STATEMENT = "rollback-tested"
_SCRIPT = r"(^|/)[^/]*roll-?_?back[^/]*\.(sh|py|rb|ts|js|ya?ml)$"
_STEP = re.compile(r"\broll-?_?back\b|rollout undo", re.I)


@check(Deploy, each=lambda deploy: [deploy.release], emits=(NO_PATH, UNTESTED))
async def rollback(release: Release, ctx: Context) -> list[Finding]:
    """There is a way back from a bad release, and it was gone lately."""
    tree = await release.tree(ctx.files)
    platform = _platform(release, tree)
    if not platform and not _has_script(tree):
        message = "no platform is known that could go back, and no script or job rolls back"
        return [NO_PATH.broken(release, message)]
    signed = next((one for one in release.signed if one.id == STATEMENT), None)
    fault = _fault(signed, release, ctx.now())
    if not fault:
        return []
    back = PLATFORMS[platform] if platform else None
    evidence = (f"way back: {back.back}", back.caveat) if back else ()
    if release.tested == "attest":
        return [UNTESTED.broken(signed or release, fault, *evidence)]
    return await _by_history(release, ctx, evidence)


async def _by_history(release: Release, ctx: Context, evidence: tuple[str, ...]) -> list[Finding]:
    days = f"{release.max_age / 86400:g} days"
    environment = ctx.site.environment
    try:
        history = await ctx.code.deployments(environment)
    except UnreachableError as silence:
        reason = (
            f"whether a rollback was tried in the last {days} could not be seen: {silence.reason}"
        )
        advice = f"{silence.advice} Or sign {STATEMENT} in {release.attestations.name}.".strip()
        raise UnreachableError(reason, kind=silence.kind, advice=advice) from silence
    gone = last_return(history)
    if gone and ctx.now() - gone.created <= timedelta(seconds=release.max_age):
        return []
    seen = (
        f"the last was on {gone.created.date()}" if gone else f"none among the last {len(history)}"
    )
    message = f"no earlier commit went live again in {environment} in the last {days}; {seen}"
    return [UNTESTED.broken(release, message, *evidence)]


def last_return(history: Sequence[Deployment]) -> Deployment | None:
    """The last deployment that put an earlier commit live again after another; both succeeded.

    The same commit sent twice in a row is a repetition, and what failed never was live.
    """
    live: list[str] = []
    found = None
    for one in sorted(history, key=lambda one: (one.created, one.id)):
        if one.state not in ("success", "inactive"):
            continue
        if live and live[-1] != one.commit and one.commit in live:
            found = one
        live.append(one.commit)
    return found


def _fault(signed: Attestation | None, release: Release, now: datetime) -> str:
    """Why a statement does not count; "" when it does."""
    file = release.attestations.name
    if signed is None:
        return f"nobody signed {STATEMENT} in {file}"
    lacking = [key for key in ("from", "to", "minutes") if not signed.facts.get(key)]
    if lacking:
        return f"{STATEMENT} in {file} lacks {', '.join(lacking)}"
    if signed.facts["from"] == signed.facts["to"]:
        return f"{STATEMENT} in {file} goes from a version to itself"
    age = now.date() - signed.on
    if age < timedelta(days=-1):
        return f"{STATEMENT} in {file} is dated {signed.on}, which is yet to come"
    if age > timedelta(seconds=release.max_age):
        return (
            f"the way back was last gone on {signed.on}, {age.days} days ago; at most "
            f"{release.max_age / 86400:g} are allowed"
        )
    return ""


def _platform(release: Release, tree: Tree) -> str:
    if release.target is not None:
        return release.target.name
    return next((one for one in by_platform(signs_of(tree)) if PLATFORMS[one].back), "")


def _has_script(tree: Tree) -> bool:
    files = [*pipelines(tree), *tree.named("Makefile", "justfile", "package.json")]
    return bool(tree.has(_SCRIPT)) or any(_STEP.search(one.text) for one in files)
