"""Looks at production as a search engine does before it lists a page."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.destination import host_of, resolve, scheme_of
from launchready.core.finding import Finding, Impact
from launchready.core.location import Named
from launchready.web.crawl import page_forbids, path_of, robots_file
from launchready.web.document import elements, is_html
from launchready.web.index_rules import CANONICAL_ELSEWHERE, NOINDEXED
from launchready.web.settings import Web
from launchready.web.surface import Page, Seen, visit

# One link of a Link header (RFC 8288, 3); what is in quotes may hold commas.
_LINK = re.compile(r'<([^<>]*)>((?:\s*;\s*[\w*-]+(?:\s*=\s*(?:"[^"]*"|[^",;\s]*))?)*)')


@check(Web, each=lambda web: web.surfaces.indexed, emits=(NOINDEXED, CANONICAL_ELSEWHERE))
async def indexing(page: Page, ctx: Context) -> list[Finding]:
    """Search engines may list production, under its own address."""
    seen = await visit(page, ctx)
    robots = await robots_file(seen.last.url, ctx)
    subject = seen.subject()
    found: list[Finding] = []
    if reason := robots.forbids(path_of(seen.last.url)):
        found.append(NOINDEXED.broken(subject, f"{subject} {reason}"))
    elif told := page_forbids(seen):
        found.append(NOINDEXED.broken(subject, f"{subject} says {told}"))
    if is_html(seen.last):
        found += _elsewhere(seen, ctx)
    return found


def _elsewhere(seen: Seen, ctx: Context) -> list[Finding]:
    """What names a copy of the page at a host or over a scheme that is not production's."""
    found: dict[str, Finding] = {}
    for what, address in _named(seen):
        target = resolve(seen.last.url, address)
        why = "is no address" if target is None else _wrong(target, ctx)
        if why is None or what in found:
            continue
        subject = Named(name=f"{seen.subject()} {what}", at=seen.page.at)
        rule = CANONICAL_ELSEWHERE
        if what == "canonical" and target and _is_staging(target, ctx):
            rule = rule.with_impact(Impact.BLOCKER)
        message = f"{subject} is {address[:200]}, which {why}"
        found[what] = rule.broken(subject, message)
    return list(found.values())


def _named(seen: Seen) -> Iterator[tuple[str, str]]:
    """Canonical links and translations, in the page and its headers, as they are written."""
    base = next((one["href"] for one in elements(seen.last.text, "base") if one["href"]), "")
    for one in elements(seen.last.text, "link"):
        rels = one["rel"].lower().split()
        if "canonical" in rels:
            yield "canonical", urljoin(base, one["href"].strip())
        elif "alternate" in rels and one["hreflang"]:
            yield f"hreflang {one['hreflang'][:20]}", urljoin(base, one["href"].strip())
    for name, value in seen.last.headers:
        for address, said in _LINK.findall(value) if name == "link" else ():
            if re.search(r'rel\s*=\s*"?[^";]*\bcanonical\b', said, re.IGNORECASE):
                yield "canonical", address


def _wrong(target: str, ctx: Context) -> str | None:
    host, canonical = host_of(target), ctx.site.canonical
    if _is_staging(target, ctx):
        return "is staging"
    if not ctx.site.owns(host):
        return "is not ours"
    if scheme_of(target) != "https":
        return "is not https"
    if (
        canonical
        and host != canonical.name
        and host
        in (
            f"www.{canonical.name}",
            canonical.name.removeprefix("www."),
        )
    ):
        return f"is the other spelling of {canonical.name}"
    return None


def _is_staging(target: str, ctx: Context) -> bool:
    return host_of(target) in {one.name for one in ctx.site.staging}
