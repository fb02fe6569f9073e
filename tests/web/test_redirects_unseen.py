"""What could not be seen is unanswered, what must not be shown is not, and no stranger is asked."""

import pytest

from launchready.core.unreachable import UnreachableError
from launchready.web.redirects import redirects
from tests.web.visits import moved, pages, settled, sound, told, visit
from tests.worlds import page

HOME = "http://acme.test/"
FROM_HTTP = (HOME,)


async def test_what_a_server_puts_into_a_query_is_not_shown() -> None:
    there = "https://evil.test/cb?code=s3cr3t&state="
    web = sound() | pages(moved("https://acme.test/", there))

    (found,) = await visit(web, only=["https://acme.test/"])

    assert found.evidence == ("301 https://acme.test/ -> https://evil.test/cb?code=…&state=",)


async def test_no_host_that_is_not_ours_is_ever_asked() -> None:
    room, ctx, browser = settled("{}")
    browser.pages = sound() | pages(moved("https://acme.test/", "https://pay.other.test/"))
    for sample in room.visits.samples:
        await redirects.ask(sample, ctx)

    assert {url.split("/")[2] for _, url in browser.asked} == {"acme.test", "www.acme.test"}


async def test_a_certificate_that_fails_is_one_fault_of_its_host() -> None:
    web = sound() | sound("/pricing")
    for path in ("", "pricing"):
        url = f"https://www.acme.test/{path}"
        web |= pages(page(url, untrusted="certificate has expired"))

    (found,) = await visit(web, "{sample_paths: [/, /pricing]}")

    assert (found.rule.id, found.subject) == ("web/ends-in-error", "https://www.acme.test")
    assert "certificate has expired" in found.message
    assert found.at.line == 4


@pytest.mark.parametrize("kind", ["refused", "timed out"])
async def test_a_silent_port_80_is_unanswered_and_says_what_visitors_get(kind: str) -> None:
    silent = UnreachableError("acme.test:80 said nothing", kind=kind)  # type: ignore[arg-type]

    with pytest.raises(UnreachableError) as raised:
        await visit(sound() | {HOME: silent}, only=FROM_HTTP)

    assert raised.value.kind == kind
    assert raised.value.reason == "http://acme.test/: acme.test:80 said nothing"
    assert "port 80" in raised.value.advice


async def test_faults_seen_before_the_silence_stand() -> None:
    web = sound() | pages(moved("https://acme.test/", "http://acme.test/away"))

    with pytest.raises(UnreachableError) as raised:
        await visit(web, only=["https://acme.test/"])

    assert told(raised.value.found) == [("web/downgrade-hop", "https://acme.test/")]


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (403, {"cf-mitigated": "challenge"}),
        (503, {"cf-mitigated": "challenge"}),
        (403, {"server": "cloudflare"}),
        (403, {"x-vercel-mitigated": "deny"}),
        (429, {}),
    ],
)
async def test_a_wall_against_machines_is_unanswered_with_advice(
    status: int, headers: dict[str, str]
) -> None:
    web = sound() | pages(page("https://acme.test/", status, headers=headers))

    with pytest.raises(UnreachableError) as raised:
        await visit(web)

    assert raised.value.kind == "refused"
    assert raised.value.advice


async def test_a_temporary_redirect_before_a_wall_stands() -> None:
    www = "https://www.acme.test/"
    wall = page("https://acme.test/", 403, headers={"cf-mitigated": "challenge"})
    web = sound() | pages(moved(www, "https://acme.test/", 302), wall)

    with pytest.raises(UnreachableError) as raised:
        await visit(web, only=[www])

    assert told(raised.value.found) == [("web/temporary-redirect", www)]
