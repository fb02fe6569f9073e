"""Asks for a page as the config says: plainly, with a method and a body, or signed in."""

import copy
import json
from urllib.parse import urlencode

from launchready.core.context import Context
from launchready.core.hops import Chain, follow
from launchready.core.sessions import SignedIn
from launchready.smoke.settings import Page
from launchready.visit.visitor import Headers, Visitor

_FORM = "application/x-www-form-urlencoded"


async def asked(page: Page, ctx: Context, *, fresh: bool = False) -> Chain:
    """A visit to a page, from its first request to where it ended.

    Raises UnreachableError where its session cannot be logged in to.
    """
    if page.is_plain:
        stop = None if page.redirects == "follow" else _at_once
        return await follow(ctx.web, ctx.site, page.url.name, fresh=fresh, stop=stop)
    signed = await ctx.sessions.sign_in(page.session) if page.session else None
    visitor = _visitor(signed, ctx)
    body, kind = _body(page)
    said = {name.lower() for name in page.headers}
    headers = (*page.headers.items(), *(one for one in kind if one[0].lower() not in said))
    return await visitor.visit(
        page.url.name,
        method=page.method,
        headers=headers,
        body=body,
        follow=page.redirects == "follow",
    )


def _at_once(_: object) -> bool:
    return True


def _visitor(signed: SignedIn | None, ctx: Context) -> Visitor:
    if signed is None:
        return Visitor(web=ctx.web, site=ctx.site)
    return Visitor(
        web=ctx.web,
        site=ctx.site,
        jar=copy.deepcopy(signed.jar),
        extra_for=signed.headers_beside_cookies,
    )


def _body(page: Page) -> tuple[bytes | None, Headers]:
    """What is sent, and the header that names its kind."""
    if page.json_ is not None:
        raw = json.dumps(page.json_, ensure_ascii=False).encode()
        return raw, (("Content-Type", "application/json"),)
    if page.form:
        return urlencode(page.form).encode(), (("Content-Type", _FORM),)
    return (None if page.body is None else page.body.encode()), ()
