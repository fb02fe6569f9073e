"""A server that takes visitors past the edge is told; a closed door counts while the edge works."""

import pytest

from launchready.core.handshake import Handshake
from launchready.core.unreachable import UnreachableError
from launchready.edge.origin import origin
from tests.edge.fake_cloudflare import FakeCloudflare
from tests.edge.worlds import TOKEN, a_context, an_edge, said, silence
from tests.worlds import DictBrowser, DictHandshaker, Silent, page

URL = "https://app.acme.test/"
EDGE = "  origin: [192.0.2.80]\n"
PLACE = "192.0.2.80:443"
DROPPED = UnreachableError("192.0.2.80:443 did not answer", kind="timed out")


def _world(met: Handshake | Silent, status: int = 200):  # type: ignore[no-untyped-def]
    web = DictBrowser(pages={URL: page(URL, status)})
    return a_context(FakeCloudflare(TOKEN), web=web, tls=DictHandshaker(shakes={PLACE: met}))


@pytest.mark.parametrize(
    "met",
    [
        DROPPED,
        UnreachableError("refused", kind="refused"),
        Handshake(not_serving="refused"),
        Handshake(not_serving="alert"),
        Handshake(not_serving="closed"),
    ],
)
async def test_a_closed_door_is_silent(met: Handshake | Silent) -> None:
    assert await said(origin, an_edge(EDGE), _world(met)) == []


@pytest.mark.parametrize(
    "met",
    [
        Handshake(chain=(b"leaf",), protocol="TLSv1.3"),
        Handshake(not_serving="plain text"),
    ],
)
async def test_an_open_door_is_a_risk(met: Handshake) -> None:
    told = await said(origin, an_edge(EDGE), _world(met))

    assert len(told) == 1
    assert told[0].startswith("edge/origin-open risk: app.acme.test at 192.0.2.80 ")
    assert "past the edge" in told[0]


async def test_a_door_that_is_closed_to_the_edge_too_proves_nothing() -> None:
    error = await silence(origin, an_edge(EDGE), _world(DROPPED, status=522))

    assert error.kind == "timed out"
    assert "the edge does not reach the server either (522)" in error.reason


async def test_nobody_knocks_where_no_address_is_named() -> None:
    assert list(origin.each(an_edge())) == []
