"""The repository walked once for the whole room: its paths, and the texts that matter here."""

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from launchready.core.finding import Finding
from launchready.core.repository import Lines, Repository, Spot
from launchready.core.unreachable import UnreachableError
from launchready.deploy.paths import (
    hands_on,
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
# What a source file has when it reads the environment or answers for its health: first what few
# bytes find fast, then what tells. As they are, bytes are found ten times faster than by a pattern.
_HINTS = (
    *(b"env", b"ENV", b"Env", b"health", b"eadyz", b"livez"),
    *(b"config(", b"onfig.get", b"@Value", b".credentials", b"BaseSettings", b"required_var"),
)
_TELLING = (
    *(b"process.env", b"health", b"os.environ", b"environ[", b"environ.", b"environs", b"etenv"),
    *(b"get_env", b"fetch_env", b"put_env", b"meta.env", b"Deno.env", b"Bun.env", b"ENV[", b"ENV."),
    *(b"$_ENV", b"$_SERVER", b"env(", b"env!(", b"env::", b"Env(", b"EnvVar", b"_ENV(", b"_env("),
    *(b"EnvironmentVar", b"BaseSettings", b"required_var", b"readyz", b"livez", b"config("),
    *(b"onfig.get", b"convict", b"ImportMetaEnv", b"ProcessEnv", b"@Value", b".credentials"),
    *(b'env:"', b"environment["),
)
_WORD = re.compile(rb"[A-Z][A-Z0-9_]{3,}")


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
    """Takes note of every path and of upper-case words, and lets through what is read here."""

    def __init__(self) -> None:
        self.paths: set[str] = set()
        self.words: set[bytes] = set()
        self.is_asked = False

    def skips(self, path: str) -> bool:
        self.paths.add(path)
        wanted = (
            language_of(path) or is_configuration(path) or is_documentation(path) or hands_on(path)
        )
        return not wanted or not is_ours(path)

    def takes_whole(self, path: str) -> bool:
        return (
            is_configuration(path) or is_documentation(path) or is_migration(path) or hands_on(path)
        )

    def places(self, text: bytes) -> list[Spot]:
        """The whole of a text that tells something, and nothing of any other."""
        self.is_asked = True
        return [Spot(0, len(text))] if self.tells(text) else []

    def tells(self, text: bytes) -> bool:
        """Whether some check reads it; its upper-case words are kept then."""
        if len(text) > LONGEST or not any(hint in text for hint in _HINTS):
            return False
        tells = any(telling in text for telling in _TELLING)
        # `env.NAME` reads what a schema elsewhere declares: its names are in use.
        if tells or b"env." in text:
            self.words.update(_WORD.findall(text))
        return tells

    def blocks(self, text: bytes) -> list[Spot]:
        _ = text
        return []

    def wanted(self, path: str, texts: Sequence[str]) -> list[bool]:
        _ = path
        return [True] * len(texts)


def walk(files: Repository) -> Tree:
    """Reads the repository, blocking. Raises UnreachableError when git does not answer."""
    sieve, kept, unread = _Sieve(), [], []
    is_sieved = False
    for part in files.tree(sieve):
        # A repository need not heed a sieve; one that does has asked it by now.
        is_sieved = is_sieved or sieve.is_asked
        if part.path not in sieve.paths and sieve.skips(part.path):
            continue
        if not isinstance(part, Lines):
            if is_configuration(part.path):
                unread.append(part.path)
            continue
        if part.inside or part.unit == "byte":
            continue
        text = "\n".join(line for _, line in part.lines)
        if _is_too_long(part, text):
            if is_configuration(part.path) and not _is_lock(part.path):
                unread.append(part.path)
            continue
        if sieve.takes_whole(part.path):
            if not is_documentation(part.path) and not is_example_name(part.path):
                sieve.words.update(_WORD.findall(text.encode("utf-8", "replace")))
        elif not is_sieved and not sieve.tells(text.encode("utf-8", "replace")):
            continue
        kept.append(File(path=part.path, text=text))
    return Tree(
        paths=frozenset(sieve.paths),
        files=tuple(kept),
        words=frozenset(word.decode() for word in sieve.words),
        unread=tuple(sorted(unread)),
    )


def _is_too_long(part: Lines, text: str) -> bool:
    """Whether it was generated: larger than any file that is written, or minified."""
    return len(text) > LONGEST or (not is_configuration(part.path) and _is_minified(part))


def _is_lock(path: str) -> bool:
    return path.endswith(("lock", "lock.json", "lock.yaml"))


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
