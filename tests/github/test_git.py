"""Git is asked with one credential, by environment, and never with two."""

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from launchready.core.unreachable import UnreachableError
from launchready.github.git import LARGEST_BLOB, Git, GitError
from tests.github.origin import Origin, git


@dataclass
class Server:
    """Takes nobody in, and remembers with what credentials each came."""

    url: str
    credentials: list[list[str]] = field(default_factory=list)


@contextmanager
def server() -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.credentials.append(self.headers.get_all("authorization") or [])
            self.send_response(403)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Keeps the tests' output clean."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made = Server(url=f"http://127.0.0.1:{listening.server_port}")
    thread = threading.Thread(target=lambda: listening.serve_forever(poll_interval=0.02))
    thread.start()
    try:
        yield made
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()


def test_checkouts_own_credential_is_tried_first_and_then_ours_alone(tmp_path: Path) -> None:
    origin = Origin.at(tmp_path / "origin")
    clone = origin.checkout(tmp_path / "clone", "refs/heads/main")
    with server() as asked:
        git(clone.root, "remote", "set-url", "origin", f"{asked.url}/org/app")
        left = f"http.{asked.url}/.extraheader"
        git(clone.root, "config", left, "AUTHORIZATION: basic bGVmdDpieQ==")

        with pytest.raises(GitError):
            Git(root=clone.root, server_url=asked.url, token="ours").fetch("origin", "main")

    own = base64.b64encode(b"x-access-token:ours").decode()
    assert asked.credentials == [["basic bGVmdDpieQ=="], [f"basic {own}"]]


def test_no_other_server_than_our_own_is_asked_at_all(tmp_path: Path) -> None:
    origin = Origin.at(tmp_path / "origin")
    clone = origin.checkout(tmp_path / "clone", "refs/heads/main")
    with server() as stranger:
        git(clone.root, "remote", "set-url", "origin", f"{stranger.url}/org/app")

        with pytest.raises(GitError):
            Git(root=clone.root, server_url="https://github.com", token="ours").fetch("origin")

    assert stranger.credentials == []


def test_a_file_of_a_commit_is_read_and_one_that_is_not_there_is_said(tmp_path: Path) -> None:
    origin = Origin.at(tmp_path / "origin")
    here = Git(root=origin.folder)

    assert here.blob("HEAD", "README.md") == b"a portal\n"
    with pytest.raises(FileNotFoundError):
        here.blob("HEAD", "launchready.yml")


def test_a_file_beyond_all_reason_is_not_read(tmp_path: Path) -> None:
    origin = Origin.at(tmp_path / "origin")
    origin.commit("launchready.yml", "#" * (LARGEST_BLOB + 1))

    with pytest.raises(OSError, match="too large"):
        Git(root=origin.folder).blob("HEAD", "launchready.yml")


def test_a_folder_without_a_repository_says_what_to_add(tmp_path: Path) -> None:
    with pytest.raises(UnreachableError) as caught:
        Git.of(tmp_path, "", "", "", {})

    assert caught.value.advice == "Put actions/checkout before launchready."
