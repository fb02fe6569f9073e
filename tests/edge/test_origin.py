"""A server that gives its page to visitors past the edge is told; a closed door counts while the
edge gets in, and a handshake alone is no visit."""

import pytest

from launchready.core.browser import Response
from launchready.core.handshake import Handshake
from launchready.core.unreachable import UnreachableError
from launchready.edge.origin import origin
from tests.edge.fake_cloudflare import FakeCloudflare
from tests.edge.worlds import TOKEN, a_context, an_edge, said, silence
from tests.worlds import DictBrowser, DictDirect, DictHandshaker, Silent, page

URL = "https://app.acme.test/"
EDGE = "  origin: [192.0.2.80]\n"
PLACE = "192.0.2.80:443"
DROPPED = UnreachableError("192.0.2.80:443 did not answer", kind="timed out")
MET = Handshake(chain=(b"leaf",), protocol="TLSv1.3")
HOME = "<html><title>Acme</title>"
AWAY = {"Location": "/start"}


def _world(  # type: ignore[no-untyped-def]
    met: Handshake | Silent, direct: Response | Silent | None = None, edge: Response | None = None
):
    web = DictBrowser(pages={URL: edge or page(URL, 200, HOME)})
    pages = {PLACE: direct} if direct is not None else {}
    return a_context(
        FakeCloudflare(TOKEN),
        web=web,
        tls=DictHandshaker(shakes={PLACE: met}),
        direct=DictDirect(pages=pages),
    )


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
    "direct",
    [
        UnreachableError("tlsv13 alert certificate required"),
        page(URL, 400, "No required SSL certificate was sent"),
        page(URL, 403),
        page(URL, 404),
        page(URL, 421),
        page(URL, 496),
    ],
)
async def test_who_shakes_hands_and_then_gives_nothing_is_closed(direct: Response | Silent) -> None:
    assert await said(origin, an_edge(EDGE), _world(MET, direct)) == []


@pytest.mark.parametrize(
    ("direct", "edge"),
    [
        (page(URL, 200, HOME), None),
        (page(URL, 200), None),
        (page(URL, 302, headers=AWAY), page(URL, 302, headers=AWAY)),
        (page(URL, 302, headers=AWAY), None),
        (page(URL, 401), page(URL, 401)),
        (page(URL, 404), page(URL, 404)),
        (page(URL, 200, HOME), page(URL, 403, headers={"cf-mitigated": "challenge"})),
        (page(URL, 200, HOME), page(URL, 525)),
    ],
)
async def test_a_page_past_the_edge_is_a_risk(direct: Response, edge: Response | None) -> None:
    told = await said(origin, an_edge(EDGE), _world(MET, direct, edge))

    assert told == [
        "edge/origin-open risk: app.acme.test at 192.0.2.80 gave us its page past the edge "
        f"({direct.status}, TLSv1.3); nobody but the edge is meant to get in"
    ]


async def test_plain_text_past_the_edge_is_a_risk() -> None:
    told = await said(origin, an_edge(EDGE), _world(Handshake(not_serving="plain text")))

    assert len(told) == 1
    assert told[0].startswith("edge/origin-open risk: app.acme.test at 192.0.2.80 answers past")


@pytest.mark.parametrize(
    ("direct", "edge"),
    [
        (page(URL, 200, "<title>Welcome to nginx!</title>"), None),
        (page(URL, 302, headers={"Location": "https://other.test/"}), None),
        (page(URL, 502), None),
        (page(URL, 403), page(URL, 403, headers={"cf-mitigated": "challenge"})),
        (page(URL, 403), page(URL, 403)),
        (UnreachableError("no answer in 10 s", kind="timed out"), None),
    ],
)
async def test_another_page_or_none_leaves_it_open(
    direct: Response | Silent, edge: Response | None
) -> None:
    error = await silence(origin, an_edge(EDGE), _world(MET, direct, edge))

    assert error.reason


async def test_no_way_there_from_this_machine_leaves_it_open() -> None:
    error = await silence(origin, an_edge(EDGE), _world(UnreachableError("no route")))

    assert error.reason == "no route"


@pytest.mark.parametrize("met", [DROPPED, Handshake(not_serving="alert")])
async def test_a_door_that_is_closed_to_the_edge_too_proves_nothing(
    met: Handshake | Silent,
) -> None:
    error = await silence(origin, an_edge(EDGE), _world(met, edge=page(URL, 522)))

    assert "the edge does not reach the server either (522)" in error.reason


async def test_nobody_knocks_where_no_address_is_named() -> None:
    assert list(origin.each(an_edge())) == []
