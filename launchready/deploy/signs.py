"""Where the repository says production runs: files of platforms, and steps that deploy to them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from launchready.deploy.platforms import PLATFORMS
from launchready.deploy.tree import File, Tree
from launchready.deploy.workflows import pipelines

# What lies in these is shown to somebody, and not what this product runs on.
_SHOWN = re.compile(
    r"(^|/)(tests?|__tests__|fixtures?|examples?|samples?|docs?|documentation|templates?|e2e"
    r"|node_modules|vendor|\.devcontainer|demos?)/"
)
_TESTS = re.compile(r"(^|[^a-z])(tests?|e2e|playwright|cypress|lint|checks?|bench)([^a-z]|$)", re.I)
_DEPLOYS = re.compile(r"deploy|release|publish|prod|ship", re.I)
# Files of a common name, and what they hold where they are the platform's.
_MEANT = {
    "kamal": {"config/deploy.yml": r"(?m)^(service|image):"},
    "gcp": {"app.yaml": r"(?m)^(runtime|env):"},
    "heroku": {"app.json": r"\"(formation|buildpacks|addons)\"\s*:"},
    "aws": dict.fromkeys(("template.yaml", "template.yml"), "AWS::Serverless"),
    "kubernetes": dict.fromkeys(
        ("deployment.yaml", "deployment.yml"), r"(?m)^kind:\s*Deployment\b"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A file, or a step at `path:line`, that speaks of a platform.

    `folder` is the product's a file speaks of; a step may be of any product.
    """

    platform: str
    place: str
    folder: str = ""
    is_step: bool = False

    @property
    def is_host(self) -> bool:
        return not PLATFORMS[self.platform].is_guest


@lru_cache(maxsize=1)  # several checks ask it of the same tree
def signs_of(tree: Tree) -> tuple[Sign, ...]:
    """Every sign, those of files first, in the order of platforms."""
    found = [*_files(tree), *_steps(tree)]
    # Several platforms read a Procfile; Heroku is the one that needs nothing else.
    if not found and "Procfile" in tree.paths:
        return (Sign(platform="heroku", place="Procfile"),)
    return tuple(found)


def by_platform(signs: Sequence[Sign]) -> dict[str, list[str]]:
    """The places that speak of each platform."""
    told: dict[str, list[str]] = {}
    for one in signs:
        told.setdefault(one.platform, []).append(one.place)
    return told


def rivals(signs: Sequence[Sign]) -> list[str]:
    """Hosts that claim the same product; products side by side may each have their own.

    Files do so in the same folder, steps in the same workflow; and workflows that deploy to one
    host alone contradict the root's file of another.
    """
    claims: dict[str, list[str]] = {}
    for one in (each for each in signs if each.is_host):
        where = one.place.rpartition(":")[0] if one.is_step else f"{one.folder}/"
        if one.platform not in claims.setdefault(where, []):
            claims[where].append(one.platform)
    elsewhere = {one.platform for one in signs if one.folder}
    steps = list(
        dict.fromkeys(
            one.platform
            for one in signs
            if one.is_step and one.is_host and one.platform not in elsewhere
        )
    )
    root = claims.get("/", [])
    if len(root) == 1 and len(steps) == 1 and root != steps:
        return [*root, *steps]
    return next((hosts for hosts in claims.values() if len(hosts) > 1), [])


def _files(tree: Tree) -> list[Sign]:
    told = tree.has("|".join(one.files for one in PLATFORMS.values() if one.files))
    found = []
    for platform in (one for one in PLATFORMS.values() if one.files):
        for path in told:
            hit = re.search(platform.files, path)
            if hit and not _SHOWN.search(path) and _is_meant(tree, platform.name, path):
                folder = path[: hit.start()].strip("/")
                found.append(Sign(platform=platform.name, place=path, folder=folder))
    return found


def _steps(tree: Tree) -> list[Sign]:
    found = []
    for one in pipelines(tree):
        if is_rehearsal(one):
            continue
        for platform in (each for each in PLATFORMS.values() if each.steps):
            hit = re.search(platform.steps, one.text)
            # A service that tests need is started the same way as a product on a server.
            if hit and (platform.name != "docker" or _DEPLOYS.search(one.path + _names(one))):
                place = f"{one.path}:{one.line_at(hit.start())}"
                found.append(Sign(platform=platform.name, place=place, is_step=True))
    return found


def is_rehearsal(workflow: File) -> bool:
    """Whether a workflow tests or shows what is not yet live, by its name."""
    name = workflow.name.rpartition(".")[0]
    if re.search(r"preview|storybook|staging", name, re.I):
        return True
    return bool(_TESTS.search(name)) and not _DEPLOYS.search(name)


def _names(workflow: File) -> str:
    return " ".join(re.findall(r"(?m)^[ \t]*(?:-[ \t]+)?name:[ \t]*([^\n]+)", workflow.text))


def _is_meant(tree: Tree, platform: str, path: str) -> bool:
    shapes = _MEANT.get(platform, {})
    wanted = next((one for name, one in shapes.items() if f"/{path}".endswith(f"/{name}")), None)
    file = tree.at(path) if wanted else None
    return wanted is None or (file is not None and re.search(wanted, file.text) is not None)
