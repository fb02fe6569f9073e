"""What is seen of a domain: which hosts are the product's, and which pages its visitors need."""

import json
from collections.abc import Mapping

from launchready.core.browser import Response
from launchready.core.context import Context
from launchready.core.resolver import Answer
from launchready.core.unreachable import UnreachableError
from launchready.discover.code import Code, read_code
from launchready.discover.look import Live, Settled, live
from tests.worlds import DictBrowser, DictRepository, DictResolver, a_world, page

HTML = {"content-type": "text/html"}
LOGIN = '<form method=post><input name=u><input type="password" name=p></form>'
Pages = Mapping[str, Response]


def home(url: str, body: str = "<title>Acme</title>") -> Response:
    return page(url, body=body, headers=HTML)


def moved(url: str, to: str) -> Response:
    return page(url, 301, headers={"location": to})


def dns(records: Mapping[tuple[str, str], tuple[str, ...]]) -> DictResolver:
    answers: dict[tuple[str, ...], Answer | tuple[str, ...] | UnreachableError] = {}
    answers.update({("acme.test", "SOA"): ("ns. h. 1 2 3 4 5",)})
    answers.update(dict(records.items()))
    return DictResolver(
        answers=answers,
        servers={"test": ()},
        transfers={"acme.test": UnreachableError("no", kind="refused")},
        walks={"acme.test": UnreachableError("no", kind="refused")},
    )


A = ("192.0.2.1",)
APEX = {("acme.test", "A"): A, ("www.acme.test", "A"): A}


def world(records: Mapping[tuple[str, str], tuple[str, ...]], *pages: Response) -> Context:
    return a_world(dns=dns(records), web=DictBrowser({one.url: one for one in pages}))


async def seen(
    ctx: Context,
    domain: str = "acme.test",
    code: Code | None = None,
    settled: Settled | None = None,
) -> Live:
    return await live(domain, settled or Settled(), code or Code(), ctx)


def names(found: Live) -> list[str]:
    return [one.name for one in found.own]


async def test_the_canonical_host_is_where_visitors_end() -> None:
    to_www = world(
        APEX,
        moved("https://acme.test/", "https://www.acme.test/"),
        home("https://www.acme.test/"),
    )
    to_apex = world(
        APEX, home("https://acme.test/"), moved("https://www.acme.test/", "https://acme.test/")
    )

    assert (await seen(to_www)).canonical == "www.acme.test"
    assert (await seen(to_apex)).canonical == "acme.test"


async def test_a_stranger_at_the_end_is_told_and_never_asked() -> None:
    ctx = world(
        APEX | {("help.acme.test", "A"): A},
        home("https://acme.test/"),
        moved("https://help.acme.test/", "https://acme.helpdesk.example/"),
    )
    found = await seen(ctx)
    asked = ctx.web.asked  # type: ignore[attr-defined]  # the dictionary's own

    assert "help.acme.test" not in names(found)
    assert [why for host, why in found.left_out if host.name == "help.acme.test"] == [
        "leads to acme.helpdesk.example; if that is yours, add it to hosts.own"
    ]
    assert not [url for _, url in asked if "helpdesk" in url]


async def test_staging_is_kept_apart_and_mail_hosts_are_left_out() -> None:
    records = {(f"{one}.acme.test", "A"): A for one in ("staging", "app", "mail", "dev-api")}
    found = await seen(
        world(
            APEX | records,
            home("https://acme.test/"),
            home("https://app.acme.test/"),
            home("https://staging.acme.test/"),
            home("https://dev-api.acme.test/"),
        )
    )

    assert names(found) == ["acme.test", "www.acme.test", "app.acme.test"]
    assert sorted(one.name for one in found.staging) == ["dev-api.acme.test", "staging.acme.test"]
    assert found.base is not None
    assert found.base.name == "app.acme.test"


async def test_a_host_that_visitors_type_stays_though_it_does_not_answer() -> None:
    found = await seen(world(APEX, home("https://acme.test/")))

    assert names(found) == ["acme.test", "www.acme.test"]


async def test_hosts_that_the_config_names_are_kept_and_no_others_are_added() -> None:
    records = APEX | {("app.acme.test", "A"): A, ("blog.acme.test", "A"): A}
    ctx = world(
        records,
        home("https://acme.test/"),
        home("https://app.acme.test/"),
        home("https://blog.acme.test/"),
    )
    settled = Settled(canonical="app.acme.test", own=("app.acme.test", "acme.test"))
    found = await seen(ctx, settled=settled)

    assert sorted(names(found)) == ["acme.test", "app.acme.test"]
    assert found.canonical == "app.acme.test"
    assert ("blog.acme.test", "not in hosts: of launchready.yml") in [
        (one.name, why) for one, why in found.left_out
    ]


async def test_a_wildcard_makes_no_hosts_and_no_records() -> None:
    wild = {("*.acme.test", "A"): ("192.0.2.7",), ("launchready-no-such-name.acme.test", "A"): (
        "192.0.2.7",
    )}  # fmt: skip
    likely = {(f"{one}.acme.test", "A"): ("192.0.2.7",) for one in ("api", "blog", "shop")}
    found = await seen(world(APEX | wild | likely, home("https://acme.test/")))

    assert names(found) == ["acme.test", "www.acme.test"]
    assert {one.name for one in found.zone.records} == {
        "acme.test",
        "www.acme.test",
        "*.acme.test",
    }


