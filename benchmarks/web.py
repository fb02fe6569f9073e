"""Times the web room on 30 pages with 200 files on loopback: headers, files and leaks of each.

Goal: 5 s. Printed are the seconds, the requests that were made and how many came twice.
"""

import sys
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import anyio

from launchready import gate
from launchready.config.load import load
from launchready.core import registry
from launchready.secrets.detected_keys import DetectedKeys
from launchready.world.open import open_world
from launchready.world.repository import GitRepository

PAGES, FILES, A_PAGE = 30, 200, 8
GOAL = 5.0  # seconds
_FILE = "export function f(a,b){return a+b}\n" * 600


class Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    asked: ClassVar[Counter[str]] = Counter()

    def do_GET(self) -> None:
        Site.asked[self.path] += 1
        is_file = self.path.endswith(".js")
        self._send(
            "text/javascript" if is_file else "text/html", _FILE if is_file else self._page()
        )

    def _page(self) -> str:
        number = int("".join(one for one in self.path if one.isdigit()) or 0)
        files = [(number * A_PAGE + at) % FILES for at in range(A_PAGE)]
        return "".join(f'<script src="/{one}.3f9a1c2e.js"></script>' for one in files)

    def _send(self, kind: str, text: str) -> None:
        raw = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Says nothing."""


async def measure(port: int) -> float:
    pages = ", ".join(f"'http://acme.test/{number}'" for number in range(PAGES))
    config = (
        "version: 1\nhosts: {canonical: acme.test, own: [acme.test]}\n"
        f"network: {{addresses: {{'acme.test:80': ['127.0.0.1:{port}']}}}}\n"
        f"web: {{headers: {{pages: [{pages}]}}, caching: {{assets: [{pages}]}}, "
        f"leaks: {{pages: [{pages}]}}}}\n"
    )
    loaded = load(
        config.encode(), "x.yml", environment="production", variables={}, read=lambda _: b""
    )
    plan = gate.plan(registry.checks(("web",)), loaded.rooms, chosen=("web",))
    network = loaded.config.network
    started = time.perf_counter()
    async with open_world(network, loaded.site, GitRepository(Path.cwd()), DetectedKeys()) as ctx:
        asked = await gate.run(plan, ctx, concurrency=network.concurrency, progress=None)
    took = time.perf_counter() - started
    open_ends = [one for one in asked if type(one.outcome).__name__ == "Unanswered"]
    print(f"{len(asked)} questions, {len(open_ends)} unanswered")
    return took


def main() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    took = anyio.run(measure, server.server_address[1])
    server.shutdown()
    again = sum(count > 1 for path, count in Site.asked.items() if path.endswith(".js"))
    print(f"{took:.2f} s (goal {GOAL:.0f} s), {Site.asked.total()} requests, {again} files twice")


if __name__ == "__main__":
    main()
