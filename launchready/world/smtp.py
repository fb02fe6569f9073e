"""Greets mail servers: EHLO, STARTTLS and QUIT, never a mail."""

import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import anyio
from anyio.abc import SocketStream

from launchready.core.handshake import Endpoint, Handshake
from launchready.core.mail_server import Greeting
from launchready.core.resolver import Resolver
from launchready.core.unreachable import UnreachableError
from launchready.world.route import mapped
from launchready.world.settings import Network
from launchready.world.tls_connect import NotServingError
from launchready.world.tls_context import open_context, visitor_context
from launchready.world.tls_dial import handshake, presented

PORT = 25
_LONGEST_REPLY = 64 * 1024  # bytes of one reply, all its lines
_MOST_LINES = 100
_ADVICE = (
    "Most hosted runners may not use port 25: run this from your own server, "
    "or set email.transport to false."
)


class LiveMailServers:
    """Mail servers as they are."""

    def __init__(self, network: Network, resolver: Resolver) -> None:
        self._network = network
        self._resolver = resolver
        self._open = open_context()
        self._visitor = visitor_context(network)

    async def endpoints(self, host: str) -> tuple[Endpoint, ...]:
        places = mapped(self._network, host, PORT)
        if not places:
            places = tuple((one, PORT) for one in await self._resolver.addresses(host))
        return tuple(
            Endpoint(host=host, port=PORT, address=address, address_port=port)
            for address, port in dict.fromkeys(places)
        )

    async def greet(self, endpoint: Endpoint) -> Greeting:
        async with self._talking(endpoint) as talk:
            banner = await talk.hello()
            if not talk.offers_tls:
                return Greeting(endpoint=endpoint, banner=banner)
            shaken = await self._shaken(talk, self._open)
        if shaken.not_serving is not None:
            return Greeting(endpoint=endpoint, banner=banner, shaken=shaken)
        # A second time, as a sender that wants a trusted certificate would.
        async with self._talking(endpoint) as talk:
            await talk.hello()
            trusted = await self._shaken(talk, self._visitor)
        made = Handshake(chain=shaken.chain, protocol=shaken.protocol, problem=trusted.problem)
        return Greeting(endpoint=endpoint, banner=banner, shaken=made)

    @asynccontextmanager
    async def _talking(self, endpoint: Endpoint) -> AsyncIterator["_Talk"]:
        """A conversation within the time of one request; every way it breaks is silence."""
        failure: UnreachableError | None = None
        try:
            with anyio.fail_after(self._network.timeout):
                async with await anyio.connect_tcp(
                    endpoint.address, endpoint.address_port
                ) as stream:
                    yield _Talk(stream, endpoint)
        except TimeoutError:
            reason = f"{_called(endpoint)} did not answer in {self._network.timeout:g} s"
            failure = UnreachableError(reason, kind="timed out", advice=_ADVICE)
        except (OSError, anyio.EndOfStream, anyio.BrokenResourceError) as error:
            failure = _broken(endpoint, error)
        if failure is not None:
            raise failure

    async def _shaken(self, talk: "_Talk", context: ssl.SSLContext) -> Handshake:
        await talk.ask("STARTTLS", "220")
        try:
            tls = await handshake(talk.stream, context, talk.endpoint)
        except NotServingError as error:
            return Handshake(not_serving=error.kind, detail=error.detail)
        except ssl.SSLCertVerificationError as error:
            return Handshake(problem=(error.verify_code, error.verify_message))
        return Handshake(chain=presented(tls), protocol=tls.version() or "")


def _called(endpoint: Endpoint) -> str:
    return f"the mail server {endpoint.host} ({endpoint})"


def _broken(endpoint: Endpoint, error: Exception) -> UnreachableError:
    cause = error.__cause__ if isinstance(error.__cause__, OSError) else error  # anyio wraps it
    if isinstance(cause, ConnectionRefusedError):
        reason = f"{_called(endpoint)} refused the connection"
        return UnreachableError(reason, kind="refused", advice=_ADVICE)
    words = (cause.strerror or str(cause)).lower() if isinstance(cause, OSError) else "it hung up"
    return UnreachableError(f"{_called(endpoint)} could not be greeted: {words}", advice=_ADVICE)


class _Talk:
    """The plain part of a conversation."""

    def __init__(self, stream: SocketStream, endpoint: Endpoint) -> None:
        self.stream = stream
        self.endpoint = endpoint
        self.offers_tls = False
        self._waiting = b""

    async def hello(self) -> str:
        """The banner; what the server offers is noted."""
        banner = await self._reply("220", "said at once")
        name = socket.gethostname()
        name = name if "." in name and name.isascii() else "launchready.invalid"
        offered = await self.ask(f"EHLO {name}", "250")
        words = [one[4:].split(" ")[0].upper() for one in offered]
        self.offers_tls = "STARTTLS" in words
        return banner[0][4:]

    async def ask(self, command: str, wanted: str) -> list[str]:
        await self.stream.send(f"{command}\r\n".encode("ascii"))
        return await self._reply(wanted, f"answered {command.split(' ')[0]}")

    async def _reply(self, wanted: str, when: str) -> list[str]:
        """The lines of one reply (RFC 5321, 4.2.1)."""
        lines: list[str] = []
        while len(lines) < _MOST_LINES:
            line = await self._line()
            lines.append(line)
            if line[3:4] != "-":
                break
        if not lines[-1].startswith(wanted):
            with suppress(anyio.BrokenResourceError):
                await self.stream.send(b"QUIT\r\n")
            reason = f"{_called(self.endpoint)} {when}: {lines[-1][:200]}"
            raise UnreachableError(reason, kind="refused", advice=_ADVICE)
        return lines

    async def _line(self) -> str:
        while b"\n" not in self._waiting:
            self._waiting += await self.stream.receive()
            if len(self._waiting) > _LONGEST_REPLY:
                reason = f"{_called(self.endpoint)} says more than a mail server would"
                raise UnreachableError(reason, advice=_ADVICE)
        line, _, self._waiting = self._waiting.partition(b"\n")
        return line.rstrip(b"\r").decode("utf-8", "replace")
