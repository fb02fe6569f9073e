"""Many questions to one server over one UDP socket."""

import heapq
import socket
from contextlib import suppress

import anyio

from launchready.core.resolver import Server
from launchready.world import wire
from launchready.world.dns_line import Batch, Job, Line, Trust, new_socket, now
from launchready.world.dns_question import no_way

# How many are on their way at once: a server's socket buffer holds that many answers.
WINDOW = 100
# How long each sending of a question waits for its answer: it is sent again after 0.6 s and after
# 1.2 s, and asked over TCP from 1.5 s on. Shorter, and a runner that stalls for a moment would
# send everything twice; so only before TCP, which waits for as long as there is.
PAUSES = (0.6, 0.6, 0.3)  # seconds
# Of a short network.timeout, each of the pauses takes no more than this.
_SHARE = 0.1
# A server that gave so many questions in a row no answer over UDP is asked over TCP only.
_DEAF = 20
_LARGEST = 65535  # bytes
# A flood of datagrams keeps nobody else from their turn.
_MOST_AT_ONCE = 4 * WINDOW


class UdpLine(Line):
    """Finishes a job with an answer, or without one where TCP has to be tried."""

    def __init__(self, server: Server, trust: Trust) -> None:
        super().__init__(server, trust)
        self._socket: socket.socket | None = None
        self._due: list[tuple[float, int, Job]] = []
        self._sent = 0

    async def work(self, batch: Batch) -> None:
        try:
            udp = self._connected()
        except OSError as error:
            self._fail_all(error)
            return
        while batch.left:
            self._fill(udp)
            if not batch.left:
                return
            with anyio.move_on_after(max(0.0, self._next_due() - now())):
                await anyio.wait_readable(udp)
            # What has come is taken before anything counts as lost: this process may have stalled.
            self._receive(udp)
            self._expire(udp)

    def _connected(self) -> socket.socket:
        """Connected, so that the system drops strangers' packets and tells of a closed port."""
        if self._socket is None:
            self._socket = new_socket(self.server, socket.SOCK_DGRAM)
            self._socket.connect((self.server.address, self.server.port))
        return self._socket

    def _fill(self, udp: socket.socket) -> None:
        if self.trust.deaf >= _DEAF:
            self._to_tcp()
        while self.queue and len(self.flying) < WINDOW:
            self._send(udp, self.queue.popleft())

    def _send(self, udp: socket.socket, job: Job) -> None:
        message = self.launch(job)
        job.due = now() + min(PAUSES[job.tries], job.question.timeout * _SHARE)
        job.tries += 1
        self._sent += 1
        heapq.heappush(self._due, (job.due, self._sent, job))
        try:
            udp.send(message)
        except BlockingIOError:
            pass  # as if lost: the next try sends
        except ConnectionRefusedError:
            self._to_tcp()
        except OSError as error:
            self._fail_all(error)

    def _receive(self, udp: socket.socket) -> None:
        with suppress(BlockingIOError):
            for _ in range(_MOST_AT_ONCE):
                try:
                    raw = udp.recv(_LARGEST)
                except ConnectionRefusedError:
                    self._to_tcp()
                    return
                except BlockingIOError:
                    raise
                except OSError as error:
                    self._fail_all(error)
                    return
                self.land(raw)

    def landed(self, job: Job, message: wire.Message) -> None:
        self.trust.deaf = 0
        # A truncated answer is no part of an answer (RFC 2181, 9).
        self.finish(job, None if message.flags & wire.TC else message)

    def _next_due(self) -> float:
        while self._due and self._is_over(*self._due[0]):
            heapq.heappop(self._due)
        return self._due[0][0] if self._due else now()

    def _is_over(self, due: float, _: int, job: Job) -> bool:
        return self.flying.get(job.id) is not job or job.due != due

    def _expire(self, udp: socket.socket) -> None:
        moment = now()
        while self._due and self._next_due() <= moment and self._due:
            _, _, job = heapq.heappop(self._due)
            if job.tries < len(PAUSES):
                self._send(udp, job)
            else:
                self.trust.deaf += 1
                self.finish(job, None)

    def _to_tcp(self) -> None:
        """Nobody listens, or nobody answers: everything there is goes on without an outcome."""
        for job in (*self.flying.values(), *self.queue):
            self.finish(job, None)
        self.queue.clear()

    def _fail_all(self, error: OSError) -> None:
        for job in (*self.flying.values(), *self.queue):
            self.finish(job, no_way(job.question, "UDP", error))
        self.queue.clear()

    def close(self) -> None:
        super().close()
        self._due.clear()
        if self._socket is not None:
            self._socket.close()
            self._socket = None
