"""A page as a visitor gets it: where a named page ends, or why that was not to be seen."""

from dataclasses import dataclass

from launchready.core.bot_wall import kept_out
from launchready.core.browser import Response
from launchready.core.context import Context
from launchready.core.destination import resolve
from launchready.core.hops import Chain, follow
from launchready.core.location import Location, Named
from launchready.core.unreachable import UnreachableError


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of ours whose surface is looked at."""

    url: str
    at: Location

    def __str__(self) -> str:
        return self.url


@dataclass(frozen=True, slots=True, kw_only=True)
class Assets:
    """A page whose files are looked at, and how many bytes they may have together."""

    page: Page
    budget: int

    @property
    def at(self) -> Location:
        return self.page.at

    def __str__(self) -> str:
        return str(self.page)


def on_canonical(paths: tuple[Named, ...], canonical: str) -> tuple[Page, ...]:
    """Paths of the canonical host, and whole URLs as they are."""
    pages = []
    for path in paths:
        text = f"https://{canonical}{path.name}" if path.name.startswith("/") else path.name
        pages.append(Page(url=resolve(text, text) or text, at=path.at))
    return tuple(pages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a visit met, from the first answer to the page it ended on."""

    page: Page
    chain: Chain
    last: Response

    def subject(self, name: str = "") -> Named:
        shown = self.last.url.partition("?")[0]
        return Named(name=f"{shown} {name}".rstrip(), at=self.page.at)


async def visit(page: Page, ctx: Context, *, demand: bool = True) -> Seen:
    """Follows a page to where visitors end. Raises UnreachableError where no page of ours is.

    Without `demand` an answer with an error's status is one, too: some are pages nobody meant.
    """
    chain = await follow(ctx.web, ctx.site, page.url)
    last = chain.last
    if chain.silence is not None:
        raise chain.silence
    if last is None or chain.end != "answered":
        reason = f"{page.url} ends at no page of ours: {_ENDS.get(chain.end, chain.end)}"
        raise UnreachableError(reason, advice=_ADVICE.get(chain.end, _USUAL_ADVICE))
    if (wall := kept_out(last)) is not None:
        raise wall
    seen = Seen(page=page, chain=chain, last=last)
    if demand:
        demand_page(seen)
    return seen


def demand_page(seen: Seen) -> None:
    """Raises UnreachableError for what no visitor takes for a page."""
    if seen.last.status >= 400:
        where = seen.last.url.partition("?")[0]
        reason = f"{where} answered {seen.last.status}, which is no page"
        raise UnreachableError(reason, advice="Name a page that visitors see.")


_USUAL_ADVICE = "Name a page that answers by itself."
_ADVICE = {
    "untrusted": "Mend the certificate first; tls says what is wrong with it.",
    "loop": "Mend the redirects first.",
    "too many": "Mend the redirects first.",
    "no location": "Mend the redirect first.",
}
_ENDS = {
    "untrusted": "its certificate fails, and browsers stop there",
    "no location": "a redirect leads nowhere",
    "stranger": "it redirects to a host that is not ours",
    "port": "it redirects to a port that visitors do not reach",
    "loop": "its redirects go in circles",
    "too many": "it redirects on and on",
}
