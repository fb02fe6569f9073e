"""Looks for changes of the database that cannot be taken back."""

import re
from collections.abc import Iterator

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.location import Location, Named
from launchready.deploy.paths import is_migration
from launchready.deploy.release import Release
from launchready.deploy.settings import Deploy
from launchready.deploy.tree import File, Tree

ONE_WAY = Rule(
    id="deploy/migration-one-way",
    impact=Impact.RISK,
    stage=Stage.DEPLOYMENT,
    title="A change of the database destroys data and has no way back",
    why="After this release the earlier version cannot run, and what was deleted is gone.",
    fix=(
        "Take a backup that was restored once, or split the change: stop using it now, "
        "delete it a release later."
    ),
    hours=2.0,
)
# How many migrations count as the release that is coming: the newest of each folder.
NEWEST = 3
_DESTROYS = re.compile(
    r"\bDROP\s+(?:TABLE|COLUMN|SCHEMA|DATABASE)\b|\bTRUNCATE\b|\bDELETE\s+FROM\s+[\w\".`]+\s*;"
    r"|\bop\.drop_(?:table|column)\(|\b(?:RemoveField|DeleteModel)\(|\bdropColumn\(|"
    r"\bdropTable(?:IfExists)?\("
    r"|^\s*(?:remove_column|drop_table|remove_columns)\b",
    re.I | re.M,
)
_COMMENT = re.compile(r"/\*.*?\*/|--[^\n]*|^\s*#[^\n]*|^\s*//[^\n]*", re.S | re.M)
_DOWN = (
    r"^\s*(?:def\s+(?:self\.)?(?:down|downgrade)\b|(?:public\s+)?function\s+down\b|"
    r"exports\.down\b|(?:async\s+)?down\s*\(|--\s*\+goose\s+Down|--\s*migrate:down)"
)
_REVERSE = re.compile(_DOWN, re.M)


@check(Deploy, each=lambda deploy: [deploy.release], emits=(ONE_WAY,), network=False)
async def migrations(release: Release, ctx: Context) -> list[Finding]:
    """The newest changes of the database can be taken back, or destroy nothing."""
    tree = await release.tree(ctx.files)
    return [one for file in newest(tree) for one in _one_way(file, tree)]


def newest(tree: Tree) -> list[File]:
    """The last migrations of every folder of them, by name, which orders them everywhere."""
    folders: dict[str, list[File]] = {}
    for one in tree.files:
        if not is_migration(one.path) or not re.search(r"\d", one.path):
            continue
        if one.path.endswith((".sql", ".rb", ".py", ".php", ".js", ".ts", ".exs")):
            parts = one.path.rsplit("/", 2 if one.name == "migration.sql" else 1)
            if not re.search(r"down\.sql$", one.path):
                folders.setdefault(parts[0], []).append(one)
    return [
        file for files in folders.values() for file in sorted(files, key=lambda f: f.path)[-NEWEST:]
    ]


def _one_way(file: File, tree: Tree) -> Iterator[Finding]:
    if _has_reverse(file, tree):
        return
    # What a migration does on its way down is no loss.
    blanked = _COMMENT.sub(lambda one: re.sub(r"[^\n]", " ", one[0]), file.text)
    hit = _DESTROYS.search(blanked)
    if hit:
        at = Location(file=file.path, line=file.line_at(hit.start()))
        what = " ".join(hit[0].split()).rstrip("(")
        message = f"{file.path} destroys data ({what}) and has no step that takes it back"
        yield ONE_WAY.broken(Named(name=file.path, at=at), message)


def _has_reverse(file: File, tree: Tree) -> bool:
    if file.name == "migration.sql":
        return f"{file.path[: -len(file.name)]}down.sql" in tree.paths
    if ".up.sql" in file.path:
        return file.path.replace(".up.sql", ".down.sql") in tree.paths
    found = _REVERSE.search(file.text)
    body = file.text[found.end() :].strip() if found else ""
    return bool(found) and not re.match(r"[^\n]*\n\s*(pass|raise|return;?|\})\s*", body)
