"""Looks at the files that a public page loads: kept where they never change, sent compressed."""

import re
from urllib.parse import urlsplit

from launchready.core.browser import Response
from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding
from launchready.core.location import Named
from launchready.core.sheet import Seen, Sheet
from launchready.core.unreachable import UnreachableError
from launchready.web.cache_rules import ASSET, HEAVY, KEPT_LONG, UNCOMPRESSED
from launchready.web.document import is_html
from launchready.web.page_files import files
from launchready.web.settings import Web
from launchready.web.shared_cache import directives
from launchready.web.surface import Assets, Page, visit

_LOADED = frozenset({"stylesheet", "modulepreload", "icon"})
_MONTH = 30 * 86400  # seconds
_DAY = 86400  # seconds
# Below that a compressed answer takes as many packets as an uncompressed one, in bytes.
_SMALL = 1400
# `app.3f9a1c2e.js`, `index-DiwrgTda.css`: what bundlers write changes its name with its content.
_HASHED = re.compile(r"[.-](?:[0-9a-f]{8,}|(?=[\w-]*\d)(?=[\w-]*[A-Z])[\w-]{8,12})\.\w+$")
_TEXT = re.compile(r"^(?:text/|application/(?:javascript|json|xml|manifest\+json)|image/svg\+xml)")


@check(Web, each=lambda web: web.surfaces.assets, emits=(ASSET, KEPT_LONG, HEAVY, UNCOMPRESSED))
async def assets(shown: Assets, ctx: Context) -> list[Finding]:
    """Files that never change are kept by browsers, pages are not, and text is compressed."""
    page = shown.page
    seen = await visit(page, ctx)
    if not is_html(seen.last):
        raise UnreachableError(f"{page.url} is no HTML page", advice="Name a page with files.")
    found = [*_page(page, seen.last), *_sent(page, seen.last)]
    came = await files(seen.last, ctx, _LOADED, "script", "link", "img")
    for answer in came.answers:
        found += [*_kept(page, answer), *_sent(page, answer)]
    if came.unread:
        raise UnreachableError("; ".join(came.unread[:3]), found=tuple(found))
    loaded = [seen.last, *came.answers]
    weight = sum(len(one.body) for one in loaded)
    if weight > shown.budget:
        subject = seen.subject("weight")
        message = (
            f"{subject} is {_size(weight)} in {len(loaded)} files; {_size(shown.budget)} is meant"
        )
        found.append(HEAVY.broken(subject, message))
    return Seen(found, (_facts(seen.last, loaded),))


def _facts(page: Response, loaded: list[Response]) -> Sheet:
    """What a first visitor loads from hosts of ours, unpacked."""
    scripts = [one for one in loaded if "javascript" in (one.header("content-type") or "")]
    rows = (
        ("page and files", f"{_size(sum(len(one.body) for one in loaded))} in {len(loaded)}"),
        ("scripts", f"{_size(sum(len(one.body) for one in scripts))} in {len(scripts)}"),
    )
    return Sheet(title=f"what {page.url.partition('?')[0]} loads, unpacked", rows=rows)


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{count / 1000:.0f} kB"


def _kept(page: Page, answer: Response) -> list[Finding]:
    """A file with a hash in its name should be kept for good."""
    if not _HASHED.search(urlsplit(answer.url).path):
        return []
    said = directives([one for one in answer.headers if one[0] == "cache-control"])
    life = said.seconds("max-age") or 0
    if life >= _MONTH and not any(one in said for one in ("no-store", "no-cache")):
        return []
    subject = Named(name=answer.url.partition("?")[0], at=page.at)
    how = f"is kept for {life} seconds" if life else "is not kept by browsers"
    return [ASSET.broken(subject, f"{subject} has a hash in its name and {how}; a year is meant")]


def _page(page: Page, answer: Response) -> list[Finding]:
    said = directives([one for one in answer.headers if one[0] == "cache-control"])
    life = said.seconds("max-age") or 0
    if life <= _DAY or any(one in said for one in ("no-store", "no-cache")):
        return []
    subject = Named(name=answer.url.partition("?")[0], at=page.at)
    message = f"{subject} is kept by browsers for {life // 3600} hours, as it is today"
    return [KEPT_LONG.broken(subject, message)]


def _sent(page: Page, answer: Response) -> list[Finding]:
    kind = (answer.header("content-type") or "").lower()
    is_text = bool(_TEXT.match(kind))
    if not is_text or len(answer.body) <= _SMALL or answer.header("content-encoding"):
        return []
    subject = Named(name=answer.url.partition("?")[0], at=page.at)
    message = f"{subject} ({len(answer.body) // 1000} kB of text) is sent uncompressed"
    return [UNCOMPRESSED.broken(subject, message)]
