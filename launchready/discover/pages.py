"""Finds the pages of a product that visitors need: front, login, health, and what they link to."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlsplit

from launchready.core.browser import Response
from launchready.core.context import Context
from launchready.core.destination import host_of, resolve
from launchready.core.hops import Chain, follow
from launchready.core.site import Site
from launchready.core.unreachable import UnreachableError
from launchready.discover.html import links_of, title_of
from launchready.web import robots
from launchready.web.crawl import path_of, robots_file
from launchready.web.document import metas

# Requests beside the front pages; a founder's first look must not be felt by anybody.
MOST_LINKS = 6
MOST_HEALTH = 14

_LOGIN = re.compile(r"(log|sign)[-_ ]?(in|on)\b|/auth(/|$)|/account/?$", re.IGNORECASE)
_LOGINS = (
    "/login",
    "/signin",
    "/sign-in",
    "/users/sign_in",
    "/accounts/login/",
    "/auth/login",
    "/admin/",
    "/admin/login/",
)  # fmt: skip
_HEALTHS = (
    "/server/health",
    "/health",
    "/healthz",
    "/api/health",
    "/up",
    "/api/healthz",
    "/status",
    "/ping",
)
# A visit there may change something, or ends a session.
_RISKY = re.compile(
    r"log-?out|sign-?out|delete|remove|unsubscribe|cancel|/cdn-cgi/|\.(?!html?$)\w{2,5}$",
    re.IGNORECASE,
)
_NEXT_TEXT = """
next return returnto return_to return_url redirect redirect_to redirect_uri redirecturl
continue dest destination goto url from r
"""
_NEXT = frozenset(_NEXT_TEXT.split())
_NOWHERE = "/launchready-asks-for-a-page-that-is-not-here"
_LONGEST_WORDS = 60
# What a page is called before a script or a person gave it a name.
_NO_TITLE = frozenset({"loading", "home", "index", "untitled", "document", "title", "app"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page that answered well. `text` stands on it each time, "" where none was seen.

    `next_parameter` is the address of a login page and its parameter that says where to go next.
    """

    name: str
    url: str
    text: str = ""
    is_json: bool = False
    why: str = ""
    next_parameter: tuple[str, str] | None = None


async def front(name: str, url: str, site: Site, ctx: Context) -> Found | None:
    """A front page, by where it ends; None where it is kept from strangers or is none at all.

    A page that only fails today is one that visitors need all the same.
    """
    chain = await follow(ctx.web, site, url)
    if chain.last is None or chain.end != "answered":
        return None
    if chain.last.status >= 500:
        return Found(name=name, url=url, why=f"it answers {chain.last.status}, which is a fault")
    if chain.last.status != 200:
        return None
    return Found(
        name=name, url=url, text=await _steady(chain, ctx), why=f"it answers {chain.last.status}"
    )


async def _steady(chain: Chain, ctx: Context) -> str:
    """The page's title where it is the same twice, as smoke will ask for it."""
    assert chain.last is not None  # noqa: S101 - the caller saw it
    title = title_of(chain.last.text)
    if not title or title.strip(" .…").lower() in _NO_TITLE or title not in chain.last.text:
        return ""
    again = await ctx.web.fetch(chain.url, fresh=True)
    return title[:_LONGEST_WORDS] if title in again.text else ""


def linked(chains: Iterable[Chain], site: Site) -> list[str]:
    """Addresses of ours that front pages link to and that are safe to visit, each once."""
    found: dict[str, None] = {}
    for chain in chains:
        if not _is_well(chain) or chain.last is None:
            continue
        for href, _ in links_of(chain.last.text):
            url = resolve(chain.url, href)
            if url is None or not site.owns(host_of(url)) or urlsplit(url).query:
                continue
            if urlsplit(url).path not in ("", "/") and not _RISKY.search(urlsplit(url).path):
                found.setdefault(url, None)
    return list(found)


