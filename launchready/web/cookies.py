"""Looks at the cookies that the pages named set on a new visitor."""

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.destination import host_of, scheme_of
from launchready.core.finding import Finding, Impact
from launchready.core.location import Named
from launchready.web import set_cookie
from launchready.web.header_rules import COOKIE_REJECTED, COOKIE_WEAK
from launchready.web.settings import Web
from launchready.web.surface import Page, visit

_LESS = COOKIE_WEAK.with_impact(Impact.ADVICE)
_LONGEST = 60  # characters of a cookie's name that are shown


@check(Web, each=lambda web: web.surfaces.headers, emits=(COOKIE_WEAK, COOKIE_REJECTED))
async def cookies(page: Page, ctx: Context) -> list[Finding]:
    """Every cookie a page sets is kept by browsers, and no session cookie can be taken."""
    seen = await visit(page, ctx)
    found: dict[str, Finding] = {}
    for hop in seen.chain.hops:
        host, secure = host_of(hop.url), scheme_of(hop.url) == "https"
        for name, value in hop.response.headers:
            cookie = set_cookie.parsed(value) if name == "set-cookie" else None
            if cookie is None:
                continue
            ours = ctx.site.named(host)
            at = ours.at if ours else page.at
            subject = Named(name=f"{host} cookie {cookie.name[:_LONGEST]}", at=at)
            reason = set_cookie.rejected(cookie, host, secure=secure)
            weak = set_cookie.weaknesses(cookie, secure=secure)
            shared = set_cookie.shared_with(cookie, host)
            if reason and not cookie.is_deleted:
                message = f"{subject} {reason}: browsers drop it"
                found.setdefault(str(subject), COOKIE_REJECTED.broken(subject, message))
            elif weak:
                message = f"{subject} {'; it '.join(weak)}"
                found.setdefault(str(subject), COOKIE_WEAK.broken(subject, message))
            elif shared:
                message = f"{subject} keeps visitors logged in and goes to every host of {shared}"
                found.setdefault(str(subject), _LESS.broken(subject, message))
    return list(found.values())
