"""From the bytes of a file to the parts a check is given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from launchready.core.repository import Lines, Part, Reach, Sieve, Unread
from launchready.world.contents import Closed, Text, opened, spots_of
from launchready.world.lfs import ELSEWHERE, is_media

# The largest file read, in bytes; a larger one is said to be unread.
LARGEST = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Where a content stands: its file, its commit, and who can read that."""

    path: str
    commit: str | None = None
    tracked: bool = True
    reach: Reach | None = None
    origin: str = ""

    def unread(self, found: int | str | None) -> Unread:
        """A content that is too large (its size), or cannot be had (why, None: it is not there)."""
        if isinstance(found, int):
            detail = f"{found / 2**20:.0f} MiB; at most {LARGEST // 2**20} MiB of text are read"
            return Unread(path=self.path, reason="too large", detail=detail, commit=self.commit)
        detail = found or "its content is not in this clone"
        if found == ELSEWHERE and is_media(self.path):
            return Unread(path=self.path, reason="binary", detail=detail, commit=self.commit)
        return Unread(path=self.path, reason="unreadable", detail=detail, commit=self.commit)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the parents' versions of a file said."""

    texts: tuple[str, ...] = field(default=(), repr=False)
    lines: frozenset[str] = field(default=frozenset(), repr=False)


def earlier(contents: Sequence[bytes]) -> Earlier:
    """All that can be read in some earlier versions."""
    if not contents:
        return Earlier()
    read = [one.lines() for raw in contents for one in opened(raw) if isinstance(one, Text)]
    lines = frozenset(line for listed in read for _, line in listed)
    return Earlier(tuple("\n".join(line for _, line in listed) for listed in read), lines)


def parts_of(
    about: About,
    raw: bytes,
    sieve: Sieve | None,
    *,
    before: Earlier | None = None,
    standing: frozenset[str] | None = None,
) -> Iterator[Part]:
    """The lines of a content that its parents lacked and the sieve keeps.

    `standing` are the lines that the checked out commit has.
    """
    for text in opened(raw):
        if isinstance(text, Closed):
            detail = f"{text.inside}: {text.detail}" if text.inside else text.detail
            yield Unread(path=about.path, reason=text.reason, detail=detail, commit=about.commit)
            continue
        kept = _kept(about.path, text, sieve)
        if kept is not None and not kept:
            continue
        every = text.lines()
        had = before.lines if before else frozenset()
        lines = tuple(
            one for one in every if (kept is None or one[0] in kept) and one[1] not in had
        )
        if not lines:
            continue
        is_part = len(lines) < len(every) and text.unit == "line"
        yield Lines(
            path=about.path,
            lines=lines,
            commit=about.commit,
            tracked=about.tracked,
            whole=tuple(line for _, line in every) if is_part else None,
            before=before.texts if before else (),
            inside=text.inside,
            landmarks=text.landmarks,
            unit=text.unit,
            origin=about.origin,
            reach=about.reach,
            standing=None
            if standing is None
            else frozenset(number for number, line in lines if line in standing),
        )


def _kept(path: str, text: Text, sieve: Sieve | None) -> frozenset[int] | None:
    """The numbers of the lines to be told, None for all."""
    if sieve is None or sieve.takes_whole(path):
        return None
    spots = spots_of(sieve, text)
    return text.at(spots) if spots else frozenset()
