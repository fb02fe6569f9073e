"""A shallow clone is made deep enough for exactly the commits of the event, or says it is not."""

import random
import shutil
from pathlib import Path

import pytest

from launchready.core.unreachable import UnreachableError
from launchready.github.deepen import Commits, complete, fetch_tip, tip
from launchready.github.git import Git, GitError
from launchready.github.ranges import Between, Everything, Nothing, NotOn, Tree
from launchready.secrets.scope import Scope
from launchready.world.repository import GitRepository
from tests.github.origin import Origin, git


@pytest.fixture
def origin(tmp_path: Path) -> Origin:
    return Origin.at(tmp_path / "origin")


def listed(clone: Git, commits: Commits) -> list[str]:
    return sorted(clone("rev-list", commits.scope.commits).split())


def whole(origin: Origin, base: str, head: str) -> list[str]:
    return sorted(git(origin.folder, "rev-list", f"{base}..{head}").split())


def test_a_pull_request_of_many_commits_is_had_whole(origin: Origin, tmp_path: Path) -> None:
    base = origin.head()
    origin.branch("topic")
    for number in range(40):
        origin.commit("a.txt", f"{number}\n")
    head = origin.head()
    origin.pull_request(7, base, head)
    clone = origin.checkout(tmp_path / "clone", "refs/pull/7/merge")

    commits = complete(clone, Between(base=base, head=head, expected=40), may_fetch=True)

    assert commits == Commits(scope=Scope(kind="range", commits=f"{base}..{head}"))
    assert listed(clone, commits) == whole(origin, base, head)
    assert len(listed(clone, commits)) == 40


@pytest.mark.parametrize("seed", range(12))
def test_any_history_gives_the_same_commits_as_a_whole_clone(
    origin: Origin, tmp_path: Path, seed: int
) -> None:
    base, head = grown(origin, random.Random(seed))
    expected = whole(origin, base, head)
    clone = origin.checkout(tmp_path / "clone", "refs/pull/7/merge")

    commits = complete(clone, Between(base=base, head=head, expected=len(expected)), may_fetch=True)

    assert commits.missing == ""
    assert listed(clone, commits) == expected


def grown(origin: Origin, dice: random.Random) -> tuple[str, str]:
    """A pull request with side branches and merges of main, its base ahead of the fork point."""
    for number in range(dice.randint(0, 25)):
        origin.commit(f"main{number}.txt", "x\n")
    origin.branch("topic")
    for number in range(dice.randint(1, 20)):
        origin.switch("main")
        origin.commit(f"later{number}.txt", "x\n")
        origin.switch("topic")
        if dice.random() < 0.2:
            origin.merge("main")
        elif dice.random() < 0.3:
            origin.branch(f"side{number}", "topic")
            origin.commit(f"side{number}.txt", "x\n")
            origin.switch("topic")
            origin.commit(f"beside{number}.txt", "x\n")
            origin.merge(f"side{number}")
        else:
            origin.commit(f"topic{number}.txt", "x\n")
    base, head = origin.head("main"), origin.head("topic")
    origin.pull_request(7, base, head)
    return base, head


def test_a_whole_clone_is_not_made_shallow(origin: Origin, tmp_path: Path) -> None:
    base = origin.head()
    head = origin.commit("a.txt", "a\n")
    git(tmp_path, "clone", "--quiet", origin.url, "clone")
    clone = Git(root=tmp_path / "clone")
    origin.commit("b.txt", "b\n")

    fetch_tip(clone, "main")
    commits = complete(clone, Between(base=base, head=head), may_fetch=True)

    assert commits.missing == ""
    assert not clone.is_shallow()
    assert tip(clone, "main") == origin.head()


def test_a_new_branch_is_what_main_has_not(origin: Origin, tmp_path: Path) -> None:
    for number in range(30):
        origin.commit(f"{number}.txt", "x\n")
    origin.branch("topic")
    head = origin.commit("a.txt", "a\n")
    clone = origin.checkout(tmp_path / "clone", "refs/heads/topic")

    commits = complete(clone, NotOn(branch="main", head=head), may_fetch=True)

    assert commits.missing == ""
    assert listed(clone, commits) == [head]


def test_an_annotated_tag_is_its_commit(origin: Origin, tmp_path: Path) -> None:
    origin.branch("topic")
    head = origin.commit("a.txt", "a\n")
    git(origin.folder, "tag", "-a", "-m", "one", "v1")
    clone = origin.checkout(tmp_path / "clone", "refs/tags/v1")

    commits = complete(clone, NotOn(branch="main", head=origin.head("v1")), may_fetch=True)

    assert commits.missing == ""
    assert listed(clone, commits) == [head]


