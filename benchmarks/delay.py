"""A way to a name server on loopback that is as long, and as lossy, as one across a country.

    python -m benchmarks.delay HOST PORT --delay 0.02 --loss 0.02

prints the port it took on 127.0.0.1, over UDP and TCP, and forwards until it is ended. Answers
are held back, questions are not, so `delay` is the round trip. Loss is of datagrams, each way.
"""

import argparse
import random
import selectors
import socket
import sys
import time
from collections import deque
from collections.abc import Callable
from functools import partial

LARGEST = 65536  # bytes
BUFFER = 4 * 1024 * 1024  # bytes, so that what is lost is lost on purpose


class Way:
    """What is under way, in the order in which it is due: every delay is the same."""

    def __init__(self, server: tuple[str, int], delay: float, loss: float) -> None:
        self.server = server
        self.delay = delay
        self.loss = loss
        self.chance = random.Random(20261125)  # noqa: S311 - the same losses each time
        self.held: deque[tuple[float, Callable[[], object]]] = deque()
        self.watch = selectors.DefaultSelector()
        self.beyond: dict[tuple[str, int], socket.socket] = {}

    def run(self) -> None:
        while True:
            wait = max(0.0, self.held[0][0] - time.monotonic()) if self.held else None
            for key, _ in self.watch.select(wait):
                key.data()
            moment = time.monotonic()
            while self.held and self.held[0][0] <= moment:
                self.held.popleft()[1]()

    def is_lost(self) -> bool:
        return self.chance.random() < self.loss

    def hold(self, act: Callable[[], object]) -> None:
        self.held.append((time.monotonic() + self.delay, act))

    def on_questions(self, here: socket.socket) -> None:
        try:
            while True:
                wire, client = here.recvfrom(LARGEST)
                if not self.is_lost():
                    self.to_server(here, client).send(wire)
        except BlockingIOError:
            return

    def to_server(self, here: socket.socket, client: tuple[str, int]) -> socket.socket:
        if client not in self.beyond:
            udp = self.beyond[client] = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
            udp.connect(self.server)
            udp.setblocking(False)  # noqa: FBT003 - the standard library's own signature
            self.watch.register(
                udp, selectors.EVENT_READ, partial(self.on_answers, here, udp, client)
            )
        return self.beyond[client]

    def on_answers(self, here: socket.socket, udp: socket.socket, client: tuple[str, int]) -> None:
        try:
            while True:
                wire = udp.recv(LARGEST)
                if not self.is_lost():
                    self.hold(partial(here.sendto, wire, client))
        except (BlockingIOError, ConnectionRefusedError):
            return

    def on_connection(self, listener: socket.socket) -> None:
        near, _ = listener.accept()
        far = socket.create_connection(self.server)
        for one in (near, far):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.watch.register(near, selectors.EVENT_READ, partial(self.on_bytes, near, far, 0))
        self.watch.register(far, selectors.EVENT_READ, partial(self.on_bytes, far, near, 1))

    def on_bytes(self, source: socket.socket, target: socket.socket, held: int) -> None:
        try:
            chunk = source.recv(LARGEST)
        except OSError:
            chunk = b""
        if not chunk:
            self.watch.unregister(source)
            act: Callable[[], object] = partial(_half_close, target)
        else:
            act = partial(_send, target, chunk)
        if held:
            self.hold(act)
        else:
            act()


def _half_close(target: socket.socket) -> None:
    try:
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return


def _send(target: socket.socket, chunk: bytes) -> None:
    try:
        target.sendall(chunk)
    except OSError:
        return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    parser.add_argument("--delay", type=float, default=0.0)
    parser.add_argument("--loss", type=float, default=0.0)
    args = parser.parse_args()
    way = Way((args.host, args.port), args.delay, args.loss)
    listener = socket.create_server(("127.0.0.1", 0))
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
    udp.bind(listener.getsockname())
    udp.setblocking(False)  # noqa: FBT003 - the standard library's own signature
    way.watch.register(udp, selectors.EVENT_READ, partial(way.on_questions, udp))
    way.watch.register(listener, selectors.EVENT_READ, partial(way.on_connection, listener))
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    way.run()


if __name__ == "__main__":
    main()
