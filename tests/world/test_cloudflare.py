"""Cloudflare is read within bounds, over TLS that holds, and the token is never said."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from launchready.core.cloudflare import Access
from launchready.core.unreachable import UnreachableError
from launchready.world.browser import LiveBrowser
from launchready.world.cloudflare import LiveCloudflare
from tests.edge.fake_cloudflare import ZONE, FakeCloudflare, a_record, a_rule
from tests.pki import Authority, now, pem_file, server_context
from tests.world.loopback import Site, Talk, a_network, http, serving
from tests.worlds import DictResolver

TOKEN = "cf-" + secrets.token_hex(16)
ACCESS = Access(zone="acme.test", token=TOKEN)
RULES = "rulesets/phases/http_ratelimit/entrypoint"


@asynccontextmanager
async def reading(
    folder: Path, api: Talk, *, name: str = "api.cloudflare.com"
) -> AsyncIterator[LiveCloudflare]:
    """A client whose api.cloudflare.com is on loopback, with a certificate for `name`."""
    lab = Authority.at(now())
    context = server_context(folder, lab.leaf(name), lab.intermediate)
    root = str(pem_file(folder, "root.pem", lab.root))
    async with serving(api, context) as port:
        places = {"api.cloudflare.com:443": [f"127.0.0.1:{port}"]}
        web = LiveBrowser(a_network(ca_file=root, addresses=places), DictResolver())
        yield LiveCloudflare(web)
        await web.aclose()


async def _refused(folder: Path, api: Talk, access: Access = ACCESS) -> UnreachableError:
    async with reading(folder, api) as client:
        with pytest.raises(UnreachableError) as caught:
            await client.part(access, RULES, "Zone WAF: Read")
    return caught.value


async def test_a_zone_and_its_parts_are_read_once_and_with_get_alone(tmp_path: Path) -> None:
    rule = a_rule("block", "ssl")
    api = FakeCloudflare(TOKEN, phases={"http_ratelimit": [rule]})
    async with reading(tmp_path, api) as client:
        zone = await client.zone(ACCESS)
        first = await client.part(ACCESS, RULES, "x")
        again = await client.part(ACCESS, RULES, "x")

    assert zone["name"] == "acme.test"
    assert first is not None
    assert first == again
    assert first["rules"] == [rule]
    assert api.asked == ["GET zones", f"GET zones/{ZONE}/{RULES}"]


async def test_a_phase_that_never_had_a_rule_is_no_rules(tmp_path: Path) -> None:
    async with reading(tmp_path, FakeCloudflare(TOKEN)) as client:
        assert await client.part(ACCESS, RULES, "x") is None


async def test_another_missing_thing_is_no_answer(tmp_path: Path) -> None:
    async with reading(tmp_path, FakeCloudflare(TOKEN)) as client:
        with pytest.raises(UnreachableError, match=r"answered 404.*7003"):
            await client.part(ACCESS, "settings/unheard_of", "x")


@pytest.mark.parametrize("pages_said", [True, False])
async def test_every_page_of_a_list_is_read_and_no_more(tmp_path: Path, pages_said: bool) -> None:
    records = [a_record(f"h{number}.acme.test") for number in range(230)]
    api = FakeCloudflare(TOKEN, records=records, pages_said=pages_said)
    async with reading(tmp_path, api) as client:
        found = await client.listed(ACCESS, "dns_records", "DNS: Read")

    assert [one["name"] for one in found] == [one["name"] for one in records]
    assert api.asked.count(f"GET zones/{ZONE}/dns_records") == 3


async def test_a_list_without_end_is_given_up(tmp_path: Path) -> None:
    class Endless(FakeCloudflare):
        def _list(self, found, query):  # type: ignore[no-untyped-def]
            status, body = super()._list(found, query | {"page": "1"})
            body["result_info"]["total_pages"] = 10**9
            return status, body

    api = Endless(TOKEN, records=[a_record("acme.test")])
    async with reading(tmp_path, api) as client:
        with pytest.raises(UnreachableError, match="past 50 pages"):
            await client.listed(ACCESS, "dns_records", "DNS: Read")


async def test_a_missing_permission_is_named(tmp_path: Path) -> None:
    error = await _refused(tmp_path, FakeCloudflare(TOKEN, refused=(RULES,)))

    assert error.kind == "refused"
    assert "may not read" in error.reason
    assert "Zone WAF: Read" in error.advice


async def test_a_zone_that_the_token_does_not_see_is_named(tmp_path: Path) -> None:
    error = await _refused(tmp_path, FakeCloudflare(TOKEN, name="other.test"))

    assert error.reason == "the token sees no zone acme.test at Cloudflare"


async def test_a_token_that_is_not_taken_is_never_repeated(tmp_path: Path) -> None:
    error = await _refused(tmp_path, FakeCloudflare("another-token"))

    assert error.kind == "refused"
    assert error.reason.startswith("Cloudflare does not take the token")
    assert TOKEN not in f"{error.reason}{error.advice}{error!r}{ACCESS!r}"


@pytest.mark.parametrize("token", ["", "two words here", "line\r\nX-Other: 1", "kürzer-als-das"])
async def test_what_is_no_token_is_sent_nowhere(tmp_path: Path, token: str) -> None:
    api = FakeCloudflare(TOKEN)
    error = await _refused(tmp_path, api, Access(zone="acme.test", token=token))

    assert "no token" in error.reason
    assert api.asked == []


async def test_being_told_to_wait_is_heeded_once(tmp_path: Path) -> None:
    async with reading(tmp_path, FakeCloudflare(TOKEN, slow=1)) as client:
        assert (await client.zone(ACCESS))["name"] == "acme.test"


@pytest.mark.parametrize(("slow", "wait", "questions"), [(9, "0", 2), (9, "3600", 1)])
async def test_being_told_to_wait_again_or_for_long_is_no_answer(
    tmp_path: Path, slow: int, wait: str, questions: int
) -> None:
    api = FakeCloudflare(TOKEN, slow=slow, wait=wait)
    error = await _refused(tmp_path, api)

    assert error.kind == "refused"
    assert "429" in error.reason
    assert len(api.asked) == questions


@pytest.mark.parametrize(
    "answer",
    [
        http("200 OK", b"<html>portal</html>"),
        http("200 OK", b"[" * 100_000),
        http("200 OK", b'{"success": true, "result": [{"name": "acme.test"}]}'),
        http("200 OK", b'{"success": true, "result": "x"}'),
        http("200 OK", b'{"success": false, "result": []}'),
        http("500 X", b'{"success": false, "errors": [7, null]}'),
        http("302 Found", b"{}", "Location: https://evil.test/"),
    ],
)
async def test_what_speaks_another_language_is_no_answer(tmp_path: Path, answer: bytes) -> None:
    error = await _refused(tmp_path, Site(answer))

    assert error.kind == "unreachable"
    assert TOKEN not in error.reason


async def test_the_token_is_not_sent_to_whom_the_certificate_does_not_name(tmp_path: Path) -> None:
    api = FakeCloudflare(TOKEN)
    async with reading(tmp_path, api, name="evil.test") as client:
        with pytest.raises(UnreachableError) as caught:
            await client.zone(ACCESS)

    assert api.asked == []
    assert TOKEN not in caught.value.reason


async def test_the_networks_of_cloudflare_take_no_token(tmp_path: Path) -> None:
    async with reading(tmp_path, FakeCloudflare(TOKEN)) as client:
        assert await client.ranges() == ("192.0.2.0/24",)
