"""What nginx says when it serves no certificate for a name is told apart, record by record."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from launchready.core.handshake import Handshake
from launchready.world.handshake import LiveHandshaker
from tests import pki
from tests.pki import Authority
from tests.servers import free_port, needs, running
from tests.world.loopback import a_network
from tests.worlds import DictResolver

HOST, OTHER, OLD, MUTUAL = "app.acme.test", "other.test", "old.acme.test", "mutual.acme.test"

CONFIG = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log stderr;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  ssl_protocols TLSv1.2 TLSv1.3;
  ssl_certificate {folder}/chain.pem; ssl_certificate_key {folder}/chain.key;
  server {{ listen 127.0.0.1:{port} ssl default_server; ssl_reject_handshake on; }}
  server {{ listen 127.0.0.1:{port} ssl; server_name {host}; return 204; }}
  server {{ listen 127.0.0.1:{mutual} ssl; server_name {mutual_host}; return 204;
    ssl_verify_client on; ssl_client_certificate {folder}/root.pem; }}
  server {{ listen 127.0.0.1:{old} ssl; server_name {old_host}; return 204;
    ssl_protocols TLSv1 TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0; }}
  server {{ listen 127.0.0.1:{plain}; return 204; }}
}}
"""


class Nginx:
    """Four listeners of one nginx, and a handshaker that trusts the lab's root."""

    def __init__(self, folder: Path) -> None:
        lab = Authority.at(pki.now())
        leaf = lab.leaf(HOST, OLD, MUTUAL)
        self.chain = pki.der(leaf, lab.intermediate)
        self.trusted = pki.der(leaf, lab.intermediate, lab.root)
        self.tls, self.old, self.plain, self.mutual = (free_port() for _ in range(4))
        self.root = str(pki.pem_file(folder, "root", lab.root))
        pki.pem_file(folder, "chain", leaf, lab.intermediate)
        (folder / "chain.key").write_bytes(leaf.key_pem)
        self.config = folder / "nginx.conf"
        self.config.write_text(
            CONFIG.format(
                folder=folder,
                port=self.tls,
                old=self.old,
                plain=self.plain,
                mutual=self.mutual,
                host=HOST,
                old_host=OLD,
                mutual_host=MUTUAL,
            )
        )

    async def met(self, host: str, port: int) -> Handshake:
        network = a_network(ca_file=self.root, addresses={f"{host}:443": [f"127.0.0.1:{port}"]})
        handshaker = LiveHandshaker(network, DictResolver())
        (endpoint,) = await handshaker.endpoints(host, 443)
        return await handshaker.shake(endpoint)


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    folder = tmp_path_factory.mktemp("nginx")
    server = Nginx(folder)
    command = ["nginx", "-c", str(server.config), "-p", str(folder)]
    with running(command, log=folder / "log", listens=("127.0.0.1", server.tls)):
        yield server


@needs("nginx")
async def test_a_name_it_serves_is_sound(nginx: Nginx) -> None:
    met = await nginx.met(HOST, nginx.tls)

    assert met == Handshake(
        chain=nginx.chain, protocol="TLSv1.3", alpn="http/1.1", trusted=nginx.trusted
    )


@needs("nginx")
async def test_a_name_it_rejects_has_no_certificate(nginx: Nginx) -> None:
    met = await nginx.met(OTHER, nginx.tls)

    assert met.not_serving == "no certificate for the name"
    assert met.detail == "alert 112, unrecognized name"


@needs("nginx")
async def test_only_old_versions_are_an_alert_that_says_so(nginx: Nginx) -> None:
    met = await nginx.met(OLD, nginx.old)

    assert met.not_serving == "alert"
    assert met.detail == "alert 70, protocol version: it speaks no TLS 1.2 or newer"


@needs("nginx")
async def test_http_on_the_tls_port_is_plain_text(nginx: Nginx) -> None:
    met = await nginx.met(HOST, nginx.plain)

    assert met.not_serving == "plain text"
    assert met.detail == "it answers in plain HTTP text, without TLS"


@needs("nginx")
async def test_a_certificate_it_wants_of_visitors_does_not_hide_its_own(nginx: Nginx) -> None:
    met = await nginx.met(MUTUAL, nginx.mutual)

    assert met == Handshake(
        chain=nginx.chain, protocol="TLSv1.3", alpn="http/1.1", trusted=nginx.trusted
    )
