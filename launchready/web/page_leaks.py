"""Reads the pages named and the scripts they load, as anybody with developer tools can."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from anyio import to_thread

from launchready.core.browser import Response
from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.destination import host_of, resolve, scheme_of
from launchready.core.finding import Finding, Impact, Rule
from launchready.core.location import Named
from launchready.core.preview_hosts import ENDINGS
from launchready.core.unreachable import UnreachableError
from launchready.web.document import elements, is_html
from launchready.web.leak_rules import (
    DEBUG,
    DEFAULT,
    LISTING,
    MIXED,
    SECRET,
    SOURCE_MAP,
    STAGING_HOST,
    TEST_KEY,
)
from launchready.web.page_files import files
from launchready.web.settings import Web
from launchready.web.surface import Page, demand_page, visit
from launchready.web.telltales import DEBUG_PAGES, DEFAULT_PAGES, is_listing, told

_LOADED = frozenset({"stylesheet", "modulepreload", "preload"})
# An address of a developer's machine, as a program would call it; a test for the name is none.
_LOCAL = re.compile(
    r"""["'`(=\s](?:https?|wss?):\\?/\\?/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]"""
    r"""|[a-z0-9-]+\.local)(?::\d{1,5})?(?=[/"'`\s)\\]|$)""",
    re.IGNORECASE,
)
# The bare `http://localhost` stands in libraries (axios, react-router) as what an address is read
# against; in a script it counts where it is called, or given to something named for an address.
_BARE = re.compile(r"//localhost$", re.IGNORECASE)
_USED = re.compile(
    r"""(?:\b(?:fetch|get|post|put|patch|delete|request|open|connect|io|create|WebSocket"""
    r"""|EventSource)\s*\(|(?:url|uri|api|host|endpoint|backend|server)\w*["']?\s*[:=])\s*["'`]$""",
    re.IGNORECASE,
)
# A name that hosting providers give each deployment, and how long a word must be to be ours.
_PREVIEW = re.compile(
    rf"(?<![\w.-])(?:[a-z0-9-]{{1,63}}\.){{1,3}}(?:{'|'.join(map(re.escape, ENDINGS))})(?![\w.-])",
    re.IGNORECASE,
)
_TELLING = 4
_TEST_KEY = re.compile(r"\bpk_test_[0-9A-Za-z]{16,}")
_MAP = re.compile(r"(?://|/\*)[#@]\s*sourceMappingURL=([^\s*]{1,2000})")
# What a browser loads with a page, by element: those that run or style, and the rest.
_ACTIVE = {"script": "src", "iframe": "src", "link": "href", "object": "data", "embed": "src"}
_PASSIVE = {"img": "src", "audio": "src", "video": "src", "source": "src"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Something a page's visitors get: the page itself or what it loads."""

    answer: Response
    is_page: bool

    @property
    def name(self) -> str:
        return self.answer.url.partition("?")[0]


@check(
    Web,
    each=lambda web: web.surfaces.leaks,
    emits=(SECRET, TEST_KEY, SOURCE_MAP, DEBUG, STAGING_HOST, MIXED, LISTING, DEFAULT),
    limit=120,
)
async def page_leaks(page: Page, ctx: Context) -> list[Finding]:
    """Pages and their scripts give away no keys, no code and no way to staging."""
    seen = await visit(page, ctx, demand=False)
    home = Loaded(answer=seen.last, is_page=True)
    if (strange := _strange(page, home)) is not None:
        return [strange]
    demand_page(seen)
    came = await files(seen.last, ctx, _LOADED, "script", "link")
    silent = list(came.unread)
    # A page in a script's place is a single-page app's answer to everything it does not have.
    scripts = [Loaded(answer=one, is_page=False) for one in came.answers if not is_html(one)]
    loaded = [home, *scripts]
    found = _mixed(page, home)
    for one in loaded:
        found += [
            *await _keys(page, one, ctx),
            *_hosts(page, one, ctx),
            *_test_keys(page, one, ctx),
        ]
        try:
            found += await _source_map(page, one, ctx)
        except UnreachableError as error:
            silent.append(f"the source map of {one.name}: {error.reason}")
        if one.answer.truncated:
            silent.append(f"{one.name} is longer than what was read of it")
    if silent:
        raise UnreachableError("; ".join(silent[:3]), found=tuple(found))
    return found


def _broken(page: Page, rule: Rule, name: str, message: str, *facts: str) -> Finding:
    subject = Named(name=name, at=page.at)
    return rule.broken(subject, f"{name} {message}", *facts)


def _strange(page: Page, home: Loaded) -> Finding | None:
    """A page that is no page of ours at all."""
    text = home.answer.text
    if what := told(text, DEFAULT_PAGES):
        return _broken(page, DEFAULT, home.name, f"is {what}")
    if what := told(text, DEBUG_PAGES):
        return _broken(page, DEBUG, home.name, f"is {what}")
    if is_html(home.answer) and is_listing(text):
        return _broken(page, LISTING, home.name, "lists a folder")
    return None


def _mixed(page: Page, home: Loaded) -> list[Finding]:
    """What browsers block on a page over https (W3C Mixed Content, 4)."""
    if scheme_of(home.answer.url) != "https" or not is_html(home.answer):
        return []
    upgrades = "upgrade-insecure-requests" in (home.answer.header("content-security-policy") or "")
    found: dict[str, Finding] = {}
    for one in elements(home.answer.text, *_ACTIVE, *_PASSIVE, "form"):
        is_style = one.name != "link" or "stylesheet" in one["rel"].lower().split()
        key = "action" if one.name == "form" else _ACTIVE.get(one.name) or _PASSIVE[one.name]
        address = one[key].strip()
        if not is_style or not address.lower().startswith("http://") or upgrades:
            continue
        kind = "sends a form to" if one.name == "form" else f"loads <{one.name}> from"
        impact = Impact.RISK if one.name in _PASSIVE else Impact.BLOCKER
        name = f"{home.name} {one.name}"
        message = f"{kind} {address.partition('?')[0][:200]}"
        subject = Named(name=name, at=page.at)
        finding = MIXED.with_impact(impact).broken(subject, f"{home.name} {message}")
        found.setdefault(name, finding)
    return list(found.values())


async def _keys(page: Page, one: Loaded, ctx: Context) -> list[Finding]:
    name = "page.html" if one.is_page else "bundle.js"
    keys = await to_thread.run_sync(ctx.keys.found, name, one.answer.text, ctx.now())
    found = []
    for key in keys:
        if key.impact is not Impact.BLOCKER:
            continue  # public by design, or made up
        subject = Named(name=f"{one.name} {key.digest}", at=page.at)
        shown = f" ({key.shown}…)" if key.shown else ""
        message = f"{one.name} line {key.line} holds {key.thing}{shown}"
        found.append(SECRET.broken(subject, message))
    return found


def _hosts(page: Page, one: Loaded, ctx: Context) -> list[Finding]:
    """One finding a host, with what stands around it."""
    text, found = one.answer.text, list[Finding]()
    for staging in ctx.site.staging:
        place = re.search(
            rf"(?<![\w.-]){re.escape(staging.name)}(?![\w-]|\.\w)", text, re.IGNORECASE
        )
        if place:
            name = f"{one.name} {staging.name}"
            subject = Named(name=name, at=page.at)
            message = f"{one.name} names {staging.name}, which is staging"
            found.append(STAGING_HOST.broken(subject, message, _around(text, place)))
    for place in _PREVIEW.finditer(text):
        if _ours(ctx) in place[0].lower():
            subject = Named(name=f"{one.name} {place[0].lower()}", at=page.at)
            message = (
                f"{one.name} names {place[0].lower()}, the hosting provider's name for a preview"
            )
            found.append(STAGING_HOST.broken(subject, message))
            break
    place = next((at for at in _LOCAL.finditer(text) if one.is_page or _is_used(at)), None)
    if place:
        subject = Named(name=f"{one.name} localhost", at=page.at)
        message = f"{one.name} asks a developer's own machine"
        found.append(STAGING_HOST.broken(subject, message, _around(text, place)))
    return found


def _is_used(place: re.Match[str]) -> bool:
    before = place.string[max(0, place.start() - 40) : place.start() + 1]
    return not _BARE.search(place[0]) or bool(_USED.search(before))


def _ours(ctx: Context) -> str:
    """The word a preview of ours has in its name: `acme` of www.acme.co.uk."""
    name = ctx.site.canonical.name if ctx.site.canonical else ""
    labels = [one for one in name.split(".")[:-1] if one not in ("www", "app", "co", "com")]
    return labels[-1] if labels and len(labels[-1]) >= _TELLING else "\0"


def _around(text: str, place: re.Match[str]) -> str:
    """A little of the text, which may hold anything: no more than the address and its path."""
    shown = re.match(r"[\w.:/\\-]{0,60}", text[place.end() :])
    return f"seen as {place[0].strip(chr(34) + chr(39) + '`(= ')}{shown[0] if shown else ''}"


def _test_keys(page: Page, one: Loaded, ctx: Context) -> list[Finding]:
    if ctx.site.environment != "production" or not _TEST_KEY.search(one.answer.text):
        return []
    return [_broken(page, TEST_KEY, one.name, "holds a Stripe test key (pk_test_…)")]


async def _source_map(page: Page, one: Loaded, ctx: Context) -> list[Finding]:
    """A map is exposed when it can be fetched and holds the sources themselves."""
    named = one.answer.header("sourcemap") or one.answer.header("x-sourcemap")
    named = named or _last(_MAP.findall(one.answer.text[-5000:]))
    url = resolve(one.answer.url, named) if named and not named.startswith("data:") else None
    if one.is_page or url is None or not ctx.site.owns(host_of(url)):
        return []
    answer = await ctx.web.fetch(url)
    if answer.status != 200 or not _has_sources(answer):
        return []
    name = url.partition("?")[0]
    return [_broken(page, SOURCE_MAP, name, f"holds the sources of {one.name}")]


def _has_sources(answer: Response) -> bool:
    if answer.truncated:
        return b'"sourcesContent"' in answer.body
    try:
        held = json.loads(answer.text.removeprefix(")]}'"))
    except ValueError:
        return False
    contents = held.get("sourcesContent") if isinstance(held, dict) else None
    return isinstance(contents, list) and any(isinstance(one, str) and one for one in contents)


def _last(found: Iterable[str]) -> str:
    return next(reversed(list(found)), "")
