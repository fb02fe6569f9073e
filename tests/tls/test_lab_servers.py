"""What only real servers do: alerts of nginx and caddy, staples, signatures by SHA-1."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from tests import pki
from tests.pki import Authority, Issued
from tests.servers import free_port, needs, program, running
from tests.tls.chains import HOST, ids
from tests.tls.street import LAB, Street

MUTUAL, OTHER = "mutual.acme.test", "other.test"
PORTS = ("sound", "rejects", "stapled", "unstapled", "mutual", "old", "both", "plain", "http2")

NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log stderr;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  ssl_protocols TLSv1.2 TLSv1.3;
  ssl_certificate {folder}/chain.pem; ssl_certificate_key {folder}/chain.key;
  server {{ listen 127.0.0.1:{sound} ssl; return 204; }}
  server {{ listen 127.0.0.1:{http2} ssl http2; return 204; }}
  server {{ listen 127.0.0.1:{rejects} ssl default_server; ssl_reject_handshake on; }}
  server {{ listen 127.0.0.1:{stapled} ssl; return 204;
    ssl_certificate {folder}/staple.pem; ssl_certificate_key {folder}/staple.key;
    ssl_stapling on; ssl_stapling_file {folder}/staple.der; }}
  server {{ listen 127.0.0.1:{unstapled} ssl; return 204;
    ssl_certificate {folder}/staple.pem; ssl_certificate_key {folder}/staple.key; }}
  server {{ listen 127.0.0.1:{mutual} ssl; return 204;
    ssl_verify_client on; ssl_client_certificate {folder}/root.pem; }}
  server {{ listen 127.0.0.1:{old} ssl; return 204;
    ssl_protocols TLSv1 TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0; }}
  server {{ listen 127.0.0.1:{both} ssl; return 204;
    ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3; ssl_ciphers ALL:@SECLEVEL=0; }}
  server {{ listen 127.0.0.1:{plain}; return 204; }}
}}
"""


def _written(folder: Path, name: str, leaf: Issued) -> None:
    pki.pem_file(folder, name, leaf, LAB.intermediate)
    (folder / f"{name}.key").write_bytes(leaf.key_pem)


def _staple(leaf: Issued, by: Issued, now: datetime) -> bytes:
    response = ocsp.OCSPResponseBuilder().add_response(
        cert=leaf.certificate,
        issuer=by.certificate,
        algorithm=hashes.SHA1(),
        cert_status=ocsp.OCSPCertStatus.GOOD,
        this_update=now - timedelta(hours=1),
        next_update=now + timedelta(days=1),
        revocation_time=None,
        revocation_reason=None,
    )
    signed = response.responder_id(ocsp.OCSPResponderEncoding.HASH, by.certificate)
    return signed.sign(by.key, hashes.SHA256()).public_bytes(Encoding.DER)


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, int]]:
    folder = tmp_path_factory.mktemp("nginx")
    ports = {name: free_port() for name in PORTS}
    demanding = LAB.leaf(HOST, extensions=(pki.MUST_STAPLE,))
    _written(folder, "chain", LAB.leaf(HOST, MUTUAL))
    _written(folder, "staple", demanding)
    (folder / "staple.der").write_bytes(_staple(demanding, LAB.intermediate, LAB.now))
    pki.pem_file(folder, "root", LAB.root)
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(folder=folder, **ports))
    command = ["nginx", "-c", str(config), "-p", str(folder)]
    with running(command, log=folder / "log", listens=("127.0.0.1", ports["sound"])):
        yield ports


async def _said(folder: Path, port: int, host: str = HOST) -> tuple[list[str], int]:
    async with AsyncExitStack() as stack:
        street = Street(folder, stack, host=host, places=[f"127.0.0.1:{port}"])
        found, left_open = await street.judged()
    return ids(found), len(left_open)


