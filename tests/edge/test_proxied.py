"""A host goes through the edge when zone, public DNS and its answers all say so."""

from typing import Any

import pytest

from launchready.core.browser import Response
from launchready.core.resolver import Server
from launchready.core.unreachable import UnreachableError
from launchready.edge.proxied import proxied
from launchready.values.problem import ConfigError
from tests.edge.fake_cloudflare import FakeCloudflare, a_record
from tests.edge.worlds import TOKEN, a_context, an_edge, said, silence
from tests.worlds import DictBrowser, DictResolver, Silent, page

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


CDN = "version: 1\nhosts: {{own: [app.acme.test]}}\nedge: {{cdn: %s}}\n{more}"
VERCEL = {"x-vercel-id": "fra1::x"}
FASTLY = {"x-served-by": "cache-fra-1-FRA"}
LIST = "https://api.fastly.com/public-ip-list"
OURS = Server(name="ada.ns.cloudflare.com", address="127.0.0.2")


def _outside(
    headers: dict[str, str],
    *addresses: str,
    server: Server = OURS,
    listed: Response | Silent | None = None,
) -> Any:
    body = '{"addresses": ["192.0.2.0/24"], "ipv6_addresses": ["2001:db8::/32"]}'
    pages: dict[str | tuple[str, str], Response | Silent] = {
        URL: page(URL, headers=headers),
        LIST: listed or page(LIST, body=body),
    }
    dns = DictResolver(
        hosts={HOST: addresses or ("192.0.2.80",)},
        servers={HOST: (), "acme.test": (server,)},
    )
    return a_context(FakeCloudflare(TOKEN), web=DictBrowser(pages=pages), dns=dns)


@pytest.mark.parametrize(
    ("cdn", "headers", "addresses"),
    [
        ("vercel", VERCEL, ()),
        ("vercel", VERCEL | RAY, ()),
        ("fastly", FASTLY, ("192.0.2.80", "2001:db8::1")),
        ("cloudflare", RAY, ()),
    ],
)
async def test_the_edge_that_the_config_names_is_silent(
    cdn: str, headers: dict[str, str], addresses: tuple[str, ...]
) -> None:
    assert await said(proxied, an_edge(text=CDN % cdn), _outside(headers, *addresses)) == []


@pytest.mark.parametrize(
    ("cdn", "headers", "addresses", "words"),
    [
        ("vercel", {}, (), "answers without the sign of an edge; edge.cdn says Vercel"),
        ("vercel", RAY, (), "answers with the sign of Cloudflare; edge.cdn says Vercel"),
        ("fastly", FASTLY, ("198.51.100.1",), "198.51.100.1 in public DNS, which is not Fastly's"),
        (
            "fastly",
            FASTLY,
            ("192.0.2.80", "2001:db9::1"),
            "is 2001:db9::1 in public DNS, which is not Fastly's; edge.cdn says Fastly",
        ),
        ("cloudflare", RAY, ("198.51.100.1",), "which is not Cloudflare's"),
    ],
)
async def test_another_edge_or_none_than_the_config_names_blocks(
    cdn: str, headers: dict[str, str], addresses: tuple[str, ...], words: str
) -> None:
    told = await said(proxied, an_edge(text=CDN % cdn), _outside(headers, *addresses))

    assert len(told) == 1
    assert told[0].startswith("edge/not-proxied blocker: ")
    assert words in told[0]


async def test_a_hosters_own_cloudflare_leaves_it_open() -> None:
    server = Server(name="ns1.host.test", address="127.0.0.2")
    world = _outside(RAY, server=server)
    error = await silence(proxied, an_edge(text=CDN % "cloudflare"), world)

    assert "its name servers are others (ns1.host.test)" in error.reason
    assert "token" in error.advice


@pytest.mark.parametrize(
    "listed",
    [
        UnreachableError("no answer", kind="timed out"),
        page(LIST, 503),
        page(LIST, body="<html>"),
        page(LIST, body='{"addresses": ["everywhere"]}'),
        page(LIST, body="{}"),
        page(LIST, body="[]"),
    ],
)
async def test_a_list_that_is_not_to_be_had_leaves_it_open(listed: Response | Silent) -> None:
    world = _outside(FASTLY, listed=listed)
    error = await silence(proxied, an_edge(text=CDN % "fastly"), world)

    assert error.reason


def test_an_edge_we_do_not_know_is_refused_with_those_we_know() -> None:
    with pytest.raises(ConfigError, match="akamai is no edge that we know"):
        an_edge(text=CDN % "akamai")
