"""Sends one request and gathers the response, within a time and a size."""

import ssl
from collections.abc import Awaitable, Callable, Iterable
from time import perf_counter

import anyio
import httpcore

from launchready.core.browser import Response
from launchready.core.unreachable import UnreachableError
from launchready.world.http_body import LIMIT, Body, DamagedError
from launchready.world.http_request import Request, coding_of
from launchready.world.route import Place, causes, silence, timed_out

# How long an idle connection is kept, in seconds: less than the 2 s after which the most hurried
# servers close theirs, so that a request never runs into the closing.
_KEPT_FOR = 1.0

# How long a redirect's body is waited for, in seconds: browsers go on without it.
_FOR_A_REDIRECT = 0.5

Locate = Callable[[str, int], Awaitable[tuple[Place, ...]]]


class Backend(httpcore.AsyncNetworkBackend):
    """Connects to the places a function says a host and port are; SNI and Host stay the name's."""

    def __init__(self, locate: Locate, limit: float) -> None:
        self._locate = locate
        self._limit = limit
        self._plain = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the interface's; ours is the whole limit
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        places = await self._locate(host, port)
        first: Exception | None = None
        for address, real_port in places:
            try:
                return await self._plain.connect_tcp(
                    address,
                    real_port,
                    timeout=self._limit / len(places),
                    local_address=local_address,
                    socket_options=socket_options,
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                first = first or error
        raise first or httpcore.ConnectError(f"{host} has no address")

    async def sleep(self, seconds: float) -> None:
        await anyio.sleep(seconds)


def a_pool(
    locate: Locate, limit: float, context: ssl.SSLContext, *, anew: bool = False
) -> httpcore.AsyncConnectionPool:
    """Connections to be used again or, with `anew`, each for one request alone."""
    return httpcore.AsyncConnectionPool(
        ssl_context=context,
        max_connections=100,
        max_keepalive_connections=0 if anew else None,
        keepalive_expiry=_KEPT_FOR,
        network_backend=Backend(locate, limit),
    )


class CertificateError(Exception):
    """The handshake failed a visitor's verification, and for no other reason."""


async def exchange(
    pool: httpcore.AsyncConnectionPool,
    asked: Request,
    limit: float,
    untrusted: str | None = None,
    *,
    largest: int = LIMIT,
) -> Response:
    """One response, its body cut off past `largest` bytes.

    Raises UnreachableError, and CertificateError before anything is sent.
    """
    try:
        with anyio.fail_after(limit):
            return await _exchanged(pool, asked, untrusted, largest)
    except TimeoutError as error:
        raise timed_out(asked.where, limit) from error
    except DamagedError as error:
        reason = f"{asked.where} sent a body that is not packed as it says: {error}"
        raise UnreachableError(reason, advice="Mend the server's compression.") from error
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        reason = f"{asked.where} and we did not understand each other: {error}"
        raise UnreachableError(reason, advice="Look at what answers there.") from error
    except (httpcore.TimeoutException, httpcore.NetworkError, OSError, anyio.EndOfStream) as error:
        for cause in causes(error):
            if isinstance(cause, ssl.SSLCertVerificationError):
                raise CertificateError(cause.verify_message) from error
        raise silence(asked.where, error) from error


async def _exchanged(
    pool: httpcore.AsyncConnectionPool, asked: Request, untrusted: str | None, largest: int
) -> Response:
    started = perf_counter()
    answer = await pool.handle_async_request(asked.on_the_wire())
    try:
        headers = tuple((name.decode("latin-1").lower(), _text(v)) for name, v in answer.headers)
        body = Body(coding_of(headers, asked), largest)
        patience = _FOR_A_REDIRECT if _leads_on(answer.status, headers) else None
        with anyio.move_on_after(patience) as patient:
            async for chunk in answer.aiter_stream():
                body.add(chunk)
                if body.is_full:
                    break
    finally:
        await answer.aclose()
    return Response(
        url=asked.url,
        status=answer.status,
        headers=headers,
        body=body.kept,
        truncated=body.truncated or patient.cancelled_caught,
        seconds=perf_counter() - started,
        untrusted=untrusted,
        wire=body.received,
    )


def _leads_on(status: int, headers: tuple[tuple[str, str], ...]) -> bool:
    return 300 < status < 400 and any(name == "location" for name, _ in headers)


def _text(value: bytes) -> str:
    """A header's value: UTF-8 where it is, else byte by byte (RFC 9110, 5.5)."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")
