"""Where the hosts of a load run are, and connections to them."""

import asyncio
import itertools
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, cast

from launchready.core.resolver import Resolver
from launchready.core.unreachable import UnreachableError
from launchready.world.load_connection import Connection
from launchready.world.route import Place, mapped
from launchready.world.settings import Network

# How long a host's addresses are taken for true, in seconds: clouds change them every minute.
_KEPT_FOR = 30.0


class Resuming:
    """Stands for a TLS context, and resumes each host's last session, as browsers do.

    asyncio has no parameter for a session; it asks its context for every handshake's object.
    """

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        self.sessions: dict[str | bytes | None, ssl.SSLSession] = {}

    def wrap_bio(
        self,
        incoming: ssl.MemoryBIO,
        outgoing: ssl.MemoryBIO,
        *,
        server_side: bool = False,
        server_hostname: str | bytes | None = None,
    ) -> ssl.SSLObject:
        return self._context.wrap_bio(
            incoming,
            outgoing,
            server_side=server_side,
            server_hostname=server_hostname,
            session=self.sessions.get(server_hostname),
        )

    def keep(self, host: str, transport: asyncio.Transport) -> None:
        """Keeps what the server gave for resuming; TLS 1.3 gives it after the first answer."""
        made = transport.get_extra_info("ssl_object")
        if made is not None and made.session is not None:
            self.sessions[host] = made.session


@dataclass(slots=True)
class Times:
    """What a new connection took, in seconds."""

    dns: float = 0.0
    connect: float = 0.0
    tls: float = 0.0


@dataclass(slots=True)
class _Known:
    """A host's places; new connections go round them, as visitors do."""

    until: float
    places: tuple[Place, ...]
    turn: "itertools.count[int]" = field(default_factory=itertools.count)

    def in_turn(self) -> tuple[Place, ...]:
        first = next(self.turn) % len(self.places)
        return self.places[first:] + self.places[:first]


class Places:
    """Connects to hosts where the config, or the DNS, says they are."""

    def __init__(self, network: Network, resolver: Resolver, context: ssl.SSLContext) -> None:
        self._network = network
        self._resolver = resolver
        self._tls = Resuming(context)
        self._known: dict[tuple[str, int], asyncio.Future[_Known]] = {}

    async def connect(
        self, scheme: str, host: str, port: int, closed: Callable[[Connection], None], times: Times
    ) -> Connection:
        """A new connection, its times filled in as they pass.

        Raises OSError (of which TLS errors are one kind) and UnreachableError.
        """
        known = await self._find(host, port, times)
        started = perf_counter()
        sock = await _connected(known.in_turn())
        times.connect = perf_counter() - started
        loop = asyncio.get_running_loop()
        if scheme == "http":
            _, made = await loop.create_connection(lambda: Connection(closed), sock=sock)
            return made
        _, made = await loop.create_connection(
            lambda: Connection(closed),
            sock=sock,
            ssl=cast(ssl.SSLContext, self._tls),
            server_hostname=host,
        )
        times.tls = perf_counter() - started - times.connect
        return made

    def used(self, host: str, connection: Connection) -> None:
        """A connection gave its first answer."""
        self._tls.keep(host, connection.transport)

    async def _find(self, host: str, port: int, times: Times) -> _Known:
        """The host's places; who comes while they are looked up waits with whoever came first."""
        key, started = (host, port), perf_counter()
        waiting = self._known.get(key)
        if waiting is not None and (not waiting.done() or waiting.result().until > started):
            known = await asyncio.shield(waiting)
            times.dns = perf_counter() - started
            return known
        mine = self._known[key] = asyncio.get_running_loop().create_future()
        try:
            known = _Known(until=started + _KEPT_FOR, places=await self._located(host, port))
        except BaseException as error:
            del self._known[key]
            mine.set_exception(error if isinstance(error, Exception) else OSError("given up"))
            mine.exception()  # whether or not somebody waits for it
            raise
        mine.set_result(known)
        times.dns = perf_counter() - started
        return known

    async def _located(self, host: str, port: int) -> tuple[Place, ...]:
        places = mapped(self._network, host, port)
        if places:
            return places
        if self._network.resolver is not None:
            found = await self._resolver.addresses(host)
        else:
            loop = asyncio.get_running_loop()
            told = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found = tuple(dict.fromkeys(str(one[4][0]) for one in told))
        kept = tuple(one for one in found if self._network.ipv6 or ":" not in one)
        if not kept:
            raise UnreachableError(f"{host} has no address")
        return tuple((address, port) for address in kept)


async def _connected(places: tuple[Place, ...]) -> socket.socket:
    """A connection to the first place that takes one."""
    first: OSError | None = None
    for address, port in places:
        sock = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
        try:
            sock.setblocking(False)  # noqa: FBT003 - its signature
            where: Any = (address, port)
            await asyncio.get_running_loop().sock_connect(sock, where)
        except OSError as error:
            sock.close()
            first = first or error
        except BaseException:
            sock.close()
            raise
        else:
            return sock
    raise first or OSError("there is no place to connect to")
