"""Over 200 random histories a shallow clone never misses a commit of the event, in few fetches."""

import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from launchready.core.repository import Lines, Part, Unread
from launchready.github.deepen import Commits, bring, complete
from launchready.github.git import Git
from launchready.github.ranges import Between, Nothing, NotOn
from launchready.world.repository import GitRepository
from tests.github.histories import History, history
from tests.github.origin import git

# What the first fetch cannot bring: a commit that is gone, a fork point that is far away.
MOST_FETCHES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting(Git):
    fetches: list[tuple[str, ...]] = field(default_factory=list)

    def fetch(self, *what: str, given: Iterable[str] = ()) -> None:
        self.fetches.append(what)
        Git.fetch(self, *what, given=given)


def clone_of(past: History, folder: Path, how: str) -> Counting:
    """As actions/checkout leaves it: bare of contents, of folders, or with some history."""
    depth = {"deeper": "--depth=9"}.get(how, "--depth=1")
    filtered = ("--filter=blob:none",) if how in ("blobless", "sparse") else ()
    folder.mkdir()
    git(folder, "init", "--quiet")
    git(folder, "remote", "add", "origin", past.origin.url)
    if filtered:
        git(folder, "config", "remote.origin.promisor", "true")
        git(folder, "config", "remote.origin.partialclonefilter", "blob:none")
    if how == "sparse":
        git(folder, "sparse-checkout", "set", "src")
    local = f"refs/remotes/{past.ref.removeprefix('refs/').replace('heads', 'origin', 1)}"
    git(folder, "fetch", "-q", "--no-tags", depth, *filtered, "origin", f"+{past.ref}:{local}")
    git(folder, "checkout", "--quiet", "--detach", local)
    return Counting(root=folder)


def had_whole(folder: Path, seed: int, how: str = "usual") -> tuple[History, Counting, Commits]:
    """The commits of an event are exactly those of a whole clone."""
    past = history(folder / "origin", seed)
    clone = clone_of(past, folder / "clone", how)
    branch = "main" if past.kind in ("pull request", "merge group") else None

    brought = bring(clone, past.wanted, branch)
    commits = complete(clone, past.wanted, may_fetch=True, brought=brought)

    old, new = past.ends
    expected = git(past.origin.folder, "rev-list", f"{old}..{new}").split()
    assert commits.missing == ""
    assert sorted(clone("rev-list", commits.scope.commits).split()) == sorted(expected)
    return past, clone, commits


@pytest.mark.parametrize("seed", range(200))
def test_any_history_gives_the_same_commits_as_a_whole_clone(tmp_path: Path, seed: int) -> None:
    _, clone, _ = had_whole(tmp_path, seed)

    assert len(clone.fetches) <= MOST_FETCHES


@pytest.mark.parametrize("how", ["blobless", "sparse", "deeper"])
@pytest.mark.parametrize("seed", range(14))
def test_any_clone_reads_what_the_commits_wrote(tmp_path: Path, seed: int, how: str) -> None:
    past, clone, commits = had_whole(tmp_path, seed, how)
    shutil.move(past.origin.folder, tmp_path / "gone")
    added = list(GitRepository(clone.root).added(commits.scope.commits))

    # One more brings the contents.
    assert len(clone.fetches) <= MOST_FETCHES + 1
    # What Git LFS keeps is on no server here.
    assert {one.path for one in added if isinstance(one, Unread)} <= {"film.bin"}
    assert written(added) == by_oracle(tmp_path / "gone", past)


def written(added: list[Part]) -> set[tuple[str, str]]:
    """The lines of the source files, each with the commit that brought it."""
    return {
        (one.commit or "", line)
        for one in added
        if isinstance(one, Lines)
        for _, line in one.lines
        if line.startswith("line = ")
    }


def by_oracle(origin: Path, past: History) -> set[tuple[str, str]]:
    """The same by git's own search: lines of a commit's files that no parent has anywhere."""
    old, new = past.ends
    listed = git(origin, "rev-list", "--parents", f"{old}..{new}").splitlines()
    return {
        (commit, line)
        for commit, *parents in map(str.split, listed)
        for line in lines_of(origin, commit).difference(*(lines_of(origin, one) for one in parents))
    }


def lines_of(origin: Path, commit: str) -> set[str]:
    done = subprocess.run(
        ["git", "grep", "-h", "-e", "^line = ", commit],
        cwd=origin,
        capture_output=True,
        text=True,
        check=False,
    )
    return set(done.stdout.splitlines())


@pytest.mark.nightly
@pytest.mark.parametrize("how", ["usual", "blobless", "sparse", "deeper"])
@pytest.mark.parametrize("seed", range(200, 700))
def test_every_night_many_more_are_had_whole(tmp_path: Path, seed: int, how: str) -> None:
    _, clone, _ = had_whole(tmp_path, seed, how)

    assert len(clone.fetches) <= MOST_FETCHES + 1


@pytest.mark.parametrize("how", ["usual", "blobless", "deeper"])
def test_a_push_that_brings_nothing_has_no_commits(tmp_path: Path, how: str) -> None:
    past = history(tmp_path / "origin", 1)
    head = past.origin.head("topic")
    clone = clone_of(replace(past, ref="refs/heads/topic"), tmp_path / "clone", how)
    wanted = Between(base=head, head=head, instead=NotOn(branch="main", head=head))

    commits = complete(clone, wanted, may_fetch=True, brought=bring(clone, wanted))

    assert commits.missing == ""
    assert clone("rev-list", commits.scope.commits) == ""
    assert list(GitRepository(clone.root).added(commits.scope.commits)) == []


def test_a_deleted_branch_is_fetched_nothing(tmp_path: Path) -> None:
    past = history(tmp_path / "origin", 1)
    clone = clone_of(past, tmp_path / "clone", "usual")
    wanted = Nothing(reason="refs/heads/topic was deleted")

    assert bring(clone, wanted)
    assert complete(clone, wanted, may_fetch=True).missing == ""
    assert clone.fetches == []
