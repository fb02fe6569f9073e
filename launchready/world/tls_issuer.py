"""Fetches the certificate an AIA URL names: an address written by whoever made the certificate.

So it is treated as hostile: plain http only (RFC 5280, 4.2.2.1: https would need the chain we
are missing), no redirect, few and small answers, and no way to addresses that are not public.
"""

import ipaddress

from launchready.core.resolver import Resolver
from launchready.core.unreachable import UnreachableError
from launchready.world.http_exchange import a_pool, exchange
from launchready.world.http_request import request
from launchready.world.memory import Memory
from launchready.world.route import Place, mapped
from launchready.world.settings import Network
from launchready.world.tls_context import open_context

LARGEST = 64 * 1024  # bytes; an intermediate is about 1.5 kB
MOST = 20  # fetches in one run


class _ForbiddenError(Exception):
    """The URL leads where none of ours may lead."""


class IssuerLibrary:
    """The certificates that AIA URLs name, each fetched once a run."""

    def __init__(self, network: Network, resolver: Resolver) -> None:
        self._network = network
        self._resolver = resolver
        self._known = Memory[bytes]()
        self._left = MOST

    async def issuer(self, url: str) -> bytes | None:
        """The DER certificate, None when there is none to be had. Raises UnreachableError."""
        return await self._known.recall(url, lambda: self._fetched(url)) or None

    async def _fetched(self, url: str) -> bytes:
        if not url.lower().startswith("http://") or self._left <= 0:
            return b""
        self._left -= 1
        try:
            async with a_pool(self._locate, self._network.timeout, open_context()) as pool:
                response = await exchange(pool, request(url), self._network.timeout)
        except _ForbiddenError:
            return b""
        if response.status != 200 or response.truncated or len(response.body) > LARGEST:
            return b""
        return _certificate(response.body)

    async def _locate(self, host: str, port: int) -> tuple[Place, ...]:
        places = mapped(self._network, host, port)
        if places:
            return places
        found = await self._addresses(host)
        if not found:
            raise UnreachableError(f"{host} has no address")
        if not all(_is_public(one) for one in found):
            raise _ForbiddenError(host)
        return tuple((address, port) for address in found)

    async def _addresses(self, host: str) -> tuple[str, ...]:
        try:
            return (str(ipaddress.ip_address(host)),)
        except ValueError:
            return await self._resolver.addresses(host)


def _is_public(address: str) -> bool:
    known = ipaddress.ip_address(address)
    return known.is_global and not known.is_multicast


def _certificate(body: bytes) -> bytes:
    """The DER of a certificate sent as DER or PEM, b"" when it is neither."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    is_pem = body.lstrip().startswith(b"-----BEGIN")
    load = x509.load_pem_x509_certificate if is_pem else x509.load_der_x509_certificate
    try:
        return load(body).public_bytes(Encoding.DER)
    except (ValueError, x509.InvalidVersion):
        return b""
