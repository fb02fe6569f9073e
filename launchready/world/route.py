"""Where a host and port really are, and the words for not getting there."""

import errno
import os
import socket
from collections.abc import Iterator

from launchready.core.unreachable import UnreachableError
from launchready.world.settings import Network

# An address and a port.
Place = tuple[str, int]

_NO_ROUTE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}
_LOOK = "See whether it runs and lets this machine in, then run the gate again."
_FROM_ELSEWHERE = (
    "Run the gate from a machine that has a route, or name the addresses to look at under "
    "network.addresses."
)
_WITHOUT_IPV6 = (
    "Run the gate from a machine with IPv6 (GitHub's hosted runners have none); set network.ipv6: "
    "no, and IPv6 addresses are left out and the report says so; or name the addresses to look "
    "at under network.addresses."
)


def mapped(network: Network, host: str, port: int) -> tuple[Place, ...]:
    """The places the config maps a host and port to, () when it maps them nowhere."""
    places = network.addresses.get(f"{host.lower().rstrip('.')}:{port}", ())
    return tuple((address, other or port) for address, other in places)


def written(place: Place) -> str:
    """An address and port as people write them."""
    address, port = place
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def causes(error: BaseException) -> Iterator[BaseException]:
    """An error and all it came from, nearest first."""
    waiting, seen = [error], set[int]()
    while waiting:
        one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        # httpcore raises its errors "from None", which hides the cause in the context.
        waiting += [cause for cause in (one.__cause__ or one.__context__,) if cause]
        waiting += one.exceptions if isinstance(one, BaseExceptionGroup) else ()


def silence(where: str, error: BaseException) -> UnreachableError:
    """Why a connection did not come about or broke, in words."""
    for cause in causes(error):
        if isinstance(cause, ConnectionRefusedError):
            return UnreachableError(f"{where} refused the connection", kind="refused", advice=_LOOK)
        if isinstance(cause, socket.gaierror):
            return UnreachableError(
                f"{where} was not found: {_words(cause)}",
                advice="Correct the name, or publish an A or AAAA record for it.",
            )
        if isinstance(cause, OSError) and cause.errno in _NO_ROUTE:
            reason = f"there is no route from this machine to {where}: {_words(cause)}"
            is_ipv6 = where.startswith("[") or "//[" in where
            return UnreachableError(reason, advice=_WITHOUT_IPV6 if is_ipv6 else _FROM_ELSEWHERE)
        if isinstance(cause, TimeoutError):
            return timed_out(where)
    told = [one for one in causes(error) if isinstance(one, OSError) and one.errno]
    reason = _words(told[0]) if told else str(error) or type(error).__name__
    return UnreachableError(f"{where} could not be talked to: {reason}", advice=_LOOK)


def timed_out(where: str, limit: float | None = None) -> UnreachableError:
    within = f" in {limit:g} s" if limit is not None else ""
    return UnreachableError(f"{where} did not answer{within}", kind="timed out", advice=_LOOK)


def _words(error: OSError) -> str:
    # asyncio puts its own words in strerror; the resolver's errors have numbers below zero.
    known = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
    return (known or str(error) or type(error).__name__).lower()