@needs("nginx")
@pytest.mark.parametrize(
    ("name", "breaks"),
    [
        ("sound", []),
        ("http2", []),
        ("mutual", []),
        ("stapled", []),
        ("unstapled", ["tls/staple-missing"]),
        ("rejects", ["tls/not-serving"]),
        ("old", ["tls/only-old-protocol"]),
        ("both", ["tls/old-protocol"]),
        ("plain", ["tls/not-serving"]),
    ],
)
async def test_nginx_is_told_by_what_it_does(
    name: str, breaks: list[str], nginx: dict[str, int], tmp_path: Path
) -> None:
    assert await _said(tmp_path, nginx[name]) == (breaks, 0)


def _caddy(folder: Path, port: int) -> dict[str, object]:
    files = {"certificate": str(folder / "chain.pem"), "key": str(folder / "chain.key")}
    server = {
        "listen": [f"127.0.0.1:{port}"],
        "automatic_https": {"disable": True},
        "tls_connection_policies": [{}],
        "routes": [{"handle": [{"handler": "static_response", "status_code": 204}]}],
    }
    return {
        "admin": {"disabled": True, "config": {"persist": False}},
        "storage": {"module": "file_system", "root": str(folder)},
        "apps": {
            "tls": {"certificates": {"load_files": [files]}},
            "http": {"servers": {"lab": server}},
        },
    }


@pytest.fixture(scope="module")
def caddy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder, port = tmp_path_factory.mktemp("caddy"), free_port()
    _written(folder, "chain", LAB.leaf(HOST))
    config = folder / "caddy.json"
    config.write_text(json.dumps(_caddy(folder, port)))
    command = ["caddy", "run", "--config", str(config)]
    with running(command, log=folder / "log", listens=("127.0.0.1", port)):
        yield port


@needs("caddy")
async def test_caddy_with_a_certificate_is_sound(caddy: int, tmp_path: Path) -> None:
    assert await _said(tmp_path, caddy) == ([], 0)


@needs("caddy")
async def test_caddy_without_a_certificate_for_the_name_serves_none(
    caddy: int, tmp_path: Path
) -> None:
    assert await _said(tmp_path, caddy, OTHER) == (["tls/not-serving"], 0)


def _signed_with_sha1(folder: Path, of: Issued, by: Issued, *, ca: bool) -> Issued:
    """The same certificate signed by the openssl tool, which still makes such signatures."""
    (folder / "by.pem").write_bytes(by.pem)
    (folder / "by.key").write_bytes(by.key_pem)
    request = (
        x509.CertificateSigningRequestBuilder()
        .subject_name(of.certificate.subject)
        .sign(of.key, hashes.SHA256())
    )
    (folder / "of.csr").write_bytes(request.public_bytes(Encoding.PEM))
    usual = f"subjectAltName=DNS:{HOST}\nextendedKeyUsage=serverAuth\n"
    (folder / "of.ext").write_text("basicConstraints=critical,CA:true\n" if ca else usual)
    command = [program("openssl"), "x509", "-req", "-sha1", "-days", "60", "-in", "of.csr"]
    command += ["-CA", "by.pem", "-CAkey", "by.key", "-CAcreateserial", "-extfile", "of.ext"]
    made = subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return Issued(certificate=x509.load_pem_x509_certificate(made.stdout), key=of.key)


@needs("openssl")
@pytest.mark.parametrize("is_above", [False, True])
async def test_a_signature_by_sha_1_is_weak(is_above: bool, tmp_path: Path) -> None:
    lab = Authority.at(LAB.now)
    above = LAB.intermediate
    if is_above:
        above = _signed_with_sha1(tmp_path, lab.intermediate, LAB.root, ca=True)
        leaf = LAB.leaf(HOST, by=above)
    else:
        leaf = _signed_with_sha1(tmp_path, LAB.leaf(HOST), above, ca=False)
    async with AsyncExitStack() as stack:
        street = Street(tmp_path, stack)
        await street.shows(leaf, above)
        found, left_open = await street.judged()

    assert (ids(found), left_open) == (["tls/weak-signature"], [])
