"""One question to one address of one server: UDP, then TCP, within a bounded time."""

import socket
from contextlib import suppress
from dataclasses import dataclass

import anyio
import anyio.abc
import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype

from launchready.core.resolver import Server
from launchready.core.unreachable import UnreachableError

# What crosses every path without fragments (RFC 9715).
UDP_SIZE = 1232  # bytes
# How long each of the three UDP tries waits, in shares of the whole time; TCP gets the rest.
# At the usual 10 s that is 1, 2 and 3 s: a runner that stalls for a moment loses no answer.
SHARES = (0.1, 0.2, 0.3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, of whom, and how long the whole of it may take, in seconds.

    `recursive` asks for recursion, as of a resolver.
    """

    server: Server
    name: dns.name.Name
    type: dns.rdatatype.RdataType
    timeout: float
    recursive: bool = False

    def __str__(self) -> str:
        name = self.name.to_text(omit_final_dot=True)
        return f"{name} {dns.rdatatype.to_text(self.type)}"

    def message(self, *, edns: bool = True) -> dns.message.QueryMessage:
        made = dns.message.make_query(self.name, self.type, use_edns=0 if edns else -1)
        if edns:
            made.use_edns(0, payload=UDP_SIZE)
        if not self.recursive:
            made.flags &= ~dns.flags.RD
        return made


@dataclass(slots=True)
class _Seen:
    """What came back on the way, for the words of a failure."""

    strange: bool = False


async def exchange(question: Question) -> dns.message.Message:
    """The server's response, whole, matched with the question, whatever its code.

    A response without EDNS in it is asked for again when the server stumbles over EDNS
    (RFC 6891, 7). Raises UnreachableError when there is none in time.
    """
    seen = _Seen()
    try:
        with anyio.fail_after(question.timeout):
            response = await _ask(question, question.message(), seen)
            if response.rcode() in (dns.rcode.FORMERR, dns.rcode.NOTIMP, dns.rcode.BADVERS):
                response = await _ask(question, question.message(edns=False), seen)
            return response
    except TimeoutError:
        raise _silence(question, seen) from None


async def _ask(
    question: Question, query: dns.message.QueryMessage, seen: _Seen
) -> dns.message.Message:
    response = await _over_udp(question, query, seen)
    if response is None or response.flags & dns.flags.TC:
        # A truncated answer is no part of an answer (RFC 2181, 9).
        response = await _over_tcp(question, query)
    return response


async def _over_udp(
    question: Question, query: dns.message.QueryMessage, seen: _Seen
) -> dns.message.Message | None:
    """The first response that matches; None when every try waited in vain."""
    try:
        with _connected(question.server) as udp:
            for share in SHARES:
                with anyio.move_on_after(question.timeout * share):
                    with suppress(BlockingIOError):  # not sent, as if lost: the next try sends
                        udp.send(query.to_wire())
                    return await _matching(udp, query, seen)
    except ConnectionRefusedError:
        return None
    except OSError as error:
        raise _no_way(question, "UDP", error) from error
    return None


def _connected(server: Server) -> socket.socket:
    """Connected, so that the system drops strangers' packets and tells of a closed port."""
    udp = socket.socket(_family(server), socket.SOCK_DGRAM)
    try:
        udp.setblocking(False)  # noqa: FBT003 - the standard library's own signature
        udp.connect((server.address, server.port))
    except OSError:
        udp.close()
        raise
    return udp


async def _matching(
    udp: socket.socket, query: dns.message.QueryMessage, seen: _Seen
) -> dns.message.Message:
    while True:
        await anyio.wait_readable(udp)
        try:
            wire = udp.recv(65535)
        except BlockingIOError:
            continue
        response = _read(wire, query)
        if response is not None:
            return response
        seen.strange = True


def _read(wire: bytes, query: dns.message.QueryMessage) -> dns.message.Message | None:
    """A response to this very query, None for anything else (RFC 5452, 9.1)."""
    try:
        response = dns.message.from_wire(wire, ignore_trailing=True, raise_on_truncation=False)
    except (dns.exception.DNSException, ValueError):
        return None
    return response if query.is_response(response) else None


async def _over_tcp(question: Question, query: dns.message.QueryMessage) -> dns.message.Message:
    server, wire = question.server, query.to_wire()
    try:
        async with await anyio.connect_tcp(server.address, server.port) as stream:
            await stream.send(len(wire).to_bytes(2, "big") + wire)
            length = int.from_bytes(await _exactly(stream, 2), "big")
            response = _read(await _exactly(stream, length), query)
    except (OSError, anyio.EndOfStream, anyio.BrokenResourceError) as error:
        raise _no_way(question, "TCP", error) from error
    if response is None:
        raise UnreachableError(
            f"{question.server} was asked for {question} over TCP and sent something else",
            advice=LOOK,
        )
    return response


async def _exactly(stream: anyio.abc.SocketStream, size: int) -> bytes:
    got = b""
    while len(got) < size:
        got += await stream.receive(size - len(got))
    return got


def _family(server: Server) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in server.address else socket.AF_INET


def has_route(address: str) -> bool:
    """Whether this machine knows a way to an address; nothing is sent."""
    try:
        _connected(Server(name=address, address=address)).close()
    except OSError:
        return False
    return True


LOOK = "Look at the server, or run the gate where it can be reached."


def _no_way(question: Question, how: str, error: Exception) -> UnreachableError:
    why = "it closed the connection"
    cause = error.__cause__ if isinstance(error.__cause__, OSError) else error  # anyio wraps it
    if isinstance(cause, ConnectionRefusedError):
        why = "nothing listens there"
    elif isinstance(cause, OSError):
        why = (cause.strerror or str(cause) or type(cause).__name__).lower()
    where = f"{how} at {question.server.address} port {question.server.port}"
    reason = f"{question.server} could not be asked for {question} over {where}: {why}"
    return UnreachableError(reason, advice=LOOK)


def _silence(question: Question, seen: _Seen) -> UnreachableError:
    reason = f"{question.server} did not answer for {question} in {question.timeout:g} s"
    if seen.strange:
        reason += "; what came was no answer to the question"
    return UnreachableError(reason, kind="timed out", advice=LOOK)
