"""Asks the pages named as another website's script would, and looks at who may read the answer."""

from launchready.core.bot_wall import demand_service
from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.destination import host_of
from launchready.core.finding import Finding
from launchready.core.location import Named
from launchready.core.unreachable import UnreachableError
from launchready.web.header_rules import CORS_OPEN
from launchready.web.settings import Web
from launchready.web.surface import Page

# Names nobody can register (RFC 2606, 2): a stranger, and two that sloppy comparing lets in.
_STRANGER = "https://launchready.invalid"


@check(Web, each=lambda web: web.surfaces.headers, emits=(CORS_OPEN,))
async def cors(page: Page, ctx: Context) -> list[Finding]:
    """No stranger's page may read answers that are made for a logged-in visitor."""
    host = host_of(page.url)
    origins = (
        (_STRANGER, "any origin"),
        ("null", "the origin null, which any sandboxed frame has"),
        (f"https://{host}.launchready.invalid", f"origins that begin with {host}"),
        (f"https://launchready-{host}", f"origins that end with {host}"),
    )
    for origin, whom in origins:
        answer = await ctx.web.fetch(page.url, headers=(("Origin", origin),), fresh=True)
        demand_service(answer)
        if answer.status in (404, 410):
            reason = f"{page.url.partition('?')[0]} answered {answer.status}"
            raise UnreachableError(reason, advice="Name a page that is there.")
        allowed = (answer.header("access-control-allow-origin") or "").strip()
        is_for_visitors = answer.header("access-control-allow-credentials") == "true"
        if allowed == origin and is_for_visitors:
            subject = Named(name=page.url.partition("?")[0], at=page.at)
            message = f"{subject} lets {whom} read answers with cookies"
            facts = (f"Origin: {origin}", f"Access-Control-Allow-Origin: {allowed}")
            return [CORS_OPEN.broken(subject, message, *facts)]
    return []
