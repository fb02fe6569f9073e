"""Asks the server at one address for a page, whatever the DNS says of its name."""

from launchready.core.browser import Response
from launchready.core.resolver import Resolver
from launchready.world.browser import LiveBrowser
from launchready.world.settings import Network


class LiveDirect:
    """A browser whose name leads to one address; each question has a connection of its own."""

    def __init__(self, network: Network, resolver: Resolver) -> None:
        self._network = network
        self._resolver = resolver

    async def fetch_at(self, host: str, address: str, port: int) -> Response:
        places = {**self._network.addresses, f"{host}:443": ((address, port),)}
        network = self._network.model_copy(update={"addresses": places})
        browser = LiveBrowser(network, self._resolver, anew=True)
        try:
            return await browser.fetch(f"https://{host}/")
        finally:
            await browser.aclose()
