"""Says the first word of TLS by hand, for what the ssl library no longer says.

OpenSSL's policy differs by build: one will not offer TLS 1.0 at all. A hello is just bytes.
"""

import ipaddress
import os
from contextlib import suppress

import anyio

from launchready.core.handshake import Endpoint
from launchready.core.unreachable import UnreachableError
from launchready.world.tls_connect import NotServingError, connected

TLS_1_0, TLS_1_1, TLS_1_2 = 0x0301, 0x0302, 0x0303
OLD = {TLS_1_0: "TLS 1.0", TLS_1_1: "TLS 1.1"}

_HANDSHAKE = 0x16  # record and message types (RFC 5246, 6.2.1 and 7.4; RFC 6066, 8)
_SERVER_HELLO, _DONE, _STATUS = 2, 14, 22
# A chain of ten large certificates is a fifth of it.
_MOST = 256 * 1024  # bytes
_LONGEST_RECORD = 2**14  # bytes (RFC 5246, 6.2.1)

# ECDHE and RSA with AES or 3DES and CBC, all that servers of that age speak.
_OLD_CIPHERS = "c013c014c009c00a003300390035002f000a00ff"
_CIPHERS = "c02bc02fc02cc030cca9cca8009c009d" + _OLD_CIPHERS
_GROUPS = "0008001d001700180019"
_SIGNATURES = "040305030603080408050806040105010601"
_GONE = (OSError, anyio.EndOfStream, anyio.BrokenResourceError)


async def old_versions(endpoint: Endpoint, limit: float) -> tuple[str, ...]:
    """The versions before TLS 1.2 that a server takes.

    Silence counts as no: whoever speaks only that version is not served either.
    """
    taken: set[int] = set()

    async def ask(version: int) -> None:
        said = await _answer(endpoint, hello(endpoint.host, version), {_SERVER_HELLO}, limit)
        if any(kind == _SERVER_HELLO and _version(body) == version for kind, body in said):
            taken.add(version)

    async with anyio.create_task_group() as group:
        for version in OLD:
            group.start_soon(ask, version)
    return tuple(name for version, name in OLD.items() if version in taken)


async def staple(endpoint: Endpoint, limit: float) -> bool | None:
    """Whether the certificate's status is sent with it; None where TLS 1.2 is not spoken."""
    asked = hello(endpoint.host, TLS_1_2, asks_status=True)
    said = await _answer(endpoint, asked, {_STATUS, _DONE}, limit)
    kinds = {kind for kind, _ in said}
    return _STATUS in kinds if kinds & {_STATUS, _DONE} else None


def hello(host: str, version: int, *, asks_status: bool = False) -> bytes:
    """A ClientHello (RFC 5246, 7.4.1.2) in its record."""
    is_new = version == TLS_1_2
    ciphers = bytes.fromhex(_CIPHERS if is_new else _OLD_CIPHERS)
    extensions = _extension(10, bytes.fromhex(_GROUPS)) + _extension(11, b"\x01\x00")
    if not _is_address(host):
        name = host.encode("ascii", "ignore")
        entry = b"\x00" + len(name).to_bytes(2, "big") + name
        extensions += _extension(0, len(entry).to_bytes(2, "big") + entry)
    if is_new:
        raw = bytes.fromhex(_SIGNATURES)
        extensions += _extension(13, len(raw).to_bytes(2, "big") + raw)
    if asks_status:
        extensions += _extension(5, b"\x01\x00\x00\x00\x00")
    body = (
        version.to_bytes(2, "big")
        + os.urandom(32)
        + b"\x00"
        + len(ciphers).to_bytes(2, "big")
        + ciphers
        + b"\x01\x00"
        + len(extensions).to_bytes(2, "big")
        + extensions
    )
    message = b"\x01" + len(body).to_bytes(3, "big") + body
    return b"\x16\x03\x01" + len(message).to_bytes(2, "big") + message


def _extension(number: int, data: bytes) -> bytes:
    return number.to_bytes(2, "big") + len(data).to_bytes(2, "big") + data


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _version(server_hello: bytes) -> int:
    return int.from_bytes(server_hello[:2], "big")


async def _answer(
    endpoint: Endpoint, asked: bytes, until: set[int], limit: float
) -> list[tuple[int, bytes]]:
    """The handshake messages that answer a hello, up to one of a kind; none where it fails."""
    said = Messages()
    with suppress(*_GONE, NotServingError, UnreachableError), anyio.move_on_after(limit):
        async with await connected(endpoint) as stream:
            await stream.send(asked)
            while not said.is_over and not until & {kind for kind, _ in said.whole}:
                said.add(await stream.receive())
    return said.whole


class Messages:
    """Handshake messages in clear, as they come in; what is nothing of the kind ends them."""

    def __init__(self) -> None:
        self.whole: list[tuple[int, bytes]] = []
        self.is_over = False
        self._received = 0
        self._records, self._shaken = b"", b""

    def add(self, said: bytes) -> None:
        self._received += len(said)
        self._records += said
        while len(self._records) >= 5 and not self.is_over:
            kind, length = self._records[0], int.from_bytes(self._records[3:5], "big")
            self.is_over = kind != _HANDSHAKE or not 0 < length <= _LONGEST_RECORD
            if self.is_over or len(self._records) < 5 + length:
                break
            self._shaken += self._records[5 : 5 + length]
            self._records = self._records[5 + length :]
        self._gather()
        self.is_over = self.is_over or self._received > _MOST

    def _gather(self) -> None:
        while len(self._shaken) >= 4:
            length = int.from_bytes(self._shaken[1:4], "big")
            if len(self._shaken) < 4 + length:
                return
            self.whole.append((self._shaken[0], self._shaken[4 : 4 + length]))
            self._shaken = self._shaken[4 + length :]
