"""Asks each host for the files that robots ask every new site for."""

import secrets

from launchready.core.bot_wall import demand_service
from launchready.core.browser import Response
from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding
from launchready.core.location import Named
from launchready.core.unreachable import UnreachableError
from launchready.web.exposed_paths import PATHS, Exposed
from launchready.web.leak_rules import DEBUG, EXPOSED
from launchready.web.settings import Web
from launchready.web.surface import Page
from launchready.web.telltales import DEBUG_PAGES, told


@check(Web, each=lambda web: web.surfaces.leak_hosts, emits=(EXPOSED, DEBUG), limit=120)
async def exposed_files(host: Page, ctx: Context) -> list[Finding]:
    """No host gives away settings, repositories, backups or its insides."""
    front = host.url.rstrip("/")
    # A page that nobody made tells how this host answers what it does not have.
    missing = await ctx.web.fetch(f"{front}/launchready-{secrets.token_hex(8)}")
    found: list[Finding] = []
    if what := told(missing.text, DEBUG_PAGES):
        subject = Named(name=host.url, at=host.at)
        found.append(DEBUG.broken(subject, f"{subject} shows {what} for a page it does not have"))
    demand_service(missing, tuple(found))
    for one in PATHS:
        try:
            answer = await _asked(f"{front}{one.path}", ctx)
        except UnreachableError as error:
            raise UnreachableError(
                error.reason, kind=error.kind, advice=error.advice, found=tuple(found)
            ) from error
        if _is_given(one, answer, missing):
            subject = Named(name=f"{front}{one.path}", at=host.at)
            message = f"{subject} can be downloaded: {one.what}"
            found.append(EXPOSED.broken(subject, message, f"200, {len(answer.body)} bytes"))
    return found


async def _asked(url: str, ctx: Context) -> Response:
    answer = await ctx.web.fetch(url)
    # A wall that shuts such names to everybody is what is wanted.
    if answer.status != 403:
        demand_service(answer)
    return answer


def _is_given(one: Exposed, answer: Response, missing: Response) -> bool:
    is_the_same = answer.status == missing.status and answer.body == missing.body
    return answer.status == 200 and not is_the_same and one.is_there(answer.body)
