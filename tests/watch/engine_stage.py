"""A small site, somebody to tell, and `launchready watch` as a process of its own."""

import json
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.command import command, environment

# Seconds after which what is waited for is given up.
PATIENCE = 40.0
CONFIG = """\
version: 1
product: Acme
hosts: {{own: [localhost]}}
smoke:
  pages:
    - {{name: homepage, url: "http://localhost:{site}/", expect: ["[STATUS] == 200"]}}
watch:
  every: {{pages: 5s}}
  timeout: 2s
  pause: 500ms
  sentinel: ["127.0.0.1:{hook}"]
  alerts:
    - webhook: "http://127.0.0.1:{hook}/hook"
"""


@dataclass
class Server:
    """A server on loopback that can be stopped and started on the same port."""

    answer: Callable[[BaseHTTPRequestHandler], None]
    port: int = 0
    _running: ThreadingHTTPServer | None = None

    def start(self) -> None:
        answer = self.answer

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer(self)

            do_POST = do_GET  # noqa: N815 - http.server's name

            def log_message(self, *_: object) -> None:
                return

        ThreadingHTTPServer.allow_reuse_address = True
        self._running = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._running.daemon_threads = True
        self.port = self._running.server_address[1]
        threading.Thread(target=self._running.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        if self._running is not None:
            self._running.shutdown()
            self._running.server_close()
            self._running = None


@dataclass
class Stage:
    """What a test has at hand; `heard` is what the webhook took, `held` makes it hang."""

    folder: Path
    site: Server
    hook: Server
    heard: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    held: threading.Event = field(default_factory=threading.Event)

    @property
    def kinds(self) -> list[str]:
        return [one["data"]["kind"] for one in self.heard]

    def watch(self, *arguments: str, shell: str = "") -> "subprocess.Popen[str]":
        """A watch that goes on; `shell` is run before it, with its limits."""
        call = command("watch", *arguments)
        with (self.folder / "log").open("a") as log:
            return subprocess.Popen(
                ["bash", "-c", f'{shell}\nexec "$@"', "bash", *call] if shell else call,
                cwd=self.folder,
                env=environment(),
                stdout=log,
                stderr=log,
                text=True,
            )

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()

    def until(self, holds: Callable[[], bool]) -> None:
        """Waits until something is so."""
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, self.log
            time.sleep(0.05)


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Site and webhook running, and a config that names them."""

    def page(asked: BaseHTTPRequestHandler) -> None:
        asked.send_response(200)
        asked.end_headers()
        asked.wfile.write(b"hello")

    def take(asked: BaseHTTPRequestHandler) -> None:
        said = json.loads(asked.rfile.read(int(asked.headers["content-length"])))
        made.asked.append(said["data"]["id"])
        if made.held.is_set():
            time.sleep(PATIENCE)
            return
        made.heard.append(said)
        asked.send_response(204)
        asked.end_headers()

    made = Stage(folder, Server(page), Server(take))
    made.site.start()
    made.hook.start()
    config = CONFIG.format(site=made.site.port, hook=made.hook.port)
    (folder / "launchready.yml").write_text(config)
    try:
        yield made
    finally:
        made.site.stop()
        made.hook.stop()
