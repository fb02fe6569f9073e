"""The founder's repository, read through git and from the disk."""

import os
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from launchready.core.repository import Lines, Part, Unread
from launchready.core.unreachable import UnreachableError
from launchready.world import disk
from launchready.world.decode import lines_of, text_of
from launchready.world.git import Git
from launchready.world.objects import Blobs, Change, blobs_of, changes, parsed

# The largest file read as text, in bytes; a larger one is said to be unread.
LARGEST = 16 * 1024 * 1024

# How much is remembered, in bytes, because a parent's file is often the last commit's.
_REMEMBERED = 48 * 1024 * 1024

_DEEPEN = "Fetch the whole history: git fetch --unshallow, or fetch-depth: 0 in actions/checkout."


def find_root(start: Path) -> Path:
    """The top of the repository a folder is in; the folder itself where there is none."""
    start = Path(os.path.abspath(start))  # noqa: PTH100 - resolve() would follow symlinks away
    return next((one for one in (start, *start.parents) if (one / ".git").exists()), start)


@dataclass(frozen=True)
class GitRepository:
    """Implements core.repository.Repository for the folder at `root`, git repository or not."""

    root: Path
    _git: Git = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_git", Git(self.root))

    @property
    def is_git(self) -> bool:
        return (self.root / ".git").exists()

    def read(self, path: str) -> str | None:
        raw = disk.content(self.root, path, LARGEST)
        return text_of(raw) if isinstance(raw, bytes) else None

    def raw(self, path: str) -> bytes | None:
        found = disk.content(self.root, path, LARGEST)
        if isinstance(found, bytes | None):
            return found
        why = f"it has {found:,} bytes" if isinstance(found, int) else found
        advice = f"Files of up to {LARGEST:,} bytes are read."
        raise UnreachableError(f"{path} cannot be read: {why}", advice=advice)

    def below(self, folder: str) -> Iterator[str]:
        inner = folder.strip("/")
        return (f"{inner}/{path}" for path in disk.walk(self.root / inner))

    def read_at(self, rev: str, path: str) -> bytes | None:
        """A file as a commit has it, None when the commit has no such file.

        Raises UnreachableError when the commit is not there.
        """
        commit = self._commit(rev)
        return self._git.try_to("cat-file", "blob", f"{commit}:{path}")

    def head(self) -> str | None:
        try:
            found = self._git.try_to("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        except UnreachableError:
            return None
        return found.decode().strip() if found and self.is_git else None

    def tree(self) -> Iterator[Part]:
        if not self.is_git:
            for path in disk.walk(self.root):
                yield from self._on_disk(path, tracked=False)
            return
        sparse: list[Change] = []
        for path, is_on_disk, blob in _indexed(self._git.ask("ls-files", "-z", "-s", "-t")):
            if is_on_disk:
                yield from self._on_disk(path, tracked=True)
            else:
                sparse.append(Change(commit="", path=path, blob=blob, before=()))
        yield from self._contents(sparse)
        others = self._git.ask("ls-files", "-z", "--others", "--exclude-standard")
        for path in _words(others):
            if not path.endswith("/"):
                yield from self._on_disk(path, tracked=False)

    def staged(self) -> Iterator[Part]:
        self._demand_git()
        index = self._index_of_hook()
        against = self.head() or self._git.ask("hash-object", "-t", "tree", "--stdin").decode()
        options = ("--cached", "-M", "-l1000", "--raw", "-z", "--no-abbrev")
        listed = self._git.ask("diff-index", *options, against.strip(), index=index)
        yield from self._contents(list(parsed(listed)))

    def added(self, commits: str) -> Iterator[Part]:
        self._demand_git()
        old, _, new = commits.replace("...", "..").partition("..")
        wanted = [self._commit(new or "HEAD"), f"^{self._commit(old or 'HEAD')}"]
        yield from self._commits(wanted, f"the range {commits}")

    def history(self) -> Iterator[Part]:
        self._demand_git()
        if self.head() is None and not self._git.ask("for-each-ref", "--count=1"):
            return
        wanted = ["--all", *(["HEAD"] if self.head() else [])]
        yield from self._commits(wanted, "the history")

    def _commits(self, wanted: Sequence[str], called: str) -> Iterator[Part]:
        """What these commits added; those at a shallow clone's edge can't be told apart from
        all that came before them, so they are left out and the question stays open."""
        listed = self._git.ask("rev-list", "--topo-order", "--reverse", *wanted).decode().split()
        edge = self._shallow()
        yield from self._contents(changes(self._git, [one for one in listed if one not in edge]))
        cut = sum(one in edge for one in listed)
        if cut:
            noun = "a commit" if cut == 1 else f"{cut} commits"
            reason = f"{called} is incomplete: this clone lacks what came before {noun} of it"
            raise UnreachableError(reason, advice=_DEEPEN)

    def _contents(self, changed: Sequence[Change] | Iterator[Change]) -> Iterator[Part]:
        with blobs_of(self._git) as blobs:
            known = _Known(blobs)
            for one in changed:
                if one.blob not in one.before:
                    yield from _added(one, known)

    def _on_disk(self, path: str, *, tracked: bool) -> Iterator[Part]:
        raw = disk.content(self.root, path, LARGEST)
        match raw:
            case None:
                return
            case int():
                yield Unread(path=path, reason="too large", detail=_too_large(raw))
            case str():
                yield Unread(path=path, reason="unreadable", detail=raw)
            case bytes():
                text = text_of(raw)
                if text is None:
                    yield Unread(path=path, reason="binary", detail="not text")
                    return
                lines = tuple(enumerate(lines_of(text), 1))
                yield Lines(path=_shown(path), lines=lines, tracked=tracked)

    def _demand_git(self) -> None:
        if not self.is_git:
            reason = f"{self.root.name} is not a git repository, so it has no commits"
            raise UnreachableError(reason, advice="Run git init, or look at the files alone.")

    def _commit(self, rev: str) -> str:
        found = None
        if not rev.startswith("-"):
            found = self._git.try_to("rev-parse", "--verify", "--quiet", f"{rev}^{{commit}}")
        if not found:
            raise UnreachableError(f"there is no commit {rev} in this clone", advice=_DEEPEN)
        return found.decode().strip()

    def _shallow(self) -> frozenset[str]:
        """The commits whose parents this clone does not have."""
        where = self._git.ask("rev-parse", "--git-path", "shallow").decode().rstrip("\n")
        try:
            return frozenset((self.root / where).read_text("ascii").split())
        except FileNotFoundError:
            return frozenset()

    def _index_of_hook(self) -> Path | None:
        """The index git names to a hook (`git commit -a` has one of its own), if it is ours."""
        named = os.environ.get("GIT_INDEX_FILE")
        if not named:
            return None
        ours = self._git.ask("rev-parse", "--absolute-git-dir").decode().rstrip("\n")
        index = (self.root / named).resolve()
        return index if index.is_relative_to(Path(ours).resolve()) else None


class _Known:
    """Reads contents and remembers the last few, as lines."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs
        self._lines: OrderedDict[str, tuple[int, tuple[str, ...]]] = OrderedDict()
        self._size = 0

    def lines(self, blob: str) -> tuple[str, ...] | int | str:
        """The lines; the size of what is too large; "binary" or "missing"."""
        if blob in self._lines:
            self._lines.move_to_end(blob)
            return self._lines[blob][1]
        raw = self._blobs.read(blob, LARGEST)
        if not isinstance(raw, bytes):
            return "missing" if raw is None else raw
        text = text_of(raw)
        if text is None:
            return "binary"
        self._remember(blob, len(raw), lines_of(text))
        return self._lines[blob][1]

    def _remember(self, blob: str, size: int, lines: tuple[str, ...]) -> None:
        self._lines[blob] = (size, lines)
        self._size += size
        while self._size > _REMEMBERED and len(self._lines) > 1:
            self._size -= self._lines.popitem(last=False)[1][0]


def _added(change: Change, known: _Known) -> Iterator[Part]:
    """The lines no parent had; a line that only moved was there before."""
    path, commit = _shown(change.path), change.commit or None
    now = known.lines(change.blob)
    match now:
        case "binary":
            yield Unread(path=path, reason="binary", detail="not text", commit=commit)
            return
        case str():
            detail = "its content is not in this clone"
            yield Unread(path=path, reason="unreadable", detail=detail, commit=commit)
            return
        case int():
            yield Unread(path=path, reason="too large", detail=_too_large(now), commit=commit)
            return
    before: set[str] = set()
    for blob in change.before:
        had = known.lines(blob)
        before |= set(had) if isinstance(had, tuple) else set()
    lines = tuple((number, line) for number, line in enumerate(now, 1) if line not in before)
    if lines:
        yield Lines(path=path, lines=lines, commit=commit, whole=now)


def _too_large(size: int) -> str:
    return f"{size / 2**20:.0f} MiB; at most {LARGEST // 2**20} MiB of text are read"


def _words(listed: bytes) -> Iterator[str]:
    """Paths ended by NULs, in the order of the listing."""
    return (word for word in listed.decode("utf-8", "surrogateescape").split("\0") if word)


def _shown(path: str) -> str:
    """A path that can be printed: bytes that are not UTF-8 become U+FFFD."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _indexed(listed: bytes) -> Iterator[tuple[str, bool, str]]:
    """Path, whether it should be on disk, and blob of every file git knows, each once."""
    seen: set[str] = set()
    for word in _words(listed):
        head, _, path = word.partition("\t")
        tag, mode, blob, _ = head.split(" ")
        if path not in seen and mode.startswith("100"):
            yield path, tag != "S", blob
        seen.add(path)
