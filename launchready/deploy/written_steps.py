"""Asks whether the steps of a release, and those back from one, are written down."""

import re
from collections.abc import Iterator

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.location import Named
from launchready.deploy.paths import is_documentation, is_ours
from launchready.deploy.platforms import PLATFORMS
from launchready.deploy.release import Release
from launchready.deploy.rollback import has_script, platform_of
from launchready.deploy.settings import Deploy
from launchready.deploy.tree import File, Tree

BACK_UNWRITTEN = Rule(
    id="deploy/rollback-unwritten",
    impact=Impact.RISK,
    stage=Stage.DEPLOYMENT,
    title="The way back from a bad release is not written down",
    why="At three in the morning somebody searches for the command while customers wait.",
    fix="Write a section Failed deploy into RUNBOOK.md with the command and what it leaves; "
    "launchready handover writes one.",
    hours=0.5,
)
RELEASE_UNWRITTEN = Rule(
    id="deploy/release-unwritten",
    impact=Impact.ADVICE,
    stage=Stage.DEPLOYMENT,
    title="There is no checklist for a release",
    why="What has to be thought of before each release is in one head, and is forgotten there.",
    fix="Write the points into RELEASE.md, or into a template of an issue; launchready handover "
    "writes one.",
    hours=0.5,
)
_BACK = re.compile(
    r"roll(?:ing|ed|s)?[ -]?back|failed deploy|bad (?:deploy|release)|"
    r"(?:back to|restore|redeploy|revert to) (?:the|an|a) (?:earlier|previous|last)",
    re.I,
)
_HEADING = re.compile(r"(?m)^(?:#{1,6}[ \t]+[^\n]*|[^\n]+(?=\n[=-]{3,}[ \t]*$))")
# What people read when something is wrong; a word there is enough.
_RUNBOOK = re.compile(
    r"(^|/)[^/]*(runbook|playbook|roll-?_?back|incident|operations|disaster)[^/]*\.\w+$|"
    r"(^|/)(ops|runbooks?|playbooks?)/",
    re.I,
)
_RELEASE = re.compile(
    r"(^|/)[^/]*(releas(e|ing)|deploy(ment|ing)?|launch|go-?live)[^/]*\.(md|mdx|rst|adoc|ya?ml)$|"
    r"(^|/)(releases?|deployment)/(index|readme)\.\w+$",
    re.I,
)
# What was released is another question.
_NOTES = re.compile(r"release-?_?notes?|(^|/)\.changeset/|changelog|(^|/)releases?/v?\d", re.I)
_STEPS = re.compile(r"(?m)^[ \t]*(?:[-*][ \t]+\[[ xX]\]|\d+[.)][ \t]|[-*][ \t]+\S)")
# Settings of tools, such as what an assistant is told, are read by no founder.
_TOOLS = re.compile(r"(^|/)\.(?!github/)[^/]+/")
# Steps from which on a list is more than a remark.
_FEWEST = 3


@check(
    Deploy,
    each=lambda deploy: [deploy.release],
    emits=(BACK_UNWRITTEN, RELEASE_UNWRITTEN),
    network=False,
)
async def written_steps(release: Release, ctx: Context) -> list[Finding]:
    """The steps of a release and those back are written down in the repository."""
    tree = await release.tree(ctx.files)
    found = [*_back(release, tree), *_release(release, tree)]
    tree.demand_whole(tuple(found))
    return found


def _documents(tree: Tree) -> Iterator[File]:
    yield from (one for one in tree.files if is_documentation(one.path) and _is_read(one.path))


def _is_read(path: str) -> bool:
    return is_ours(path) and not _TOOLS.search(path)


def _back(release: Release, tree: Tree) -> Iterator[Finding]:
    if has_script(tree) or any(_tells_back(one) for one in _documents(tree)):
        return
    platform = PLATFORMS.get(platform_of(release, tree))
    evidence = (f"way back: {platform.back}", platform.caveat) if platform else ()
    message = "no runbook and no heading of a document tells how to put the earlier version live"
    yield BACK_UNWRITTEN.broken(Named(name="way back", at=release.at), message, *evidence)


def _tells_back(file: File) -> bool:
    if _NOTES.search(file.path):
        return False
    texts = [file.text] if _RUNBOOK.search(file.path) else _HEADING.findall(file.text)
    return any(_BACK.search(one) for one in texts)


def _release(release: Release, tree: Tree) -> Iterator[Finding]:
    if any(_lists_steps(one) for one in tree.files):
        return
    message = "no document and no issue template lists what is done and looked at for a release"
    yield RELEASE_UNWRITTEN.broken(Named(name="release checklist", at=release.at), message)


def _lists_steps(file: File) -> bool:
    is_template = ".github/" in file.path and "TEMPLATE" in file.path.upper()
    if not (is_documentation(file.path) or is_template) or not _is_read(file.path):
        return False
    if _NOTES.search(file.path) or not _RELEASE.search(file.path):
        return False
    return len(_STEPS.findall(file.text)) >= _FEWEST
