"""The load's client: a request out, an answer in, the parts of it timed.

It is as plain as it can be, since whatever it costs is measured along with the server: no
redirects, no cookies of its own, connections kept last in, first out and never limited.
"""

import asyncio
import errno
import socket
import ssl
from collections import defaultdict
from dataclasses import dataclass, field
from math import ceil
from time import perf_counter

from launchready.core.browser import Response
from launchready.core.load import (
    NO_HTTP,
    NO_NAME,
    NO_ROUTE,
    REFUSED,
    RESET,
    TIMED_OUT,
    TLS_FAILED,
    TOO_LARGE,
    Phases,
)
from launchready.core.unreachable import UnreachableError
from launchready.world.http_body import LIMIT, Body, DamagedError
from launchready.world.http_request import Request
from launchready.world.load_connection import ClosedError, Connection
from launchready.world.load_parser import Parser, WireError, best
from launchready.world.load_places import Places, Times

# Sent twice they do the same as once (RFC 9110, 9.2.2).
_IDEMPOTENT = {"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"}
# What is read of an answer whose content nobody judges, in bytes: enough to tell a bot wall.
_A_LITTLE = 20_000
# Sockets, ports and files that this machine lacks.
_OWN = {errno.EMFILE, errno.ENFILE, errno.EADDRNOTAVAIL, errno.ENOBUFS, errno.ENOMEM}

Key = tuple[str, str, int]


class OwnLimitError(Exception):
    """This machine has no socket or port left; it says nothing of the server."""


class FailedError(Exception):
    """No answer came; `kind` is one of core.load's."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(slots=True)
class Shot:
    """One request as it went: moments are perf_counter()'s."""

    sent: float = 0.0
    ended: float = 0.0
    times: Times = field(default_factory=Times)
    first_byte: float = 0.0
    began: float = 0.0  # when the request was written
    retried: bool = False
    parser: Parser | None = None

    @property
    def phases(self) -> Phases:
        has_answer = bool(self.first_byte and self.began)
        return Phases(
            dns=self.times.dns,
            connect=self.times.connect,
            tls=self.times.tls,
            wait=max(0.0, self.first_byte - self.began) if has_answer else 0.0,
            body=max(0.0, self.ended - self.first_byte) if has_answer else 0.0,
        )


def on_the_wire(asked: Request) -> bytes:
    """A request as it is written. Raises UnreachableError where h11 finds it malformed."""
    import h11

    wire = asked.on_the_wire()
    try:
        connection = h11.Connection(h11.CLIENT)
        made = h11.Request(method=wire.method, target=wire.url.target, headers=wire.headers)
        parts = [connection.send(made)]
        if asked.body:
            parts.append(connection.send(h11.Data(data=asked.body)))
        parts.append(connection.send(h11.EndOfMessage()))
    except h11.LocalProtocolError as error:
        raise UnreachableError(f"a request to {asked.where} is malformed: {error}") from error
    return b"".join(one for one in parts if one)


