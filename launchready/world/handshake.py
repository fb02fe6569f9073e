"""Shakes hands with TLS servers: first to see what they show, then as a visitor would."""

import ipaddress
import ssl
from dataclasses import replace

from launchready.core.handshake import Endpoint, Handshake
from launchready.core.resolver import Resolver
from launchready.core.unreachable import UnreachableError
from launchready.world.memory import Memory
from launchready.world.route import mapped
from launchready.world.settings import Network
from launchready.world.tls_connect import STARTTLS_PORTS, NotServingError
from launchready.world.tls_context import in_file, open_context, visitor_context
from launchready.world.tls_dial import dial, presented, verified
from launchready.world.tls_hello import old_versions, staple
from launchready.world.tls_issuer import IssuerLibrary

# How long an answer to a hello of an old version is waited for, in seconds: a server that takes
# it says so as fast as it said hello before.
PATIENCE = 3.0


class LiveHandshaker:
    """TLS as it is, at every address of a host."""

    def __init__(self, network: Network, resolver: Resolver) -> None:
        self._network = network
        self._resolver = resolver
        self._open, self._plain = open_context(), open_context()
        self._open.set_alpn_protocols(["h2", "http/1.1"])
        self._visitor = visitor_context(network)
        self._private = in_file(network)
        self._met = Memory[Handshake]()
        self._library = IssuerLibrary(network, resolver)

    async def endpoints(self, host: str, port: int) -> tuple[Endpoint, ...]:
        places = mapped(self._network, host, port)
        if not places:
            places = tuple((address, port) for address in await self._seen(host))
        if not places:
            raise UnreachableError(
                f"{host} has no address",
                advice="Publish an A or AAAA record for it, or take it out of tls.hosts.",
            )
        return tuple(
            Endpoint(
                host=host,
                port=port,
                address=address,
                address_port=real,
                starttls=port in STARTTLS_PORTS,
            )
            for address, real in dict.fromkeys(places)
        )

    async def shake(self, endpoint: Endpoint, *, extra: tuple[bytes, ...] = ()) -> Handshake:
        if extra:
            return await self._shaken(endpoint, extra)
        return await self._met.recall(endpoint, lambda: self._with_old(endpoint))

    async def staple(self, endpoint: Endpoint) -> bool | None:
        return await staple(endpoint, self._network.timeout)

    async def issuer(self, url: str) -> bytes | None:
        return await self._library.issuer(url)

    async def revocations(self, url: str) -> bytes:
        return await self._library.revocations(url)

    async def _with_old(self, endpoint: Endpoint) -> Handshake:
        """A handshake, and then the hellos of versions that OpenSSL may not speak."""
        try:
            met = await self._shaken(endpoint, ())
        except UnreachableError as error:
            if error.kind != "refused":
                raise
            old = await self._old(endpoint)
            if not old:
                raise
            return Handshake(not_serving="alert", detail=error.reason, old=old)
        if met.not_serving in ("refused", "plain text"):
            return met
        return replace(met, old=await self._old(endpoint))

    async def _old(self, endpoint: Endpoint) -> tuple[str, ...]:
        return await old_versions(endpoint, min(self._network.timeout, PATIENCE))

    async def _shaken(self, endpoint: Endpoint, extra: tuple[bytes, ...]) -> Handshake:
        try:
            tls = await self._patiently(endpoint)
        except NotServingError as error:
            return Handshake(not_serving=error.kind, detail=error.detail)
        problem, trusted = await self._verdict(endpoint, extra)
        return Handshake(
            chain=presented(tls),
            protocol=tls.version() or "",
            alpn=tls.selected_alpn_protocol() or "",
            problem=problem,
            trusted=trusted,
            is_public=bool(trusted) and trusted[-1] not in self._private,
        )

    async def _patiently(self, endpoint: Endpoint) -> ssl.SSLObject:
        """A handshake without trust; one that is cut off may be bad luck, and is tried again."""
        context = self._plain if endpoint.starttls else self._open
        try:
            return await dial(endpoint, context, self._network.timeout)
        except NotServingError as error:
            if error.kind != "closed":
                raise
        return await dial(endpoint, context, self._network.timeout)

    async def _verdict(
        self, endpoint: Endpoint, extra: tuple[bytes, ...]
    ) -> tuple[tuple[int, str] | None, tuple[bytes, ...]]:
        """What a visitor's verification says: what is wrong, or the chain it found."""
        context = visitor_context(self._network, extra) if extra else self._visitor
        try:
            tls = await dial(endpoint, context, self._network.timeout)
        except ssl.SSLCertVerificationError as error:
            return (error.verify_code, error.verify_message), ()
        except NotServingError as error:
            raise UnreachableError(
                f"{endpoint} shook hands once and then would not: {error.detail}",
                advice="Look at the server's log and limits, then run the gate again.",
            ) from error
        return None, verified(tls)

    async def _seen(self, host: str) -> tuple[str, ...]:
        """The addresses to look at: all there are, or those the config lets us see."""
        found = await self._addresses(host)
        near = tuple(one for one in found if self._network.ipv6 or ":" not in one)
        if found and not near:
            raise UnreachableError(
                f"{host} has IPv6 addresses only, and network.ipv6 is no",
                advice="Run the gate where there is IPv6, or publish an A record as well.",
            )
        return near

    async def _addresses(self, host: str) -> tuple[str, ...]:
        try:
            return (str(ipaddress.ip_address(host)),)
        except ValueError:
            return await self._resolver.addresses(host)
