"""Everything a repository stores, and which content git keeps as a change of which other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from sys import intern

from launchready.world.git import LONG_PATIENCE, Git
from launchready.world.objects import as_input

_LISTED = "--batch-check=%(objectname) %(objecttype) %(objectsize) %(deltabase)"


@dataclass(frozen=True, slots=True)
class Store:
    """Contents by their ids, with their sizes and the ids of what they are stored as changes of."""

    sizes: dict[str, int] = field(default_factory=dict)
    bases: dict[str, str] = field(default_factory=dict)
    commits: list[str] = field(default_factory=list)


def everything(git: Git) -> Store:
    """All that is stored, whatever reaches it."""
    options = ("--batch-all-objects", "--unordered", "--buffer")
    return _read(git.ask("cat-file", _LISTED, *options, patience=LONG_PATIENCE))


def these(git: Git, blobs: Iterable[str]) -> Store:
    """The contents with these ids, where they are there."""
    given = as_input(blobs)
    return _read(git.ask("cat-file", _LISTED, "--buffer", given=given, patience=LONG_PATIENCE))


def _read(listed: bytes) -> Store:
    store = Store()
    for line in BytesIO(listed):  # split at once, a large repository's would be 100 MB of lines
        words = line.decode("ascii", "replace").rstrip("\n").split(" ")
        if len(words) != 4:
            continue
        if words[1] == "blob":
            blob = intern(words[0])
            store.sizes[blob] = int(words[2])
            store.bases[blob] = intern(words[3])
        elif words[1] == "commit":
            store.commits.append(words[0])
    return store


# A content and, where that is to be read just before it, the content it is a change of.
Step = tuple[str, str]
Family = list[Step]


def families(store: Store, largest: int) -> list[Family]:
    """The contents in trees of changes, each after the one it is a change of, largest trees first.

    Read in this order git unpacks each content once, and a reader can look at the change alone.
    Contents above `largest` bytes are left out.
    """
    changes: dict[str, list[str]] = {}
    roots: list[str] = []
    for blob, size in store.sizes.items():
        if size > largest:
            continue
        base = store.bases[blob]
        if store.sizes.get(base, largest + 1) > largest:
            roots.append(blob)
        else:
            changes.setdefault(base, []).append(blob)
    grown = [_grown(root, changes) for root in roots]
    grown.sort(key=lambda one: -sum(store.sizes[blob] for blob, _ in one))
    return grown


def _grown(root: str, changes: dict[str, list[str]]) -> Family:
    family: Family = []
    waiting: list[Step] = [(root, "")]
    while waiting:
        step = waiting.pop()
        family.append(step)
        waiting += [(one, step[0]) for one in changes.get(step[0], ())]
    return family


def shared_out(families: Sequence[Family], sizes: dict[str, int], shares: int) -> list[Family]:
    """The families in shares of about the same size; some are empty where there are few."""
    totals = [0] * shares
    shared: list[Family] = [[] for _ in range(shares)]
    for family in families:
        least = totals.index(min(totals))
        shared[least] += family
        totals[least] += sum(sizes[blob] for blob, _ in family)
    return shared
