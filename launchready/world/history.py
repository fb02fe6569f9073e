"""What commits added: every one of a range or of the whole history, and what no ref reaches."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain

from launchready.core.repository import Part, Sieve
from launchready.core.unreachable import UnreachableError
from launchready.world import said
from launchready.world.git import LONG_PATIENCE, Git
from launchready.world.lfs import Elsewhere
from launchready.world.objects import Change, as_input, blobs_of, changes, quick_changes
from launchready.world.parts import LARGEST, About, parts_of
from launchready.world.reach import Reaching, Standing
from launchready.world.store import Store, everything, these
from launchready.world.suspects import suspects
from launchready.world.sweep import Swept, sweep, workers
from launchready.world.versions import Versions

_DANGLING = "a content that no commit holds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commits:
    """Commits, oldest first, of which everything they added is asked.

    `told` are all that were meant, some of which may be left out of `listed` because their
    parents are not in this clone. `is_all` is True for the whole history.
    """

    listed: tuple[str, ...]
    told: tuple[str, ...]
    is_all: bool


@dataclass(frozen=True, slots=True)
class Past:
    """What some commits of a repository added."""

    git: Git
    commits: Commits
    head: str | None
    sieve: Sieve | None = field(default=None, repr=False)
    shares: int = field(default_factory=workers)

    def parts(self) -> Iterator[Part]:
        """Files, commit by commit; what is said beside them; what no ref reaches."""
        if self.sieve is None:
            store = everything(self.git) if self.commits.is_all else Store()
            lost = self._lost(store)
            added = changes(self.git, self.commits.listed)
            yield from self._exact(chain(added, _of_lost(self.git, lost)), None, lost)
            yield from self._dangling(store.sizes, lost)
            return
        with ThreadPoolExecutor(1) as pool:
            listing = pool.submit(lambda: list(quick_changes(self.git, self.commits.listed)))
            store = (
                everything(self.git)
                if self.commits.is_all
                else these(self.git, {one.blob for one in listing.result()})
            )
            swept = sweep(self.git, store, self.sieve, largest=LARGEST, shares=self.shares)
            changed = listing.result()
        yield from self._sifted(changed, store, swept, self.sieve)

    def _sifted(
        self, changed: list[Change], store: Store, swept: Swept, sieve: Sieve
    ) -> Iterator[Part]:
        lost = self._lost(store)
        changed += _of_lost(self.git, lost)
        found = suspects(changed, swept, store.sizes, sieve, LARGEST)
        commits = list(dict.fromkeys(commit for commit, _ in found))
        exact = (one for one in changes(self.git, commits) if (one.commit, one.path) in found)
        yield from self._exact(exact, swept, lost)
        known = {one.blob for one in changed}
        unknown = [one for one in (*swept.facts, *swept.closed) if one not in known]
        yield from self._dangling(unknown, lost)

    def _exact(
        self, changed: Iterable[Change], swept: Swept | None, lost: Sequence[str]
    ) -> Iterator[Part]:
        reaching = Reaching(self.git, frozenset(self.commits.told))
        with blobs_of(self.git) as blobs:
            versions = Versions(blobs, Elsewhere(self.git))
            standing: Standing | None = None
            for one in changed:
                if one.blob in one.before or (self.sieve and self.sieve.skips(one.path)):
                    continue
                standing = standing or Standing(self.git, self.head, blobs, swept)
                about = About(
                    path=shown(one.path), commit=one.commit, reach=reaching.of(one.commit)
                )
                raw = versions.read(one.blob)
                if not isinstance(raw, bytes):
                    # Of what nothing reaches, git keeps what it has not yet tidied away.
                    if raw is not None or about.reach != "unreachable":
                        yield about.unread(raw)
                    continue
                yield from parts_of(
                    about,
                    raw,
                    self.sieve,
                    before=versions.earlier(one.before),
                    standing=standing.among(one.path),
                )
        yield from self._said(reaching, lost)

    def _said(self, reaching: Reaching, lost: Sequence[str]) -> Iterator[Part]:
        among = None if self.commits.is_all else frozenset(self.commits.listed)
        everything_said = (
            *said.of_commits(self.git, [*self.commits.listed, *lost], self.sieve),
            *said.of_refs(self.git, among, self.sieve),
        )
        for one in everything_said:
            part = one.part(self.sieve, reaching.of(one.commit))
            if part:
                yield part

    def _lost(self, store: Store) -> list[str]:
        """Commits that are stored and no ref reaches, oldest first."""
        reached = frozenset(self.commits.told)
        lost = [one for one in store.commits if one not in reached]
        if not lost:
            return []
        order = ("--topo-order", "--reverse", "--stdin", "--not", "--all")
        ordered = self.git.try_to("rev-list", *order, given=as_input(lost))
        return lost if ordered is None else ordered.decode().split()

    def _dangling(self, blobs: Iterable[str], lost: Sequence[str]) -> Iterator[Part]:
        """Contents that no commit holds: added once and never committed."""
        if not self.commits.is_all or not blobs:
            return
        held = self._held(lost)
        with blobs_of(self.git) as read:
            for blob in dict.fromkeys(blobs):
                if blob in held:
                    continue
                path = f".git/objects/{blob[:2]}/{blob[2:]}"
                about = About(path=path, reach="unreachable", origin=_DANGLING)
                raw = read.read(blob, LARGEST)
                if isinstance(raw, bytes):
                    yield from parts_of(about, raw, self.sieve)

    def _held(self, lost: Sequence[str]) -> frozenset[str]:
        """Every content a commit or the index holds."""
        options = ("--objects", "--no-object-names", "--indexed-objects", "--all")
        given = as_input([*self.commits.told, *lost])
        listed = self.git.try_to("rev-list", *options, "--stdin", given=given)
        if listed is None:
            listed = self.git.ask("rev-list", *options, patience=LONG_PATIENCE)
        return frozenset(listed.decode().split())


def _of_lost(git: Git, commits: Sequence[str]) -> list[Change]:
    """What commits that nothing holds together any more changed, as far as that can be told."""
    try:
        return list(quick_changes(git, commits)) if commits else []
    except UnreachableError:
        return []


def shown(path: str) -> str:
    """A path that can be printed: bytes that are not UTF-8 become U+FFFD."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
