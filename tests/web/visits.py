"""Worlds of redirects, and visits to them, for the tests of the web room."""

from collections.abc import Iterable, Mapping

from launchready.config.load import load
from launchready.core.browser import Response
from launchready.core.context import Context
from launchready.core.finding import Finding
from launchready.core.unreachable import UnreachableError
from launchready.web.redirect_rules import redirect_rules
from launchready.web.redirects import redirects
from launchready.web.settings import Web
from launchready.web.upgrade import upgrade
from tests.worlds import DictBrowser, a_world, page

HOSTS = """\
version: 1
hosts:
  canonical: acme.test
  own: [acme.test, www.acme.test, app.acme.test]
  staging: [staging.acme.test]
  allow: [pay.other.test]
"""


def moved(url: str, to: str | None, status: int = 301, **headers: str) -> Response:
    """A redirect; `to` is its Location as it is sent."""
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return page(url, status, headers=named | ({} if to is None else {"Location": to}))


def pages(*responses: Response) -> dict[str | tuple[str, str], Response | UnreachableError]:
    return {one.url: one for one in responses}


def sound(path: str = "/") -> dict[str | tuple[str, str], Response | UnreachableError]:
    """A site on which every spelling of a page leads to it."""
    home = f"https://acme.test{path}"
    return pages(
        moved(f"http://acme.test{path}", home),
        moved(f"http://www.acme.test{path}", home),
        moved(f"https://www.acme.test{path}", home, 308),
        page(home, body="welcome"),
        moved(f"http://app.acme.test{path}", f"https://app.acme.test{path}"),
        page(f"https://app.acme.test{path}", 404),
    )


def settled(
    redirects: str, hosts: str = HOSTS, files: Mapping[str, str | bytes] | None = None
) -> tuple[Web, Context, DictBrowser]:
    """The web room of a config, and an empty world with the config's hosts."""
    raw = hosts + f"web:\n  redirects: {redirects}\n"

    def read(path: str) -> bytes:
        found = (files or {}).get(path)
        if found is None:
            raise FileNotFoundError(path)
        return found.encode() if isinstance(found, str) else found

    loaded = load(
        raw.encode(), "launchready.yml", environment="production", variables={}, read=read
    )
    web, browser = loaded.rooms["web"], DictBrowser()
    assert isinstance(web, Web)
    return web, a_world(web=browser, site=loaded.site), browser


async def visit(
    web: Mapping[str | tuple[str, str], Response | UnreachableError],
    redirects_: str = "{}",
    *,
    only: Iterable[str] = (),
    hosts: str = HOSTS,
) -> list[Finding]:
    """The findings of all three checks, each once; `only` picks subjects by name."""
    room, ctx, browser = settled(redirects_, hosts)
    browser.pages = web
    wanted = set(only)
    found: list[Finding] = []
    for check in (redirects, upgrade, redirect_rules):
        for subject in check.each(room):
            if not wanted or str(subject) in wanted:
                found += await check.ask(subject, ctx)
    return list({(one.fingerprint, one.at): one for one in found}.values())


def told(found: Iterable[Finding]) -> list[tuple[str, str]]:
    """Rule and subject of each finding."""
    return [(one.rule.id, one.subject) for one in found]
