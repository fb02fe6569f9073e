"""A page behind a bad certificate can be looked at; nothing of anybody's is ever sent there."""

from pathlib import Path

import pytest

from launchready.core.browser import Response
from launchready.core.unreachable import UnreachableError
from launchready.world.browser import LiveBrowser
from tests import pki
from tests.pki import Authority, Issued
from tests.world.loopback import Site, a_network, closes, http, serving
from tests.worlds import DictResolver

HOST = "acme.test"
URL = f"https://{HOST}/"


@pytest.fixture(scope="module")
def lab() -> Authority:
    return Authority.at(pki.now())


class Shop:
    """An https server that shows a chain, and a browser that trusts the lab's root."""

    def __init__(self, lab: Authority, folder: Path, *chain: Issued) -> None:
        self.site = Site(http(body=b"hello"))
        self.context = pki.server_context(folder, *chain)
        self.root = str(pki.pem_file(folder, "root", lab.root))

    async def fetch(
        self,
        method: str = "GET",
        headers: tuple[tuple[str, str], ...] = (),
        body: bytes | None = None,
    ) -> Response:
        async with serving(self.site, self.context) as port:
            places = {f"{HOST}:443": [f"127.0.0.1:{port}"]}
            browser = LiveBrowser(a_network(5, self.root, addresses=places), DictResolver())
            try:
                return await browser.fetch(URL, method=method, headers=headers, body=body)
            finally:
                await browser.aclose()


async def test_a_certificate_of_the_config_s_own_ca_is_trusted(
    lab: Authority, tmp_path: Path
) -> None:
    page = await Shop(lab, tmp_path, lab.leaf(HOST), lab.intermediate).fetch()

    assert (page.text, page.untrusted) == ("hello", None)


def _faults(lab: Authority) -> dict[str, tuple[Issued, ...]]:
    return {
        "certificate has expired": (lab.leaf(HOST, days=-1), lab.intermediate),
        f"Hostname mismatch, certificate is not valid for '{HOST}'.": (
            lab.leaf("other.test"),
            lab.intermediate,
        ),
        "self-signed certificate": (lab.self_signed(HOST),),
        "unable to get local issuer certificate": (lab.leaf(HOST),),
    }


@pytest.mark.parametrize("why", _faults(Authority.at(pki.now())))
async def test_a_page_behind_a_bad_certificate_says_why(
    why: str, lab: Authority, tmp_path: Path
) -> None:
    shop = Shop(lab, tmp_path, *_faults(lab)[why])

    page = await shop.fetch()

    assert (page.text, page.untrusted) == ("hello", why)
    assert len(shop.site.asked) == 1


async def test_a_name_in_the_subject_alone_is_not_trusted(lab: Authority, tmp_path: Path) -> None:
    page = await Shop(lab, tmp_path, lab.leaf(common=HOST), lab.intermediate).fetch()

    assert page.untrusted is not None


@pytest.mark.parametrize(
    ("method", "headers", "body"),
    [
        ("POST", (), b"password"),
        ("POST", (), None),
        ("GET", (("cookie", "session=1"),), None),
        ("GET", (("Authorization", "Bearer x"),), None),
        ("GET", (("X-Api-Key", "x"),), None),
        ("GET", (), b"body"),
        ("DELETE", (), None),
    ],
)
async def test_nothing_of_anybody_s_goes_behind_a_bad_certificate(
    method: str,
    headers: tuple[tuple[str, str], ...],
    body: bytes | None,
    lab: Authority,
    tmp_path: Path,
) -> None:
    shop = Shop(lab, tmp_path, lab.leaf(HOST, days=-1), lab.intermediate)

    with pytest.raises(UnreachableError) as caught:
        await shop.fetch(method, headers, body)

    assert shop.site.asked == []
    assert caught.value.reason == (
        f"acme.test:443 was not sent a {method} with what it carries: certificate has expired"
    )


async def test_everything_goes_behind_a_good_one(lab: Authority, tmp_path: Path) -> None:
    shop = Shop(lab, tmp_path, lab.leaf(HOST), lab.intermediate)

    page = await shop.fetch("POST", (("Cookie", "session=1"),), b"hello")

    assert page.status == 200
    assert shop.site.asked[0].endswith(b"hello")


async def test_a_handshake_that_fails_for_another_reason_is_not_tried_without_trust() -> None:
    seen: list[int] = []

    async def counted(stream: object) -> None:
        seen.append(1)
        await closes(stream)  # type: ignore[arg-type]

    async with serving(counted) as port:
        places = {f"{HOST}:443": [f"127.0.0.1:{port}"]}
        browser = LiveBrowser(a_network(addresses=places), DictResolver())
        with pytest.raises(UnreachableError) as caught:
            await browser.fetch(URL)
        await browser.aclose()

    assert caught.value.reason.startswith("acme.test:443 could not be talked to")
    assert len(seen) == 1
