"""Asks for a private page as two canary accounts and a stranger, and compares what they got.

Every request goes to a fresh address, so that nobody's cached page is touched.
"""

import secrets
from dataclasses import dataclass

from launchready.core.bot_wall import demand_service, kept_out
from launchready.core.browser import Response
from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Rule
from launchready.core.location import Named
from launchready.core.unreachable import UnreachableError
from launchready.web.cache_evidence import seen_by
from launchready.web.cache_rules import CACHED, COOKIE_CACHED, DECEPTION, POISONABLE
from launchready.web.cache_settings import Identities, Identity
from launchready.web.private_page import PrivatePage
from launchready.web.settings import Web

# What is hung on an address so that it looks like a file's; each is asked for twice.
_SUFFIXES = ("/{}.css", ";{}.css", "%2F{}.css", "/{}.js", "%00{}.css", "%3F{}.css", "/..%2f{}.css")
_CANARY_HOST = "launchready-canary.invalid"  # nobody can register it (RFC 2606, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asker:
    """Asks for one page as one of the accounts or as a stranger."""

    page: PrivatePage
    ctx: Context
    identities: Identities

    async def ask(self, url: str, who: Identity | None, *more: tuple[str, str]) -> Response:
        answer = await self.ask_for_odd(url, who, *more)
        demand_service(answer)
        return answer

    async def ask_for_odd(self, url: str, who: Identity | None, *more: tuple[str, str]) -> Response:
        """The same for an address that an app may choke on."""
        headers = (*(who.headers if who else ()), *more)
        answer = await self.ctx.web.fetch(url, headers=headers, fresh=True)
        if (wall := kept_out(answer)) is not None:
            raise wall
        return answer

    def fresh(self) -> str:
        mark = "&" if "?" in self.page.url else "?"
        return f"{self.page.url}{mark}launchready={secrets.token_hex(8)}"

    def broken(self, rule: Rule, message: str, answer: Response) -> Finding:
        subject = Named(name=self.page.url.partition("?")[0], at=self.page.at)
        return rule.broken(subject, f"{subject} {message}", *seen_by(answer.headers))


@check(
    Web,
    each=lambda web: web.surfaces.watched,
    emits=(CACHED, COOKIE_CACHED, DECEPTION, POISONABLE),
    limit=120,
)
async def identities(page: PrivatePage, ctx: Context) -> list[Finding]:
    """A private page reaches nobody but its owner."""
    if page.identities is None:
        raise ValueError("a page without canary accounts is not asked for by them")
    asker = _Asker(page=page, ctx=ctx, identities=page.identities)
    found = await _at_first(asker)
    found = found or await _passed_on(asker) or await _passed_back(asker)
    found = found or await _past_the_query(asker) or await _by_suffix(asker)
    return found + await _poisoned(asker)


async def _at_first(asker: _Asker) -> list[Finding]:
    """Each account sees its own page where nobody was before, else nothing can be concluded.

    One that sees the other's there is answered by a cache that leaves out the query.
    """
    a, b = asker.identities.a, asker.identities.b
    for name, who, other in (("a", a, b), ("b", b, a)):
        answer = await asker.ask(asker.fresh(), who)
        if _has(answer, other):
            message = f"shows {name} what the other account saw before, whatever the query"
            return [asker.broken(CACHED, message, answer)]
        if not _has(answer, who):
            reason = (
                f"{asker.page.url} does not show {name} its marker (it answered {answer.status})"
            )
            advice = "Log the canary account in anew, or correct its marker."
            raise UnreachableError(reason, advice=advice)
    return []


async def _passed_on(asker: _Asker) -> list[Finding]:
    """A's page, asked for by a stranger and by B afterwards."""
    url, a, b = asker.fresh(), asker.identities.a, asker.identities.b
    own = await asker.ask(url, a)
    stranger = await asker.ask(url, None)
    other = await asker.ask(url, b)
    for whom, answer in (("a stranger", stranger), ("b", other)):
        if _has(answer, a):
            return [asker.broken(CACHED, f"shows {whom} what a saw before", answer)]
        if _cookies(own) & _cookies(answer):
            message = f"hands {whom} the cookie it set for a"
            return [asker.broken(COOKIE_CACHED, message, answer)]
    if not _has(other, b):
        return [asker.broken(CACHED, "shows b what a stranger saw before", other)]
    return []


async def _passed_back(asker: _Asker) -> list[Finding]:
    """A stranger's answer, asked for by A afterwards: a cached log-in page locks everybody out."""
    url, a = asker.fresh(), asker.identities.a
    await asker.ask(url, None)
    answer = await asker.ask(url, a)
    if _has(answer, a):
        return []
    return [asker.broken(CACHED, "shows a what a stranger saw before", answer)]


async def _past_the_query(asker: _Asker) -> list[Finding]:
    """An address nobody asked for: a cache that leaves out queries has an answer all the same."""
    answer = await asker.ask(asker.fresh(), None)
    if not any(_has(answer, one) for one in (asker.identities.a, asker.identities.b)):
        return []
    return [asker.broken(CACHED, "shows a stranger a canary's page, whatever the query", answer)]


async def _by_suffix(asker: _Asker) -> list[Finding]:
    bare, mark, query = asker.page.url.partition("?")
    for suffix in _SUFFIXES:
        hung = suffix.format(f"launchready{secrets.token_hex(8)}")
        url = f"{bare.rstrip('/')}{hung}{mark}{query}"
        await asker.ask_for_odd(url, asker.identities.a)
        answer = await asker.ask_for_odd(url, None)
        if _has(answer, asker.identities.a):
            shown = suffix.format("x")
            message = f"shows a stranger what a saw, once {shown} is hung on its address"
            return [asker.broken(DECEPTION, message, answer)]
    return []


async def _poisoned(asker: _Asker) -> list[Finding]:
    """A header that changes the page without being part of the cache's key."""
    url = asker.fresh()
    first = await asker.ask(url, None, ("X-Forwarded-Host", _CANARY_HOST))
    if not _names(first, _CANARY_HOST):
        return []
    second = await asker.ask(url, None)
    if not _names(second, _CANARY_HOST):
        return []
    message = "keeps the host name a stranger sent as X-Forwarded-Host, for everybody"
    return [asker.broken(POISONABLE, message, second)]


def _has(answer: Response, who: Identity) -> bool:
    return who.marker in answer.text


def _names(answer: Response, host: str) -> bool:
    return host in answer.text or host in (answer.header("location") or "")


def _cookies(answer: Response) -> set[str]:
    """The cookies an answer sets, with their values; those being taken back are no secret."""
    pairs = [value.partition(";")[0] for name, value in answer.headers if name == "set-cookie"]
    return {one for one in pairs if len(one.partition("=")[2]) >= 8}
