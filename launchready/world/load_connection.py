"""One connection of the load's client: writes a request, gathers the answer, keeps its times."""

import asyncio
from collections.abc import Callable
from time import perf_counter
from typing import cast

from launchready.world.load_parser import Parser, WireError


class ClosedError(Exception):
    """The connection ended before the answer was whole; `began` says whether any of it came."""

    def __init__(self, *, began: bool) -> None:
        super().__init__("the connection ended early")
        self.began = began


class Connection(asyncio.Protocol):
    """Holds one request at a time. `closed` is called when an idle one goes away."""

    def __init__(self, closed: Callable[["Connection"], None]) -> None:
        self._closed = closed
        self._transport: asyncio.Transport | None = None
        self._parser: Parser | None = None
        self._whole: asyncio.Future[None] | None = None
        self._again: asyncio.Event | None = None
        self.first_byte = 0.0
        self.last_byte = 0.0
        self.uses = 0
        self.is_open = True

    @property
    def transport(self) -> asyncio.Transport:
        assert self._transport is not None  # noqa: S101 - connection_made comes before any use
        return self._transport

    async def exchange(self, request: bytes, parser: Parser) -> None:
        """Sends a request; returns when its answer is whole in the parser.

        Raises ClosedError and WireError.
        """
        if not self.is_open:
            raise ClosedError(began=False)
        self.uses += 1
        self.first_byte = 0.0
        self._parser, self._whole = parser, asyncio.get_running_loop().create_future()
        self.transport.write(request)
        try:
            await self._whole
        finally:
            self._parser = self._whole = None

    def abort(self) -> None:
        self.is_open = False
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        now = perf_counter()
        if self._parser is None or self._whole is None or self._whole.done():
            self.abort()  # it speaks unasked: what it says could be taken for the next answer
            return
        self.first_byte = self.first_byte or now
        try:
            if self._parser.feed(data):
                self.last_byte = now
                self._whole.set_result(None)
        except WireError as error:
            self._whole.set_exception(error)
            self.abort()

    def eof_received(self) -> bool:
        self.is_open = False
        self._ended()
        return False  # closes our side as well

    def connection_lost(self, error: Exception | None) -> None:
        was_open, self.is_open = self.is_open, False
        if error is None:
            self._ended()
        elif self._whole is not None and not self._whole.done():
            self._whole.set_exception(ClosedError(began=bool(self.first_byte)))
        if was_open or self._whole is None:
            self._closed(self)

    def _ended(self) -> None:
        if self._whole is None or self._whole.done() or self._parser is None:
            return
        if self._parser.end():
            self.last_byte = perf_counter()
            self._whole.set_result(None)
        else:
            self._whole.set_exception(ClosedError(began=bool(self.first_byte)))
