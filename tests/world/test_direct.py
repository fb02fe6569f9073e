"""One server is asked past the DNS; who demands the edge's certificate gives us no page, though
the handshake went well."""

import ssl
from pathlib import Path

import pytest

from launchready.core.unreachable import UnreachableError
from launchready.world.direct import LiveDirect
from tests import pki
from tests.pki import Authority
from tests.world.loopback import Site, a_network, http, serving
from tests.worlds import DictResolver

HOST = "acme.test"


@pytest.fixture(scope="module")
def lab() -> Authority:
    return Authority.at(pki.now())


def _context(lab: Authority, folder: Path) -> ssl.SSLContext:
    return pki.server_context(folder, lab.leaf(HOST), lab.intermediate)


async def test_the_page_of_one_address_comes_with_the_hosts_name_and_untrusted_or_not(
    lab: Authority, tmp_path: Path
) -> None:
    site = Site(http(body=b"hello"))
    async with serving(site, _context(lab, tmp_path)) as port:
        answer = await LiveDirect(a_network(), DictResolver()).fetch_at(HOST, "127.0.0.1", port)

    assert answer.text == "hello"
    assert answer.untrusted
    assert b"host: acme.test\r\n" in b"".join(site.asked).lower()


@pytest.mark.parametrize("version", ["TLSv1_2", "TLSv1_3"])
async def test_a_server_that_demands_a_certificate_gives_no_page_and_is_not_late(
    lab: Authority, tmp_path: Path, version: str
) -> None:
    context = _context(lab, tmp_path)
    context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
    context.load_verify_locations(str(pki.pem_file(tmp_path, "clients", lab.root)))
    context.verify_mode = ssl.CERT_REQUIRED
    async with serving(Site(http(body=b"hello")), context) as port:
        direct = LiveDirect(a_network(), DictResolver())
        with pytest.raises(UnreachableError) as caught:
            await direct.fetch_at(HOST, "127.0.0.1", port)

    assert caught.value.kind != "timed out"


async def test_an_address_where_nobody_listens_refuses(lab: Authority, tmp_path: Path) -> None:
    async with serving(Site(http()), _context(lab, tmp_path)) as port:
        pass
    with pytest.raises(UnreachableError) as caught:
        await LiveDirect(a_network(), DictResolver()).fetch_at(HOST, "127.0.0.1", port)

    assert caught.value.kind == "refused"
