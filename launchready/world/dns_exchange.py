"""Questions to one address of one server: UDP, then TCP, within a bounded time."""

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from launchready.core.resolver import Server, Way
from launchready.core.unreachable import UnreachableError
from launchready.world.dns_line import PATIENCE, Job, Trust, new_socket
from launchready.world.dns_question import Question, not_asked
from launchready.world.dns_tcp import TcpLine
from launchready.world.dns_udp import UdpLine
from launchready.world.wire import Message

Response = Message | UnreachableError


class Exchange:
    """One server's lines, and how it has kept its time."""

    def __init__(self, server: Server) -> None:
        self._trust = Trust()
        self._udp = UdpLine(server, self._trust)
        self._tcp = TcpLine(server, self._trust)

    async def ask(self, questions: Sequence[Question], *, over: Way = "UDP") -> list[Response]:
        """The responses in order, whole, each matched with its question, whatever their codes.

        A response without EDNS in it is asked for again when the server stumbles over EDNS
        (RFC 6891, 7).
        """
        if self._trust.is_lost:
            return [not_asked(one, PATIENCE) for one in questions]
        jobs = [Job(one) for one in questions]
        if over == "UDP":
            await self._udp.carry(jobs)
        rest = [job for job in jobs if job.outcome is None]
        if rest:
            await self._tcp.carry(rest)
        return [job.outcome for job in jobs if job.outcome is not None]

    async def one(self, question: Question, *, over: Way = "UDP") -> Message:
        """One response. Raises UnreachableError when there is none in time."""
        (response,) = await self.ask([question], over=over)
        if isinstance(response, UnreachableError):
            raise response
        return response

    @contextmanager
    def connected(self) -> Iterator[None]:
        """Keeps the TCP connection between questions that follow from one another."""
        self._tcp.holders += 1
        try:
            yield
        finally:
            self._tcp.release()


def has_route(address: str) -> bool:
    """Whether this machine knows a way to an address; nothing is sent."""
    probe = new_socket(Server(name=address, address=address), socket.SOCK_DGRAM)
    try:
        probe.connect((address, 53))
    except OSError:
        return False
    finally:
        probe.close()
    return True