async def test_a_zone_that_does_not_answer_leaves_the_site_to_be_seen() -> None:
    silent = DictResolver(servers={"acme.test": UnreachableError("timed out", kind="timed out")})
    ctx = a_world(dns=silent, web=DictBrowser({"https://acme.test/": home("https://acme.test/")}))
    found = await seen(ctx)

    assert found.zone.snapshot is None
    assert "timed out" in found.zone.silence
    assert found.canonical == "acme.test"


async def test_nothing_that_answers_is_no_site() -> None:
    found = await seen(a_world(dns=DictResolver(servers={"acme.test": (), "test": ()})))

    assert not found.has_site
    assert found.own == []


async def test_the_login_page_is_found_by_its_link_and_risky_links_are_not_followed() -> None:
    body = (
        '<title>Acme</title><a href="/logout">x</a><a href="/pricing">y</a>'
        '<a href="/members/sign-in">z</a><a href="/account/delete">d</a><a href="/f?x=1">q</a>'
    )
    ctx = world(
        APEX,
        home("https://acme.test/", body),
        home("https://acme.test/pricing"),
        home("https://acme.test/members/sign-in", LOGIN),
    )
    found = await seen(ctx)
    asked = {url for _, url in ctx.web.asked}  # type: ignore[attr-defined]

    assert found.login is not None
    assert found.login.url == "https://acme.test/members/sign-in"
    assert found.samples == ["/pricing", "/members/sign-in"]
    assert not {one for one in asked if "logout" in one or "delete" in one or "?" in one}


async def test_the_parameter_that_says_where_to_go_next_is_seen_on_the_way_to_the_login() -> None:
    found = await seen(
        world(
            APEX,
            home("https://acme.test/"),
            page(
                "https://acme.test/admin/", 302, headers={"location": "/admin/in?next=%2Fadmin%2F"}
            ),
            home("https://acme.test/admin/in?next=%2Fadmin%2F", LOGIN),
        )
    )

    assert found.login is not None
    assert found.login.url == "https://acme.test/admin/in"
    assert found.next_parameter == ("https://acme.test/admin/in", "next")


async def test_a_title_that_says_nothing_is_not_asked_for() -> None:
    found = await seen(world(APEX, home("https://acme.test/", "<title>Loading...</title>")))

    assert [(one.name, one.text) for one in found.found] == [("homepage", "")]


async def test_a_portal_beside_the_site_may_be_shut_to_search_and_the_site_may_not() -> None:
    rules = "User-agent: *\nDisallow: /\n"
    portal = world(
        {("portal.acme.test", "A"): A},
        home("https://portal.acme.test/"),
        page("https://portal.acme.test/robots.txt", body=rules),
    )
    site = world(
        APEX,
        home("https://acme.test/"),
        page("https://acme.test/robots.txt", body=rules),
    )

    assert "is shut to crawlers by line 2" in (await seen(portal, "portal.acme.test")).shut
    assert (await seen(site)).shut == ""


async def test_a_health_route_is_plain_and_answers_for_itself() -> None:
    health = page(
        "https://acme.test/internal/health",
        body=json.dumps({"status": "UP"}),
        headers={"content-type": "application/json"},
    )
    files = DictRepository({"r.py": '@get("/internal/health")'})
    found = await seen(world(APEX, home("https://acme.test/"), health), code=read_code(files))

    assert [(one.name, one.text) for one in found.found if one.is_json] == [
        ("health of acme.test", "UP")
    ]


async def test_a_site_that_answers_everything_has_no_health_route() -> None:
    nothing = "/launchready-asks-for-a-page-that-is-not-here"
    found = await seen(
        world(
            APEX,
            home("https://acme.test/"),
            page(f"https://acme.test{nothing}", body="{}"),
            page("https://acme.test/health", body="{}"),
        )
    )

    assert [one.name for one in found.found] == ["homepage"]


async def test_an_openapi_file_gives_the_pages_that_answer_as_it_says() -> None:
    spec = {
        "openapi": "3.0.0",
        "servers": [{"url": "https://api.acme.test"}],
        "paths": {
            "/orders": {"get": {"summary": "Orders", "responses": {"200": {}}}},
            "/gone": {"get": {"summary": "Gone", "responses": {"200": {}}}},
        },
    }
    files = DictRepository(
        {"openapi.json": json.dumps(spec)}, raws={"openapi.json": json.dumps(spec).encode()}
    )
    answers: dict[str | tuple[str, str], Response | UnreachableError] = {
        one.url: one
        for one in (
            home("https://acme.test/"),
            page("https://api.acme.test/", 404),
            page("https://api.acme.test/orders", body="[]"),
            page("https://api.acme.test/gone", 404),
        )
    }
    records = APEX | {("api.acme.test", "A"): A}
    ctx = a_world(dns=dns(records), web=DictBrowser(answers), files=files)
    found = await seen(ctx, code=read_code(files))

    assert [(one.name, one.path) for one in found.openapi.pages] == [("Orders", "/orders")]
    assert found.openapi.otherwise == ("/gone answered 404 instead of 200",)
