"""The demo's portal answers as a sound product does, and broken only where it says so."""

import pytest

from launchready.demo.portal import HOSTS, MEMBER, VERSION
from launchready.demo.stage import staged
from tests.demo.visitor import Visitor


async def test_http_sends_every_host_to_the_same_page_over_https() -> None:
    async with staged() as stage:
        seen = [await Visitor(stage).get(f"http://{host}/a%20b?c=d&e=") for host in HOSTS]

    assert [(one.status_code, one.headers["location"]) for one in seen] == [
        (301, f"https://{host}/a%20b?c=d&e=") for host in HOSTS
    ]


async def test_www_keeps_path_and_query_on_the_way_to_the_canonical_host() -> None:
    async with staged() as stage:
        seen = await Visitor(stage).get("https://www.portal.test/blog/hello?utm_source=launch")

    assert seen.status_code == 301
    assert seen.headers["location"] == "https://portal.test/blog/hello?utm_source=launch"


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("https://portal.test/", 200),
        ("https://portal.test/pricing", 200),
        ("https://portal.test/blog/hello?utm_source=launch", 200),
        ("https://portal.test/old-pricing", 301),
        ("https://portal.test/beta", 410),
        ("https://portal.test/no-such-page", 404),
        ("https://app.portal.test/", 303),
        ("https://app.portal.test/login", 200),
        ("https://app.portal.test/portal", 303),
        ("https://app.portal.test/no-such-page", 404),
        ("https://api.portal.test/health", 200),
        ("https://api.portal.test/orders", 401),
        ("https://api.portal.test/no-such-resource", 404),
    ],
)
async def test_each_page_has_its_status_and_asks_for_https_for_a_year(
    url: str, status: int
) -> None:
    async with staged() as stage:
        seen = await Visitor(stage).get(url)

    assert seen.status_code == status
    assert seen.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


async def test_the_page_that_moved_keeps_its_query() -> None:
    async with staged() as stage:
        seen = await Visitor(stage).get("https://portal.test/old-pricing?plan=big")

    assert seen.headers["location"] == "https://portal.test/pricing?plan=big"


async def test_health_tells_status_and_version() -> None:
    async with staged() as stage:
        seen = await Visitor(stage).get("https://api.portal.test/health")

    assert seen.json() == {"status": "ok", "version": VERSION}


async def test_a_member_logs_in_and_sees_the_portal() -> None:
    async with staged() as stage:
        visitor = Visitor(stage)
        form = {"email": MEMBER, "password": stage.portal.password}
        entered = await visitor.ask("POST", "https://app.portal.test/login", data=form)
        cookie = entered.headers["set-cookie"]
        headers = {"Cookie": cookie.partition(";")[0]}
        seen = await visitor.get("https://app.portal.test/portal", headers=headers)

    assert (entered.status_code, entered.headers["location"]) == (
        303,
        "https://app.portal.test/portal",
    )
    assert cookie.endswith("; Path=/; Secure; HttpOnly; SameSite=Lax")
    assert seen.status_code == 200
    assert MEMBER in seen.text
    assert seen.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("form", [{}, {"email": MEMBER, "password": "wrong"}, {"email": ""}])
async def test_a_stranger_does_not_get_in(form: dict[str, str]) -> None:
    async with staged() as stage:
        seen = await Visitor(stage).ask("POST", "https://app.portal.test/login", data=form)

    assert seen.status_code == 401
    assert "set-cookie" not in seen.headers


async def test_orders_are_for_those_with_the_token() -> None:
    async with staged() as stage:
        headers = {"Authorization": f"Bearer {stage.portal.token}"}
        seen = await Visitor(stage).get("https://api.portal.test/orders", headers=headers)

    assert seen.status_code == 200
    assert [one["invoice"] for one in seen.json()["orders"]] == ["2026-118"]


async def test_methods_that_mean_nothing_are_told_what_does() -> None:
    async with staged() as stage:
        seen = await Visitor(stage).ask("DELETE", "https://app.portal.test/login")

    assert (seen.status_code, seen.headers["allow"]) == (405, "GET, HEAD, POST")


async def test_broken_www_drops_the_query() -> None:
    async with staged(broken=True) as stage:
        seen = await Visitor(stage).get("https://www.portal.test/blog/hello?utm_source=launch")

    assert seen.headers["location"] == "https://portal.test/blog/hello"


async def test_broken_homepage_is_still_the_placeholder() -> None:
    async with staged(broken=True) as stage:
        seen = await Visitor(stage).get("https://portal.test/")

    assert (seen.status_code, "Coming soon" in seen.text) == (200, True)


async def test_broken_old_pricing_was_never_redirected() -> None:
    async with staged(broken=True) as stage:
        seen = await Visitor(stage).get("https://portal.test/old-pricing")

    assert seen.status_code == 404
