"""Many questions to one server over one TCP connection (RFC 7766, 6.2.1.1)."""

import os
import socket
from itertools import islice

import anyio

from launchready.core.resolver import Server
from launchready.world import wire
from launchready.world.dns_line import Batch, Job, Line, Trust, new_socket, now
from launchready.world.dns_question import no_way, something_else

# How many are on their way at once.
WINDOW = 64
_CHUNK = 65536  # bytes
# A server that hangs up on many questions gets them one by one; one that hangs up on each of so
# many in a row, without a word, is asked no more.
_HANG_UPS = 3


class TcpLine(Line):
    """Finishes every job, with an answer or with why there is none."""

    def __init__(self, server: Server, trust: Trust) -> None:
        super().__init__(server, trust)
        self._socket: socket.socket | None = None
        self._inbox = bytearray()
        self._outbox = bytearray()
        self._window = WINDOW
        self._answered = 0  # over this connection
        self._cut = 0  # connections that ended early
        self._barren = 0  # of those in a row, the ones without any answer

    async def work(self, batch: Batch) -> None:
        while batch.left:
            try:
                tcp = self._socket or await self._connect()
                if tcp is not None:
                    self._fill()
                    await self._move(tcp)
            except OSError as error:
                self._hung_up(error)
            self._expire()

    async def _connect(self) -> socket.socket | None:
        """None when it was not to be had in time."""
        for job in islice(self.queue, WINDOW):
            job.deadline = job.deadline or now() + job.question.timeout
        tcp = new_socket(self.server, socket.SOCK_STREAM)
        try:
            with anyio.move_on_after(self._patience()):
                try:
                    tcp.connect((self.server.address, self.server.port))
                except BlockingIOError:
                    await anyio.wait_writable(tcp)
                _demand_connection(tcp)
                tcp.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._socket = tcp
        except OSError as error:
            self._fail_all(error)
        finally:
            if self._socket is not tcp:
                tcp.close()
        return self._socket

    def _fill(self) -> None:
        while self.queue and len(self.flying) < self._window:
            message = self.launch(self.queue.popleft())
            self._outbox += len(message).to_bytes(2, "big") + message

    async def _move(self, tcp: socket.socket) -> None:
        if self._outbox:
            try:
                del self._outbox[: tcp.send(self._outbox)]
            except BlockingIOError:
                with anyio.move_on_after(self._patience()):
                    await anyio.wait_writable(tcp)
                return
        with anyio.move_on_after(self._patience()):
            await anyio.wait_readable(tcp)
        try:
            chunk = tcp.recv(_CHUNK)
        except BlockingIOError:
            return
        self._inbox += chunk
        self._take_in()
        if not chunk:
            self._hung_up(None)

    def _take_in(self) -> None:
        place = 0
        while len(self._inbox) >= place + 2:
            end = place + 2 + int.from_bytes(self._inbox[place : place + 2], "big")
            if len(self._inbox) < end:
                break
            raw = bytes(self._inbox[place + 2 : end])
            place = end
            if not self.land(raw):
                self._nonsense()
                return
        del self._inbox[:place]

    def landed(self, job: Job, message: wire.Message) -> None:
        self._answered += 1
        self._barren = 0
        self.finish(job, message)

    def _nonsense(self) -> None:
        """What came belongs to nothing that was asked, so nothing behind it can be trusted."""
        if strange := [job for job in self.flying.values() if job.strange]:
            for job in strange:
                self.finish(job, something_else(job.question))
        self._window = 1
        self._reopen()

    def _hung_up(self, error: OSError | None) -> None:
        """A server may hang up whenever it likes (RFC 7766, 6.2.4): what is open is asked again.

        The second time one by one; what it hangs up on alone has no answer.
        """
        if not self.flying:
            self._reopen()
            return
        self._barren += 0 if self._answered else 1
        self._cut += 1
        alone = self._window == 1 or len(self.flying) == 1
        if not self._answered and alone:
            (first, *_) = self.flying.values()
            self.finish(first, no_way(first.question, "TCP", error))
        if self._barren > _HANG_UPS:
            self._fail_all(error)
        if self._cut > 1 or not self._answered:
            self._window = 1
        self._reopen()

    def _reopen(self) -> None:
        for job in reversed(tuple(self.flying.values())):
            self.again(job)
        self.close()

    def _patience(self) -> float:
        """Seconds until the first of those on their way, or next in line, runs out of time."""
        jobs = self.flying.values() or islice(self.queue, WINDOW)
        return max(0.0, min((job.deadline for job in jobs if job.deadline), default=0.0) - now())

    def _expire(self) -> None:
        moment = now()
        if self._patience() > 0:
            return
        for job in (*self.flying.values(), *self.queue):
            if job.deadline and job.deadline <= moment and job.outcome is None:
                if job.id < 0:
                    self.queue.remove(job)
                self.time_out(job)

    def _fail_all(self, error: OSError | None) -> None:
        for job in (*self.flying.values(), *self.queue):
            self.finish(job, no_way(job.question, "TCP", error))
        self.queue.clear()

    def close(self) -> None:
        super().close()
        self._inbox.clear()
        self._outbox.clear()
        self._answered = 0
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def _demand_connection(tcp: socket.socket) -> None:
    code = tcp.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if code:
        raise OSError(code, os.strerror(code))
