"""Opens one TLS connection and tells how it failed, which libraries blur.

The records are passed on by hand: what a server says first tells plain text from an alert, and
the alert's number tells a refused name from a refused version.
"""

import re
import ssl
import sys
from contextlib import suppress
from typing import Any

import anyio
from anyio.abc import ByteStream

from launchready.core.handshake import Endpoint
from launchready.core.unreachable import UnreachableError
from launchready.world.route import causes, silence, timed_out
from launchready.world.tls_connect import NotServingError, connected

_ALERT, _HANDSHAKE = 0x15, 0x16  # the first byte of a record (RFC 8446, 5.1)
_UNRECOGNIZED_NAME = 112
_ALERTS = {  # RFC 8446, 6
    40: "handshake failure",
    47: "illegal parameter",
    70: "protocol version: it speaks no TLS 1.2 or newer",
    80: "internal error, which servers also say when they have no certificate for the name",
    112: "unrecognized name",
    116: "certificate required",
}


async def dial(endpoint: Endpoint, context: ssl.SSLContext, limit: float) -> ssl.SSLObject:
    """A finished handshake, its connection closed again.

    Raises NotServingError, ssl.SSLCertVerificationError and UnreachableError.
    """
    try:
        with anyio.fail_after(limit):
            return await _dialled(endpoint, context)
    except TimeoutError as error:
        raise timed_out(str(endpoint), limit) from error
    except OSError as error:
        if isinstance(error, ssl.SSLCertVerificationError):
            raise
        if any(isinstance(cause, ConnectionRefusedError) for cause in causes(error)):
            raise NotServingError("refused", "nothing listens there") from error
        raise silence(str(endpoint), error) from error


async def _dialled(endpoint: Endpoint, context: ssl.SSLContext) -> ssl.SSLObject:
    async with await connected(endpoint) as stream:
        return await _Handshake(stream, context, endpoint).run()


async def handshake(
    stream: ByteStream, context: ssl.SSLContext, endpoint: Endpoint
) -> ssl.SSLObject:
    """A finished handshake on a connection that is open already; raises as `dial` does."""
    return await _Handshake(stream, context, endpoint).run()


class _Handshake:
    """One handshake under way; `heard` is the start of what the server said."""

    def __init__(self, stream: ByteStream, context: ssl.SSLContext, endpoint: Endpoint) -> None:
        self._stream = stream
        self._endpoint = endpoint
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_hostname=endpoint.host)
        self._heard = b""

    async def run(self) -> ssl.SSLObject:
        while True:
            try:
                self._tls.do_handshake()
            except ssl.SSLWantReadError:
                await self._turn()
            except ssl.SSLCertVerificationError:
                await self._part()
                raise
            except ssl.SSLError as error:
                raise self._told(error) from error
            else:
                await self._part()
                return self._tls

    async def _part(self) -> None:
        """Says our last word, so that no server's log has a handshake cut off by us."""
        with suppress(anyio.BrokenResourceError):
            with suppress(ssl.SSLError):
                self._tls.unwrap()  # writes the close notice, and would wait for theirs
            await self._stream.send(self._outgoing.read())

    async def _turn(self) -> None:
        try:
            if self._outgoing.pending:
                await self._stream.send(self._outgoing.read())
            said = await self._stream.receive()
        except (anyio.EndOfStream, anyio.BrokenResourceError) as error:
            detail = "it closed the connection in the middle of the handshake"
            raise NotServingError("closed", detail) from error
        self._heard = (self._heard + said)[:16] if len(self._heard) < 16 else self._heard
        self._incoming.write(said)

    def _told(self, error: ssl.SSLError) -> NotServingError | UnreachableError:
        if self._heard and self._heard[0] not in (_ALERT, _HANDSHAKE):
            http = " HTTP" if self._heard.startswith(b"HTTP/") else ""
            return NotServingError("plain text", f"it answers in plain{http} text, without TLS")
        reason = str(error.reason or "")
        if self._heard[:1] == bytes([_ALERT]) and len(self._heard) >= 7:
            return _alerted(self._heard[6])
        if re.match(r"(TLSV1|TLSV13|SSLV3)_", reason):  # OpenSSL's names of alerts from the peer
            words = reason.partition("_")[2].removeprefix("ALERT_").replace("_", " ").lower()
            return NotServingError("alert", f"it broke the handshake off: {words}")
        words = reason.replace("_", " ").lower() or "no reason given"
        return UnreachableError(
            f"{self._endpoint} and we found no common ground for TLS: {words}",
            kind="refused",
            advice="Offer TLS 1.2 or 1.3 with the ciphers browsers use, then run the gate again.",
        )


def _alerted(code: int) -> NotServingError:
    words = f"alert {code}" + (f", {_ALERTS[code]}" if code in _ALERTS else "")
    if code == _UNRECOGNIZED_NAME:
        return NotServingError("no certificate for the name", words)
    return NotServingError("alert", words)


def presented(tls: ssl.SSLObject) -> tuple[bytes, ...]:
    """The certificates a server sent, DER, leaf first."""
    if sys.version_info >= (3, 13):
        return tuple(tls.get_unverified_chain())
    return _privately(tls._sslobj.get_unverified_chain())  # type: ignore[attr-defined]  # noqa: SLF001 - the one way before 3.13


def verified(tls: ssl.SSLObject) -> tuple[bytes, ...]:
    """The chain that was built to a trusted root, DER, leaf first."""
    if sys.version_info >= (3, 13):
        return tuple(tls.get_verified_chain())
    return _privately(tls._sslobj.get_verified_chain())  # type: ignore[attr-defined]  # noqa: SLF001 - as above


def _privately(chain: list[Any] | None) -> tuple[bytes, ...]:
    import _ssl  # the private way is the same on 3.11 and 3.12

    return tuple(one.public_bytes(_ssl.ENCODING_DER) for one in chain or ())
