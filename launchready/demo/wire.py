"""Speaks HTTP/1.1 on one connection: bounded requests in, whole answers out (RFC 9112)."""

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus

import anyio
from anyio.abc import ByteStream
from anyio.streams.buffered import BufferedByteReceiveStream

LARGEST_HEAD = 16 * 1024  # bytes, request line and headers together
LARGEST_BODY = 64 * 1024  # bytes
MOST_REQUESTS = 100  # on one connection
LONGEST_WAIT = 15.0  # seconds, for one request to arrive or one answer to be taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request; `host` and header names are in lower case, `host` is without its port."""

    method: str
    host: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes = b""

    @property
    def target(self) -> str:
        """Path and query as they were asked for."""
        return f"{self.path}?{self.query}" if self.query else self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer; `kind` is its content type."""

    status: int = 200
    kind: str = "text/html; charset=utf-8"
    body: str | bytes = ""
    headers: tuple[tuple[str, str], ...] = ()


App = Callable[[Request], Reply]


class MalformedError(Exception):
    """A request that cannot be read; `status` is the answer to it."""

    def __init__(self, status: int) -> None:
        super().__init__(HTTPStatus(status).phrase)
        self.status = status


async def converse(stream: ByteStream, app: App) -> None:
    """Answers the requests of one connection until either side has had enough."""
    incoming = BufferedByteReceiveStream(stream)
    try:
        for left in reversed(range(MOST_REQUESTS)):
            with anyio.fail_after(LONGEST_WAIT):
                goes_on = await _exchange(incoming, stream, app, last=left == 0)
            if not goes_on:
                return
    except (anyio.EndOfStream, anyio.IncompleteRead, anyio.BrokenResourceError, TimeoutError):
        return  # the visitor has gone


async def _exchange(
    incoming: BufferedByteReceiveStream, stream: ByteStream, app: App, *, last: bool
) -> bool:
    try:
        request, wants_more = await _request(incoming)
    except MalformedError as error:
        reply = Reply(status=error.status, kind="text/plain", body=f"{error}\n")
        await stream.send(written(reply, "GET", close=True))
        return False
    goes_on = wants_more and not last
    await stream.send(written(app(request), request.method, close=not goes_on))
    return goes_on


async def _request(incoming: BufferedByteReceiveStream) -> tuple[Request, bool]:
    try:
        head = await incoming.receive_until(b"\r\n\r\n", LARGEST_HEAD)
    except anyio.DelimiterNotFound:
        raise MalformedError(431) from None
    if len(head) > LARGEST_HEAD:  # what came in one piece is not held to the limit
        raise MalformedError(431)
    line, _, rest = head.decode("latin-1").partition("\r\n")
    method, target, version = _request_line(line)
    headers = _headers(rest)
    length = _length(headers)
    body = await incoming.receive_exactly(length) if length else b""
    path, _, query = target.partition("?")
    request = Request(
        method=method, host=_host(headers), path=path, query=query, headers=headers, body=body
    )
    keep = version == "HTTP/1.1" and headers.get("connection", "").lower() != "close"
    return request, keep


def _request_line(line: str) -> tuple[str, str, str]:
    method, _, rest = line.partition(" ")
    target, _, version = rest.partition(" ")
    if not target.startswith("/") or not version.startswith("HTTP/"):
        raise MalformedError(400)
    if version not in ("HTTP/1.0", "HTTP/1.1"):
        raise MalformedError(505)
    return method, target, version


def _headers(text: str) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in text.split("\r\n") if text else ():
        name, colon, value = line.partition(":")
        if not colon or not name or name != name.strip():
            raise MalformedError(400)
        headers[name.lower()] = value.strip()
    return headers


def _length(headers: dict[str, str]) -> int:
    if "transfer-encoding" in headers:
        raise MalformedError(501)
    written_length = headers.get("content-length", "0")
    if not (written_length.isascii() and written_length.isdigit()):
        raise MalformedError(400)
    if len(written_length) > 9 or int(written_length) > LARGEST_BODY:
        raise MalformedError(413)
    return int(written_length)


def _host(headers: dict[str, str]) -> str:
    host = headers.get("host", "").partition(":")[0].rstrip(".").lower()
    if not host:
        raise MalformedError(400)
    return host


def written(reply: Reply, method: str, *, close: bool) -> bytes:
    """An answer as it goes over the wire; a HEAD gets the length but not the body."""
    body = reply.body.encode() if isinstance(reply.body, str) else reply.body
    lines = [
        f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}",
        f"Date: {formatdate(usegmt=True)}",
        f"Content-Type: {reply.kind}",
        f"Content-Length: {len(body)}",
        f"Connection: {'close' if close else 'keep-alive'}",
        *(f"{name}: {value}" for name, value in reply.headers),
    ]
    head = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"
    return head if method == "HEAD" else head + body
