"""The checks follow real redirects of real servers, on loopback."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import trustme
from anyio.abc import ByteStream

from launchready.core.context import Context
from launchready.core.unreachable import UnreachableError
from launchready.smoke.pages import pages
from launchready.web.redirect_rules import redirect_rules
from launchready.web.redirects import redirects
from launchready.world.browser import LiveBrowser
from tests.smoke.test_settings import settled as smoke_settled
from tests.web.visits import settled, told
from tests.world.loopback import a_network, a_request, http, serving
from tests.worlds import DictResolver

HOSTS = "version: 1\nhosts: {canonical: acme.test, own: [acme.test]}\n"
RULES = "{rules: [{from: /hook, to: /v2, method: POST}, {from: /old, to: /caf%C3%A9}]}"


class Shop:
    """acme.test over http and https; the front page wants its cookie back."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def plain(self, stream: ByteStream) -> None:
        asked = (await a_request(stream)).decode()
        where = f"Location: https://acme.test{asked.split()[1]}"
        await stream.send(http("301 Moved Permanently", b"", where, "Connection: close"))

    async def secure(self, stream: ByteStream) -> None:
        asked = (await a_request(stream)).decode()
        method, path = asked.split()[:2]
        self.asked.append(f"{method} {path}")
        await stream.send(
            self._answer(f"{method} {path}", has_cookie="cookie: seen=1" in asked.lower())
        )

    def _answer(self, what: str, *, has_cookie: bool) -> bytes:
        match what:
            case "GET /" if not has_cookie:
                cookie = "Set-Cookie: seen=1; Path=/; Secure; HttpOnly"
                return http("302 Found", b"", "Location: /", cookie, "Connection: close")
            case "GET /" | "GET /caf%C3%A9":
                return http("200 OK", b"welcome", "Connection: close")
            case "GET /old":
                return http(
                    "308 Permanent Redirect", b"", "Location: caf\u00e9", "Connection: close"
                )
            case "POST /hook":
                return http("301 Moved Permanently", b"", "Location: /v2", "Connection: close")
            case _:
                return http("404 Not Found", b"", "Connection: close")


@asynccontextmanager
async def trading(folder: Path, shop: Shop, ctx: Context) -> AsyncIterator[Context]:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("acme.test").configure_cert(context)
    authority.cert_pem.write_to_path(folder / "root.pem")
    async with serving(shop.plain) as plain, serving(shop.secure, context) as secure:
        places = {"acme.test:80": [f"127.0.0.1:{plain}"], "acme.test:443": [f"127.0.0.1:{secure}"]}
        network = a_network(ca_file=str(folder / "root.pem"), addresses=places)
        browser = LiveBrowser(network, DictResolver())
        yield replace(ctx, web=browser)
        await browser.aclose()


async def test_real_redirects_cookies_and_posts_are_followed_and_told(tmp_path: Path) -> None:
    room, offline, _ = settled(RULES, HOSTS)
    shop = Shop()
    async with trading(tmp_path, shop, offline) as ctx:
        found = [one for sample in room.visits.samples for one in await redirects.ask(sample, ctx)]
        for rule in room.visits.mapped:
            found += await redirect_rules.ask(rule, ctx)

    assert told(found) == [("web/post-becomes-get", "https://acme.test/hook")]
    assert shop.asked.count("POST /hook") == 1
    assert "POST /v2" not in shop.asked


async def test_a_real_page_is_held_against_what_it_is_meant_to_be(tmp_path: Path) -> None:
    room = smoke_settled(
        "  pages:\n"
        "    - {name: home, url: 'http://acme.test/', expect: {status: 200, contains: welcome}}\n"
        "    - {name: pricing, url: 'https://acme.test/pricing', expect: {within: 10s}}\n"
    )
    _, offline, _ = settled("{}", HOSTS)
    async with trading(tmp_path, Shop(), offline) as ctx:
        found = [one for page in room.pages for one in await pages.ask(page, ctx)]

    assert [one.message for one in found] == ["pricing: the status is 404; [STATUS] < 300 is meant"]


async def test_a_port_where_nobody_listens_is_unanswered() -> None:
    room, offline, _ = settled("{}", HOSTS)
    async with serving(Shop().plain) as port:
        places = {f"acme.test:{usual}": [f"127.0.0.1:{port}"] for usual in (80, 443)}
    browser = LiveBrowser(a_network(addresses=places), DictResolver())
    with pytest.raises(UnreachableError) as raised:
        await redirects.ask(room.visits.samples[0], replace(offline, web=browser))
    await browser.aclose()

    assert raised.value.kind == "refused"
    assert raised.value.reason == "http://acme.test/: acme.test:80 refused the connection"
    assert "port 80" in raised.value.advice
