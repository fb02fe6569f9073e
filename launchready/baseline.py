"""`launchready baseline`: writes what is let stand, and goes through it with a person."""

import sys
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from launchready import console
from launchready.report.escape import visible
from launchready.run import USUAL_FILE, Request, prepare
from launchready.secrets import audit as audits
from launchready.secrets import baseline as baselines
from launchready.secrets import baseline_file
from launchready.secrets.baseline import Baseline
from launchready.secrets.committed import look
from launchready.secrets.search import Inventory
from launchready.secrets.wordless import wordless
from launchready.values.node import Block, Text
from launchready.values.problem import ConfigError
from launchready.values.yaml import parse
from launchready.world.repository import GitRepository, find_root

UNKNOWN = 3


class BaselineCallError(Exception):
    """The baseline cannot be written or gone through; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A baseline, the file it is in, and what the tree holds beside it."""

    file: Path
    raw: bytes | None
    before: Baseline
    stock: Inventory
    repository: GitRepository
    unread: str

    def line_of(self, path: str, line: int) -> str:
        """A line of a file of the tree, "" where there is none."""
        rows = (self.repository.read(path) or "").splitlines()
        return rows[line - 1] if 0 < line <= len(rows) else ""


def write(start: Path, config: Path | None) -> int:
    """Writes the baseline anew, where it says something else than before."""
    desk = _desk(start, config)
    now = datetime.now(UTC)
    with wordless():
        new = baseline_file.updated(desk.before, desk.raw, desk.stock, now, desk.line_of)
    if new.is_changed:
        _save(desk.file, new.text)
    name = visible(desk.file.name)
    console.say(
        f"{name} lets {_count(len(new.entries), 'secret')} stand: {len(new.added)} new, "
        f"{len(new.dropped)} gone{'' if new.is_changed else '; it is as it was'}"
    )
    for one in new.added:
        console.say(f"  new   {visible(one.path)}:{one.line}  {one.detector.rule.id}")
    for gone in new.dropped:
        console.say(f"  gone  {visible(gone.path)}  {visible(gone.kind)}")
    if new.added:
        console.say("What is real is still readable: replace it, and go through the rest with")
        console.say("'launchready baseline --audit'.")
    if desk.unread:
        console.say(f"launchready: {visible(desk.unread)}", sys.stderr)
        return UNKNOWN
    return 0


def audit(start: Path, config: Path | None) -> int:
    """Asks of each entry whether it is a secret, and keeps the answers in the baseline."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise BaselineCallError("--audit asks questions, so it needs a terminal")
    desk = _desk(start, config)
    if desk.raw is None:
        raise BaselineCallError(f"there is no {desk.file.name} yet; run 'launchready baseline'")
    todo = audits.items(desk.before.entries, desk.stock.used)
    labels = audits.walk(todo, input, lambda text: console.say(visible(text)))
    said = sum(1 for one in labels.values() if one is not None)
    if said:
        entries = audits.labelled(desk.before.entries, labels)
        _save(desk.file, baseline_file.written(desk.raw, entries, datetime.now(UTC)))
    left = len(todo) - said
    console.say(f"{_count(said, 'answer')} kept in {visible(desk.file.name)}; {left} still open")
    return 0


def _desk(start: Path, config: Path | None) -> Desk:
    if config and not config.is_file():
        raise BaselineCallError(f"there is no file {config}")
    root = find_root(config.parent if config else start)
    named = _named(start, config, root)
    file = root / (named or baselines.USUAL_FILE)
    raw = _bytes(file)

    def read(path: str) -> bytes:
        # The config may name a baseline that is only now being written.
        if raw is None and path == named:
            return b'{"results": {}}'
        return (root / path).read_bytes()

    prepared = prepare(Request(start=start, config=config, policy=read, rooms=("secrets",)))
    job = prepared.secrets.job
    known = job.baseline or Baseline(named or baselines.USUAL_FILE, ())
    job = replace(job, baseline=known, verify=False)
    looked = look(job, prepared.repository, datetime.now(UTC), threading.Event())
    unread = looked.silence.reason if looked.silence else ""
    if looked.search.unread:
        unread = looked.search.reason()
    return Desk(
        file=file,
        raw=raw,
        before=known,
        stock=looked.search.inventory(),
        repository=prepared.repository,
        unread=unread,
    )


def _named(start: Path, config: Path | None, root: Path) -> str:
    """The baseline a config names, "" where none does."""
    found = config or next(
        (
            folder / USUAL_FILE
            for folder in (start, *start.parents)
            if folder.is_relative_to(root) and (folder / USUAL_FILE).is_file()
        ),
        None,
    )
    raw = _bytes(found) if found else None
    try:
        said = parse(raw, USUAL_FILE) if raw else None
    except ConfigError:
        return ""  # told with all the others when the config is loaded
    section = _of(said, "secrets")
    name = _of(section, "baseline")
    return str(name) if isinstance(name, Text) and not name.is_blank else ""


def _of(node: object, name: str) -> object:
    key = node.key(name) if isinstance(node, Block) else None
    return node[key] if isinstance(node, Block) and key is not None else None


def _bytes(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BaselineCallError(f"{file} cannot be read: {error.strerror}") from None


def _save(file: Path, text: str) -> None:
    try:
        console.write_whole(file, text)
    except OSError as error:
        raise BaselineCallError(f"{file} cannot be written: {error.strerror}") from None


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
