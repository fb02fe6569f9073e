"""A shop on loopback that takes 30 ms for an answer, for load to be sent to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
from anyio.abc import SocketAttribute, SocketStream


@asynccontextmanager
async def shop(seen: list[bytes]) -> AsyncIterator[int]:
    """A server that takes 30 ms for an answer; /gone is 404, /broken 500. Gives its port."""

    async def answer(stream: SocketStream) -> None:
        text = b""
        async with stream:
            try:
                while True:
                    text += await stream.receive()
                    head, found, rest = text.partition(b"\r\n\r\n")
                    if not found:
                        continue
                    text = rest
                    seen.append(head)
                    await anyio.sleep(0.03)
                    status = b"404 Not Found" if b"/gone" in head else b"200 OK"
                    status = b"500 Oh" if b"/broken" in head else status
                    said = b"Server-Timing: db;dur=12\r\nContent-Length: 2\r\n\r\nok"
                    await stream.send(b"HTTP/1.1 " + status + b"\r\n" + said)
            except (anyio.EndOfStream, anyio.BrokenResourceError):
                return

    listener = await anyio.create_tcp_listener(local_host="127.0.0.1", local_port=0)
    async with listener, anyio.create_task_group() as together:
        together.start_soon(listener.serve, answer)
        yield listener.extra(SocketAttribute.local_port)
        together.cancel_scope.cancel()
