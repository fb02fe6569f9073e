"""A clone without its contents gets those that are read, all in one go, and says when it can't."""

import shutil
from pathlib import Path

import pytest

from launchready.core.repository import Lines, Unread
from launchready.github import contents
from launchready.github.deepen import bring, complete
from launchready.github.git import Git
from launchready.github.ranges import Between, Everything, Tree, Wanted
from launchready.secrets.scope import Scope
from launchready.world.repository import GitRepository
from tests.github.origin import Origin, git
from tests.github.test_histories import Counting


@pytest.fixture
def origin(tmp_path: Path) -> Origin:
    made = Origin.at(tmp_path / "origin")
    for name in ("uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"):
        git(made.folder, "config", name, "true")
    made.commit("old/before.txt", "before\n")
    return made


def partial(origin: Origin, folder: Path, ref: str, *sparse: str) -> Counting:
    """As checkout leaves it with `filter: blob:none` or with sparse-checkout."""
    folder.mkdir()
    git(folder, "init", "--quiet")
    git(folder, "remote", "add", "origin", origin.url)
    git(folder, "config", "remote.origin.promisor", "true")
    git(folder, "config", "remote.origin.partialclonefilter", "blob:none")
    if sparse:
        git(folder, "sparse-checkout", "set", *sparse)
    fetched = f"+{ref}:refs/remotes/{ref.removeprefix('refs/')}"
    git(folder, "fetch", "-q", "--no-tags", "--depth=1", "--filter=blob:none", "origin", fetched)
    git(folder, "checkout", "--quiet", "--detach", fetched.partition(":")[2])
    return Counting(root=folder)


def unread(clone: Git, scope: Scope) -> list[str]:
    files = GitRepository(clone.root)
    parts = {
        "range": lambda: files.added(scope.commits),
        "history": files.history,
        "tree": files.tree,
    }[scope.kind]()
    return [one.path for one in parts if isinstance(one, Unread)]


@pytest.mark.parametrize("sparse", [(), ("src",)])
@pytest.mark.parametrize("kind", ["range", "history", "tree"])
def test_a_partial_clone_has_what_a_search_reads(
    origin: Origin, tmp_path: Path, kind: str, sparse: tuple[str, ...]
) -> None:
    base = origin.head()
    origin.branch("topic")
    origin.commit("src/a.py", "one\n")
    origin.commit("src/a.py", "two\n")
    head = origin.commit("docs/b.md", "three\n")
    origin.pull_request(7, base, head)
    clone = partial(origin, tmp_path / "clone", "refs/pull/7/merge", *sparse)
    wanted: dict[str, Wanted] = {
        "range": Between(base=base, head=head, expected=3),
        "history": Everything(),
        "tree": Tree(),
    }

    brought = bring(clone, wanted[kind])
    commits = complete(clone, wanted[kind], may_fetch=True, brought=brought)
    shutil.move(origin.folder, tmp_path / "gone")

    assert contents.is_partial(clone)
    assert commits.missing == ""
    assert commits.scope.kind == kind
    assert unread(clone, commits.scope) == []


def test_contents_come_in_one_fetch_however_many_they_are(origin: Origin, tmp_path: Path) -> None:
    base = origin.head()
    for number in range(30):
        head = origin.commit(f"{number}.py", f"line = {number}\n")
    clone = partial(origin, tmp_path / "clone", "refs/heads/main", "src")
    scope = Scope(kind="range", commits=f"{base}..{head}")
    clone.fetch("--depth=40", "--filter=blob:none", "origin", head)
    clone.fetches.clear()

    assert contents.bring(clone, scope) == ""
    assert len(clone.fetches) == 1
    assert contents.bring(clone, scope) == ""
    assert len(clone.fetches) == 1
    added = GitRepository(clone.root).added(scope.commits)
    paths = [one.path for one in added if isinstance(one, Lines) and not one.origin]
    assert paths == [f"{number}.py" for number in range(30)]


def test_a_whole_clone_is_fetched_nothing(origin: Origin, tmp_path: Path) -> None:
    clone = Counting(root=origin.checkout(tmp_path / "clone", "refs/heads/main").root)

    assert not contents.is_partial(clone)
    assert contents.bring(clone, Scope(kind="tree")) == ""
    assert clone.fetches == []


def test_contents_that_cannot_be_had_are_missed(origin: Origin, tmp_path: Path) -> None:
    clone = partial(origin, tmp_path / "clone", "refs/heads/main", "src")
    shutil.move(origin.folder, tmp_path / "gone")

    commits = complete(clone, Tree(), may_fetch=True)

    assert "git fetch: " in commits.missing
    assert unread(clone, commits.scope) == ["old/before.txt"]


def test_a_config_and_what_it_names_are_brought(origin: Origin, tmp_path: Path) -> None:
    config = "version: 1\nemail: {reports: ops/dmarc/}\nhandover: {attestations: ops/a.yml}\n"
    origin.commit("launchready.yml", config)
    origin.commit("ops/dmarc/one.xml", "one\n")
    origin.commit("ops/a.yml", "a: 1\n")
    origin.commit("ops/other.yml", "b: 1\n")
    clone = partial(origin, tmp_path / "clone", "refs/heads/main", "src")

    contents.bring_named(clone, clone("rev-parse", "HEAD"), ("launchready.yml", "none.yml"))

    here = clone("cat-file", "--batch-all-objects", "--batch-check=%(objectname)").split()
    named = ("launchready.yml", "ops/dmarc/one.xml", "ops/a.yml")
    assert [one for one in named if origin.head(f"HEAD:{one}") not in here] == []
    assert clone.blob("HEAD", "launchready.yml").decode() == config
