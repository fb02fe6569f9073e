"""A browser whose one host is a port on loopback."""

import pytest

from launchready.core.browser import Response
from launchready.core.unreachable import UnreachableError
from launchready.world.browser import LiveBrowser
from tests.world.loopback import Site, a_network, serving
from tests.worlds import DictResolver

HOST = "acme.test"
URL = f"http://{HOST}/"
Headers = tuple[tuple[str, str], ...]


def a_browser(port: int, timeout: float = 5.0) -> LiveBrowser:
    places = {f"{HOST}:{usual}": [f"127.0.0.1:{port}"] for usual in (80, 443)}
    return LiveBrowser(a_network(timeout, addresses=places), DictResolver())


async def fetched(site: Site, url: str = URL, *, headers: Headers = ()) -> Response:
    async with serving(site) as port:
        browser = a_browser(port)
        response = await browser.fetch(url, headers=headers)
        await browser.aclose()
        return response


async def unreachable(site: object, timeout: float = 5.0, url: str = URL) -> UnreachableError:
    async with serving(site) as port:  # type: ignore[arg-type]
        browser = a_browser(port, timeout)
        with pytest.raises(UnreachableError) as caught:
            await browser.fetch(url)
        await browser.aclose()
        return caught.value
