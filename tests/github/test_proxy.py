"""The proxies of the environment are used, and see no token; nothing on this machine goes there."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

ASK = """
import sys, anyio
from launchready.github.api import Clock, GitHub
from launchready.github.refusal import NotDeliveredError

async def no_wait(seconds): pass

async def main():
    try:
        async with GitHub(sys.argv[1], "org/app", "the-token", clock=Clock(sleep=no_wait)) as one:
            await one.ask("GET", "/issues/7/comments")
    except NotDeliveredError as error:
        print(error)

anyio.run(main)
"""


@contextmanager
def proxy() -> Iterator[tuple[str, list[bytes]]]:
    """A proxy that lets nothing through, and keeps what it was asked."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    heard.append(connection.recv(65_536))
                    connection.sendall(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n")

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}", heard
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def ask(url: str, **variables: str) -> str:
    clean = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    done = subprocess.run(
        [sys.executable, "-c", ASK, url],
        env=clean | variables,
        capture_output=True,
        check=True,
        text=True,
    )
    return done.stdout


def test_a_proxy_is_asked_for_the_host_and_sees_no_token() -> None:
    with proxy() as (address, heard):
        said = ask("https://github.example/api/v3", HTTPS_PROXY=f"http://{address}")

    assert heard
    assert all(one.startswith(b"CONNECT github.example:443 ") for one in heard)
    assert not any(b"the-token" in one for one in heard)
    assert "GitHub could not be reached" in said


def test_what_is_on_this_machine_is_asked_through_no_proxy() -> None:
    with proxy() as (address, heard):
        said = ask("http://127.0.0.1:1", HTTP_PROXY=f"http://{address}", ALL_PROXY=address)

    assert heard == []
    assert "GitHub could not be reached" in said


@pytest.mark.parametrize("wrong", ["carrier://hawk:pigeon@roof", "socks5://hawk:pigeon@roof:1"])
def test_a_proxy_that_cannot_be_used_is_a_reason_that_does_not_quote_it(wrong: str) -> None:
    said = ask("https://github.example", HTTPS_PROXY=wrong)

    assert "HTTPS_PROXY names no proxy that can be used" in said
    assert "pigeon" not in said
