"""The repository walked once for the whole room: its paths, and the texts that matter here."""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from launchready.core.finding import Finding
from launchready.core.repository import Lines, Repository
from launchready.core.unreachable import UnreachableError
from launchready.deploy.paths import (
    is_configuration,
    is_documentation,
    is_example_name,
    is_migration,
    is_ours,
    language_of,
)

# Characters: no hand-written source file is longer; what is, was generated.
LONGEST = 1_000_000
# Characters in one line: beyond this a source file is minified.
WIDEST = 20_000
# What a source file has when it reads the environment or answers for its health.
_TELLING = (
    "environ",
    "getenv",
    "get_env",
    "fetch_env",
    "process.env",
    "import.meta.env",
    "Deno.env",
    "Bun.env",
    "ENV",
    "env(",
    "env!(",
    "env::var",
    "LookupEnv",
    "BaseSettings",
    "createEnv",
    "cleanEnv",
    "health",
    "readyz",
    "livez",
    "config(",
)
_WORD = re.compile(r"[A-Z][A-Z0-9_]{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file's path from the root and its text, which may hold secrets."""

    path: str
    text: str = field(repr=False)

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    def line_at(self, offset: int) -> int:
        """The number of the line, from 1, that a character stands in."""
        return self.text.count("\n", 0, offset) + 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tree:
    """What the room's checks read. `words` are upper-case names anywhere in code or settings;
    `unread` are paths of files that mattered and could not be read as text."""

    paths: frozenset[str]
    files: tuple[File, ...]
    words: frozenset[str]
    unread: tuple[str, ...]

    def named(self, *names: str) -> Iterator[File]:
        """Files by their names, whatever folder they are in, those nearest the root first."""
        found = (one for one in self.files if one.name in names)
        return iter(sorted(found, key=lambda one: (one.path.count("/"), one.path)))

    def at(self, path: str) -> File | None:
        return next((one for one in self.files if one.path == path), None)

    def has(self, pattern: str) -> list[str]:
        """Paths that a regular expression finds, in order."""
        matches = re.compile(pattern).search
        return sorted(one for one in self.paths if matches(one))

    def demand_whole(self, found: tuple[Finding, ...] = ()) -> None:
        """Raises UnreachableError, with what was found, when something could not be read."""
        if self.unread:
            more = f" and {len(self.unread) - 3} more" if len(self.unread) > 3 else ""
            listed = ", ".join(self.unread[:3]) + more
            advice = "Save them as UTF-8 text of less than a million characters."
            raise UnreachableError(
                f"some files could not be read: {listed}", advice=advice, found=found
            )


class _Sieve:
    """Takes note of every path and lets through what some check of the room reads."""

    def __init__(self) -> None:
        self.paths: set[str] = set()

    def skips(self, path: str) -> bool:
        self.paths.add(path)
        wanted = is_configuration(path) or language_of(path) or is_documentation(path)
        return not wanted or not is_ours(path)

    def takes_whole(self, path: str) -> bool:
        _ = path
        return True

    def places(self, text: bytes) -> list:  # type: ignore[type-arg]
        _ = text
        return []

    blocks = places

    def wanted(self, path: str, texts: object) -> list[bool]:
        _ = path, texts
        return []


def walk(files: Repository) -> Tree:
    """Reads the repository, blocking. Raises UnreachableError when git does not answer."""
    sieve, kept, words, unread = _Sieve(), [], set[str](), []
    for part in files.tree(sieve):
        if part.path not in sieve.paths and sieve.skips(part.path):
            continue
        if not isinstance(part, Lines):
            if is_configuration(part.path):
                unread.append(part.path)
            continue
        if part.inside or part.unit == "byte":
            continue
        text = "\n".join(line for _, line in part.lines)
        is_settings = is_configuration(part.path)
        if len(text) > LONGEST or (not is_settings and _is_minified(part)):
            if is_settings and not part.path.endswith(("lock", "lock.json", "lock.yaml")):
                unread.append(part.path)
            continue
        if not is_documentation(part.path) and not is_example_name(part.path):
            words.update(_WORD.findall(text))
        if (
            is_settings
            or is_documentation(part.path)
            or is_migration(part.path)
            or any(one in text for one in _TELLING)
        ):
            kept.append(File(path=part.path, text=text))
    return Tree(
        paths=frozenset(sieve.paths),
        files=tuple(kept),
        words=frozenset(words),
        unread=tuple(sorted(unread)),
    )


def _is_minified(part: Lines) -> bool:
    return any(len(line) > WIDEST for _, line in part.lines[:50])


@dataclass(slots=True)
class Walked:
    """A tree walked when first asked for, once, whichever thread asks."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _tree: Tree | None = None

    def of(self, files: Repository) -> Tree:
        with self._lock:
            if self._tree is None:
                self._tree = walk(files)
            return self._tree
