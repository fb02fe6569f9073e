"""Servers on 127.0.0.1 that do exactly as a test says."""

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import anyio
from anyio.abc import ByteStream, SocketAttribute
from anyio.streams.tls import TLSListener

from launchready.world.settings import Network

Talk = Callable[[ByteStream], Awaitable[None]]
_GONE = (anyio.EndOfStream, anyio.BrokenResourceError, anyio.ClosedResourceError, ssl.SSLError)


@asynccontextmanager
async def serving(
    talk: Talk, context: ssl.SSLContext | None = None, *, address: str = "127.0.0.1"
) -> AsyncIterator[int]:
    """A listener whose every connection is given to `talk`; yields its port."""
    listener = await anyio.create_tcp_listener(local_host=address, local_port=0)
    port: int = listener.extra(SocketAttribute.local_port)

    async def handle(stream: ByteStream) -> None:
        with suppress(*_GONE):
            async with stream:
                await talk(stream)

    failure: Exception | None = None
    async with listener, anyio.create_task_group() as group:
        if context is None:
            group.start_soon(listener.serve, handle)
        else:
            group.start_soon(TLSListener(listener, context).serve, handle)
        try:
            yield port
        except Exception as error:  # noqa: BLE001 - raised below, outside the group that wraps it
            failure = error
        group.cancel_scope.cancel()
    if failure is not None:
        raise failure


class Site:
    """An HTTP server of one answer, given as the bytes it sends; keeps what it was asked."""

    def __init__(self, *parts: bytes, keep_alive: bool = False) -> None:
        self.parts = parts
        self.keep_alive = keep_alive
        self.asked: list[bytes] = []

    async def __call__(self, stream: ByteStream) -> None:
        while True:
            self.asked.append(await a_request(stream))
            for part in self.parts:
                await stream.send(part)
            if not self.keep_alive:
                return


async def a_request(stream: ByteStream) -> bytes:
    """One request with its body, as it came in."""
    asked = b""
    while b"\r\n\r\n" not in asked:
        asked += await stream.receive()
    head, _, body = asked.partition(b"\r\n\r\n")
    length = next(
        (int(v) for k, _, v in (one.partition(b":") for one in head.lower().split(b"\r\n"))
         if k == b"content-length"),
        0,
    )  # fmt: skip
    while len(body) < length:
        body += await stream.receive()
    return head + b"\r\n\r\n" + body


async def silent(stream: ByteStream) -> None:
    """Accepts, and never says a word."""
    await anyio.sleep_forever()


async def closes(stream: ByteStream) -> None:
    """Hears the first words and hangs up."""
    await stream.receive()


def http(status: str = "200 OK", body: bytes = b"", *headers: str) -> bytes:
    """A whole response."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def a_network(timeout: float = 5.0, ca_file: str | None = None, **places: object) -> Network:
    """Network settings; `places` are the `addresses`, given as a dict."""
    return Network.model_validate(
        {"timeout": f"{round(timeout * 1000)}ms", "addresses": places.get("addresses", {})}
        | ({"ca_file": ca_file} if ca_file else {})
    )
