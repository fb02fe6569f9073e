"""Weighs what a page makes a visitor fetch, as it comes over the wire."""

from collections import Counter
from dataclasses import dataclass

from launchready.core.bot_wall import kept_out
from launchready.core.browser import Response
from launchready.core.context import Context
from launchready.core.destination import host_of
from launchready.core.sheet import Sheet
from launchready.core.unreachable import UnreachableError
from launchready.load.page_files import File, files

# Files of one page that are fetched.
MOST = 60
# Below that, packing saves no packet, in bytes.
_SMALL = 1400
_TEXT = ("text/", "application/javascript", "application/json", "image/svg+xml")
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What came, in bytes over the wire by kind, and what was wrong with some of it.

    `unread` says in words what could not be looked at; the weight then is at least that.
    """

    page: int
    kinds: dict[str, int]
    files: int
    unpacked: tuple[tuple[str, int], ...] = ()
    missing: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    others: int = 0
    at_least: bool = False

    @property
    def scripts(self) -> int:
        return self.kinds.get("scripts", 0)

    @property
    def total(self) -> int:
        return self.page + sum(self.kinds.values())

    def sheet(self, title: str) -> Sheet:
        """The same for the report."""
        kinds = [("page", self.page), *self.kinds.items()]
        told = ", ".join(f"{name} {size(count)}" for name, count in kinds if count)
        least = "at least " if self.at_least or self.unread else ""
        rows = [
            ("over the wire", f"{least}{size(self.total)} in {_files(self.files + 1)}: {told}"),
            ("sent unpacked", _named([f"{url} ({size(count)})" for url, count in self.unpacked])),
            ("not there", _named(list(self.missing))),
            ("from other hosts", f"{_files(self.others)}, not fetched" if self.others else ""),
            ("not looked at", _named(list(self.unread))),
        ]
        return Sheet(title=title, rows=tuple((name, text) for name, text in rows if text))


async def weigh(page: Response, ctx: Context) -> Weight:
    """Fetches what a page loads from hosts of ours, each file once. Raises nothing."""
    listed = files(page)
    ours = [one for one in listed if ctx.site.owns(host_of(one.url))]
    kinds: Counter[str] = Counter()
    missing, unread, came = [], [], [page]
    if len(ours) > MOST:
        unread.append(f"{len(ours) - MOST} more files")
    for one in ours[:MOST]:
        answer = await _fetched(one, ctx)
        if isinstance(answer, str):
            unread.append(answer)
        elif answer.status in (404, 410):
            missing.append(_plain(one.url))
        elif answer.status == 200:
            came.append(answer)
            kinds[one.kind] += wire(answer)
    return Weight(
        page=wire(page),
        kinds=dict(kinds),
        files=len(came) - 1,
        unpacked=tuple((_plain(one.url), wire(one)) for one in came if _is_unpacked(one)),
        missing=tuple(missing),
        unread=tuple(unread),
        others=len(listed) - len(ours),
        at_least=any(one.truncated for one in came),
    )


async def _fetched(file: File, ctx: Context) -> Response | str:
    """The file, or in words why it did not come."""
    try:
        answer = await ctx.web.fetch(file.url)
    except UnreachableError as error:
        return f"{_plain(file.url)}: {error.reason}"
    if (wall := kept_out(answer)) is not None:
        return wall.reason
    if answer.status >= 500 or answer.status == 403:
        return f"{_plain(file.url)} answered {answer.status}"
    return answer


def wire(answer: Response) -> int:
    """The bytes of a body as they came."""
    return len(answer.body) if answer.wire is None else answer.wire


def _is_unpacked(answer: Response) -> bool:
    kind = (answer.header("content-type") or "").lower()
    is_text = kind.startswith(_TEXT)
    return is_text and wire(answer) > _SMALL and not answer.header("content-encoding")


def _plain(url: str) -> str:
    return url.partition("?")[0]


def _files(count: int) -> str:
    return f"{count} file" if count == 1 else f"{count} files"


def _named(texts: list[str]) -> str:
    more = f" and {len(texts) - _MOST_NAMED} more" if len(texts) > _MOST_NAMED else ""
    return ", ".join(texts[:_MOST_NAMED]) + more


def size(count: int) -> str:
    """Bytes as people read them."""
    if count >= 1_000_000:
        return f"{count / 1_000_000:.1f} MB"
    return f"{count / 1000:.0f} kB" if count >= 1000 else f"{count} B"
