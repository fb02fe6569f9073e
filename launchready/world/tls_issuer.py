"""Fetches what a certificate's URLs name: addresses written by whoever made the certificate.

So it is treated as hostile: plain http only (RFC 5280, 4.2.2.1: https would need the chain we
are missing), no redirect, few and small answers, and no way to addresses that are not public.
"""

import ipaddress
from contextlib import suppress

from launchready.core.addresses import is_public
from launchready.core.browser import Response
from launchready.core.resolver import Resolver
from launchready.core.unreachable import UnreachableError
from launchready.world.http_exchange import a_pool, exchange
from launchready.world.http_request import request
from launchready.world.memory import Memory
from launchready.world.route import Place, mapped
from launchready.world.settings import Network
from launchready.world.tls_context import open_context

LARGEST = 64 * 1024  # bytes; an intermediate is about 1.5 kB
LARGEST_LIST = 20_000_000  # bytes; the lists of large CAs have several million
MOST_IN_ONE = 10  # certificates of one bundle
MOST = 20  # fetches of certificates in one run
MOST_LISTS = 60  # fetches of revocation lists in one run; hosts of one CA share them

_MAP_IT = "If that is your own CA, name its address under network.addresses."


class _ForbiddenError(Exception):
    """The URL leads where none of ours may lead."""


class IssuerLibrary:
    """The certificates and revocation lists that URLs name, each fetched once a run."""

    def __init__(self, network: Network, resolver: Resolver) -> None:
        self._network = network
        self._resolver = resolver
        self._known = Memory[bytes]()
        self._lists = Memory[bytes]()
        self._left, self._lists_left = MOST, MOST_LISTS

    async def issuer(self, url: str) -> bytes | None:
        """Certificates, DER, None when there is none to be had. Raises UnreachableError."""
        return await self._known.recall(url, lambda: self._fetched(url)) or None

    async def _fetched(self, url: str) -> bytes:
        if not url.lower().startswith("http://") or self._left <= 0:
            return b""
        self._left -= 1
        try:
            response = await self._response(url, LARGEST)
        except _ForbiddenError:
            return b""
        if response.status != 200 or response.truncated:
            return b""
        return _certificates(response.body)

    async def revocations(self, url: str) -> bytes:
        """A revocation list as it was sent. Raises UnreachableError."""
        return await self._lists.recall(url, lambda: self._list(url))

    async def _list(self, url: str) -> bytes:
        where = f"the list of revoked certificates at {url[:200]}"
        if not url.lower().startswith("http://"):
            raise UnreachableError(f"{where} was not fetched: it is no plain http URL")
        if self._lists_left <= 0:
            raise UnreachableError(f"{where} was not fetched: {MOST_LISTS} lists were, in this run")
        self._lists_left -= 1
        try:
            response = await self._response(url, LARGEST_LIST)
        except _ForbiddenError as error:
            reason = f"{where} was not fetched: {error} is no public address"
            raise UnreachableError(reason, advice=_MAP_IT) from error
        if response.status != 200:
            raise UnreachableError(f"{where} could not be had: status {response.status}")
        if response.truncated:
            raise UnreachableError(f"{where} is too large: over {LARGEST_LIST:,} bytes")
        return response.body

    async def _response(self, url: str, largest: int) -> Response:
        limit = self._network.timeout
        async with a_pool(self._locate, limit, open_context()) as pool:
            return await exchange(pool, request(url), limit, largest=largest)

    async def _locate(self, host: str, port: int) -> tuple[Place, ...]:
        places = mapped(self._network, host, port)
        if places:
            return places
        found = await self._addresses(host)
        if not found:
            raise UnreachableError(f"{host} has no address")
        if not all(is_public(one) for one in found):
            raise _ForbiddenError(host)
        return tuple((address, port) for address in found)

    async def _addresses(self, host: str) -> tuple[str, ...]:
        try:
            return (str(ipaddress.ip_address(host)),)
        except ValueError:
            return await self._resolver.addresses(host)


def _certificates(body: bytes) -> bytes:
    """The DER of what was sent as DER, PEM or PKCS #7 (RFC 5280, 4.2.2.1); b"" when it is none.

    Of several, one after another.
    """
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

    is_pem = body.lstrip().startswith(b"-----BEGIN")
    load = x509.load_pem_x509_certificate if is_pem else x509.load_der_x509_certificate
    unpack = pkcs7.load_pem_pkcs7_certificates if is_pem else pkcs7.load_der_pkcs7_certificates

    def alone(raw: bytes) -> list[x509.Certificate]:
        return [load(raw)]

    for read in (alone, unpack):
        with suppress(ValueError, x509.InvalidVersion, UnsupportedAlgorithm):
            return b"".join(one.public_bytes(Encoding.DER) for one in read(body)[:MOST_IN_ONE])
    return b""
