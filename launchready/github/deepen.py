"""Makes a shallow clone deep enough for the commits an event is about, and no deeper.

`actions/checkout` leaves one commit. One fetch then brings what most runs need: the base
branch's tip, both ends of the range, the merge of the two, each with some history. Fetching until
a merge base appears is not enough: over 120 random histories that missed commits in 30. What
holds is to fetch on while a commit of the range is one of those whose parents are cut off.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import assert_never

from launchready.github import contents
from launchready.github.git import Git, GitError
from launchready.github.hole import cut_off, hole
from launchready.github.ranges import Between, Everything, Named, Nothing, NotOn, Tree, Wanted
from launchready.secrets.scope import Scope

# How many commits below each name the first fetch brings, and by what each next one goes deeper.
FIRST_DEPTH = 32
DEEPER = 4
# Beyond this the whole history is no dearer.
DEEPEST = 2048

_EVERY_REF = ("+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Commits:
    """What secrets looks at. `missing` says why some of it is not here; "" when all of it is."""

    scope: Scope
    missing: str = ""


def bring(git: Git, wanted: Wanted, branch: str | None = None) -> bool:
    """Fetches at once what a run will look at: a branch's tip and the wanted commits.

    Says whether that worked. Where it did not, perhaps because a commit is gone, whoever needs
    one of them asks for it alone.
    """
    try:
        if isinstance(wanted, Everything):
            _fetch_all(git)
            return True
        tips = dict.fromkeys((branch, wanted.branch if isinstance(wanted, NotOn) else None))
        refs = [_refspec(one) for one in tips if one]
        ids = _ids(wanted)
        absent = [one for one in ids if not git.has(one)]
        if git.is_shallow() and (refs or absent):
            git.fetch(f"--depth={_depth(git, wanted)}", "origin", *refs, *ids)
        elif refs or absent:
            git.fetch("origin", *refs, *absent)
    except GitError:
        return False
    return True


def complete(git: Git, wanted: Wanted, *, may_fetch: bool, brought: bool | None = None) -> Commits:
    """Fetches what is missing of the wanted commits, and names them.

    `brought` is what `bring` said, None where it was not asked. When the commits cannot all be
    had, the scope is still the one that was wanted: whoever reads it finds the hole and cannot
    answer.
    """
    found = _commits(git, wanted, may_fetch=may_fetch, brought=brought)
    if found.missing or not may_fetch or isinstance(wanted, Nothing):
        return found
    return replace(found, missing=contents.bring(git, found.scope))


def _commits(git: Git, wanted: Wanted, *, may_fetch: bool, brought: bool | None) -> Commits:
    match wanted:
        case Tree() | Nothing():
            return Commits(scope=Scope(kind="tree"))
        case Everything():
            return _everything(git, may_fetch=may_fetch and not brought)
        case Named():
            return _named(git, wanted, may_fetch=may_fetch)
        case NotOn():
            return _not_on(git, wanted, may_fetch=may_fetch, brought=brought)
        case Between():
            return _between(git, wanted, may_fetch=may_fetch, brought=brought)
        case _:
            assert_never(wanted)


def _everything(git: Git, *, may_fetch: bool) -> Commits:
    scope = Scope(kind="history")
    try:
        if may_fetch:
            _fetch_all(git)
        missing = "the clone is shallow" if git.is_shallow() else ""
    except GitError as error:
        missing = str(error)
    return Commits(scope=scope, missing=missing)


def _fetch_all(git: Git) -> None:
    whole = ("--unshallow",) if git.is_shallow() else ()
    git.fetch(*whole, "origin", *_EVERY_REF)


def _named(git: Git, wanted: Named, *, may_fetch: bool) -> Commits:
    """A range as somebody wrote it, in a clone that may know none of its names yet."""
    names = (wanted.old, wanted.new)
    if may_fetch and None in [resolved(git, one) for one in names]:
        with suppress(GitError):
            _fetch_all(git)
    old, new = (resolved(git, one) for one in names)
    if old is None or new is None:
        scope = Scope(kind="range", commits=f"{wanted.old}..{wanted.new}")
        absent = wanted.old if old is None else wanted.new
        return Commits(scope=scope, missing=f"there is no commit {absent} in this clone")
    return _between(git, Between(base=old, head=new), may_fetch=may_fetch, brought=True)


def _not_on(git: Git, wanted: NotOn, *, may_fetch: bool, brought: bool | None) -> Commits:
    if may_fetch and not brought:
        # An older tip makes the range longer, never shorter, so a failure here can wait.
        with suppress(GitError):
            fetch_tip(git, wanted.branch)
    base = tip(git, wanted.branch)
    head = resolved(git, wanted.head) or wanted.head
    if base is None:
        scope = Scope(kind="range", commits=f"origin/{wanted.branch}..{head}")
        return Commits(scope=scope, missing=f"the branch {wanted.branch} could not be fetched")
    return _between(git, Between(base=base, head=head), may_fetch=may_fetch, brought=brought)


def _between(git: Git, wanted: Between, *, may_fetch: bool, brought: bool | None) -> Commits:
    try:
        absent = [one for one in _ids(wanted) if not git.has(one)]
        # One alone has been asked for already, when `bring` asked for all that is absent.
        if may_fetch and not brought and not (brought is False and absent == [wanted.base]):
            _fetch_each(git, wanted, absent)
        wanted = replace(wanted, merge=_merge(git, wanted))
        if may_fetch:
            _deepen(git, wanted)
        missing = hole(git, wanted)
    except GitError as error:
        if wanted.instead and git.has(wanted.head) and not git.has(wanted.base):
            came = may_fetch and bring(git, wanted.instead)
            return complete(git, wanted.instead, may_fetch=may_fetch, brought=came)
        missing = str(error)
    scope = Scope(kind="range", commits=f"{wanted.base}..{wanted.head}", merge=wanted.merge)
    return Commits(scope=scope, missing=missing)


def _fetch_each(git: Git, wanted: Between, absent: Iterable[str]) -> None:
    """One at a time: what one of them lacks is no reason to go without the others."""
    for one in absent:
        depth = (f"--depth={_depth(git, wanted)}",) if git.is_shallow() else ()
        with suppress(GitError):
            git.fetch(*depth, "origin", one)


def _merge(git: Git, wanted: Between) -> str:
    """The merge of head into the base branch; "" where the run's commit is none of head.

    One that is not here stays wanted, and is found missing.
    """
    if not wanted.merge or not git.has(wanted.merge):
        return wanted.merge
    header = git("cat-file", "commit", wanted.merge).partition("\n\n")[0]
    parents = [line[7:] for line in header.splitlines() if line.startswith("parent ")]
    return wanted.merge if wanted.head in parents[1:] else ""


def _deepen(git: Git, wanted: Between) -> None:
    depth = _depth(git, wanted) * DEEPER
    while hole(git, wanted) and depth <= DEEPEST:
        git.fetch(f"--depth={depth}", "origin", *_ids(wanted))
        depth *= DEEPER
    if hole(git, wanted):
        git.fetch("--unshallow", "origin", *_ids(wanted))


def _depth(git: Git, wanted: Wanted) -> int:
    """How deep the first fetch goes; never less than the clone already is below HEAD."""
    expected = wanted.expected if isinstance(wanted, Between) else None
    here = git("rev-list", "--count", "HEAD") if cut_off(git) else "0"
    # A merge lies above head, and a range is whole when what is below it is here too.
    return max(FIRST_DEPTH, (expected or 0) + 2, int(here))


def _ids(wanted: Wanted) -> list[str]:
    match wanted:
        case Between():
            return [one for one in (wanted.head, wanted.merge, wanted.base) if one]
        case NotOn():
            return [wanted.head]
        case _:
            return []


def resolved(git: Git, name: str) -> str | None:
    """The commit of a name, here or among the remote's branches; None when there is none."""
    for one in (name, _here(name)):
        with suppress(GitError):
            return git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{one}^{{commit}}")
    return None


def tip(git: Git, branch: str) -> str | None:
    """The commit a branch of the remote stood at when it was last fetched."""
    try:
        return git("rev-parse", "--verify", "--quiet", f"{_here(branch)}^{{commit}}")
    except GitError:
        return None


def fetch_tip(git: Git, branch: str) -> None:
    """Learns where a branch of the remote stands now. Raises GitError."""
    depth = (f"--depth={_depth(git, Tree())}",) if git.is_shallow() else ()
    git.fetch(*depth, "origin", _refspec(branch))


def _refspec(branch: str) -> str:
    return f"+refs/heads/{branch}:{_here(branch)}"


def _here(branch: str) -> str:
    return f"refs/remotes/origin/{branch}"
