"""Holds the variables code reads against those somebody wrote down."""

import hashlib
import re
from collections.abc import Iterable, Iterator

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.location import Named
from launchready.deploy.env_documents import documents
from launchready.deploy.env_names import (
    is_of_developers,
    is_provided,
    is_secret,
    wholes_of,
)
from launchready.deploy.env_reads import Read, variables
from launchready.deploy.env_stale import stale
from launchready.deploy.env_writes import given_by_itself
from launchready.deploy.release import Release
from launchready.deploy.settings import Deploy
from launchready.deploy.tree import Tree

UNDOCUMENTED = Rule(
    id="deploy/env-undocumented",
    impact=Impact.BLOCKER,
    stage=Stage.DEPLOYMENT,
    title="Code needs a setting that nobody wrote down",
    why=(
        "The next deploy, or the next person, starts without it, and that part of the "
        "product breaks."
    ),
    fix="Add the name, without its value, to .env.example, or to the file deploy.env names.",
    hours=0.25,
)
STALE = Rule(
    id="deploy/env-stale",
    impact=Impact.ADVICE,
    stage=Stage.DEPLOYMENT,
    title="A setting is written down that no code reads",
    why=(
        "People look for a value that does nothing, or the name has changed and the old one stayed."
    ),
    fix="Delete the line, or correct the name to the one the code reads.",
    hours=0.1,
)
# More than this many settings of one package are told as one finding, by name.
_APART = 3
# Names a message tells; all are in the evidence.
_NAMED = 3
_MANIFEST = re.compile(
    r"(^|/)(package\.json|pyproject\.toml|requirements\.txt|Gemfile|go\.mod|mix\.exs|composer\.json"
    r"|Cargo\.toml|pom\.xml|build\.gradle(\.kts)?)$"
)


@check(Deploy, each=lambda deploy: [deploy.release], emits=(UNDOCUMENTED, STALE), network=False)
async def environments(release: Release, ctx: Context) -> list[Finding]:
    """Every setting the product reads is written down, and nothing else is."""
    tree = await release.tree(ctx.files)
    found = [
        _undocumented(area, reads, release)
        for area, reads in _by_package(undocumented(release, tree), tree)
    ]
    found += [_stale(several) for several in _by_file(stale(release, tree))]
    tree.demand_whole(tuple(found))
    return found


def undocumented(release: Release, tree: Tree) -> list[Read]:
    """What production cannot do without and nobody wrote down."""
    known, given = documents(tree), given_by_itself(tree)
    mapped = {one.name for one in release.variables or ()}

    def is_settled(name: str, *, is_handed: bool = False) -> bool:
        written = name in known.told or (not is_handed and name in known.passed)
        return written or name in mapped or name in given or is_provided(name)

    return [
        one
        for one in variables(tree)
        if not one.is_optional
        and not is_of_developers(one.name)
        and not is_settled(one.name, is_handed=one.is_handed)
        and not any(is_settled(other) for other in (*one.instead, *wholes_of(one.name)))
    ]


def _by_package(reads: list[Read], tree: Tree) -> Iterator[tuple[str, list[Read]]]:
    """Readings by the package they are in, few of them one by one."""
    homes = {one.rpartition("/")[0] for one in tree.paths if _MANIFEST.search(one)}
    areas: dict[str, list[Read]] = {}
    for one in reads:
        areas.setdefault(_home(one.at.file, homes), []).append(one)
    for area, several in sorted(areas.items()):
        if len(several) > _APART:
            yield area, several
        else:
            yield from ((area, [one]) for one in several)


def _home(path: str, homes: set[str]) -> str:
    folder = path.rpartition("/")[0]
    while folder and folder not in homes:
        folder = folder.rpartition("/")[0]
    return folder


def _undocumented(area: str, reads: list[Read], release: Release) -> Finding:
    where = f"neither {release.map.name} nor an" if release.map else "no"
    if len(reads) == 1:
        one = reads[0]
        others = one.places - 1
        more = f" and in {others} more place{'s' if others > 1 else ''}" if others else ""
        message = (
            f"{one.name} is read here{more}, with no default; {where} example file or page names it"
        )
        return UNDOCUMENTED.broken(Named(name=one.name, at=one.at), message)
    named = sorted(reads, key=lambda one: (not is_secret(one.name), one.at))
    message = (
        f"{len(reads)} settings are read{f' in {area}' if area else ''} with no default, "
        f"{_listed([one.name for one in named])}; {where} example file or page names them"
    )
    subject = _called(f"settings of {area or 'the product'}", [one.name for one in reads])
    at = min(one.at for one in reads)
    evidence = [f"{one.name} at {one.at.file}:{one.at.line}" for one in named]
    return UNDOCUMENTED.broken(Named(name=subject, at=at), message, *evidence)


def _by_file(left: Iterable[Named]) -> Iterator[list[Named]]:
    files: dict[str, list[Named]] = {}
    for one in left:
        files.setdefault(one.at.file, []).append(one)
    for several in files.values():
        if len(several) > _APART:
            yield several
        else:
            yield from ([one] for one in several)


def _stale(left: list[Named]) -> Finding:
    file = left[0].at.file
    if len(left) == 1:
        one = left[0]
        message = f"{one} is written down here; no file of this repository reads it"
        return STALE.broken(one, message)
    names = [one.name for one in left]
    message = (
        f"{len(left)} settings are written down in {file}, {_listed(names)}; "
        "no file of this repository reads them"
    )
    subject = _called(f"lines of {file}", names)
    evidence = [f"{one.name} at {file}:{one.at.line}" for one in left]
    return STALE.broken(Named(name=subject, at=min(one.at for one in left)), message, *evidence)


def _listed(names: list[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _called(what: str, names: list[str]) -> str:
    """A subject that is another as soon as a name comes or goes, so that no waiver given for
    the names of today hides one of tomorrow."""
    digest = hashlib.sha256("\0".join(sorted(names)).encode()).hexdigest()[:8]
    return f"{len(names)} {what} ({digest})"