async def login(
    bases: Iterable[str], links: Iterable[str], site: Site, ctx: Context
) -> Found | None:
    """The first page that asks for a password: a link that says so, or a usual path."""
    from launchready.visit.forms import has_password

    listed = list(bases)
    told = [one for one in links if _LOGIN.search(urlsplit(one).path)][:3]
    tried = [
        *(f"{one}/" for one in listed),
        *told,
        *(f"{one}{path}" for one in listed for path in _LOGINS),
    ]
    for url in dict.fromkeys(tried):
        chain = await follow(ctx.web, site, url)
        last = chain.last
        if last is None or not _is_well(chain) or not has_password(last.text):
            continue
        page = chain.url.partition("?")[0]
        by = "linked from a front page" if url in told else "it asks for a password"
        said = next_parameter(chain)
        return Found(name="login", url=page, text="password", why=by, next_parameter=said)
    return None


def next_parameter(chain: Chain | None) -> tuple[str, str] | None:
    """The login page and its parameter that says where to go next, as a redirect showed them."""
    if chain is None:
        return None
    for hop in chain.hops:
        if hop.target is None or not urlsplit(hop.target).query:
            continue
        for name, _ in parse_qsl(urlsplit(hop.target).query, keep_blank_values=True):
            if name.lower() in _NEXT and re.fullmatch(r"[\w.-]{1,40}", name):
                return hop.target.partition("?")[0], name
    return None


async def samples(links: Iterable[str], canonical: str, site: Site, ctx: Context) -> list[str]:
    """Paths of the canonical host that answer with a page, three at most."""
    found: list[str] = []
    tried = 0
    for url in links:
        if host_of(url) != canonical or tried >= MOST_LINKS or len(found) >= 3:
            continue
        tried += 1
        chain = await follow(ctx.web, site, url)
        is_page = chain.last is not None and "html" in (chain.last.header("content-type") or "")
        if _is_well(chain) and chain.url == url and is_page:
            found.append(urlsplit(url).path)
    return found


async def health(
    bases: Iterable[str], told: Iterable[str], site: Site, ctx: Context
) -> list[Found]:
    """Routes that say how the product is: text or JSON that no other path answers with."""
    found: list[Found] = []
    paths = list(dict.fromkeys((*told, *_HEALTHS)))[:MOST_HEALTH]
    for base in dict.fromkeys(bases):
        nothing = await _plain(f"{base}{_NOWHERE}", site, ctx)
        if nothing is not None and nothing.status == 200:
            continue  # it answers anything, so nothing follows from an answer
        for path in paths:
            answer = await _plain(f"{base}{path}", site, ctx)
            if answer is None or answer.status != 200 or _is_html(answer):
                continue
            text, is_json = _says(answer)
            found.append(
                Found(
                    name=f"health of {host_of(base)}",
                    url=f"{base}{path}",
                    text=text,
                    is_json=is_json,
                )
            )
            break
    return found


async def shut_to_search(chain: Chain | None, site: Site, ctx: Context) -> str:
    """What keeps search engines from a front page, "" where nothing does."""
    if chain is None or chain.last is None or not _is_here(chain):
        return ""
    file = await robots_file(chain.url, replace(ctx, site=site))
    if reason := file.forbids(path_of(chain.url)):
        return reason
    headers = (value for name, value in chain.last.headers if name == "x-robots-tag")
    told = robots.header_forbids(headers) or robots.meta_forbids(
        ("robots", one) for one in metas(chain.last.text, name="robots")
    )
    return f"says {told}" if told else ""


async def _plain(url: str, site: Site, ctx: Context) -> Response | None:
    try:
        chain = await follow(ctx.web, site, url)
    except UnreachableError:
        return None
    return chain.last if _is_here(chain) and chain.redirects == 0 else None


def _says(answer: Response) -> tuple[str, bool]:
    """`$.status` of a health answer where it is one short word, else nothing."""
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError):
        return "", False
    status = said.get("status") if isinstance(said, dict) else None
    is_word = isinstance(status, str) and re.fullmatch(r"[A-Za-z_-]{1,20}", status)
    return (str(status), True) if is_word else ("", True)


def _is_html(answer: Response) -> bool:
    return "html" in (answer.header("content-type") or "").lower()


def _is_here(chain: Chain) -> bool:
    return chain.end == "answered" and chain.last is not None


def _is_well(chain: Chain) -> bool:
    return _is_here(chain) and chain.last is not None and chain.last.status == 200
