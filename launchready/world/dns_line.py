"""A line to one server, shared by everybody who asks it at the same time."""

import random
import socket
import time
from abc import abstractmethod
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

import anyio

from launchready.core.resolver import Server
from launchready.core.unreachable import UnreachableError
from launchready.world import wire
from launchready.world.dns_question import Question, not_asked, silence
from launchready.world.wire_faults import MalformedError

# A server that let this many questions in a row run out of time is asked no more in this run:
# each costs the whole of network.timeout, and a map has hundreds of records.
PATIENCE = 5
# With these a server may say that it does not know EDNS (RFC 6891, 7).
_STUMBLES = (wire.FORMERR, wire.NOTIMP, wire.BADVERS)
_WITHOUT_QUESTION = (*_STUMBLES, wire.SERVFAIL, wire.REFUSED)

_chance = random.SystemRandom()
now = time.monotonic


@dataclass(slots=True, eq=False)
class Batch:
    """Questions asked together: how many are open, and what wakes who waits for them."""

    left: int
    woken: anyio.Event = field(default_factory=anyio.Event)


@dataclass(slots=True, eq=False)
class Job:
    """A question on its way. Without an outcome when a line is done with it, the next one asks."""

    question: Question
    batch: Batch | None = None
    id: int = -1
    edns: bool = True
    tries: int = 0
    due: float = 0.0
    deadline: float = 0.0
    strange: bool = False
    outcome: wire.Message | UnreachableError | None = None


@dataclass(slots=True)
class Trust:
    """How a server has kept its time: questions in a row that it let run out."""

    silent: int = 0
    deaf: int = 0  # over UDP only

    @property
    def is_lost(self) -> bool:
        return self.silent >= PATIENCE


class Line:
    """Questions wait in `queue`, and are on their way in `flying`, by their ids.

    There is no task in the background: one of those who wait for an answer works the line for
    all, and hands it on when it has its own. When nobody waits, the line is closed.
    """

    def __init__(self, server: Server, trust: Trust) -> None:
        self.server = server
        self.trust = trust
        self.queue: deque[Job] = deque()
        self.flying: dict[int, Job] = {}
        # Whose answers nobody waits for any more.
        self.given_up: set[int] = set()
        self._waiting: dict[Batch, None] = {}  # in the order in which they came
        self._worked = False
        self.holders = 0

    async def carry(self, jobs: Sequence[Job]) -> None:
        """Until this line is done with all of them."""
        batch = Batch(left=len(jobs))
        for job in jobs:
            job.batch = batch
        self.queue.extend(jobs)
        self.holders += 1
        try:
            while batch.left:
                await (self._wait(batch) if self._worked else self._work(batch))
        finally:
            if batch.left:  # cancelled
                self._forget(batch)
            self.release()

    def release(self) -> None:
        self.holders -= 1
        if not self.holders:
            self.close()

    async def _wait(self, batch: Batch) -> None:
        self._waiting[batch] = None
        try:
            await batch.woken.wait()
        except anyio.get_cancelled_exc_class():
            if batch not in self._waiting and not self._worked:
                self._wake_next()  # it was our turn
            raise
        finally:
            self._waiting.pop(batch, None)
        if batch.left:
            batch.woken = anyio.Event()

    async def _work(self, batch: Batch) -> None:
        self._worked = True
        try:
            await self.work(batch)
        finally:
            self._worked = False
            self._wake_next()

    def _wake_next(self) -> None:
        while self._waiting:
            batch = next(iter(self._waiting))
            del self._waiting[batch]
            batch.woken.set()
            if batch.left:
                return

    def _forget(self, batch: Batch) -> None:
        self.queue = deque(job for job in self.queue if job.batch is not batch)
        self.given_up |= {id_ for id_, job in self.flying.items() if job.batch is batch}
        self.flying = {id_: job for id_, job in self.flying.items() if job.batch is not batch}

    def launch(self, job: Job) -> bytes:
        """The message to send for a job, with an id that nobody can guess (RFC 5452)."""
        if job.id not in self.flying:
            while (id_ := _chance.getrandbits(16)) in self.flying or id_ in self.given_up:
                pass
            job.id = id_
            self.flying[id_] = job
            job.deadline = job.deadline or now() + job.question.timeout
        return job.question.message(job.id, edns=job.edns)

    def land(self, raw: bytes) -> bool:
        """Takes a message in; False where it answers nothing that was asked (RFC 5452, 9.1)."""
        id_ = int.from_bytes(raw[:2], "big")
        job = self.flying.get(id_)
        if job is None and id_ in self.given_up:
            return True
        try:
            message = wire.read(raw)
        except MalformedError:
            message = None
        if job is None or message is None or not _answers(job.question, message):
            suspect = job or (next(iter(self.flying.values())) if len(self.flying) == 1 else None)
            if suspect is not None:
                suspect.strange = True
            return False
        self.trust.silent = 0
        if job.edns and message.rcode in _STUMBLES:
            job.edns = False
            self.again(job)
        else:
            self.landed(job, message)
        return True

    def again(self, job: Job) -> None:
        self.flying.pop(job.id, None)
        job.id, job.tries = -1, 0
        self.queue.appendleft(job)

    def finish(self, job: Job, outcome: wire.Message | UnreachableError | None) -> None:
        """Done with a job on this line; wakes who waits for it."""
        self.flying.pop(job.id, None)
        job.id = -1
        job.outcome = outcome
        batch = job.batch
        if batch is not None:
            batch.left -= 1
            if not batch.left:
                batch.woken.set()

    def time_out(self, job: Job) -> None:
        self.trust.silent += 1
        if job.id >= 0:
            self.given_up.add(job.id)
        self.finish(job, silence(job.question, strange=job.strange))
        if self.trust.is_lost:
            while self.queue:
                waiting = self.queue.popleft()
                self.finish(waiting, not_asked(waiting.question, PATIENCE))

    @abstractmethod
    async def work(self, batch: Batch) -> None:
        """Sends and receives, for all, until a batch has nothing left."""

    @abstractmethod
    def landed(self, job: Job, message: wire.Message) -> None:
        """Takes an answer to a job."""

    def close(self) -> None:
        """Gives the socket back."""
        self.given_up.clear()


def _answers(question: Question, message: wire.Message) -> bool:
    if message.question:
        return message.question == question.wire
    return message.rcode in _WITHOUT_QUESTION


def new_socket(server: Server, kind: socket.SocketKind) -> socket.socket:
    """Not blocking, and not yet connected."""
    family = socket.AF_INET6 if ":" in server.address else socket.AF_INET
    made = socket.socket(family, kind)
    made.setblocking(False)  # noqa: FBT003 - the standard library's own signature
    return made
