"""The actions of others that workflows run, and how firmly each is named."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from launchready.deploy.signs import is_rehearsal
from launchready.deploy.tree import Tree
from launchready.deploy.workflows import pipelines

_USES = re.compile(r"^[ \t]*(?:-[ \t]+)?uses:[ \t]*[\"']?(?P<action>[^\s\"'#]+)", re.M)
_MOVING = ("main", "master", "latest", "head", "develop", "trunk")
# GitHub's own run the job itself.
_GITHUBS = ("actions/", "github/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """An action at a branch, a tag or a commit, at its line."""

    action: str
    version: str
    file: str
    line: int

    @property
    def is_moving(self) -> bool:
        """Whether it is whatever stands on a branch that day."""
        return self.version.lower() in _MOVING

    @property
    def is_fixed(self) -> bool:
        return re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", self.version) is not None


def used(tree: Tree) -> Iterator[Used]:
    """Every action once a workflow that makes or sends something; none of our own, no image."""
    for file in (one for one in pipelines(tree) if not is_rehearsal(one)):
        seen: set[str] = set()
        for hit in _USES.finditer(file.text):
            action, _, version = hit["action"].partition("@")
            if action.startswith((".", "docker:")) or action in seen or not version:
                continue
            seen.add(action)
            line = file.line_at(hit.start("action"))
            yield Used(action=action, version=version, file=file.path, line=line)


def by_tag(tree: Tree) -> list[Used]:
    """Strangers' actions, by a tag their owner can move, where a product is deployed."""
    deploying = {one.path for one in pipelines(tree) if "deploy" in one.text}
    return [
        one
        for one in used(tree)
        if one.file in deploying
        and not one.is_moving
        and not one.is_fixed
        and not one.action.startswith(_GITHUBS)
    ]
