"""Writes what was proposed: new files at once, others only after their difference was shown."""

from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from launchready import console
from launchready.discover.person import Person
from launchready.report.escape import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A file, by its path from the repository's root."""

    path: str
    text: str


class NotOursError(Exception):
    """A path that leads out of the repository; the text says so."""


def write(root: Path, files: list[Proposed], person: Person, *, dry: bool) -> list[str]:
    """Writes each and tells what became of it; gives the paths that hold what was proposed."""
    held: list[str] = []
    for one in files:
        try:
            if _settled(root, one, person, dry=dry):
                held.append(one.path)
        except (NotOursError, OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or str(error)
            console.complain(f"launchready: {one.path} is left alone: {why}")
    return held


def _settled(root: Path, one: Proposed, person: Person, *, dry: bool) -> bool:
    file = _within(root, one.path)
    before = file.read_text("utf-8") if file.exists() else None
    name = visible(one.path)
    if before == one.text:
        console.say(f"  as it was  {name}")
        return True
    if dry:
        console.say(_difference(before or "", one))
        return False
    if before is not None:
        console.say(_difference(before, one))
        if not person.agrees(f"Change {one.path} so?"):
            why = "" if person.is_there else "; --yes writes it"
            console.say(f"  left       {name}{why}")
            return False
    elif person.is_there and not person.agrees(f"Write {one.path} ({_lines(one.text)})?"):
        console.say(f"  left out   {name}")
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    console.write_whole(file, one.text)
    console.say(f"  {'changed' if before is not None else 'wrote':<9}  {name}")
    return True


def _within(root: Path, path: str) -> Path:
    """The file itself. Raises NotOursError where a link or `..` leads elsewhere."""
    file = root / path
    if not file.parent.resolve().is_relative_to(root.resolve()) or file.is_symlink():
        raise NotOursError("it leads out of the repository")
    return file


def _difference(before: str, one: Proposed) -> str:
    rows = unified_diff(
        before.splitlines(),
        one.text.splitlines(),
        f"{one.path} as it is" if before else "/dev/null",
        f"{one.path} as proposed",
        lineterm="",
    )
    return "\n".join(visible(row) for row in rows)


def _lines(text: str) -> str:
    return f"{text.count(chr(10)):,} lines"
