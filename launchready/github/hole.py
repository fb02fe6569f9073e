"""Whether a clone can tell exactly which commits a range has.

With A the commits whose parents are cut off, and R what `base..head` lists here: where R and A
have nothing in common R misses nothing, whatever else is cut off, for a commit of the range that
is not in R would hide behind one of A, and the first such on the way from head is in R itself. What
R may have too much are commits that base has too, behind one of A below base.
"""

from launchready.github.git import Git
from launchready.github.ranges import Between

# Seconds by which the clocks of two people's machines may differ.
SLOP = 24 * 3600


def hole(git: Git, wanted: Between) -> str:
    """Why the range cannot be told exactly in this clone; "" when it can.

    Raises GitError where an end of it is missing.
    """
    if wanted.merge:
        git("cat-file", "-e", f"{wanted.merge}^{{commit}}")
    within = _dated(git, f"{wanted.base}..{wanted.head}")
    cut = cut_off(git)
    if cut.intersection(within):
        return "the clone is shallow within the range"
    if wanted.merge in cut:
        return "the clone lacks the parents of the merge"
    if cut and wanted.expected is not None and len(within) > wanted.expected:
        return f"{len(within)} commits where GitHub counts {wanted.expected}: too shallow to tell"
    if cut and wanted.expected is None and within:
        return _too_much(git, wanted.base, within, cut)
    return ""


def _too_much(git: Git, base: str, within: dict[str, int], cut: set[str]) -> str:
    """A commit that is older than where base is cut off may be one that base has as well.

    Clocks err, but then to no worse than looking at commits that were there before.
    """
    below = [when for one, when in _dated(git, base).items() if one in cut]
    if below and min(within.values()) <= max(below) + SLOP:
        return "the clone is too shallow to tell what was there before"
    return ""


def _dated(git: Git, commits: str) -> dict[str, int]:
    """Commits and the seconds they were made at."""
    listed = git("rev-list", "--timestamp", commits, "--").splitlines()
    return {commit: int(when) for when, commit in (line.split(" ") for line in listed)}


def cut_off(git: Git) -> set[str]:
    """The commits whose parents are not here."""
    if not git.is_shallow():
        return set()
    path = git("rev-parse", "--git-path", "shallow")
    return set((git.root / path).read_text("ascii").split())
