"""Shakes hands with TLS servers: first to see what they show, then as a visitor would."""

import ipaddress
import ssl

from launchready.core.handshake import Endpoint, Handshake
from launchready.core.resolver import Resolver
from launchready.core.unreachable import UnreachableError
from launchready.world.route import mapped
from launchready.world.settings import Network
from launchready.world.tls_context import open_context, visitor_context
from launchready.world.tls_dial import NotServingError, dial, presented
from launchready.world.tls_issuer import IssuerLibrary


class LiveHandshaker:
    """TLS as it is, at every address of a host."""

    def __init__(self, network: Network, resolver: Resolver) -> None:
        self._network = network
        self._resolver = resolver
        self._open = open_context()
        self._visitor = visitor_context(network)
        self._library = IssuerLibrary(network, resolver)

    async def endpoints(self, host: str, port: int) -> tuple[Endpoint, ...]:
        places = mapped(self._network, host, port)
        if not places:
            places = tuple((address, port) for address in await self._addresses(host))
        if not places:
            raise UnreachableError(
                f"{host} has no address",
                advice="Publish an A or AAAA record for it, or take it out of tls.hosts.",
            )
        return tuple(
            Endpoint(host=host, port=port, address=address, address_port=real)
            for address, real in dict.fromkeys(places)
        )

    async def shake(self, endpoint: Endpoint, *, extra: tuple[bytes, ...] = ()) -> Handshake:
        try:
            tls = await self._patiently(endpoint)
        except NotServingError as error:
            return Handshake(not_serving=error.kind, detail=error.detail)
        return Handshake(
            chain=presented(tls),
            protocol=tls.version() or "",
            problem=await self._problem(endpoint, extra),
        )

    async def issuer(self, url: str) -> bytes | None:
        return await self._library.issuer(url)

    async def _patiently(self, endpoint: Endpoint) -> ssl.SSLObject:
        """A handshake without trust; one that is cut off may be bad luck, and is tried again."""
        try:
            return await dial(endpoint, self._open, self._network.timeout)
        except NotServingError as error:
            if error.kind != "closed":
                raise
        return await dial(endpoint, self._open, self._network.timeout)

    async def _problem(
        self, endpoint: Endpoint, extra: tuple[bytes, ...]
    ) -> tuple[int, str] | None:
        context = visitor_context(self._network, extra) if extra else self._visitor
        try:
            await dial(endpoint, context, self._network.timeout)
        except ssl.SSLCertVerificationError as error:
            return error.verify_code, error.verify_message
        except NotServingError as error:
            raise UnreachableError(
                f"{endpoint} shook hands once and then would not: {error.detail}",
                advice="Look at the server's log and limits, then run the gate again.",
            ) from error
        return None

    async def _addresses(self, host: str) -> tuple[str, ...]:
        try:
            return (str(ipaddress.ip_address(host)),)
        except ValueError:
            return await self._resolver.addresses(host)
