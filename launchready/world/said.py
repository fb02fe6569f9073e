"""What is said beside the files: messages and people of commits, messages and names of tags and
branches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from launchready.core.repository import Lines, Part, Reach, Sieve
from launchready.world.contents import decoded
from launchready.world.decode import lines_of
from launchready.world.git import LONG_PATIENCE, Git
from launchready.world.objects import as_input

_COMMIT = "%H%x00%an <%ae>%n%cn <%ce>%x00%B%x00%x01"
_REF = "%(refname)%00%(objectname)%00%(*objectname)%00%(objecttype)%00%(contents)%00%01"
# Between record and record; neither names nor messages hold a NUL.
_END = b"\0\1"


@dataclass(frozen=True, slots=True)
class Said:
    """Some lines that are no file's: what they are, where git keeps them, since which commit."""

    origin: str
    path: str
    commit: str | None
    text: bytes

    def part(self, sieve: Sieve | None, reach: Reach | None) -> Part | None:
        spots = sieve.places(self.text) if sieve else None
        if spots == []:
            return None
        lines = tuple(enumerate(lines_of(decoded(self.text)), 1))
        made = Lines(
            path=self.path, lines=lines, commit=self.commit, origin=self.origin, reach=reach
        )
        return made if lines else None


def of_commits(git: Git, commits: Sequence[str], sieve: Sieve | None) -> Iterator[Said]:
    """What these commits say, in their order; with a sieve only where it finds something."""
    if not commits:
        return
    options = ("--no-walk=unsorted", "--stdin", f"--format={_COMMIT}")
    listed = git.ask("rev-list", *options, given=as_input(commits), patience=LONG_PATIENCE)
    for record in _records(listed, sieve):
        # rev-list writes "commit <id>" before each.
        words = record.lstrip(b"\n").partition(b"\n")[2]
        commit, people, message = words.split(b"\0", 2)
        name = commit.decode("ascii")
        where = f".git/commits/{name[:12]}"
        yield Said(f"the author of commit {name[:12]}", where, name, people)
        yield Said(f"the message of commit {name[:12]}", where, name, message)


def of_refs(git: Git, among: frozenset[str] | None, sieve: Sieve | None) -> Iterator[Said]:
    """What tags say, and the names of tags and branches; `among` limits them to some commits."""
    listed = git.ask("for-each-ref", f"--format={_REF}")
    for record in _records(listed, sieve):
        ref, target, peeled, kind, message = record.lstrip(b"\n").split(b"\0", 4)
        commit = (peeled or target).decode("ascii")
        if among is not None and commit not in among:
            continue
        is_tag = ref.startswith(b"refs/tags/")
        name = ref.removeprefix(b"refs/heads/").removeprefix(b"refs/remotes/")
        named = "the name of a tag" if is_tag else "the name of a branch"
        yield Said(named, ".git/refs", commit, name.removeprefix(b"refs/tags/"))
        if kind == b"tag":
            where = f".git/tags/{target[:12].decode('ascii')}"
            yield Said("the message of a tag", where, commit, message)


def _records(listed: bytes, sieve: Sieve | None) -> Iterator[bytes]:
    """The records of a listing that the sieve keeps something of."""
    if sieve is None:
        yield from (one for one in listed.split(_END) if one.strip())
        return
    last = 0
    for spot in sieve.places(listed):
        if spot.start < last:
            continue
        start = listed.rfind(_END, 0, spot.start) + 1
        end = listed.find(_END, spot.start)
        last = end if end >= 0 else len(listed)
        yield listed[start + 1 if start else 0 : last]
