"""Where the code is kept is read from git's own file, without who may get in."""

import pytest

from launchready.core.origin import origin_of
from tests.worlds import DictRepository


def _repository(url: str) -> DictRepository:
    config = (
        f'[core]\n\tbare = false\n[remote "other"]\n\turl = x\n[remote "origin"]\n\turl = {url}\n'
    )
    return DictRepository(files={".git/config": config, ".git/HEAD": "ref: refs/heads/main\n"})


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/acme/shop.git",
        "https://ana:word@github.com/acme/shop",
        "git@github.com:acme/shop.git",
        "github.com:acme/shop",
        "ssh://git@github.com/acme/shop.git",
        "ssh://git@github.com:22/acme/shop.git/",
    ],
)
def test_host_and_path_are_told_however_it_is_written(url: str) -> None:
    assert origin_of(_repository(url)) == "github.com/acme/shop"


@pytest.mark.parametrize(
    "files",
    [
        {},
        {".git/config": "[core]\n", ".git/HEAD": "x"},
        {".git/config": '[remote "upstream"]\n\turl = https://github.com/a/b\n'},
        {".git/config": '[remote "origin"]\n\turl = /srv/git/shop.git\n'},
        {".git/config": '[remote "origin"]\n\turl = https://[bad/x\n'},
    ],
)
def test_no_remote_elsewhere_is_none(files: dict[str, str]) -> None:
    assert origin_of(DictRepository(files=files)) == ""


def test_a_worktree_is_not_looked_into() -> None:
    assert origin_of(DictRepository(files={".git": "gitdir: ../main/.git/worktrees/x\n"})) is None