class Client:
    """Requests of one run, all within a time-out each, in seconds."""

    def __init__(self, places: Places, timeout: float, parser: type[Parser] | None = None) -> None:
        self._places = places
        self._timeout = timeout
        self._parser: type[Parser] = parser or best()
        self._idle: dict[Key, list[Connection]] = defaultdict(list)
        self._all: set[Connection] = set()

    async def send(self, asked: Request, wire: bytes, shot: Shot, *, reads: bool) -> None:
        """One request; `shot` is filled in as far as it goes. `reads` wants all of the body.

        Raises FailedError and OwnLimitError.
        """
        shot.sent = perf_counter()
        try:
            async with asyncio.timeout(self._timeout):
                await self._sent(asked, wire, shot, LIMIT if reads else _A_LITTLE)
        except TimeoutError:
            raise FailedError(TIMED_OUT) from None
        except (OSError, WireError, ClosedError, UnreachableError) as error:
            raise _failure(error) from error

    def close(self) -> None:
        for one in tuple(self._all):
            one.abort()
        self._idle.clear()

    async def _sent(self, asked: Request, wire: bytes, shot: Shot, most: int) -> None:
        key = (asked.scheme, asked.host, asked.port)
        connection = self._kept(key)
        is_used = connection is not None
        connection = connection or await self._new(key, shot)
        try:
            await self._exchange(connection, key, asked, wire, shot, most)
        except ClosedError as error:
            # A server may close a connection that it kept while a request is under way; one that
            # does no harm twice is sent again, once, on a new one (RFC 9112, 9.3.1).
            if error.began or not is_used or asked.method not in _IDEMPOTENT:
                raise
            shot.retried = True
            connection = await self._new(key, shot)
            await self._exchange(connection, key, asked, wire, shot, most)

    async def _exchange(
        self, connection: Connection, key: Key, asked: Request, wire: bytes, shot: Shot, most: int
    ) -> None:
        shot.parser = self._parser(asked.method, most)  # type: ignore[call-arg] # both take it
        shot.began = perf_counter()
        try:
            await connection.exchange(wire, shot.parser)
        except BaseException:
            connection.abort()
            raise
        shot.first_byte, shot.ended = connection.first_byte, connection.last_byte
        if connection.uses == 1:
            self._places.used(asked.host, connection)
        if shot.parser.keeps and connection.is_open:
            self._idle[key].append(connection)
        else:
            connection.abort()

    def _kept(self, key: Key) -> Connection | None:
        """The connection that was used last: the longer ones rest, the sooner they are let go."""
        idle = self._idle[key]
        while idle:
            one = idle.pop()
            if one.is_open:
                return one
        return None

    async def _new(self, key: Key, shot: Shot) -> Connection:
        made = await self._places.connect(*key, self._forget, shot.times)
        self._all.add(made)
        return made

    def _forget(self, connection: Connection) -> None:
        self._all.discard(connection)


def answer(url: str, shot: Shot, *, reads: bool) -> Response:
    """The answer as a check sees it; of one that nobody reads, a failure's beginning.

    Raises FailedError where the body is not packed as it says.
    """
    parser = shot.parser
    assert parser is not None  # noqa: S101 - there is one wherever an answer came
    kept, truncated = b"", False
    if reads or parser.status >= 400:
        kept, truncated = _unpacked(parser)
    return Response(
        url=url,
        status=parser.status,
        headers=tuple((name, _text(value)) for name, value in parser.headers),
        body=kept,
        truncated=truncated,
        seconds=shot.ended - shot.sent,
        wire=parser.received,
    )


def _unpacked(parser: Parser) -> tuple[bytes, bool]:
    coding = next((value for name, value in parser.headers if name == "content-encoding"), "")
    coding = coding.strip().lower()
    is_cut = parser.received > len(parser.body)
    if not Body.reads(coding):
        return bytes(parser.body), is_cut
    body = Body(coding)
    try:
        body.add(bytes(parser.body))
    except DamagedError:
        raise FailedError("body is not packed as it says") from None
    return body.kept, is_cut or body.truncated


def _text(value: str) -> str:
    """A header's value: UTF-8 where it is, else byte by byte (RFC 9110, 5.5)."""
    try:
        return value if value.isascii() else value.encode("latin-1").decode()
    except UnicodeDecodeError:
        return value


def _failure(error: Exception) -> Exception:
    match error:
        case ssl.SSLError():
            return FailedError(TLS_FAILED)
        case WireError():
            return FailedError(TOO_LARGE if error.is_large else NO_HTTP)
        case ClosedError() | ConnectionResetError() | BrokenPipeError() | ConnectionAbortedError():
            return FailedError(RESET)
        case ConnectionRefusedError():
            return FailedError(REFUSED)
        case socket.gaierror() | UnreachableError():
            return FailedError(NO_NAME)
        case OSError() if error.errno in _OWN:
            return OwnLimitError(str(error))
    return FailedError(NO_ROUTE)


def sockets_for(rate: float, timeout: float) -> int:
    """How many files a run may have open at worst: every answer comes at the last moment."""
    return ceil(rate * timeout) + 256
