"""Holds the variables code reads against those somebody wrote down."""

from collections.abc import Iterator
from dataclasses import dataclass

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.location import Location, Named
from launchready.deploy.env_documents import documented, entries, is_example, schema_names
from launchready.deploy.env_names import is_of_a_library, is_provided
from launchready.deploy.env_uses import uses
from launchready.deploy.paths import is_run, language_of
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A variable the product reads, and the first place; optional where it can do without."""

    name: str
    at: Location
    is_optional: bool
    places: int


@check(Deploy, each=lambda deploy: [deploy.release], emits=(UNDOCUMENTED, STALE), network=False)
async def environments(release: Release, ctx: Context) -> list[Finding]:
    """Every setting the product reads is written down, and nothing else is."""
    tree = await release.tree(ctx.files)
    known = documented(tree) | {one.name for one in release.variables or ()}
    found = [
        _undocumented(one, release)
        for one in variables(tree)
        if not (one.is_optional or one.name in known or is_provided(one.name))
    ]
    found += list(_stale(release, tree))
    tree.demand_whole(tuple(found))
    return found


def variables(tree: Tree) -> list[Read]:
    """What the running product reads, by name."""
    seen: dict[str, list[tuple[Location, bool]]] = {}
    for one in tree.files:
        language = language_of(one.path)
        if language is None or not is_run(one.path):
            continue
        checked = schema_names(one)
        for use in uses(one.text, language):
            if use.name in checked:
                continue
            at = Location(file=one.path, line=one.line_at(use.offset))
            spared = use.has_default or use.is_optional
            seen.setdefault(use.name, []).append((at, spared))
    return [
        Read(
            name=name,
            at=min(at for at, spared in places if spared is all(s for _, s in places)),
            # Asked once whether it is there, it is read further on under that condition.
            is_optional=any(spared for _, spared in places),
            places=len(places),
        )
        for name, places in sorted(seen.items())
    ]


def _undocumented(one: Read, release: Release) -> Finding:
    where = f"neither {release.map.name} nor" if release.map else "no"
    others = one.places - 1
    more = f" and in {others} more place{'s' if others > 1 else ''}" if others else ""
    message = (
        f"{one.name} is read here{more}, with no default; {where} example file or page names it"
    )
    return UNDOCUMENTED.broken(Named(name=one.name, at=one.at), message)


def _stale(release: Release, tree: Tree) -> Iterator[Finding]:
    seen: set[str] = set()
    read = {name for one in tree.files for name in _lower_case(one.text, one.path)}
    for file in sorted(tree.files, key=lambda one: one.path):
        if not is_example(file.path):
            continue
        for entry in entries(file.text):
            name = entry.name
            if entry.is_off or name in seen or name in read or _is_read(name, tree):
                continue
            seen.add(name)
            at = Location(file=file.path, line=file.line_at(entry.offset))
            message = f"{name} is written down here; no file of this repository reads it"
            yield STALE.broken(Named(name=name, at=at), message)
    for one in release.variables or ():
        if one.name not in seen and not _is_read(one.name, tree):
            yield STALE.broken(
                one, f"{one.name} is in the map; no file of this repository reads it"
            )


def _lower_case(text: str, path: str) -> set[str]:
    """Fields of a settings class, which read the variable of their name in capitals."""
    is_class = path.endswith(".py") and "BaseSettings" in text
    return (
        {word.upper() for word in text.split() for word in [word.strip(":,()")]}
        if is_class
        else set()
    )


def _is_read(name: str, tree: Tree) -> bool:
    return name in tree.words or is_provided(name) or is_of_a_library(name)
