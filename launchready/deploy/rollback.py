"""Asks whether there is a way back from a bad release, and whether it was gone lately."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from launchready.core.check import check
from launchready.core.code_host import Deployment
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.unreachable import NotHereError, UnreachableError
from launchready.deploy.platforms import PLATFORMS
from launchready.deploy.release import Release
from launchready.deploy.scripted_path import path_of
from launchready.deploy.settings import Deploy
from launchready.deploy.signs import by_platform, signs_of
from launchready.deploy.tree import Tree
from launchready.deploy.workflows import pipelines
from launchready.values.attestations import Attestation, bound

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
    platform = platform_of(release, tree)
    if not platform and not has_script(tree):
        message = "no platform is known that could go back, and no script or job rolls back"
        return [NO_PATH.broken(release, message)]
    signed = next((one for one in release.signed if one.id == STATEMENT), None)
    binds = bound(_facts(platform, release, tree))
    fault = fault_of(signed, release, ctx.now(), binds)
    if not fault:
        return []
    back = PLATFORMS[platform] if platform else None
    evidence = (f"way back: {back.back}", back.caveat) if back else ()
    if release.tested == "attest":
        tied = f"binds: {binds} ties the statement to this target and this way of deploying"
        return [UNTESTED.broken(signed or release, fault, *evidence, tied)]
    return await _by_history(release, ctx, evidence)


def _facts(platform: str, release: Release, tree: Tree) -> dict[str, str]:
    """What a rollback that was tried speaks of: the target, and the file that deploys to it."""
    path = path_of(release, tree).rpartition(":")[0] or path_of(release, tree)
    file = tree.at(path)
    return {"target": platform, "deploys": f"{path}\n{file.text if file else ''}"}


async def _by_history(release: Release, ctx: Context, evidence: tuple[str, ...]) -> list[Finding]:
    days = f"{release.max_age / 86400:g} days"
    environment = ctx.site.environment
    try:
        history = await ctx.code.deployments(environment)
    except NotHereError as elsewhere:
        reason = f"no rollback can be seen in GitHub's deployments: {elsewhere.reason}"
        advice = f"Set deploy.rollback.tested: attest, and sign {STATEMENT} in "
        advice += f"{release.attestations.name}."
        raise UnreachableError(reason, advice=advice) from elsewhere
    except UnreachableError as silence:
        reason = (
            f"whether a rollback was tried in the last {days} could not be seen: {silence.reason}"
        )
        advice = f"{silence.advice} Or sign {STATEMENT} in {release.attestations.name}.".strip()
        raise UnreachableError(reason, kind=silence.kind, advice=advice) from silence
    gone = last_return(history)
    if gone and ctx.now() - gone.created <= timedelta(seconds=release.max_age):
        return []
    if not history:
        message = (
            f"GitHub knows of no deployment to {environment}, so of no way back that was tried; "
            f"name environment: {environment} in the job that deploys, or sign {STATEMENT} in "
            f"{release.attestations.name}"
        )
        return [UNTESTED.broken(release, message, *evidence)]
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


def fault_of(signed: Attestation | None, release: Release, now: datetime, binds: str) -> str:
    """Why a statement does not count; "" when it does."""
    file, today = release.attestations.name, now.date()
    if signed is None:
        return f"nobody signed {STATEMENT} in {file}"
    named = f"{STATEMENT} in {file}"
    if not signed.is_by_a_person:
        return f"{named} is signed by {signed.by}, which is no person's name"
    lacking = [key for key in ("from", "to", "minutes") if not signed.facts.get(key)]
    if lacking:
        return f"{named} lacks {', '.join(lacking)}"
    if not re.fullmatch(r"\d{1,6}([.]\d{1,3})?", signed.facts["minutes"].strip()):
        return f"{named} took {signed.facts['minutes']} minutes, which is no number"
    if signed.facts["from"] == signed.facts["to"]:
        return f"{named} goes from a version to itself"
    if signed.on - today > timedelta(days=1):
        return f"{named} is dated {signed.on}, which is yet to come"
    return _lapsed(signed, release, today) or _unbound(signed, named, binds)


def _lapsed(signed: Attestation, release: Release, today: date) -> str:
    named = f"{STATEMENT} in {release.attestations.name}"
    days = release.max_age / 86400
    try:
        last = signed.last_day(days)
    except ValueError:
        return f"{named} ends on a day that is none; write it like 2027-01-31"
    if today <= last:
        return ""
    age = (today - signed.on).days
    if age <= days:
        return f"{named} was signed until {last}, which is past"
    return (
        f"the way back was last gone on {signed.on}, {age} days ago; at most {days:g} are allowed"
    )


def _unbound(signed: Attestation, named: str, binds: str) -> str:
    said = signed.facts.get("binds", "")
    if not said or said == binds:
        return ""
    return f"{named} was signed on {signed.on}, and the target or what deploys has changed since"


def platform_of(release: Release, tree: Tree) -> str:
    """The platform that is declared, or else the first that is seen; "" for none."""
    if release.target is not None:
        return release.target.name
    return next((one for one in by_platform(signs_of(tree)) if PLATFORMS[one].back), "")


def has_script(tree: Tree) -> bool:
    """Whether a script or a job of the repository rolls back."""
    files = [*pipelines(tree), *tree.named("Makefile", "justfile", "package.json")]
    return bool(tree.has(_SCRIPT)) or any(_STEP.search(one.text) for one in files)
