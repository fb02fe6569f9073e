"""The command `launchready handover`: runs the gate, and writes what somebody else would need."""

import argparse
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from launchready import console, interrupt
from launchready.core.finding import Stage
from launchready.core.location import Location
from launchready.handover.document import DOCUMENTS
from launchready.handover.settings import Handover
from launchready.handover_files.by_stage import told as stage_told
from launchready.handover_files.look import product
from launchready.handover_files.marked import pairs
from launchready.handover_files.own_room import asked_again, world
from launchready.handover_files.pages import made
from launchready.handover_files.print_page import render
from launchready.handover_files.seen import Seen, read
from launchready.outputs import UsageError, write
from launchready.report import data
from launchready.run import Prepared, Request, perform, prepare
from launchready.values.problem import ConfigError, Problem

PAGE = "handover.html"
_ROOM = "handover"
# Pages tell what is wrong with the pages: a risk that they mend is one less to name an owner of.
_ROUNDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What the command is asked: `output` None is the folder that the config names, `report`
    None means that the gate is run now."""

    start: Path
    config: Path | None = None
    environment: str = "production"
    output: Path | None = None
    report: Path | None = None
    offline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of the folder: `changed` are the files that were written, the others stood as
    they should; `seen` is what they tell of."""

    folder: Path
    changed: tuple[str, ...]
    seen: Seen


def called(args: argparse.Namespace, start: Path) -> Call:
    return Call(
        start=start,
        config=args.config,
        environment=args.env,
        output=args.output,
        report=args.report,
        offline=args.offline,
    )


def write_pages(call: Call) -> Written:
    """Writes every document, and one page of them all. Raises ConfigError and UsageError.

    Nothing is written where a marker of any document is broken, and no file that stays the same.
    """
    prepared = prepare(
        Request(
            start=call.start,
            config=call.config,
            environment=call.environment,
            offline=call.offline,
        )
    )
    console.log_to_stderr(lambda text: prepared.hide(text))
    folder = _folder(call, prepared)
    before = _before(folder)
    earlier = _read(call.report) if call.report else None
    own = prepared.repository.root / _settings(prepared).output.name
    is_read = folder.resolve() == own.resolve()
    seen, texts = interrupt.run(lambda: _made(prepared, before, earlier, is_read=is_read))
    return Written(folder=folder, changed=_write(folder, texts), seen=seen)


def by_stage(call: Call, stages: tuple[Stage, ...]) -> str:
    """What stands in some stages of the launch, of an earlier report or of a run made now.

    Raises ConfigError and UsageError.
    """
    if call.report is not None:
        return stage_told(_read(call.report), stages)
    asked = Request(
        start=call.start,
        config=call.config,
        environment=call.environment,
        offline=call.offline,
        stages=stages,
    )
    prepared = prepare(asked)
    console.log_to_stderr(lambda text: prepared.hide(text))
    watch = partial(console.progress, variables=os.environ)
    report = interrupt.run(lambda: perform(prepared, watch))
    return stage_told(read(data.render(report), "the report"), stages)


def _folder(call: Call, prepared: Prepared) -> Path:
    if call.output is not None:
        return call.output
    return prepared.repository.root / _settings(prepared).output.name


def _settings(prepared: Prepared) -> Handover:
    section = prepared.loaded.rooms.get(_ROOM)
    return section if isinstance(section, Handover) else Handover()


def _before(folder: Path) -> dict[str, str]:
    """The documents that are there. Raises ConfigError with every broken marker in them."""
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for name in DOCUMENTS:
        file = folder / f"{name}.md"
        try:
            found[name] = file.read_bytes().decode("utf-8")
            pairs(found[name], _shown(file))
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            at = Location(file=_shown(file))
            problems.append(Problem(at=at, found=f"cannot be read: {error}"))
        except ConfigError as error:
            problems += error.problems
    if problems:
        raise ConfigError(problems)
    return found


def _shown(file: Path) -> str:
    """A path as people type it from where they are."""
    here = Path.cwd()
    return (file.relative_to(here) if file.is_relative_to(here) else file).as_posix()


def _read(file: Path) -> Seen:
    try:
        return read(file.read_text("utf-8"), file.as_posix())
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--report {file} cannot be read: {error}") from None


async def _made(
    prepared: Prepared, before: Mapping[str, str], earlier: Seen | None, *, is_read: bool
) -> tuple[Seen, dict[str, str]]:
    """The checks of this room read the pages, and the pages say what they miss: so the room is
    asked again about the pages as they are going to be."""
    report = None
    if earlier is None:
        report = await perform(prepared, partial(console.progress, variables=os.environ))
        earlier = read(data.render(report), "the report")
    today = datetime.now(UTC).date().isoformat()
    offline = prepared.request.offline
    async with world(prepared, prepared.repository) as ctx:
        about = await product(prepared, None if offline else ctx)
    texts = made(earlier, about, before, today, prepared.hide)
    for _ in range(_ROUNDS if is_read else 0):
        pages = {f"{_settings(prepared).output.name}/{n}.md": t for n, t in texts.items()}
        earlier = await asked_again(prepared, pages, report, earlier)
        settled, texts = texts, made(earlier, about, before, today, prepared.hide)
        if texts == settled:
            break
    page = render(about.called, [(name, texts[name]) for name in DOCUMENTS])
    files = {f"{name}.md": text for name, text in texts.items()}
    return earlier, files | {PAGE: prepared.hide(page)}


def _write(folder: Path, texts: Mapping[str, str]) -> tuple[str, ...]:
    """Writes the files that are not so yet, and tells which they were. Raises UsageError."""
    changed = [name for name, text in texts.items() if not _stands(folder / name, text)]
    if changed:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{folder} cannot be made: {error.strerror}") from None
    for name in changed:
        write(folder / name, texts[name])
    return tuple(changed)


def _stands(file: Path, text: str) -> bool:
    try:
        return file.read_bytes() == text.encode("utf-8")
    except OSError:
        return False


def told(written: Written) -> str:
    """What somebody at a terminal wants to know of it, in a few lines."""
    seen, folder = written.seen, _shown(written.folder)
    left = [one for one in seen.findings if one.rule.startswith(f"{_ROOM}/") and not one.waived]
    lines = [
        f"{seen.verdict}: the answer stands on top of {folder}/HANDOVER.md",
        f"written: {', '.join(written.changed)}" if written.changed else "nothing has changed",
    ]
    if left:
        noun = "line" if len(left) == 1 else "lines"
        lines.append(f"{len(left)} {noun} only you can fill in, the first: {left[0].message}")
    unsigned = [one for one in seen.of_room(_ROOM) if one.outcome == "unanswered"]
    if unsigned:
        lines.append(f"{len(unsigned)} to sign, the first: {unsigned[0].subject}")
    lines.append(f"to read or print: {folder}/{PAGE}")
    return "\n".join(lines)
