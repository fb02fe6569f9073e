"""Reads the sitemaps that a search engine would find, and whose addresses they hold."""

from collections.abc import Iterable

from launchready.core.bot_wall import kept_out
from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.destination import host_of, resolve, scheme_of
from launchready.core.finding import Finding
from launchready.core.hops import follow
from launchready.core.location import Named
from launchready.core.unreachable import UnreachableError
from launchready.web import sitemap
from launchready.web.crawl import robots_file
from launchready.web.index_rules import SITEMAP_ELSEWHERE
from launchready.web.settings import Web
from launchready.web.sitemap import NoSitemapError, Sitemap
from launchready.web.surface import Page

# How many sitemaps are read: indexes of large shops name thousands.
MOST = 50


_ADVICE = "Smaller sitemaps, each under 2 MB, are read whole."


@check(Web, each=lambda web: web.surfaces.roots, emits=(SITEMAP_ELSEWHERE,))
async def sitemaps(page: Page, ctx: Context) -> list[Finding]:
    """Every address in the sitemap is production's."""
    robots = await robots_file(page.url, ctx)
    named = [(one, f"line Sitemap: of {robots.url}") for one in robots.rules.sitemaps]
    waiting = named or [(f"{page.url.rstrip('/')}/sitemap.xml", "")]
    found: list[Finding] = []
    unread: list[str] = []
    seen: set[str] = set()
    while waiting and len(seen) < MOST:
        address, named_by = waiting.pop(0)
        url = resolve(page.url, address)
        if url in seen:
            continue
        seen.add(url or address)
        subject = Named(name=url or address[:200], at=page.at)
        by = f", which {named_by} names," if named_by else ""
        if url is None or not ctx.site.owns(host_of(url)):
            found.append(SITEMAP_ELSEWHERE.broken(subject, f"{subject}{by} is no address of ours"))
            continue
        read = await _read(url, ctx, is_guess=not named_by)
        if isinstance(read, str):
            found.append(SITEMAP_ELSEWHERE.broken(subject, f"{subject}{by} {read}"))
        elif read:
            unread += [f"only the beginning of {url} was read"] if read.is_cut else []
            inner = [(one, str(subject)) for one in read.addresses] if read.is_index else []
            waiting += inner
            found += [] if read.is_index else _strangers(subject, read.addresses, ctx)
    if waiting:
        unread.append(f"{len(waiting)} more sitemaps were not read")
    if unread:
        raise UnreachableError("; ".join(unread[:3]), advice=_ADVICE, found=tuple(found))
    return found


async def _read(url: str, ctx: Context, *, is_guess: bool) -> Sitemap | str | None:
    """A sitemap, or what is wrong with it; None where there need not be one."""
    chain = await follow(ctx.web, ctx.site, url)
    if chain.silence is not None:
        raise chain.silence
    last = chain.last
    if last is not None and (wall := kept_out(last)) is not None:
        raise wall
    if is_guess and last is not None and last.status >= 500:
        raise UnreachableError(
            f"{url} answered {last.status}", advice="Look again when it is served."
        )
    if last is None or chain.end != "answered" or last.status >= 400:
        status = last.status if last is not None else "nothing"
        return None if is_guess else f"answers {status}"
    try:
        return sitemap.parsed(last.body, cut=last.truncated)
    except NoSitemapError as error:
        return None if is_guess else f"cannot be read: {error}"


def _strangers(subject: Named, addresses: Iterable[str], ctx: Context) -> list[Finding]:
    """One finding a sitemap, with the first of the addresses that do not belong into it."""
    staging = {one.name for one in ctx.site.staging}
    wrong = [
        one
        for one in addresses
        if not ctx.site.owns(host_of(resolve(one, one) or ""))
        or host_of(one) in staging
        or scheme_of(one) != "https"
    ]
    if not wrong:
        return []
    others = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
    message = f"{subject} lists {wrong[0][:200]}{others}; addresses of ours over https are meant"
    return [SITEMAP_ELSEWHERE.broken(subject, message)]
