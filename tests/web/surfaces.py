"""Pages with headers, and the checks that look at them."""

from collections.abc import Mapping, Sequence

from launchready.config.load import load
from launchready.core.browser import Response
from launchready.core.check import Check
from launchready.core.finding import Finding
from launchready.core.unreachable import UnreachableError
from launchready.web.settings import Web
from tests.worlds import DictBrowser, a_world, page

Pages = Mapping[str | tuple[str, str], Response | UnreachableError]

HOME = "https://acme.test/"
HOSTS = """\
version: 1
hosts:
  canonical: acme.test
  own: [acme.test, www.acme.test, app.acme.test]
  staging: [staging.acme.test]
"""

# A page that protects its visitors in every way we know of.
GOOD = {
    "content-type": "text/html; charset=utf-8",
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'self'; object-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "strict-origin-when-cross-origin",
}


def answer(
    url: str = HOME,
    *,
    without: str = "",
    body: str = "<h1>Acme</h1>",
    status: int = 200,
    also: Sequence[tuple[str, str]] = (),
    said: Mapping[str, str] | None = None,
    **headers: str,
) -> Response:
    """The good page with some headers changed, one left out, or some added as they are."""
    every = GOOD | {key.replace("_", "-"): value for key, value in headers.items()}
    every |= said or {}
    every.pop(without, None)
    made = page(url, status, body=body, headers=every)
    return Response(
        url=made.url,
        status=made.status,
        headers=(*made.headers, *also),
        body=made.body,
        truncated=False,
        seconds=0.01,
    )


async def look(
    check: Check,
    web: Response | Pages,
    section: str = "web: {headers: {}}",
) -> list[Finding]:
    """What a check finds on the pages of a config's web section."""
    loaded = load(
        (HOSTS + section).encode(),
        "launchready.yml",
        environment="production",
        variables={},
        read=lambda path: b"",
    )
    room = dict(loaded.rooms)["web"]
    assert isinstance(room, Web)
    pages: Pages = {web.url: web} if isinstance(web, Response) else web
    ctx = a_world(web=DictBrowser(pages=pages), site=loaded.site)
    return [one for subject in check.each(room) for one in await check.ask(subject, ctx)]
