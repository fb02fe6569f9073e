"""Opens the connection a handshake runs over, after STARTTLS where mail is spoken first."""

import anyio
from anyio.abc import ByteStream

from launchready.core.handshake import Endpoint, NotServing
from launchready.core.unreachable import UnreachableError

# Ports where mail servers speak in clear until they are asked for TLS (RFC 3207, RFC 6409).
STARTTLS_PORTS = (25, 587)
_LONGEST_REPLY = 16 * 1024  # bytes; a mail server's list of extensions has some hundreds
_NAME = b"launchready.invalid"  # what we call ourselves: a name that nobody has (RFC 6761)


class NotServingError(Exception):
    """Something is there, and it serves no TLS for the name."""

    def __init__(self, kind: NotServing, detail: str) -> None:
        super().__init__(detail)
        self.kind: NotServing = kind
        self.detail = detail


async def connected(endpoint: Endpoint) -> ByteStream:
    """A connection on which TLS may begin. The caller sets the limit and closes it.

    Raises OSError, NotServingError and UnreachableError.
    """
    stream = await anyio.connect_tcp(endpoint.address, endpoint.address_port)
    if not endpoint.starttls:
        return stream
    try:
        await _start_tls(stream, endpoint)
    except (anyio.EndOfStream, anyio.BrokenResourceError) as error:
        await anyio.aclose_forcefully(stream)
        detail = "it closed the connection before STARTTLS"
        raise NotServingError("closed", detail) from error
    except BaseException:
        await anyio.aclose_forcefully(stream)
        raise
    return stream


async def _start_tls(stream: ByteStream, endpoint: Endpoint) -> None:
    await _reply(stream, endpoint, "220")
    await stream.send(b"EHLO " + _NAME + b"\r\n")
    offered = await _reply(stream, endpoint, "250")
    if "STARTTLS" not in {line[4:].strip().upper() for line in offered}:
        raise NotServingError("plain text", "it speaks mail and offers no STARTTLS")
    await stream.send(b"STARTTLS\r\n")
    await _reply(stream, endpoint, "220")


async def _reply(stream: ByteStream, endpoint: Endpoint, wanted: str) -> list[str]:
    """The lines of one reply (RFC 5321, 4.2.1); the last has a space after its code."""
    said = b""
    while not _is_whole(said):
        said += await stream.receive()
        if len(said) > _LONGEST_REPLY:
            raise NotServingError("plain text", "it talks without end, and not of TLS")
    lines = said.decode("latin-1").splitlines()
    if not lines[-1].startswith(wanted):
        reason = f"{endpoint} would not speak mail with us: {lines[-1][:120]}"
        advice = "Look at the mail server's log; some let in no stranger at the first try."
        raise UnreachableError(reason, kind="refused", advice=advice)
    return lines


def _is_whole(said: bytes) -> bool:
    if not said.endswith(b"\n"):
        return False
    last = said.splitlines()[-1]
    return len(last) < 4 or last[3:4] == b" " or not last[:3].isdigit()
