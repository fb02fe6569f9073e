"""Opens servers on free ports of loopback; each runs until its task group is cancelled."""

import socket
import ssl
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import anyio
import anyio.lowlevel
from anyio.abc import ByteStream, SocketAttribute, SocketStream, TaskGroup, UDPSocket
from anyio.streams.buffered import BufferedByteReceiveStream
from anyio.streams.tls import TLSStream

from launchready.demo.wire import App, converse
from launchready.demo.zone import Zone

LONGEST_WAIT = 10.0  # seconds, for a handshake or for one query over TCP
MOST_QUERIES = 1000  # on one TCP connection
PORT_TRIES = 20  # a name server's port must be free for UDP and for TCP

Answer = Callable[[SocketStream], Coroutine[Any, Any, None]]

_GONE = (OSError, anyio.EndOfStream, anyio.IncompleteRead, anyio.BrokenResourceError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something listens."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


async def http(app: App, host: str, servers: TaskGroup) -> Place:
    """Serves an app without encryption."""

    async def answer(stream: SocketStream) -> None:
        async with stream:
            await converse(stream, app)

    return await _listen(answer, host, 0, servers)


async def https(app: App, host: str, context: ssl.SSLContext, servers: TaskGroup) -> Place:
    """Serves an app over TLS; a visitor who does not trust us just goes."""

    async def answer(stream: SocketStream) -> None:
        async with stream:
            secured = await _secured(stream, context)
            if secured is None:
                return
            async with secured:
                await converse(secured, app)

    return await _listen(answer, host, 0, servers)


async def _listen(answer: Answer, host: str, port: int, servers: TaskGroup) -> Place:
    listener = socket.create_server((host, port))
    listener.setblocking(False)  # noqa: FBT003 - the library's way
    servers.start_soon(_accept, listener, answer, servers)
    return Place(host=host, port=listener.getsockname()[1])


async def _accept(listener: socket.socket, answer: Answer, servers: TaskGroup) -> None:
    """Gives every connection to `answer`.

    Not anyio's listener: asyncio's sock_accept, which it waits on, logs a traceback when it is
    cancelled in the moment somebody connects (seen on 3.11, on SIGINT).
    """
    with listener:
        while True:
            await anyio.wait_readable(listener)
            stream = await _accepted(listener)
            if stream is not None:
                servers.start_soon(answer, stream)


async def _accepted(listener: socket.socket) -> SocketStream | None:
    """The next connection, None when it is gone again already."""
    try:
        connection, _ = listener.accept()
    except OSError:
        await anyio.lowlevel.checkpoint()
        return None
    try:
        return await SocketStream.from_socket(connection)
    except (OSError, ValueError):  # ValueError is anyio's word for a socket without a peer
        connection.close()
        return None


async def _secured(stream: ByteStream, context: ssl.SSLContext) -> TLSStream | None:
    try:
        with anyio.fail_after(LONGEST_WAIT):
            return await TLSStream.wrap(
                stream, server_side=True, ssl_context=context, standard_compatible=False
            )
    except (*_GONE, TimeoutError):
        return None


async def name_server(zone: Zone, host: str, servers: TaskGroup) -> Place:
    """Answers for a zone over UDP and TCP. Raises OSError where the address is not to be had."""

    async def answer(stream: SocketStream) -> None:
        async with stream:
            await _queries(stream, zone)

    for _ in range(PORT_TRIES):
        datagrams = await anyio.create_udp_socket(local_host=host)
        port: int = datagrams.extra(SocketAttribute.local_port)  # noqa: S610 - no Django here
        try:
            place = await _listen(answer, host, port, servers)
        except OSError:  # somebody else has the port for TCP
            await datagrams.aclose()
            continue
        servers.start_soon(_datagrams, datagrams, zone)
        return place
    raise OSError(f"no port of {host} is free for UDP and TCP in {PORT_TRIES} tries")


async def _datagrams(datagrams: UDPSocket, zone: Zone) -> None:
    async with datagrams:
        async for wire, (host, port) in datagrams:
            reply = zone.reply(wire, over_udp=True)
            if reply is not None:
                await datagrams.sendto(reply, host, port)


async def _queries(stream: ByteStream, zone: Zone) -> None:
    incoming = BufferedByteReceiveStream(stream)
    try:
        for _ in range(MOST_QUERIES):
            with anyio.fail_after(LONGEST_WAIT):
                length = int.from_bytes(await incoming.receive_exactly(2))
                reply = zone.reply(await incoming.receive_exactly(length), over_udp=False)
                if reply is None:
                    return
                await stream.send(len(reply).to_bytes(2) + reply)
    except (*_GONE, TimeoutError):
        return
