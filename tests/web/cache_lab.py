"""A portal behind real caches: nginx and varnish, set well and set badly."""

import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

from tests.servers import free_port, running

A, B = "canary-of-a-7d1f", "canary-of-b-52ce"
LOGGED_IN = {"sid=of-a-000001": A, "sid=of-b-000002": B}
_BEARERS = {"Bearer of-a": A, "Bearer of-b": B}
_LOG_IN = (302, {"Location": "/login"}, "")
_SHUT = (302, {"Location": "/login", "Cache-Control": "no-store"}, "")

# What each page says to caches, for whoever is logged in; a stranger is sent to log in.
PAGES: dict[str, dict[str, str]] = {
    "/no-store": {"Cache-Control": "private, no-store"},
    "/private": {"Cache-Control": "private, max-age=600"},
    "/public": {"Cache-Control": "public, max-age=600"},
    "/max-age": {"Cache-Control": "max-age=600"},
    "/s-maxage": {"Cache-Control": "s-maxage=31536000, stale-while-revalidate=60"},
    "/vary-cookie": {"Cache-Control": "public, max-age=600", "Vary": "Cookie"},
    "/nothing": {},
    "/last-modified": {"Last-Modified": "Mon, 01 Jan 2024 00:00:00 GMT"},
    "/no-cache": {"Cache-Control": "no-cache"},
    "/private-but-cdn": {"Cache-Control": "private", "CDN-Cache-Control": "max-age=600"},
    "/sets-cookie": {"Cache-Control": "public, max-age=600", "Set-Cookie": "sid={sid}; Path=/"},
    "/bearer": {"Cache-Control": "max-age=600"},
    "/stranger-cached": {"Cache-Control": "private, no-store"},
    "/stranger-moved": {"Cache-Control": "private, no-store"},
    "/account": {"Cache-Control": "private, no-store"},
    "/strict": {"Cache-Control": "private, no-store"},
    "/falls-over": {"Cache-Control": "private, no-store"},
    "/mirror": {"Cache-Control": "private, no-store"},
}
# The app answers these whatever hangs on their address, as frameworks with catch-all routes do.
_CATCH_ALL = ("/account",)


class Portal(BaseHTTPRequestHandler):
    """The app: a page a path, for whom the cookie or the bearer says."""

    protocol_version = "HTTP/1.1"
    timeout: ClassVar[float] = 10

    def do_GET(self) -> None:
        status, headers, body = self._answer()
        self.send_response(status)
        raw = body.encode()
        for name, value in {"Content-Type": "text/html", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def _answer(self) -> tuple[int, dict[str, str], str]:
        path = self.path.partition("?")[0]
        page = next((one for one in _CATCH_ALL if path.startswith(one)), path)
        if page not in PAGES:
            return 404, {"Cache-Control": "no-store"}, "no such page"
        cookie = self.headers.get("Cookie", "")
        marker = LOGGED_IN.get(cookie) or _BEARERS.get(self.headers.get("Authorization", ""))
        headers = {key: value.format(sid=cookie) for key, value in PAGES[page].items()}
        if marker:
            return 200, headers, f"<p>{marker}</p>"
        if page == "/stranger-cached":
            return 200, {"Cache-Control": "public, max-age=600"}, "<p>please log in</p>"
        if page == "/falls-over":
            return 502, {"Cache-Control": "no-store"}, ""
        if page == "/stranger-moved":
            return 302, {"Location": "/login", "Cache-Control": "max-age=600"}, ""
        if page == "/mirror":
            host = self.headers.get("X-Forwarded-Host", "acme.test")
            return 200, {"Cache-Control": "max-age=600"}, f'<script src="//{host}/a.js"></script>'
        return _SHUT if page != "/nothing" else _LOG_IN

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Says nothing."""


@contextmanager
def portal() -> Iterator[int]:
    """The app alone; yields its port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Portal)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


# As root nginx would hand its work to a user who may not enter a test's folder.
_AS_ROOT = "user root; " if os.geteuid() == 0 else ""
_IGNORE = "proxy_ignore_headers Cache-Control Expires Set-Cookie Vary X-Accel-Expires;"
NGINX = {
    "honouring": "proxy_cache c;",
    "by cookie": 'proxy_cache c; proxy_cache_key "$request_uri $http_cookie $http_authorization '
    '$http_x_forwarded_host";',
    "ignoring": f"proxy_cache c; {_IGNORE} proxy_cache_valid any 10m; proxy_cache_key $uri;",
    "by ending": "",
}
_BY_ENDING = (
    "location ~* \\.(css|js)$ {{ proxy_pass http://127.0.0.1:{origin}; proxy_cache c; "
    + _IGNORE
    + " proxy_cache_valid any 10m; }}"
)
VARNISH = {
    "builtin": "",
    "hashing": "sub vcl_recv { return (hash); }",
}


@contextmanager
def nginx(name: str, origin: int, folder: Path) -> Iterator[int]:
    """nginx in front of the app, with one of the settings above; yields its port."""
    port = free_port()
    more = _BY_ENDING.format(origin=origin) if name == "by ending" else ""
    config = folder / "nginx.conf"
    config.write_text(
        f"{_AS_ROOT}daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ access_log off; proxy_cache_path {folder}/cache keys_zone=c:1m;\n"
        f"  client_body_temp_path {folder}/1; proxy_temp_path {folder}/2;\n"
        f"  fastcgi_temp_path {folder}/3; uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;\n"
        f"  server {{ listen 127.0.0.1:{port};\n    add_header X-Cache-Status "
        f"$upstream_cache_status always;\n    {more}\n"
        f"    location / {{ proxy_pass http://127.0.0.1:{origin}; {NGINX[name]} }} }} }}\n"
    )
    command = ["nginx", "-c", str(config), "-p", str(folder)]
    with running(command, log=folder / "log", listens=("127.0.0.1", port)):
        yield port


@contextmanager
def varnish(name: str, origin: int, folder: Path) -> Iterator[int]:
    """varnish in front of the app; yields its port."""
    port = free_port()
    backend = f'vcl 4.1; backend default {{ .host = "127.0.0.1"; .port = "{origin}"; }}\n'
    (folder / "vcl").write_text(backend + VARNISH[name])
    command = ["varnishd", "-j", "none", "-F", "-n", str(folder / "run"), "-a", f"127.0.0.1:{port}"]
    command += ["-f", str(folder / "vcl"), "-s", "malloc,16m"]
    with running(command, log=folder / "log", listens=("127.0.0.1", port)):
        yield port


@contextmanager
def cached(cache: str, folder: Path) -> Iterator[int]:
    """The portal behind one of the caches, like `nginx: honouring`; yields the cache's port."""
    kind, _, name = cache.partition(": ")
    with ExitStack() as stack:
        origin = stack.enter_context(portal())
        made = {"nginx": nginx, "varnish": varnish}[kind](name, origin, folder)
        yield stack.enter_context(made)
