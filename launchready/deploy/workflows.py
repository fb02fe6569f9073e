"""The workflows of GitHub Actions, as far as releasing goes."""

import re
from collections.abc import Iterator

from launchready.deploy.tree import File, Tree

_WORKFLOW = re.compile(r"^\.github/workflows/[^/]+\.ya?ml$")
_OTHER_CI = re.compile(
    r"^(\.gitlab-ci\.yml|\.circleci/config\.yml|bitbucket-pipelines\.yml|"
    r"azure-pipelines\.yml|\.drone\.yml|buildspec\.ya?ml|cloudbuild\.ya?ml|"
    r"\.travis\.yml)$"
)
_COMMENT = re.compile(r"(^|(?<=\s))#[^\n]*", re.M)


def pipelines(tree: Tree) -> Iterator[File]:
    """Files that say what happens on a push, their comments blanked, lines kept."""
    for one in tree.files:
        if _WORKFLOW.search(one.path) or _OTHER_CI.search(one.path):
            yield File(path=one.path, text=_COMMENT.sub("", one.text))
