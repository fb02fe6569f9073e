"""Reads one answer from the wire as it comes, with h11, or with httptools where it is there.

Both are held to the same: what they make of any answer, cut anywhere, is tested to be equal.
"""

import contextlib
from typing import Any, Protocol

import h11

# What an answer's head, and its body over the wire, may take in bytes.
LARGEST_HEAD = 65_536
LARGEST = 50_000_000


class WireError(Exception):
    """What came is no answer over HTTP/1, or too large; `is_large` tells which."""

    def __init__(self, reason: str, *, is_large: bool = False) -> None:
        super().__init__(reason)
        self.is_large = is_large


class Parser(Protocol):
    """One answer. `keeps` says whether the connection may be used again once it is whole.

    Header names are in lower case. Of the body at most `most` bytes are kept.
    """

    status: int
    headers: list[tuple[str, str]]
    body: bytearray
    received: int
    keeps: bool

    def feed(self, data: bytes) -> bool:
        """Takes bytes in; True when the answer is whole. Raises WireError."""
        ...

    def end(self) -> bool:
        """The connection was closed; True when that makes the answer whole."""
        ...


class _Answer:
    """What both parsers gather."""

    def __init__(self, method: str, most: int) -> None:
        self.method = method
        self.most = most
        self.status = 0
        self.headers: list[tuple[str, str]] = []
        self.body = bytearray()
        self.received = 0
        self.keeps = False
        self.whole = False

    def add(self, chunk: bytes) -> None:
        self.received += len(chunk)
        if self.received > LARGEST:
            raise WireError("its body is too large", is_large=True)
        if len(self.body) < self.most:
            self.body += chunk[: self.most - len(self.body)]


class H11Parser(_Answer):
    """With h11, which is always there."""

    def __init__(self, method: str, most: int) -> None:
        super().__init__(method, most)
        self._wire = h11.Connection(h11.CLIENT, max_incomplete_event_size=LARGEST_HEAD)
        # The request is written elsewhere; here it only says what kind of answer is awaited.
        self._wire.send(h11.Request(method=method, target="/", headers=[("Host", "h")]))
        self._wire.send(h11.EndOfMessage())

    def feed(self, data: bytes) -> bool:
        return self._read(data)

    def end(self) -> bool:
        try:
            return self._read(b"")
        except WireError:
            return False

    def _read(self, data: bytes) -> bool:
        try:
            self._wire.receive_data(data)
            while not self.whole and self._take(self._wire.next_event()):
                pass
        except h11.RemoteProtocolError as error:
            raise WireError(str(error)) from error
        return self.whole

    def _take(self, event: Any) -> bool:
        """Whether more may follow from what has come."""
        match event:
            case h11.Response():
                self.status = event.status_code
                self.headers = [(_text(name), _text(value)) for name, value in event.headers]
            case h11.Data():
                self.add(bytes(event.data))
            case h11.EndOfMessage():
                self.whole = True
                done = self._wire.our_state is h11.DONE and self._wire.their_state is h11.DONE
                self.keeps = done and not self._wire.trailing_data[0]
            case h11.InformationalResponse():
                if event.status_code == 101:
                    raise WireError("it changes to another protocol")
            case _:
                return event is not h11.NEED_DATA and event is not h11.PAUSED
        return True


class FastParser(_Answer):
    """With httptools, at a fifth of the cost."""

    def __init__(self, method: str, most: int) -> None:
        super().__init__(method, most)
        import httptools

        self._wire = httptools.HttpResponseParser(self)
        self._wrong = (httptools.HttpParserError, httptools.HttpParserUpgrade)
        self._head = 0  # bytes of it so far
        self._has_head = False
        self._is_more = False

    def feed(self, data: bytes) -> bool:
        self._head += 0 if self._has_head else len(data)
        if not self._has_head and self._head > LARGEST_HEAD + len(data):
            raise WireError("its head is too large", is_large=True)
        try:
            self._wire.feed_data(data)
        except self._wrong as error:
            inner = error.__context__
            if isinstance(inner, WireError):
                raise inner from error
            if not self.whole:
                raise WireError(str(error)) from error
        return self.whole

    def end(self) -> bool:
        """Only a body that announced no length ends with its connection (RFC 9112, 6.3)."""
        told = {name: value.lower() for name, value in self.headers}
        chunked = told.get("transfer-encoding", "").endswith("chunked")
        announced = chunked or ("content-length" in told and "transfer-encoding" not in told)
        if self._has_head and not announced:
            self.whole, self.keeps = True, False
        return self.whole

    def on_message_begin(self) -> None:
        if self.whole:
            self.keeps = False  # nobody asked for what follows

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self.whole and not self._has_head:
            self.headers.append((_text(name).lower(), _text(value)))

    def on_headers_complete(self) -> None:
        if self.whole:
            return
        self.status = self._wire.get_status_code()
        if self.status == 101:
            raise WireError("it changes to another protocol")
        if self.status < 200:
            return
        self._has_head = True
        if self.method == "HEAD":
            self.whole, self.keeps = True, self._may_keep()

    def on_body(self, chunk: bytes) -> None:
        if self.whole:
            self.keeps = False
        else:
            self.add(chunk)

    def on_message_complete(self) -> None:
        if self.whole:
            return
        if self.status < 200:
            self.status, self.headers = 0, []
            return
        self.whole, self.keeps = True, self._may_keep()

    def _may_keep(self) -> bool:
        return bool(self._wire.should_keep_alive()) and self._wire.get_http_version() == "1.1"


def best() -> type[H11Parser] | type[FastParser]:
    """The faster of what is there."""
    with contextlib.suppress(ImportError):
        import httptools  # noqa: F401 - only whether it is there

        return FastParser
    return H11Parser


def _text(raw: bytes) -> str:
    return bytes(raw).decode("latin-1")
