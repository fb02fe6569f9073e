"""AIA URLs are an attacker's to write: the fetch is small, plain, public and counted."""

from pathlib import Path

import pytest
from anyio.abc import ByteStream
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from launchready.core.unreachable import UnreachableError
from launchready.tls.facts import pieces
from launchready.world.handshake import LiveHandshaker
from launchready.world.tls_issuer import LARGEST, MOST, MOST_IN_ONE
from tests import pki
from tests.pki import Authority
from tests.world.loopback import Site, a_network, http, serving, silent
from tests.worlds import DictResolver

CA = Authority.at(pki.now())
URL = pki.AIA


async def _issuer(site: Site, url: str = URL) -> bytes | None:
    async with serving(site) as port:
        return await _library(port).issuer(url)


def _library(port: int, timeout: float = 5.0) -> LiveHandshaker:
    places = {"ca.test:80": [f"127.0.0.1:{port}"]}
    return LiveHandshaker(a_network(timeout, addresses=places), DictResolver())


@pytest.mark.parametrize("body", [CA.intermediate.der, CA.intermediate.pem])
async def test_a_certificate_is_fetched_as_der_or_pem(body: bytes) -> None:
    assert await _issuer(Site(http(body=body))) == CA.intermediate.der


@pytest.mark.parametrize("form", [Encoding.DER, Encoding.PEM])
async def test_a_bundle_gives_its_certificates_one_after_another(form: Encoding) -> None:
    bundle = pkcs7.serialize_certificates([CA.root.certificate, CA.intermediate.certificate], form)

    found = await _issuer(Site(http(body=bundle)))

    assert found is not None
    assert sorted(pieces(found)) == sorted([CA.root.der, CA.intermediate.der])


async def test_a_bundle_gives_no_more_than_a_chain_has() -> None:
    bundle = pkcs7.serialize_certificates([CA.intermediate.certificate] * 30, Encoding.DER)

    found = await _issuer(Site(http(body=bundle)))

    assert found is not None
    assert 0 < len(pieces(found)) <= MOST_IN_ONE


async def test_it_is_fetched_once_a_run() -> None:
    site = Site(http(body=CA.intermediate.der))
    async with serving(site) as port:
        library = _library(port)
        first, second = await library.issuer(URL), await library.issuer(URL)

    assert first == second == CA.intermediate.der
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        http("404 Not Found", CA.intermediate.der),
        http("302 Found", b"", f"Location: {URL}?again"),
        http(body=b"<html>"),
        http(body=b"-----BEGIN CERTIFICATE-----\nrubbish"),
        http(body=CA.intermediate.pem + b" " * LARGEST),
    ],
)
async def test_what_is_no_small_certificate_is_none(answer: bytes) -> None:
    assert await _issuer(Site(answer)) is None


@pytest.mark.parametrize("url", ["https://ca.test/x", "ldap://ca.test/x", "file:///etc/passwd", ""])
async def test_only_plain_http_is_asked(url: str) -> None:
    site = Site(http(body=CA.intermediate.der))

    assert await _issuer(site, url) is None
    assert site.asked == []


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fd00::1", "224.0.0.1"],
)
async def test_no_name_leads_to_a_private_address(address: str) -> None:
    resolver = DictResolver(hosts={"ca.test": ("192.0.2.1", address)})
    library = LiveHandshaker(a_network(), resolver)

    assert await library.issuer(URL) is None


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "169.254.169.254"])
async def test_no_url_names_a_private_address(host: str) -> None:
    site = Site(http(body=CA.intermediate.der))
    async with serving(site) as port:
        found = await LiveHandshaker(a_network(), DictResolver()).issuer(f"http://{host}:{port}/")

    assert found is None
    assert site.asked == []


async def test_the_number_of_fetches_in_a_run_is_limited() -> None:
    site = Site(http("404 Not Found"))
    async with serving(site) as port:
        library = _library(port)
        for number in range(MOST + 5):
            assert await library.issuer(f"{URL}?{number}") is None

    assert len(site.asked) == MOST


async def test_a_library_that_never_answers_is_not_one_without_the_certificate() -> None:
    async with serving(silent) as port:
        with pytest.raises(UnreachableError) as caught:
            await _library(port, timeout=0.5).issuer(URL)

    assert caught.value.kind == "timed out"


async def test_a_host_without_an_address_is_not_one_without_the_certificate() -> None:
    with pytest.raises(UnreachableError):
        await LiveHandshaker(a_network(), DictResolver()).issuer(URL)


async def test_a_body_without_end_is_cut_off(tmp_path: Path) -> None:
    async def endless(stream: ByteStream) -> None:
        await stream.send(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            await stream.send(b"x" * 65536)

    async with serving(endless) as port:
        assert await _library(port).issuer(URL) is None
