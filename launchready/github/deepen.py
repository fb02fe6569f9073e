"""Makes a shallow clone deep enough for the commits an event is about, and no deeper.

`actions/checkout` leaves one commit. Fetching until a merge base appears is not enough: over
120 random histories that missed commits in 30. What holds is to fetch on while any commit of
the range is one of those whose parents are cut off.
"""

from contextlib import suppress
from dataclasses import dataclass
from typing import assert_never

from launchready.github.git import Git, GitError
from launchready.github.ranges import Between, Everything, Nothing, NotOn, Tree, Wanted
from launchready.secrets.scope import Scope

# Commits the first fetch adds; doubled each time. Two or three fetches are usual.
FIRST_STEP = 16
MOST_FETCHES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Commits:
    """What secrets looks at. `missing` says why some of it is not here; "" when all of it is."""

    scope: Scope
    missing: str = ""


def complete(git: Git, wanted: Wanted, *, may_fetch: bool) -> Commits:
    """Fetches what is missing of the wanted commits, and names them.

    When they cannot all be had, the scope is still the one that was wanted: whoever reads it
    finds the hole and cannot answer.
    """
    match wanted:
        case Tree() | Nothing():
            return Commits(scope=Scope(kind="tree"))
        case Everything():
            return _everything(git, may_fetch=may_fetch)
        case NotOn():
            return _not_on(git, wanted, may_fetch=may_fetch)
        case Between():
            return _between(git, wanted, may_fetch=may_fetch)
        case _:
            assert_never(wanted)


def _everything(git: Git, *, may_fetch: bool) -> Commits:
    scope = Scope(kind="history")
    try:
        if git.is_shallow() and may_fetch:
            git.fetch("--unshallow", "origin", "+refs/heads/*:refs/remotes/origin/*")
        missing = "the clone is shallow" if git.is_shallow() else ""
    except GitError as error:
        missing = str(error)
    return Commits(scope=scope, missing=missing)


def _not_on(git: Git, wanted: NotOn, *, may_fetch: bool) -> Commits:
    if may_fetch:
        # An older tip makes the range longer, never shorter, so a failure here can wait.
        with suppress(GitError):
            fetch_tip(git, wanted.branch)
    base = tip(git, wanted.branch)
    head = _peeled(git, wanted.head)
    if base is None:
        scope = Scope(kind="range", commits=f"origin/{wanted.branch}..{head}")
        return Commits(scope=scope, missing=f"the branch {wanted.branch} could not be fetched")
    return _between(git, Between(base=base, head=head), may_fetch=may_fetch)


def _between(git: Git, wanted: Between, *, may_fetch: bool) -> Commits:
    scope = Scope(kind="range", commits=f"{wanted.base}..{wanted.head}")
    absent = [one for one in (wanted.base, wanted.head) if not git.has(one)]
    try:
        if absent and may_fetch:
            git.fetch(*(("--depth=1",) if git.is_shallow() else ()), "origin", *absent)
        if may_fetch:
            _deepen(git, wanted)
        return Commits(scope=scope, missing=_hole(git, wanted))
    except GitError as error:
        if wanted.instead and git.has(wanted.head) and not git.has(wanted.base):
            return complete(git, wanted.instead, may_fetch=may_fetch)
        return Commits(scope=scope, missing=str(error))


def _deepen(git: Git, wanted: Between) -> None:
    step = FIRST_STEP
    for _ in range(MOST_FETCHES):
        if not _hole(git, wanted):
            return
        was_cut_off = wanted.base in _cut_off(git)
        git.fetch(f"--deepen={step}", "origin", wanted.base, wanted.head)
        step *= 2
        if was_cut_off and wanted.base in _cut_off(git):
            break  # no branch holds it any more, and only those are deepened
    if _hole(git, wanted):
        git.fetch("--unshallow", "origin", wanted.base, wanted.head)


def _hole(git: Git, wanted: Between) -> str:
    """Why the range cannot be told exactly in this clone; "" when it can."""
    commits = git("rev-list", f"{wanted.base}..{wanted.head}", "--").split()
    cut_off = _cut_off(git)
    if cut_off.intersection(commits):
        return "the clone is shallow within the range"
    # Without the fork point, what base has is listed as if head had brought it.
    if cut_off and wanted.expected is not None and len(commits) > wanted.expected:
        return f"{len(commits)} commits where GitHub counts {wanted.expected}: too shallow to tell"
    if wanted.expected is None and wanted.base in cut_off and not _is_below(git, wanted):
        return "the clone is too shallow to tell what the old branch had"
    return ""


def _is_below(git: Git, wanted: Between) -> bool:
    """Whether head descends from base."""
    return git("rev-list", "--max-count=1", wanted.base, f"^{wanted.head}", "--") == ""


def _cut_off(git: Git) -> set[str]:
    """The commits whose parents are not here."""
    if not git.is_shallow():
        return set()
    path = git("rev-parse", "--git-path", "shallow")
    return set((git.root / path).read_text("ascii").split())


def _peeled(git: Git, head: str) -> str:
    """The commit of a tag object; the name itself when it is not here yet."""
    try:
        return git("rev-parse", "--verify", "--quiet", f"{head}^{{commit}}")
    except GitError:
        return head


def tip(git: Git, branch: str) -> str | None:
    """The commit a branch of the remote stood at when it was last fetched."""
    try:
        return git("rev-parse", "--verify", "--quiet", f"{_here(branch)}^{{commit}}")
    except GitError:
        return None


def fetch_tip(git: Git, branch: str) -> None:
    """Learns where a branch of the remote stands now. Raises GitError.

    To be done before `complete`: a shallow fetch may cut off what was deepened before.
    """
    depth = ("--depth=1",) if git.is_shallow() else ()
    git.fetch(*depth, "origin", f"+refs/heads/{branch}:{_here(branch)}")


def _here(branch: str) -> str:
    return f"refs/remotes/origin/{branch}"
