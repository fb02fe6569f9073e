"""Fetches pages for the checks: one hop, no memory but its own, no help from a browser's habits.

No redirect is followed, no cookie kept, no proxy taken from the environment, and no HSTS known:
each of them would hide what a first-time visitor meets.
"""

import ipaddress

import anyio

from launchready.core.browser import Response
from launchready.core.resolver import Resolver
from launchready.core.unreachable import UnreachableError
from launchready.world.http_exchange import CertificateError, a_pool, exchange
from launchready.world.http_request import Request, request
from launchready.world.memory import Memory
from launchready.world.pace import Pace
from launchready.world.route import Place, mapped
from launchready.world.settings import Network
from launchready.world.tls_context import open_context, visitor_context


class LiveBrowser:
    """The web as it is, each page remembered for one run.

    With `anew` nothing is remembered, and every request has a connection of its own: behind a
    load balancer each may be answered by another machine.
    """

    def __init__(self, network: Network, resolver: Resolver, *, anew: bool = False) -> None:
        self._anew = anew
        self._network = network
        self._resolver = resolver
        self._trusting = a_pool(self._locate, network.timeout, open_context(), anew=anew)
        self._verifying = a_pool(self._locate, network.timeout, visitor_context(network), anew=anew)
        self._pages = Memory[Response]()
        self._pace = Pace()

    async def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: tuple[tuple[str, str], ...] = (),
        body: bytes | None = None,
        fresh: bool = False,
    ) -> Response:
        asked = request(url, method, headers, body)
        if self._anew or fresh or asked.method != "GET" or not asked.is_harmless:
            return await self._fetched(asked)
        return await self._pages.recall((url, headers), lambda: self._fetched(asked))

    async def aclose(self) -> None:
        """Closes every connection that is kept."""
        await self._verifying.aclose()
        await self._trusting.aclose()

    async def _fetched(self, asked: Request) -> Response:
        limit = self._network.timeout
        if not self._is_here(asked):
            await anyio.sleep(self._pace.wait(asked.host, anyio.current_time()))
        try:
            return await exchange(self._verifying, asked, limit)
        except CertificateError as error:
            why = str(error)
        if not asked.is_harmless:
            raise UnreachableError(
                f"{asked.where} was not sent a {asked.method} with what it carries: {why}",
                advice="Mend the certificate first; tls: says how.",
            )
        return await exchange(self._trusting, asked, limit, untrusted=why)

    def _is_here(self, asked: Request) -> bool:
        """Whether the config says that the host is on this machine, which bears any pace."""
        places = mapped(self._network, asked.host, asked.port)
        return bool(places) and all(_is_loopback(address) for address, _ in places)

    async def _locate(self, host: str, port: int) -> tuple[Place, ...]:
        places = mapped(self._network, host, port)
        if places or self._network.resolver is None or _is_address(host):
            return places or ((host, port),)
        found = await self._resolver.addresses(host)
        if not found:
            raise UnreachableError(
                f"{host} has no address", advice="Publish an A or AAAA record for it."
            )
        return tuple((address, port) for address in found)


def _is_loopback(host: str) -> bool:
    return _is_address(host) and ipaddress.ip_address(host).is_loopback


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
