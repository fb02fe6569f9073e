"""Asks whether the same commit, built again, gives the same product."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.location import Location, Named
from launchready.core.unreachable import UnreachableError
from launchready.deploy.action_pins import by_tag, used
from launchready.deploy.base_images import bases, dockerfiles
from launchready.deploy.installs import loose
from launchready.deploy.lock_sync import out_of_sync
from launchready.deploy.paths import is_ours, is_run
from launchready.deploy.release import Release
from launchready.deploy.settings import Deploy
from launchready.deploy.tree import Tree

NOT_REPRODUCIBLE = Rule(
    id="deploy/not-reproducible",
    impact=Impact.RISK,
    stage=Stage.DEPLOYMENT,
    title="The same commit may build into another product",
    why=(
        "A deploy that failed cannot be repeated, and a rollback may bring back "
        "something never tested."
    ),
    fix=(
        "Commit one lock file that is in step, install exactly from it, and name "
        "versions of what you build on."
    ),
    hours=1.0,
)
# By manifest: the locks of the tools that read it.
_LOCKS = {
    "package.json": (
        "package-lock.json",
        "npm-shrinkwrap.json",
        "pnpm-lock.yaml",
        "yarn.lock",
        "bun.lock",
        "bun.lockb",
    ),
    "pyproject.toml": ("uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock"),
    "Pipfile": ("Pipfile.lock",),
    "Gemfile": ("Gemfile.lock",),
    "composer.json": ("composer.lock",),
    "go.mod": ("go.sum",),
    "Cargo.toml": ("Cargo.lock",),
    "mix.exs": ("mix.lock",),
}
_NEEDS = {
    "package.json": r"\"(dev)?[dD]ependencies\"\s*:\s*\{\s*\"",
    "pyproject.toml": r"(?m)^dependencies\s*=\s*\[\s*[\"']|^\[tool\.poetry\.dependencies\]",
    "go.mod": r"\brequire\b",
    "Gemfile": r"(?m)^\s*gem\b",
    "composer.json": r"\"require\"",
    "Cargo.toml": r"(?m)^\[(workspace|package)\]",
    "mix.exs": r"\bdeps\b",
    "Pipfile": r"\[packages\]",
}
BY_TAG = Rule(
    id="deploy/action-by-tag",
    impact=Impact.ADVICE,
    stage=Stage.DEPLOYMENT,
    title="A job that deploys runs strangers' code by a name they can move",
    why="Whoever takes over such an action can change what it does, and the job's secrets are "
    "at hand.",
    fix="Write the commit's full id behind the @, with the version as a comment.",
    hours=0.5,
)


@check(
    Deploy,
    each=lambda deploy: [deploy.release],
    emits=(NOT_REPRODUCIBLE, BY_TAG),
    limit=120.0,  # package managers are asked, each for 15 s at most
    network=False,
)
async def reproducible(release: Release, ctx: Context) -> list[Finding]:
    """The same commit builds into the same product."""
    tree = await release.tree(ctx.files)
    found = [*_locks(tree), *_images(tree), *_installs(tree), *_actions(tree)]
    try:
        differing, untold = await out_of_sync(tree, ctx)
    except UnreachableError as silence:
        silence.found = (*found, *silence.found)
        raise
    found += [_fault(one.manifest, one.at, one.message, one.evidence) for one in differing]
    tree.demand_whole(tuple(found))
    if untold:
        more = f" and of {len(untold) - 1} more" if len(untold) > 1 else ""
        raise UnreachableError(
            f"whether {untold[0].lock} is in step with its manifest could not be told{more}",
            advice=f"Run {untold[0].command}, and let CI do so: what differs then fails there.",
            found=tuple(found),
        )
    return found


def _fault(name: str, at: Location, message: str, *evidence: str) -> Finding:
    return NOT_REPRODUCIBLE.broken(Named(name=name, at=at), message, *evidence)


def _locks(tree: Tree) -> Iterator[Finding]:
    """Manifests without a lock in their folder or above (workspaces share one), or with several."""
    for manifest, locks in _LOCKS.items():
        for file in tree.files:
            if file.name != manifest or not is_ours(file.path) or not is_run(file.path):
                continue
            if not re.search(_NEEDS[manifest], file.text):
                continue
            folders = [one.as_posix() for one in PurePosixPath(file.path).parents]
            places = ["" if one == "." else f"{one}/" for one in folders]
            here = [f"{places[0]}{one}" for one in locks if f"{places[0]}{one}" in tree.paths]
            at = Location(file=file.path)
            if not any(f"{place}{one}" in tree.paths for place in places for one in locks):
                if manifest == "pyproject.toml" and _is_pinned(tree):
                    continue
                # A workspace has one lock; where that is missing its root tells.
                if any(f"{place}{manifest}" in tree.paths for place in places[1:]):
                    continue
                yield _fault(
                    f"{file.path} lock",
                    at,
                    f"{file.path} has no lock file; any of {', '.join(locks[:3])} would do",
                )
            elif len(here) > 1:
                yield _fault(
                    f"{file.path} lock",
                    at,
                    f"{file.path} has {len(here)} lock files, {' and '.join(here)}; "
                    "which one counts is not said",
                )


def _is_pinned(tree: Tree) -> bool:
    return bool(tree.has(r"requirements[^/]*\.(txt|lock)$"))


def _images(tree: Tree) -> Iterator[Finding]:
    for file in dockerfiles(tree):
        for one in bases(file):
            if "@" in one.image or one.tag not in ("", "latest"):
                continue
            yield _fault(
                f"{file.path} {one.image}",
                Location(file=file.path, line=one.line),
                f"{file.path} is built on {one.image}, which is another image every few weeks; "
                "name its version",
            )


def _installs(tree: Tree) -> Iterator[Finding]:
    """Installs that change the lock where they should obey it, in what deploys."""
    for one in loose(tree):
        yield _fault(
            f"{one.file} install",
            Location(file=one.file, line=one.line),
            f"{one.file} runs `{one.command}`, which may install other versions than those "
            f"tested; use {one.instead}",
        )


def _actions(tree: Tree) -> Iterator[Finding]:
    """Actions of strangers that move with a branch, and those that move when somebody wants."""
    for one in used(tree):
        if one.is_moving:
            yield _fault(
                f"{one.file} {one.action}",
                Location(file=one.file, line=one.line),
                f"{one.action}@{one.version} is whatever stands there that day; name a version or "
                "a commit",
            )
    tagged = by_tag(tree)
    names = list(dict.fromkeys(f"{one.action}@{one.version}" for one in tagged))
    if names:
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        at = Location(file=tagged[0].file, line=tagged[0].line)
        message = f"jobs that deploy run {', '.join(names[:3])}{more}, by a tag and not by a commit"
        yield BY_TAG.broken(Named(name="actions by tag", at=at), message, *names[3:12])
