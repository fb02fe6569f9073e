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
    r"|\bop\.drop_(?:table|column)\(|\bdropColumn\(|\bdropTable(?:IfExists)?\("
    r"|^\s*(?:remove_column|drop_table|remove_columns)\b",
    re.I | re.M,
)
# Rails takes back what names a column's type, or a table's columns, by itself.
_RAILS_KNOWS = re.compile(
    r"^[ \t]*remove_column[ \t(]+[^,\n]+,[^,\n]+,[ \t]*:?[\"']?\w+|^[ \t]*drop_table\b[^\n]*\bdo\b"
)
_DROPPED = re.compile(r"DROP\s+TABLE\s+(?:IF\s+EXISTS\s+)?([\w.\"`\[\]]+)", re.I)
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
    """The last migrations of every folder of them, by the numbers in their names.

    Folders called by a number, be it a version's or a migration's own, belong together.
    """
    folders: dict[str, list[File]] = {}
    for one in tree.files:
        if not is_migration(one.path) or not re.search(r"\d", one.path):
            continue
        is_code = one.path.endswith((".sql", ".rb", ".py", ".php", ".js", ".ts", ".exs"))
        if is_code and not re.search(r"(?:^|[./])(?:down|undo)\b[^/]*\.sql$", one.path):
            parts = one.path.split("/")[:-1]
            while parts and parts[-1][:1].isdigit():
                parts.pop()
            folders.setdefault("/".join(parts), []).append(one)
    return [file for files in folders.values() for file in sorted(files, key=_order)[-NEWEST:]]


def _order(file: File) -> list[tuple[int, str]]:
    return [
        (int(one), "") if one.isdigit() else (-1, one)
        for one in re.split(r"(\d+)", file.path)
        if one
    ]


def _one_way(file: File, tree: Tree) -> Iterator[Finding]:
    if _has_reverse(file, tree):
        return
    # What a migration does on its way down is no loss.
    blanked = _COMMENT.sub(lambda one: re.sub(r"[^\n]", " ", one[0]), file.text)
    hit = next((one for one in _DESTROYS.finditer(blanked) if not _is_kept(one, blanked)), None)
    if hit:
        at = Location(file=file.path, line=file.line_at(hit.start()))
        what = " ".join(hit[0].split()).rstrip("(")
        message = f"{file.path} destroys data ({what}) and has no step that takes it back"
        yield ONE_WAY.broken(Named(name=file.path, at=at), message)


def _is_kept(hit: "re.Match[str]", text: str) -> bool:
    """Whether what is dropped is there again afterwards, or its framework brings it back."""
    line = text[text.rfind("\n", 0, hit.start() + 1) + 1 :].partition("\n")[0]
    if _RAILS_KNOWS.match(line) and not re.search(r"(?m)^\s*def\s+up\b", text):
        return True
    table = _DROPPED.match(text, hit.start())
    if table is None:
        return False
    name, rest = re.escape(table[1].strip('"`[]')), text[hit.end() :]
    # SQLite changes a table by making it anew; `IF EXISTS` before CREATE is a clean start.
    again = rf"RENAME\s+(?:TABLE\s+\S+\s+)?TO\s+[\"`\[]?{name}\b"
    start = rf"CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?[\"`\[]?{name}\b"
    is_clean = "exists" in table[0].lower() and re.search(start, rest, re.I)
    return bool(re.search(again, rest, re.I) or is_clean)


def _has_reverse(file: File, tree: Tree) -> bool:
    folder = file.path[: -len(file.name)]
    if file.name in ("migration.sql", "up.sql"):
        return f"{folder}down.sql" in tree.paths
    for there, back in ((".up.", ".down."), (".do.", ".undo."), ("_up.", "_down.")):
        if there in file.name:
            number = file.name.partition(there)[0]
            return any(one.startswith(f"{folder}{number}{back}") for one in tree.paths)
    if re.search(r"\bRunSQL\(", file.text) and "reverse_sql" in file.text:
        return True
    found = _REVERSE.search(file.text)
    body = file.text[found.end() :].strip() if found else ""
    return bool(found) and not re.match(r"[^\n]*\n\s*(pass|raise|return;?|\})\s*", body)
