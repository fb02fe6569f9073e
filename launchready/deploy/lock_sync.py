"""Holds every lock file against its manifests, and asks the package manager where one is there.

The two files are compared by themselves first: that needs no program. Where the program is on
this machine and can be asked without running anything of the repository, what it says counts.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from anyio import to_thread

from launchready.core.context import Context
from launchready.core.location import Location
from launchready.core.repository import Repository
from launchready.deploy.lock_gap import Gap, as_json
from launchready.deploy.lock_kinds import KINDS, Gaps, Kind
from launchready.deploy.paths import is_ours, is_run
from launchready.deploy.tree import File, Tree
from launchready.deploy.workflows import pipelines

# Locks of one repository that are looked at, and of which a program is asked: nearest the root.
MOST_LOCKS = 60
MOST_ASKED = 3
# Manifests of one workspace that a program is shown: more take it longer than a gate may.
MOST_SHOWN = 50

# What of a package.json a program is shown: no script, no other version of itself to run.
_SHOWN = (
    "name",
    "version",
    "workspaces",
    "dependencies",
    "devDependencies",
    "optionalDependencies",
    "peerDependencies",
    "peerDependenciesMeta",
    "bundleDependencies",
    "bundledDependencies",
    "overrides",
    "resolutions",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A manifest that asks for something its lock does not have."""

    manifest: str
    at: Location
    message: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Untold:
    """A lock nothing could be told of, and the command that would tell."""

    lock: str
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """A lock with the manifests it is for, by their folder from the lock's; `more` is settings."""

    path: str
    kind: Kind
    lock: bytes
    manifests: Mapping[str, bytes]
    more: str = ""

    @property
    def folder(self) -> str:
        return self.path[: -len(self.path.rpartition("/")[2])]

    @property
    def texts(self) -> dict[str, str]:
        return {one: raw.decode(errors="replace") for one, raw in self.manifests.items()}


async def out_of_sync(tree: Tree, ctx: Context) -> tuple[list[Difference], list[Untold]]:
    """Manifests whose lock is behind, and locks that could not be told about.

    Raises UnreachableError when one of them cannot be read.
    """
    pairs = await to_thread.run_sync(_pairs, tree, ctx.files)
    found: list[Difference] = []
    untold: list[Untold] = []
    asked = 0
    for pair in pairs:
        gaps = await to_thread.run_sync(_compared, pair)
        said = None
        if pair.kind.tool and asked < MOST_ASKED and len(pair.manifests) <= MOST_SHOWN:
            asked += 1
            said = await ctx.managers.agrees(pair.kind.tool, _shown(pair))
        faults = {folder: gap for folder, gap in (gaps or {}).items() if gap}
        if said is False and not faults:
            faults = {"": Gap(is_other=True)}
        if said is not True:
            found += [_difference(pair, folder, gap) for folder, gap in faults.items()]
        if said is None and gaps is None and not _is_proven(pair.kind, tree):
            untold.append(Untold(lock=pair.path, command=pair.kind.command))
    return found, untold


def _compared(pair: _Pair) -> Gaps:
    if pair.kind.compare is None:
        return None
    return pair.kind.compare(pair.texts, pair.lock.decode(errors="replace"), pair.more)


def _pairs(tree: Tree, files: Repository) -> list[_Pair]:
    """Every lock of ours with its manifests, those nearest the root first."""
    locks = [
        one
        for one in tree.paths
        if one.rpartition("/")[2] in KINDS and is_ours(one) and is_run(one)
    ]
    locks.sort(key=lambda one: (one.count("/"), one))
    made = [_pair(one, tree, files) for one in locks[:MOST_LOCKS] if not _is_rivalled(one, locks)]
    return [one for one in made if one is not None]


def _is_rivalled(path: str, locks: list[str]) -> bool:
    """Whether another tool's lock lies beside it, which is a fault of its own."""
    folder, kind = path.rpartition("/")[0], KINDS[path.rpartition("/")[2]]
    return any(
        one != path
        and one.rpartition("/")[0] == folder
        and KINDS[one.rpartition("/")[2]].manifest == kind.manifest
        for one in locks
    )


def _pair(path: str, tree: Tree, files: Repository) -> _Pair | None:
    name = path.rpartition("/")[2]
    kind, folder = KINDS[name], path[: -len(name)]
    if f"{folder}{kind.manifest}" not in tree.paths:
        return None
    lock = files.raw(path)
    wanted = _manifests(path, tree) if kind.is_shared else [f"{folder}{kind.manifest}"]
    read = {one[len(folder) :].rpartition("/")[0]: files.raw(one) for one in wanted}
    workspace = files.raw(f"{folder}pnpm-workspace.yaml") if name == "pnpm-lock.yaml" else b""
    manifests = {one: raw for one, raw in read.items() if raw is not None}
    if lock is None or "" not in manifests:
        return None
    more = (workspace or b"").decode(errors="replace")
    return _Pair(path=path, kind=kind, lock=lock, manifests=manifests, more=more)


def _manifests(lock: str, tree: Tree) -> list[str]:
    """The manifests at and below a lock, but for those that have a lock of their own."""
    folder, kind = lock[: -len(lock.rpartition("/")[2])], KINDS[lock.rpartition("/")[2]]
    names = [name for name, one in KINDS.items() if one.manifest == kind.manifest]
    others = {
        one[: -len(one.rpartition("/")[2])]
        for one in tree.paths
        if one.rpartition("/")[2] in names and one.startswith(folder)
    } - {folder}
    return [
        one
        for one in sorted(tree.paths)
        if one.startswith(folder)
        and one.rpartition("/")[2] == kind.manifest
        and is_ours(one)
        and not any(one.startswith(other) for other in others)
    ]


def _shown(pair: _Pair) -> dict[str, bytes]:
    """What a program is given: manifests without their scripts, and the lock."""
    name = pair.kind.manifest
    given = {f"{one}/{name}".lstrip("/"): raw for one, raw in pair.manifests.items()}
    if name == "package.json":
        read = {path: as_json(raw.decode(errors="replace")) or {} for path, raw in given.items()}
        given = {
            path: json.dumps({key: one[key] for key in _SHOWN if key in one}).encode()
            for path, one in read.items()
        }
    return {**given, pair.path.rpartition("/")[2]: pair.lock}


def _is_proven(kind: Kind, tree: Tree) -> bool:
    """Whether an install in CI, which refuses to change the lock, proves it to be in step."""
    steps = [*pipelines(tree), *(one for one in tree.files if "Dockerfile" in one.path)]
    return any(re.search(kind.proof, one.text) for one in steps)


def _difference(pair: _Pair, folder: str, gap: Gap) -> Difference:
    path = f"{pair.folder}{folder}/{pair.kind.manifest}".replace("//", "/").lstrip("/")
    text = pair.texts[folder]
    first = gap.missing[0] if gap.missing else ""
    name = re.match(r"@?[\w./-]+", first)
    offset = max(text.find(name[0]), 0) if name else 0
    line = File(path=path, text=text).line_at(offset)
    return Difference(
        manifest=f"{path} in step",
        at=Location(file=path, line=line),
        message=gap.said(path, pair.path),
        evidence=f"tells the same: {pair.kind.command}"
        + (f", in {pair.folder.rstrip('/')}" if pair.folder else ""),
    )
