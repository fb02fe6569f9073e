"""Asks which version of its language the product is built and run with, and whether that is one."""

from collections.abc import Iterator

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.location import Location, Named
from launchready.deploy.paths import is_ours, is_run
from launchready.deploy.release import Release
from launchready.deploy.runtime_pins import MANIFESTS, WORDS, Pin, disagree, pins
from launchready.deploy.settings import Deploy
from launchready.deploy.tree import Tree

DIFFERS = Rule(
    id="deploy/runtime-differs",
    impact=Impact.RISK,
    stage=Stage.DEPLOYMENT,
    title="Two files name different versions of the language",
    why="What was tested with one version runs with another, and fails in a way nobody has seen.",
    fix="Name one version in one file, and have the Dockerfile and the platform follow it.",
    hours=0.5,
)
UNPINNED = Rule(
    id="deploy/runtime-unpinned",
    impact=Impact.ADVICE,
    stage=Stage.DEPLOYMENT,
    title="Nothing names the version of the language",
    why="The platform chooses, and one day chooses a newer one: the same commit then builds "
    "another product, or none.",
    fix="Write the version into .nvmrc, .python-version, .ruby-version or the Dockerfile.",
    hours=0.25,
)


@check(Deploy, each=lambda deploy: [deploy.release], emits=(DIFFERS, UNPINNED), network=False)
async def runtime(release: Release, ctx: Context) -> list[Finding]:
    """The version of the language is named, and wherever it is named it is the same."""
    tree = await release.tree(ctx.files)
    known = [one for one in pins(tree) if is_ours(one.file) and is_run(one.file)]
    differing = {one.subject: one for one in _differing(known)}  # stages of one image agree
    found = [*differing.values(), *_unpinned(tree, known)]
    tree.demand_whole(tuple(found))
    return found


def _differing(known: list[Pin]) -> Iterator[Finding]:
    """Pins that contradict the nearest one above them, each once."""
    for index, one in enumerate(known):
        above = [
            other
            for other in known[:index]
            if other.runtime == one.runtime
            and _is_over(other.folder, one.folder)
            and not other.is_image  # images beside each other are of several products
        ]
        if not above:
            continue
        nearest = max(len(other.folder) for other in above)
        clash = next(
            (two for two in above if len(two.folder) == nearest and disagree(two, one)), None
        )
        if clash is not None:
            word = WORDS[one.runtime]
            at = Location(file=one.file, line=one.line)
            message = (
                f"{one.file} says {word} {one.version}; {clash.file} says {word} {clash.version}"
            )
            yield DIFFERS.broken(Named(name=f"{one.file} {one.runtime}", at=at), message)


def _is_over(folder: str, other: str) -> bool:
    return folder == "" or f"{other}/".startswith(f"{folder}/")


def _unpinned(tree: Tree, known: list[Pin]) -> Iterator[Finding]:
    """A language at the root, or where its one manifest lies, that nothing pins."""
    for language, names in MANIFESTS.items():
        files = [one for one in tree.named(*names) if is_ours(one.path) and is_run(one.path)]
        is_bun = language == "node" and tree.has(r"(^|/)bun\.lockb?$")
        if not files or language == "go" or is_bun:
            continue
        about = [one for one in known if one.runtime == language]
        if any(not one.is_open for one in about):
            continue
        home = files[0].path.rpartition("/")[0]
        first = next((one for one in about if _is_over(one.folder, home)), None)
        at = Location(file=first.file, line=first.line) if first else Location(file=files[0].path)
        word = WORDS[language]
        message = (
            f"{first.file} says {word} {first.version}, which every later version is; no file "
            "names one"
            if first
            else f"{files[0].path} runs on {word}, and no file names its version"
        )
        yield UNPINNED.broken(Named(name=f"{language} version", at=at), message)
