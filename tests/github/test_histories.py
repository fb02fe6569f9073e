"""Over 200 random histories a shallow clone never misses a commit of the event, in few fetches."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from launchready.github.deepen import bring, complete
from launchready.github.git import Git
from tests.github.histories import history
from tests.github.origin import git

# What the first fetch cannot bring: a commit that is gone, a fork point that is far away.
MOST_FETCHES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting(Git):
    fetches: list[tuple[str, ...]] = field(default_factory=list)

    def fetch(self, *what: str, given: Iterable[str] = ()) -> None:
        self.fetches.append(what)
        Git.fetch(self, *what, given=given)


@pytest.mark.parametrize("seed", range(200))
def test_any_history_gives_the_same_commits_as_a_whole_clone(tmp_path: Path, seed: int) -> None:
    past = history(tmp_path / "origin", seed)
    clone = Counting(root=past.origin.checkout(tmp_path / "clone", past.ref).root)
    branch = "main" if past.kind in ("pull request", "merge group") else None

    brought = bring(clone, past.wanted, branch)
    commits = complete(clone, past.wanted, may_fetch=True, brought=brought)

    old, new = past.ends
    expected = git(past.origin.folder, "rev-list", f"{old}..{new}").split()
    assert commits.missing == ""
    assert sorted(clone("rev-list", commits.scope.commits).split()) == sorted(expected)
    assert len(clone.fetches) <= MOST_FETCHES
