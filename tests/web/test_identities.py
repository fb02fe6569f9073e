"""Two canary accounts find the caches that mix visitors up, and no others."""

from pathlib import Path

import anyio
import pytest

from launchready.config.load import load
from launchready.core.unreachable import UnreachableError
from launchready.web.identities import identities
from launchready.web.settings import Web
from launchready.world.browser import LiveBrowser
from tests.servers import needs
from tests.web.cache_lab import PAGES, A, B, cached, portal
from tests.world.loopback import a_network
from tests.worlds import DictResolver, a_world

COOKIES = """\
      a: {headers: {Cookie: "sid=of-a-000001"}, marker: %s}
      b: {headers: {Cookie: "sid=of-b-000002"}, marker: %s}
"""
BEARERS = """\
      a: {headers: {Authorization: "Bearer of-a"}, marker: %s}
      b: {headers: {Authorization: "Bearer of-b"}, marker: %s}
"""


async def ask(port: int, path: str, accounts: str = "") -> list[str]:
    """The rules broken on a page of the portal behind that port."""
    usual = BEARERS if path == "/bearer" else COOKIES
    raw = (
        "version: 1\nhosts: {canonical: acme.test, own: [acme.test]}\nweb:\n  caching:\n"
        f"    private: ['http://acme.test{path}']\n    identities:\n" + (accounts or usual) % (A, B)
    )
    loaded = load(
        raw.encode(),
        "launchready.yml",
        environment="production",
        variables={},
        read=lambda one: b"",
    )
    room = loaded.rooms["web"]
    assert isinstance(room, Web)
    network = a_network(addresses={"acme.test:80": [f"127.0.0.1:{port}"]})
    browser = LiveBrowser(network, DictResolver())
    try:
        ctx = a_world(site=loaded.site)
        object.__setattr__(ctx, "web", browser)
        (subject,) = identities.each(room)
        found = await identities.ask(subject, ctx)
    finally:
        await browser.aclose()
    return [one.rule.id.partition("/")[2] for one in found]


async def ask_all(port: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}

    async def one(path: str) -> None:
        found[path] = await ask(port, path)

    async with anyio.create_task_group() as group:
        for path in {*PAGES} - {FALLS_OVER}:
            group.start_soon(one, path)
    return found


FALLS_OVER = "/falls-over"
CACHED = "private-page-cached"
LEAKS: dict[str, dict[str, str]] = {
    "nginx: honouring": {
        "/public": CACHED,
        "/max-age": CACHED,
        "/s-maxage": CACHED,
        "/bearer": CACHED,
        "/stranger-cached": CACHED,
        "/stranger-moved": CACHED,
        "/mirror": CACHED,
    },
    "nginx: ignoring": dict.fromkeys({*PAGES} - {FALLS_OVER}, CACHED),
    "nginx: by ending": {"/account": "cache-deception"},
    "varnish: hashing": {
        "/public": CACHED,
        "/max-age": CACHED,
        "/s-maxage": CACHED,
        "/bearer": CACHED,
        "/last-modified": CACHED,
        "/nothing": CACHED,
        "/stranger-cached": CACHED,
        "/stranger-moved": CACHED,
        "/mirror": CACHED,
    },
    "nginx: by cookie": {},
    # strangers' pages are kept, and what they forge with them
    "varnish: builtin": {"/mirror": "cache-poisonable"},
}


@needs("nginx", "varnishd")
@pytest.mark.parametrize("cache", LEAKS)
async def test_every_cache_that_leaks_is_found_and_no_other(cache: str, tmp_path: Path) -> None:
    with cached(cache, tmp_path) as port:
        found = await ask_all(port)

    told = {path: rules[0] for path, rules in found.items() if rules}
    assert told == LEAKS[cache]


async def test_without_a_cache_nothing_is_mixed_up() -> None:
    with portal() as port:
        found = await ask_all(port)

    assert not any(found.values())


async def test_an_account_that_is_logged_out_leaves_the_question_open() -> None:
    accounts = COOKIES.replace("of-b-000002", "of-b-000009")
    with portal() as port, pytest.raises(UnreachableError, match="does not show b its marker"):
        await ask(port, "/no-store", accounts)


async def test_a_page_that_falls_over_for_strangers_leaves_the_question_open() -> None:
    with portal() as port, pytest.raises(UnreachableError, match="answered 502"):
        await ask(port, FALLS_OVER)
