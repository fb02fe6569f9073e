"""Looks for an assistant in the code that launchready.yml says nothing of."""

import posixpath
import re
from collections.abc import Sequence

import anyio.to_thread

from launchready.assistant.kits import is_manifest, kits
from launchready.assistant.settings import Assistant
from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.location import Location, Named
from launchready.core.repository import Lines, Repository, Spot

NOT_TESTED = Rule(
    id="assistant/not-tested",
    impact=Impact.RISK,
    stage=Stage.AUDIT,
    title="The product talks to a language model, and nothing here asks it what it must not tell",
    why="One sentence from a stranger may read another customer's data; nobody has tried yet.",
    fix="Add assistant: with its endpoint and two planted texts, or waive this where no customer "
    "can reach the model.",
    hours=2,
)
# Folders whose manifests are no part of the product.
_ASIDE = re.compile(
    r"(?:^|/)(?:node_modules|vendor|tests?|__tests__|spec|examples?|samples?|docs?|fixtures|"
    r"e2e|benchmarks?|\.venv|templates?)/",
    re.IGNORECASE,
)


@check(Assistant, each=lambda one: one.undeclared, emits=(NOT_TESTED,), network=False)
async def undeclared(about: Assistant, ctx: Context) -> list[Finding]:
    """No assistant is in the code that is not tested here."""
    _ = about
    found = await anyio.to_thread.run_sync(_found, ctx.files)
    return found[:1]


def _found(files: Repository) -> list[Finding]:
    found = []
    for part in files.tree(_Manifests()):
        if not isinstance(part, Lines) or not part.tracked or not _is_ours(part.path):
            continue
        text = "\n".join(part.all_lines)
        for kit, line in kits(posixpath.basename(part.path), text):
            at = Named(name=part.path, at=Location(file=part.path, line=line))
            found.append((at, kit))
    others = [f"{at.at}: {kit}" for at, kit in found[1:6]]
    return [
        NOT_TESTED.broken(
            at, f"{at} names {kit}; launchready.yml has no assistant: section", *others
        )
        for at, kit in found[:1]
    ]


def _is_ours(path: str) -> bool:
    return is_manifest(path) and not _ASIDE.search(path)


class _Manifests:
    """Brings manifests along whole, and nothing else."""

    def skips(self, path: str) -> bool:
        return not _is_ours(path)

    def takes_whole(self, path: str) -> bool:
        return _is_ours(path)

    def places(self, text: bytes) -> list[Spot]:
        return [Spot(0, len(text))]

    def blocks(self, text: bytes) -> list[Spot]:
        _ = text
        return []

    def wanted(self, path: str, texts: Sequence[str]) -> list[bool]:
        return [_is_ours(path)] * len(texts)
