"""Revocation lists are fetched as warily as issuers, and a list that is not had is never empty."""

import gzip

import pytest
from anyio.abc import ByteStream

from launchready.core.unreachable import UnreachableError
from launchready.world.handshake import LiveHandshaker
from launchready.world.tls_issuer import LARGEST_LIST, MOST_LISTS
from tests.world.loopback import Site, a_network, http, serving
from tests.worlds import DictResolver

URL = "http://ca.test/list.crl"


def _library(port: int) -> LiveHandshaker:
    places = {"ca.test:80": [f"127.0.0.1:{port}"]}
    return LiveHandshaker(a_network(addresses=places), DictResolver())


async def test_a_list_is_fetched_once_a_run() -> None:
    site = Site(http(body=b"list"))
    async with serving(site) as port:
        library = _library(port)
        said = [await library.revocations(URL), await library.revocations(URL)]

    assert said == [b"list", b"list"]
    assert len(site.asked) == 1


def _bomb() -> bytes:
    return http("200 OK", gzip.compress(bytes(LARGEST_LIST * 2)), "Content-Encoding: gzip")


@pytest.mark.parametrize(
    "answer",
    [
        http("404 Not Found"),
        http("302 Found", b"", f"Location: {URL}?again"),
        http(body=bytes(LARGEST_LIST + 1)),
        _bomb(),
    ],
)
async def test_what_is_no_whole_list_leaves_the_question_open(answer: bytes) -> None:
    site = Site(answer)
    async with serving(site) as port:
        with pytest.raises(UnreachableError, match="list of revoked certificates at"):
            await _library(port).revocations(URL)

    assert len(site.asked) == 1


async def test_a_list_without_end_is_cut_off() -> None:
    async def endless(stream: ByteStream) -> None:
        await stream.send(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            await stream.send(b"x" * 65536)

    async with serving(endless) as port:
        with pytest.raises(UnreachableError, match="too large"):
            await _library(port).revocations(URL)


@pytest.mark.parametrize("url", ["https://ca.test/x", "ldap://ca.test/x", "file:///etc/passwd"])
async def test_only_plain_http_is_asked(url: str) -> None:
    with pytest.raises(UnreachableError, match="no plain http URL"):
        await LiveHandshaker(a_network(), DictResolver()).revocations(url)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1"])
async def test_no_name_leads_to_a_private_address(address: str) -> None:
    resolver = DictResolver(hosts={"ca.test": ("192.0.2.1", address)})

    with pytest.raises(UnreachableError) as caught:
        await LiveHandshaker(a_network(), resolver).revocations(URL)

    assert "no public address" in caught.value.reason
    assert "network.addresses" in caught.value.advice


async def test_the_number_of_lists_in_a_run_is_limited() -> None:
    site = Site(http(body=b"list"))
    async with serving(site) as port:
        library = _library(port)
        for number in range(MOST_LISTS):
            await library.revocations(f"{URL}?{number}")
        with pytest.raises(UnreachableError, match="were, in this run"):
            await library.revocations(f"{URL}?more")

    assert len(site.asked) == MOST_LISTS
