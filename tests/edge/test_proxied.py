"""A host goes through the edge when zone, public DNS and its answers all say so."""

from typing import Any

import pytest

from launchready.core.unreachable import UnreachableError
from launchready.edge.proxied import proxied
from tests.edge.fake_cloudflare import FakeCloudflare, a_record
from tests.edge.worlds import TOKEN, a_context, an_edge, said, silence
from tests.worlds import DictBrowser, DictResolver, page

HOST = "app.acme.test"
URL = f"https://{HOST}/"
RAY = {"CF-RAY": "8f1-FRA"}
OUTSIDE = "version: 1\nhosts: {{own: [app.acme.test]}}\nedge: {{private_paths: [/me]}}\n{more}"


def _world(
    *records: dict[str, Any], address: str = "192.0.2.80", headers: dict[str, str] = RAY
) -> Any:
    api = FakeCloudflare(TOKEN, records=list(records))
    web = DictBrowser(pages={URL: page(URL, headers=headers)})
    return a_context(api, web=web, dns=DictResolver(hosts={HOST: (address,)}))


@pytest.mark.parametrize(
    "records",
    [
        [a_record(HOST)],
        [a_record("*.acme.test", "x.host.test", type="CNAME")],
        [a_record(HOST), a_record("*.acme.test", proxied=False)],
        [a_record(HOST), a_record(HOST, "v=spf1", type="TXT", proxied=False)],
        [a_record(HOST), a_record("mail.acme.test", proxied=False)],
    ],
)
async def test_a_proxied_host_is_silent(records: list[dict[str, Any]]) -> None:
    assert await said(proxied, an_edge(), _world(*records)) == []


async def test_a_host_that_is_dns_only_blocks() -> None:
    assert await said(proxied, an_edge(), _world(a_record(HOST, proxied=False))) == [
        "edge/not-proxied blocker: app.acme.test is DNS only at Cloudflare (A 192.0.2.80); "
        "proxied is meant"
    ]


async def test_another_address_in_public_dns_blocks() -> None:
    told = await said(proxied, an_edge(), _world(a_record(HOST), address="198.51.100.1"))

    assert len(told) == 1
    assert "app.acme.test is 198.51.100.1 in public DNS, which is not Cloudflare's" in told[0]


async def test_an_answer_without_cloudflares_mark_blocks() -> None:
    world = _world(a_record(HOST), headers={"Server": "cloudflare"})
    told = await said(proxied, an_edge(), world)

    assert len(told) == 1
    assert "answers without cf-ray" in told[0]


async def test_a_host_without_a_record_or_an_address_leaves_the_question_open() -> None:
    bare = await silence(proxied, an_edge(), _world(a_record("www.acme.test")))
    api = FakeCloudflare(TOKEN, records=[a_record(HOST)])
    lost = await silence(proxied, an_edge(), a_context(api, dns=DictResolver()))

    assert "has no A, AAAA or CNAME record" in bare.reason
    assert "no address in public DNS" in lost.reason


async def test_what_the_token_may_not_read_is_named() -> None:
    api = FakeCloudflare(TOKEN, refused=("dns_records",))
    error = await silence(proxied, an_edge(), a_context(api))

    assert "DNS: Read" in error.advice


@pytest.mark.parametrize(
    "headers",
    [
        {"cf-ray": "8f1-FRA"},
        {"x-vercel-id": "fra1::x"},
        {"x-nf-request-id": "01H"},
        {"x-amz-cf-id": "a=="},
        {"x-served-by": "cache-fra-eddf8230020-FRA"},
    ],
)
async def test_without_a_token_every_known_edge_is_recognised(headers: dict[str, str]) -> None:
    assert await said(proxied, an_edge(text=OUTSIDE), _world(headers=headers)) == []


@pytest.mark.parametrize("headers", [{}, {"Server": "cloudflare"}, {"X-Served-By": "web-3"}])
async def test_without_a_token_no_sign_of_an_edge_is_a_risk(headers: dict[str, str]) -> None:
    told = await said(proxied, an_edge(text=OUTSIDE), _world(headers=headers))

    assert len(told) == 1
    assert told[0].startswith("edge/not-proxied risk: https://app.acme.test/ answers without")


async def test_a_host_that_does_not_answer_is_open() -> None:
    web = DictBrowser(pages={URL: UnreachableError("no answer", kind="timed out")})
    error = await silence(proxied, an_edge(text=OUTSIDE), a_context(FakeCloudflare(TOKEN), web=web))

    assert error.kind == "timed out"
