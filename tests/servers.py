"""Real servers for tests: whether they are installed, started on loopback, stopped again."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest

Test = TypeVar("Test", bound=Callable[..., Any])

# Debian keeps servers where an ordinary user's PATH does not look.
_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
_LONGEST_START = 20.0  # seconds
_LONGEST_STOP = 10.0  # seconds


def program(name: str) -> str:
    """Where a program is. Raises FileNotFoundError when it is not installed."""
    found = shutil.which(name, path=_PATH)
    if found is None:
        raise FileNotFoundError(f"{name} is not installed")
    return found


def needs(*programs: str) -> Callable[[Test], Test]:
    """Marks a test that needs servers: skipped by name where one is absent, failed under CI."""
    absent = [one for one in programs if shutil.which(one, path=_PATH) is None]

    def mark(test: Test) -> Test:
        marked: Test = pytest.mark.server(test)
        if absent and os.environ.get("CI") != "true":
            marked = pytest.mark.skip(reason=f"{', '.join(absent)} not installed")(marked)
        return marked

    return mark


def free_port(*addresses: str) -> int:
    """A port that nothing uses, over UDP or TCP, at any of the addresses."""
    for _ in range(100):
        port = _if_free(addresses or ("127.0.0.1",))
        if port:
            return port
    raise OSError("no port is free")


def _if_free(addresses: Sequence[str]) -> int:
    port = 0
    held: list[socket.socket] = []
    try:
        for address in addresses:
            for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
                held.append(socket.socket(socket.AF_INET, kind))
                held[-1].bind((address, port))
                port = held[-1].getsockname()[1]
    except OSError:
        return 0
    else:
        return port
    finally:
        for one in held:
            one.close()


@contextmanager
def running(
    command: Sequence[str], *, log: Path, listens: tuple[str, int]
) -> Iterator[subprocess.Popen[bytes]]:
    """A server, from when it takes TCP connections at `listens` until the block ends.

    What it prints goes to `log`, and into the error when it does not start.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            [program(command[0]), *command[1:]], stdout=output, stderr=output
        )
        try:
            _await_start(process, log, listens)
            yield process
        finally:
            stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Asks a server to end, and ends it when it does not."""
    process.terminate()
    try:
        process.wait(_LONGEST_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _await_start(process: subprocess.Popen[bytes], log: Path, listens: tuple[str, int]) -> None:
    end = time.monotonic() + _LONGEST_START
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(listens, timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"{process.args!r} did not start:\n{log.read_text(errors='replace')}")