def test_a_forced_push_is_compared_with_what_was_there(origin: Origin, tmp_path: Path) -> None:
    origin.branch("topic")
    before = origin.commit("a.txt", "a\n")
    git(origin.folder, "reset", "--quiet", "--hard", "main")
    after = origin.commit("b.txt", "b\n")
    clone = origin.checkout(tmp_path / "clone", "refs/heads/topic")
    instead = NotOn(branch="main", head=after)

    commits = complete(clone, Between(base=before, head=after, instead=instead), may_fetch=True)

    assert commits == Commits(scope=Scope(kind="range", commits=f"{before}..{after}"))
    assert listed(clone, commits) == [after]


def test_a_forced_push_over_what_is_gone_is_compared_with_main(
    origin: Origin, tmp_path: Path
) -> None:
    origin.branch("topic")
    after = origin.commit("b.txt", "b\n")
    clone = origin.checkout(tmp_path / "clone", "refs/heads/topic")
    instead = NotOn(branch="main", head=after)

    commits = complete(clone, Between(base="d" * 40, head=after, instead=instead), may_fetch=True)

    assert commits.missing == ""
    assert listed(clone, commits) == [after]


def test_everything_is_the_whole_history_of_every_branch(origin: Origin, tmp_path: Path) -> None:
    origin.commit("a.txt", "a\n")
    origin.branch("topic")
    other = origin.commit("b.txt", "b\n")
    clone = origin.checkout(tmp_path / "clone", "refs/heads/main")

    commits = complete(clone, Everything(), may_fetch=True)

    assert commits == Commits(scope=Scope(kind="history"))
    assert not clone.is_shallow()
    assert clone.has(other)


@pytest.mark.parametrize("wanted", [Tree(), Nothing(reason="no commits")])
def test_what_has_no_commits_leaves_the_files(
    origin: Origin, tmp_path: Path, wanted: Tree | Nothing
) -> None:
    clone = origin.checkout(tmp_path / "clone", "refs/heads/main")

    commits = complete(clone, wanted, may_fetch=True)

    assert commits == Commits(scope=Scope(kind="tree"))


@pytest.mark.parametrize("may_fetch", [True, False])
def test_an_origin_that_is_gone_leaves_a_hole_that_nobody_answers_over(
    origin: Origin, tmp_path: Path, may_fetch: bool
) -> None:
    base = origin.head()
    for number in range(5):
        origin.commit("a.txt", f"{number}\n")
    head = origin.head()
    clone = origin.checkout(tmp_path / "clone", "refs/heads/main")
    if may_fetch:
        shutil.rmtree(origin.folder)

    commits = complete(clone, Between(base=base, head=head, expected=5), may_fetch=may_fetch)

    assert commits.missing
    with pytest.raises(UnreachableError):
        list(GitRepository(clone.root).added(commits.scope.commits))


def test_a_history_that_stays_shallow_is_said_to_be(origin: Origin, tmp_path: Path) -> None:
    origin.commit("a.txt", "a\n")
    clone = origin.checkout(tmp_path / "clone", "refs/heads/main")

    commits = complete(clone, Everything(), may_fetch=False)

    assert commits == Commits(scope=Scope(kind="history"), missing="the clone is shallow")
    with pytest.raises(UnreachableError):
        list(GitRepository(clone.root).history())


def test_git_runs_nothing_the_repository_brings(origin: Origin, tmp_path: Path) -> None:
    clone = origin.checkout(tmp_path / "clone", "refs/heads/main")
    trap = tmp_path / "sprung"
    git(clone.root, "config", "core.fsmonitor", f"touch {trap}; false")
    git(clone.root, "config", "core.hooksPath", str(tmp_path))
    (tmp_path / "reference-transaction").write_text(f"#!/bin/sh\ntouch {trap}\n", "utf-8")
    (tmp_path / "reference-transaction").chmod(0o755)

    clone("status", "--short")
    fetch_tip(clone, "main")

    assert not trap.exists()


def test_the_token_stays_out_of_errors_and_arguments(origin: Origin, tmp_path: Path) -> None:
    clone = origin.checkout(tmp_path / "clone", "refs/heads/main")
    shutil.rmtree(origin.folder)
    token = "ghs_" + "x" * 36
    with_token = Git(root=clone.root, server_url="https://github.com", token=token)

    with pytest.raises(GitError) as caught:
        with_token.fetch("origin", "main")

    assert token not in str(caught.value)
    assert token not in repr(with_token)
