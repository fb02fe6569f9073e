"""The founder's repository, read through git and from the disk."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from launchready.core.repository import Part, Sieve
from launchready.core.unreachable import UnreachableError
from launchready.world import disk
from launchready.world.decode import text_of
from launchready.world.git import Git
from launchready.world.history import Commits, Past, shown
from launchready.world.lfs import Elsewhere, is_stand_in
from launchready.world.objects import Change, blobs_of, parsed
from launchready.world.parts import LARGEST, About, parts_of
from launchready.world.versions import Versions

_DEEPEN = "Fetch the whole history: git fetch --unshallow, or fetch-depth: 0 in actions/checkout."


def find_root(start: Path) -> Path:
    """The top of the repository a folder is in; the folder itself where there is none."""
    start = Path(os.path.abspath(start))  # noqa: PTH100 - resolve() would follow symlinks away
    return next((one for one in (start, *start.parents) if _has_git(one)), start)


def _has_git(folder: Path) -> bool:
    try:
        return (folder / ".git").exists()
    except OSError:  # a folder that we may not enter, a name too long
        return False


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

    def tree(self, sieve: Sieve | None = None) -> Iterator[Part]:
        known: disk.Known = {}
        if not self.is_git:
            for path in disk.walk(self.root):
                yield from self._on_disk(path, sieve, known, tracked=False)
            return
        sparse: list[Change] = []
        for path, is_on_disk, blob in _indexed(self._git.ask("ls-files", "-z", "-s", "-t")):
            if is_on_disk:
                yield from self._on_disk(path, sieve, known, tracked=True)
            else:
                sparse.append(Change("", path, blob, ()))
        yield from self._contents(sparse, sieve)
        others = self._git.ask("ls-files", "-z", "--others", "--exclude-standard")
        for path in _words(others):
            if not path.endswith("/"):
                yield from self._on_disk(path, sieve, known, tracked=False)

    def staged(self, sieve: Sieve | None = None) -> Iterator[Part]:
        self._demand_git()
        index = self._index_of_hook()
        against = self.head() or self._git.ask("hash-object", "-t", "tree", "--stdin").decode()
        options = ("--cached", "-M", "-l1000", "--raw", "-z", "--no-abbrev")
        listed = self._git.ask("diff-index", *options, against.strip(), index=index)
        yield from self._contents(list(parsed(listed)), sieve)

    def added(self, commits: str, sieve: Sieve | None = None) -> Iterator[Part]:
        self._demand_git()
        if commits.endswith("^!"):
            one = self._commit(commits[:-2])
            yield from self._commits(["--no-walk", one], f"the commit {one}", sieve)
            return
        old, _, new = commits.replace("...", "..").partition("..")
        wanted = [self._commit(new or "HEAD"), f"^{self._commit(old or 'HEAD')}"]
        yield from self._commits(wanted, f"the range {commits}", sieve)

    def history(self, sieve: Sieve | None = None) -> Iterator[Part]:
        self._demand_git()
        if self.head() is None and not self._git.ask("for-each-ref", "--count=1"):
            return
        wanted = ["--all", *(["HEAD"] if self.head() else [])]
        yield from self._commits(wanted, "the history", sieve)

    def _commits(self, wanted: Sequence[str], called: str, sieve: Sieve | None) -> Iterator[Part]:
        """What these commits added; those at a shallow clone's edge can't be told apart from
        all that came before them, so they are left out and the question stays open."""
        listed = self._git.ask("rev-list", "--topo-order", "--reverse", *wanted).decode().split()
        edge = self._shallow()
        commits = Commits(
            listed=tuple(one for one in listed if one not in edge),
            told=tuple(listed),
            is_all="--all" in wanted,
        )
        yield from Past(self._git, commits, self.head(), sieve).parts()
        cut = sum(one in edge for one in listed)
        if cut:
            noun = "a commit" if cut == 1 else f"{cut} commits"
            reason = f"{called} is incomplete: this clone lacks what came before {noun} of it"
            raise UnreachableError(reason, advice=_DEEPEN)

    def _contents(self, changed: Sequence[Change], sieve: Sieve | None) -> Iterator[Part]:
        if not changed:
            return
        with blobs_of(self._git) as blobs:
            versions = Versions(blobs, Elsewhere(self._git))
            for one in changed:
                if one.blob in one.before or (sieve and sieve.skips(one.path)):
                    continue
                about = About(path=shown(one.path))
                raw = versions.read(one.blob)
                if isinstance(raw, bytes):
                    before = versions.earlier(one.before)
                    yield from parts_of(about, raw, sieve, before=before)
                else:
                    yield about.unread(raw)

    def _on_disk(
        self, path: str, sieve: Sieve | None, known: disk.Known, *, tracked: bool
    ) -> Iterator[Part]:
        if sieve and sieve.skips(path):
            return
        raw = disk.content(self.root, path, LARGEST, known)
        if isinstance(raw, bytes) and is_stand_in(raw) and self.is_git:
            raw = Elsewhere(self._git).content(raw, LARGEST)
        about = About(path=shown(path), tracked=tracked)
        if isinstance(raw, bytes):
            yield from parts_of(about, raw, sieve)
        elif raw is not None:
            yield about.unread(raw)

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


def _words(listed: bytes) -> Iterator[str]:
    """Paths ended by NULs, in the order of the listing."""
    return (word for word in listed.decode("utf-8", "surrogateescape").split("\0") if word)


def _indexed(listed: bytes) -> Iterator[tuple[str, bool, str]]:
    """Path, whether it should be on disk, and blob of every file git knows, each once."""
    seen: set[str] = set()
    for word in _words(listed):
        head, _, path = word.partition("\t")
        tag, mode, blob, _ = head.split(" ")
        if path not in seen and mode.startswith("100"):
            yield path, tag != "S", blob
        seen.add(path)
