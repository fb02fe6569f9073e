"""The files that a page loads from hosts of ours."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from launchready.core.bot_wall import kept_out
from launchready.core.browser import Response
from launchready.core.context import Context
from launchready.core.destination import host_of, resolve
from launchready.core.unreachable import UnreachableError
from launchready.web.document import elements

MOST = 30  # files of one page that are fetched


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """What came, and in words what did not; a file that is not there is nobody's fault here."""

    answers: tuple[Response, ...]
    unread: tuple[str, ...]


async def files(page: Response, ctx: Context, rels: frozenset[str], *names: str) -> Files:
    """Fetches the files that elements of these names load, links by their `rel`."""
    urls = [one for one in dict.fromkeys(_urls(page, rels, names)) if ctx.site.owns(host_of(one))]
    answers: list[Response] = []
    unread = [f"{len(urls) - MOST} more files were not looked at"] if len(urls) > MOST else []
    for url in urls[:MOST]:
        where = url.partition("?")[0]
        try:
            answer = await ctx.web.fetch(url)
        except UnreachableError as error:
            unread.append(f"{where}: {error.reason}")
            continue
        if (wall := kept_out(answer)) is not None:
            unread.append(wall.reason)
        elif answer.status >= 500 or answer.status == 403:
            unread.append(f"{where} answered {answer.status}")
        elif answer.status == 200:
            answers.append(answer)
    return Files(answers=tuple(answers), unread=tuple(unread))


def _urls(page: Response, rels: frozenset[str], names: tuple[str, ...]) -> Iterator[str]:
    """Their addresses as absolute URLs, in order."""
    base = next((one["href"] for one in elements(page.text, "base") if one["href"]), "")
    base = urljoin(page.url, base)
    for one in elements(page.text, *names):
        if one.name == "link" and not rels & set(one["rel"].lower().split()):
            continue
        address = one["href"] if one.name == "link" else one["src"]
        url = resolve(base, address) if address and not address.startswith("data:") else None
        if url:
            yield url
