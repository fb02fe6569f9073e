"""nginx and Caddy on loopback as founders set them up, each with one mistake or none."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import trustme

from launchready.core.unreachable import UnreachableError
from launchready.web.redirect_rules import redirect_rules
from launchready.web.redirects import redirects
from launchready.web.soft_404 import soft_404
from launchready.web.stays_on_https import stays_on_https
from launchready.world.browser import LiveBrowser
from tests.servers import free_port, running
from tests.web.visits import settled
from tests.world.loopback import a_network
from tests.worlds import DictResolver

NAMES = ("acme.test", "www.acme.test")
HOSTS = "version: 1\nhosts: {canonical: acme.test, own: [acme.test, www.acme.test]}\n"
CONFIG = (
    "{sample_paths: ['/pricing?utm_source=x'], rules: [{from: /old, to: /new, status: permanent}]}"
)

_NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log stderr;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  ssl_certificate {folder}/site.pem; ssl_certificate_key {folder}/site.key;
  add_header Strict-Transport-Security max-age=31536000 always;
  server {{ listen 127.0.0.1:{http}; {http_block} }}
  server {{ listen 127.0.0.1:{https} ssl; server_name www.acme.test; {www_block} }}
  server {{ listen 127.0.0.1:{https} ssl; server_name acme.test; {site_block} }}
  server {{ listen 127.0.0.1:{inner}; {inner_block} }}
}}
"""
_CADDY = """
{{
  admin off
  auto_https off
  http_port {http}
  https_port {https}
  storage file_system {folder}/store
}}
http://acme.test, http://www.acme.test {{
  bind 127.0.0.1
  {http_block}
}}
https://www.acme.test {{
  bind 127.0.0.1
  tls {folder}/site.pem {folder}/site.key
  header Strict-Transport-Security max-age=31536000
  {www_block}
}}
https://acme.test {{
  bind 127.0.0.1
  tls {folder}/site.pem {folder}/site.key
  header Strict-Transport-Security max-age=31536000
  {site_block}
}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """What stands in each server's block; `inner` is an app behind a proxy."""

    http: str
    www: str
    site: str
    inner: str = "return 404;"

    def filled(self, text: str, folder: Path, http: int, https: int) -> str:
        inner = free_port()
        blocks = {
            f"{name}_block": getattr(self, name).replace("INNER", f"http://127.0.0.1:{inner}")
            for name in ("http", "www", "site", "inner")
        }
        return text.format(folder=folder, http=http, https=https, inner=inner, **blocks)


@contextmanager
def serving(program: str, blocks: Blocks, folder: Path) -> Iterator[tuple[int, int]]:
    """The ports of a server that serves the blocks over http and https."""
    authority, http, https = trustme.CA(), free_port(), free_port()
    leaf = authority.issue_cert(*NAMES)
    leaf.private_key_and_cert_chain_pem.write_to_path(folder / "site.pem")
    leaf.private_key_pem.write_to_path(folder / "site.key")
    authority.cert_pem.write_to_path(folder / "root.pem")
    config = folder / ("nginx.conf" if program == "nginx" else "Caddyfile")
    text = _NGINX if program == "nginx" else _CADDY
    config.write_text(blocks.filled(text, folder, http, https))
    command = (
        ["nginx", "-c", str(config), "-p", str(folder)]
        if program == "nginx"
        else ["caddy", "run", "--config", str(config), "--adapter", "caddyfile"]
    )
    with running(command, log=folder / "log", listens=("127.0.0.1", https)):
        yield http, https


async def said(program: str, blocks: Blocks, folder: Path) -> set[tuple[str, str]]:
    """Rule and subject of everything that is said of a server."""
    room, ctx, _ = settled(CONFIG, HOSTS)
    found: set[tuple[str, str]] = set()
    with serving(program, blocks, folder) as (http, https):
        ports = ((80, http), (443, https))
        places = {
            f"{name}:{usual}": [f"127.0.0.1:{port}"] for name in NAMES for usual, port in ports
        }
        network = a_network(10, str(folder / "root.pem"), addresses=places)
        browser = LiveBrowser(network, DictResolver())
        for check in (redirects, redirect_rules, stays_on_https, soft_404):
            for subject in check.each(room):
                try:
                    answers = await check.ask(subject, replace(ctx, web=browser))
                except UnreachableError as silence:
                    answers = list(silence.found)
                    found.add(("unanswered", silence.reason))
                found |= {(one.rule.id.removeprefix("web/"), one.subject) for one in answers}
        await browser.aclose()
    return found
