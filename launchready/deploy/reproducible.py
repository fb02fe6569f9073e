"""Asks whether the same commit, built again, gives the same product."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.location import Location, Named
from launchready.core.unreachable import UnreachableError
from launchready.deploy.lock_sync import out_of_sync
from launchready.deploy.paths import is_ours, is_run
from launchready.deploy.release import Release
from launchready.deploy.settings import Deploy
from launchready.deploy.tree import Tree
from launchready.deploy.workflows import pipelines

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
_IMAGE = re.compile(r"(^|/)(Dockerfile|Containerfile)[^/]*$|\.Dockerfile$")
_FROM = re.compile(
    r"^FROM[ \t]+(?:--platform=\S+[ \t]+)?(?P<image>\S+)(?:[ \t]+AS[ \t]+(?P<stage>\S+))?",
    re.M | re.I,
)
_LOOSE = re.compile(
    r"\bnpm[ \t]+(?:install|i)(?=[ \t]*(?:$|&&|;|\||--(?!global)))(?![^\n&;|]*(?:-g\b|--global))"
    r"|\byarn(?:[ \t]+install)?[ \t]+--no-lockfile|\bpnpm[ \t]+(?:install|"
    r"i)\b[^\n&]*--no-frozen-lockfile"
    r"|\buv[ \t]+sync\b[^\n&]*--upgrade|\bbundle[ \t]+update\b",
    re.M,
)
_ACTION = re.compile(r"^[ \t]*(?:-[ \t]+)?uses:[ \t]*[\"']?(?P<action>[^\s\"'#]+)", re.M)
_MOVING = ("main", "master", "latest", "head", "develop", "trunk")


@check(Deploy, each=lambda deploy: [deploy.release], emits=(NOT_REPRODUCIBLE,), network=False)
async def reproducible(release: Release, ctx: Context) -> list[Finding]:
    """The same commit builds into the same product."""
    tree = await release.tree(ctx.files)
    found = [*_locks(tree), *_images(tree), *_installs(tree), *_actions(tree)]
    try:
        differing, untold = await out_of_sync(tree, ctx)
    except UnreachableError as silence:
        silence.found = (*found, *silence.found)
        raise
    found += [_fault(one.manifest, one.at, one.message) for one in differing]
    tree.demand_whole(tuple(found))
    if untold:
        more = f" and of {len(untold) - 1} more" if len(untold) > 1 else ""
        raise UnreachableError(
            f"whether {untold[0].lock} is in step with its manifest could not be told{more}",
            advice=f"Run {untold[0].command}, and let CI do so: what differs then fails there.",
            found=tuple(found),
        )
    return found


def _fault(name: str, at: Location, message: str) -> Finding:
    return NOT_REPRODUCIBLE.broken(Named(name=name, at=at), message)


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
    for file in tree.files:
        if not _IMAGE.search(file.path) or not is_run(file.path):
            continue
        stages: set[str] = {"scratch"}
        for hit in _FROM.finditer(file.text):
            image, stage = hit["image"], hit["stage"]
            if image.lower() not in stages and "$" not in image and "@" not in image:
                tag = image.rpartition("/")[2].partition(":")[2]
                if tag in ("", "latest"):
                    at = Location(file=file.path, line=file.line_at(hit.start()))
                    yield _fault(
                        f"{file.path} {image}",
                        at,
                        f"{file.path} is built on {image}, which is another image "
                        "every few weeks; name its version",
                    )
            if stage:
                stages.add(stage.lower())


def _installs(tree: Tree) -> Iterator[Finding]:
    """Installs that change the lock where they should obey it, in what deploys."""
    deploying = [one for one in pipelines(tree) if "deploy" in one.text]
    images = [one for one in tree.files if _IMAGE.search(one.path) and is_run(one.path)]
    for file in [*deploying, *images]:
        hit = _LOOSE.search(re.sub(r"(?m)^[ \t]*#.*$", lambda one: " " * len(one[0]), file.text))
        if hit:
            at = Location(file=file.path, line=file.line_at(hit.start()))
            yield _fault(
                f"{file.path} install",
                at,
                f"{file.path} runs `{hit[0].strip()}`, which may install other "
                "versions than the lock file's; npm ci and the like do not",
            )


def _actions(tree: Tree) -> Iterator[Finding]:
    """Actions of strangers that move with a branch."""
    for file in pipelines(tree):
        seen: set[str] = set()
        for hit in _ACTION.finditer(file.text):
            action, _, version = hit["action"].partition("@")
            if action.startswith((".", "docker:")) or version.lower() not in _MOVING:
                continue
            if action in seen:
                continue
            seen.add(action)
            at = Location(file=file.path, line=file.line_at(hit.start("action")))
            yield _fault(
                f"{file.path} {action}",
                at,
                f"{action} is run as it stands on its branch {version} that day; pin "
                "a version or a commit",
            )
