"""Whose config counts: a change never chooses the rules it is judged by.

On a pull request and in a merge queue launchready.yml, and every file it names, is read from
the tip of the base branch; the change's own copies take effect once they are merged.
"""

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from launchready.core.unreachable import UnreachableError
from launchready.github import contents, trust
from launchready.github.deepen import fetch_tip, resolved, tip
from launchready.github.event import Event, MergeGroup, PullRequest, WorkflowRun
from launchready.github.git import Git, GitError

USUAL_FILE = "launchready.yml"
# What is read though no config names it.
UNNAMED = (".secrets.baseline", ".gitleaks.toml", ".gitleaksignore")


@dataclass(frozen=True, slots=True, kw_only=True)
class AtCommit:
    """Reads files of one commit, and remembers which."""

    git: Git
    commit: str
    asked: list[str] = field(default_factory=list)

    def __call__(self, path: str) -> bytes:
        """A file by its path from the root, links followed. Raises FileNotFoundError."""
        self.asked.append(path)
        return self.git.blob(self.commit, path)

    def raw(self, path: str) -> bytes | None:
        """The same; None where there is none. Raises UnreachableError for one too large."""
        try:
            return self(path)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise UnreachableError(f"{path} cannot be read: {error.strerror}") from None

    def below(self, folder: str) -> Iterator[str]:
        """The path of every file below a folder. Raises UnreachableError where git will not say."""
        inner = posixpath.normpath(folder.strip("/") or ".")
        if inner.startswith("../") or inner == "..":
            return iter(())
        within = () if inner == "." else (f"{inner}/",)
        try:
            listed = self.git("ls-tree", "-r", "-z", "--full-tree", self.commit, *within)
        except GitError as error:
            raise UnreachableError(f"{folder} cannot be listed: {error}") from None
        words = (word.partition("\t") for word in listed.split("\0"))
        return iter([path for about, _, path in words if about.startswith("100")])

    def has(self, path: str) -> bool:
        self.asked.append(path)
        return bool(self.git.find(self.commit, path))


def base_branch(event: Event, git: Git) -> str | None:
    """The branch whose config counts; None where the checkout's own does."""
    match event.what:
        case PullRequest(base_ref=branch) | MergeGroup(base_ref=branch):
            return branch
        case WorkflowRun():
            return event.default_branch
        case _:
            return event.default_branch if trust.is_elsewhere(event, head_of(git)) else None


def head_of(git: Git) -> str:
    """The commit that is checked out; "" before the first."""
    return resolved(git, "HEAD") or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The config that counts: `base` None is the checkout's own, searched for as ever.

    `file` is the config's path from the root in `base`, which may have none yet.
    """

    base: AtCommit | None = None
    file: str = ""
    branch: str = ""

    @property
    def is_missing(self) -> bool:
        return self.base is not None and not self.base.has(self.file)

    @property
    def reason(self) -> str:
        """Why rooms that need a config are not asked when there is none."""
        if not self.is_missing:
            return ""
        return f"{self.branch} has no {self.file} yet; this change's copy counts once merged"

    def notes(self, event: Event) -> tuple[str, ...]:
        """What the change does to the files it was judged by."""
        if self.base is None or self.is_missing:
            return ()
        said = f"differs from {self.branch}'s, which is the one that counts until it is merged"
        return tuple(
            f"policy changed in this pull request: {path} {said}"
            for path in changed(self.base, event, self.base.asked)
        )


def that_counts(
    git: Git, event: Event, folder: str, named: str, *, may_fetch: bool, brought: bool = False
) -> Policy:
    """The policy of a run started in a folder of the repository.

    `brought` says that the branch it stands on has just been fetched. Raises UnreachableError
    when that cannot be had.
    """
    branch = base_branch(event, git)
    if branch is None:
        return Policy()
    commit = _commit(git, event, branch, may_fetch=may_fetch and not brought)
    base = AtCommit(git=git, commit=commit)
    if may_fetch:
        _bring_files(git, commit, folder, named)
    return Policy(base=base, file=_file(base, folder, named), branch=branch)


def fetch(git: Git, event: Event, folder: str, named: str, *, brought: bool) -> None:
    """Has the policy here. Raises UnreachableError when it cannot be had."""
    that_counts(git, event, folder, named, may_fetch=True, brought=brought)


def _bring_files(git: Git, commit: str, folder: str, named: str) -> None:
    try:
        contents.bring_named(git, commit, (*_places(folder, named), *UNNAMED))
    except GitError as error:
        raise UnreachableError(
            f"the files of the config that counts could not be fetched: {error}",
            advice="Give actions/checkout neither filter nor sparse-checkout.",
        ) from None


def _commit(git: Git, event: Event, branch: str, *, may_fetch: bool) -> str:
    try:
        if may_fetch and branch:
            fetch_tip(git, branch)
        found = tip(git, branch)
    except GitError:
        found = None
    pull = event.pull_request
    if found is None and pull and git.has(pull.base_sha):
        found = pull.base_sha
    if found is None:
        raise UnreachableError(
            f"{branch or 'the default branch'} could not be fetched, and the config that counts "
            "is the one there",
            advice="Check out with actions/checkout, and give the job `contents: read`.",
        )
    return found


def _file(files: AtCommit, folder: str, named: str) -> str:
    """Where the config stands in a commit: as named, or the nearest from a folder upward."""
    places = tuple(_places(folder, named))
    return next((one for one in places if named or files.has(one)), USUAL_FILE)


def _places(folder: str, named: str) -> Iterator[str]:
    if named:
        yield (PurePosixPath(folder) / named).as_posix()
        return
    for place in (PurePosixPath(folder), *PurePosixPath(folder).parents):
        yield (place / USUAL_FILE).as_posix()


def changed(base: AtCommit, event: Event, paths: Iterable[str]) -> tuple[str, ...]:
    """Which files differ in the checkout from those of the base branch.

    A file that only the base branch has moved on since is not this change's doing.
    """
    pull = event.pull_request
    theirs = [base.commit, *([pull.base_sha] if pull else []), *_fork_point(base)]
    return tuple(
        path
        for path in dict.fromkeys(paths)
        if base.git.find("HEAD", path) not in {base.git.find(one, path) for one in theirs}
    )


def _fork_point(base: AtCommit) -> list[str]:
    try:
        return base.git("merge-base", base.commit, "HEAD").split()
    except GitError:
        return []
