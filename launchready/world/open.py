"""Opens the world for one run and closes it again."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from launchready.core.context import Context
from launchready.core.repository import Repository
from launchready.core.site import Site
from launchready.world.browser import LiveBrowser
from launchready.world.handshake import LiveHandshaker
from launchready.world.resolver import LiveResolver
from launchready.world.settings import Network
from launchready.world.smtp import LiveMailServers


@asynccontextmanager
async def open_world(network: Network, site: Site, files: Repository) -> AsyncIterator[Context]:
    """A context whose protocols reach the real network, through what the config says of it."""
    resolver = LiveResolver(network)
    browser = LiveBrowser(network, resolver)
    try:
        yield Context(
            dns=resolver,
            web=browser,
            tls=LiveHandshaker(network, resolver),
            mail=LiveMailServers(network, resolver),
            files=files,
            site=site,
            now=lambda: datetime.now(UTC),
        )
    finally:
        await browser.aclose()
