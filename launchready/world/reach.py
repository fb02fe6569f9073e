"""Who can read what a commit holds, and what the checked out commit still has."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from launchready.core.repository import Reach
from launchready.world.contents import Text, decoded, opened
from launchready.world.git import Git
from launchready.world.objects import Blobs
from launchready.world.parts import LARGEST
from launchready.world.sweep import Fact, Swept

# A sieve gives lines whole up to this length at least, in bytes.
_SHORTEST_CUT = 1024
# Refs that stay in this clone unless somebody pushes them.
_LOCAL = ("refs/heads/*", "refs/stash", "refs/notes/*", "refs/bisect/*")


@dataclass(frozen=True)
class Reaching:
    """Which commits a remote's branch or a tag has, which this clone alone."""

    git: Git
    reached: frozenset[str] = field(repr=False)

    def of(self, commit: str | None) -> Reach:
        if commit in self._public:
            return "public"
        return "local" if commit in self.reached else "unreachable"

    @cached_property
    def _public(self) -> frozenset[str]:
        if not self.git.ask("for-each-ref", "--count=1", "refs/remotes"):
            return frozenset()
        excluded = [f"--exclude={one}" for one in _LOCAL]
        return frozenset(self.git.ask("rev-list", *excluded, "--all").decode().split())


class Standing:
    """The lines that the checked out commit has."""

    def __init__(self, git: Git, head: str | None, blobs: Blobs, swept: Swept | None) -> None:
        self._blobs = blobs
        self._by_path = _listed(git, head) if head else {}
        self._lines: dict[str, frozenset[str]] = {}
        ids = self._by_path.values()
        whole = {one for one in ids if not swept or _is_cut(swept.facts.get(one, ()))}
        said = _said(swept.facts.get(one, ()) for one in ids) if swept else ()
        self._elsewhere = frozenset(said).union(*(self._lines_of(one) for one in whole))

    def among(self, path: str) -> frozenset[str]:
        """Its lines in a file of that path, and what it has in others."""
        blob = self._by_path.get(path)
        return self._elsewhere | self._lines_of(blob) if blob else self._elsewhere

    def _lines_of(self, blob: str) -> frozenset[str]:
        if blob not in self._lines:
            raw = self._blobs.read(blob, LARGEST)
            read = opened(raw) if isinstance(raw, bytes) else ()
            texts = (one for one in read if isinstance(one, Text))
            self._lines[blob] = frozenset(line for one in texts for _, line in one.lines())
        return self._lines[blob]


def _listed(git: Git, head: str) -> dict[str, str]:
    listed = git.ask("ls-tree", "-r", "-z", head).decode("utf-8", "surrogateescape")
    rows = (row.partition("\t") for row in listed.split("\0") if row)
    return {path: about.split(" ")[2] for about, _, path in rows if about.startswith("100")}


def _is_cut(facts: tuple[Fact, ...]) -> bool:
    """Whether one of these may be a piece of a line, and not the whole of it."""
    return any(len(one.text) >= _SHORTEST_CUT for one in facts)


def _said(facts: Iterable[tuple[Fact, ...]]) -> Iterable[str]:
    for held in facts:
        for one in held:
            yield from decoded(one.text).split("\n")
