"""Visitors of every spelling end on the canonical page, or the report says where they end."""

import itertools

import pytest

from launchready.core.browser import Response
from launchready.core.location import Location
from launchready.core.unreachable import UnreachableError
from tests.web.visits import HOSTS, moved, pages, sound, told, visit
from tests.worlds import page

HOME = "http://acme.test/"


async def test_a_site_whose_spellings_all_lead_home_is_silent() -> None:
    web = sound() | sound("/pricing") | sound("/blog/hello?utm_source=x")

    found = await visit(web, '{sample_paths: [/, /pricing, "/blog/hello?utm_source=x"]}')

    assert found == []


async def test_a_page_shown_over_http_blocks_and_points_at_its_sample() -> None:
    (found,) = await visit(sound() | pages(page(HOME)), "{sample_paths: [/]}")

    assert (found.rule.id, found.subject) == ("web/not-upgraded", HOME)
    assert found.message == "http://acme.test/ is shown over http; https is meant"
    assert found.evidence == ("200 http://acme.test/",)
    assert found.at == Location(file="launchready.yml", line=8, column=30)


async def test_without_sample_paths_the_front_page_is_tried_at_the_line_of_redirects() -> None:
    (found,) = await visit(sound() | pages(page(HOME)))

    assert (found.at.line, found.at.column) == (8, 14)


@pytest.mark.parametrize(
    ("rule", "subject", "broken"),
    [
        ("redirect-loop", "https://acme.test/", pages(moved("https://acme.test/", "/"))),
        (
            "redirect-loop",
            "https://acme.test/",
            pages(moved("https://acme.test/", "http://acme.test/")),
        ),
        (
            "downgrade-hop",
            "https://acme.test/",
            pages(
                moved("https://acme.test/", "http://acme.test/home"), page("http://acme.test/home")
            ),
        ),
        (
            "staging-in-chain",
            "https://acme.test/",
            pages(
                moved("https://acme.test/", "https://staging.acme.test/"),
                page("https://staging.acme.test/", 401),
            ),
        ),
        (
            "staging-in-chain",
            "https://acme.test/",
            pages(moved("https://acme.test/", "https://my-dev.acme.test/")),
        ),
        (
            "preview-in-chain",
            "https://acme.test/",
            pages(moved("https://acme.test/", "https://acme-1x.vercel.app/")),
        ),
        ("foreign-host", "https://acme.test/", pages(moved("https://acme.test/", "//evil.test/"))),
        (
            "foreign-host",
            "https://acme.test/",
            pages(moved("https://acme.test/", "https://acme.test.evil.test/")),
        ),
        (
            "port-leak",
            "https://acme.test/",
            pages(moved("https://acme.test/", "https://acme.test:8443/x")),
        ),
        (
            "port-leak",
            "https://acme.test/",
            pages(moved("https://acme.test/", "https://acme.test:80/x")),
        ),
        (
            "port-leak",
            "https://acme.test/",
            pages(moved("https://acme.test/", "http://127.0.0.1:3000/")),
        ),
        ("port-leak", "https://acme.test/", pages(moved("https://acme.test/", "http://backend/"))),
        ("no-location", "https://acme.test/", pages(moved("https://acme.test/", None))),
        (
            "no-location",
            "https://acme.test/",
            pages(moved("https://acme.test/", "javascript:alert(1)")),
        ),
        ("temporary-redirect", HOME, pages(moved(HOME, "https://acme.test/", 302))),
        ("ends-in-error", "https://acme.test/", pages(page("https://acme.test/", 500))),
        ("ends-in-error", "https://acme.test/", pages(page("https://acme.test/", 403))),
        ("ends-in-error", HOME, pages(page(HOME, 404))),
        (
            "wrong-canonical-host",
            "https://www.acme.test/",
            pages(page("https://www.acme.test/")),
        ),
        (
            "wrong-canonical-host",
            "https://app.acme.test/",
            pages(
                moved("https://acme.test/", "https://app.acme.test/"),
                page("https://app.acme.test/"),
            ),
        ),
        (
            "chain-too-long",
            HOME,
            pages(
                moved(HOME, "http://www.acme.test/"),
                moved("http://www.acme.test/", "https://www.acme.test/"),
            ),
        ),
    ],
)
async def test_each_fault_has_its_own_name_once_for_all_the_ways_into_it(
    rule: str, subject: str, broken: dict[str | tuple[str, str], Response | UnreachableError]
) -> None:
    found = await visit(sound() | broken)

    assert told(found) == [(f"web/{rule}", subject)]


async def test_an_address_that_grows_with_each_redirect_is_cut_off_after_ten() -> None:
    urls = ["https://acme.test/" + "x/" * one for one in range(30)]
    web = sound() | pages(*(moved(a, b) for a, b in itertools.pairwise(urls)))

    found = await visit(web, only=[urls[0]])

    assert told(found) == [("web/too-many-hops", urls[0])]
    assert len(found[0].evidence) == 10


PRICING = "{sample_paths: [/pricing]}"


@pytest.mark.parametrize("to", ["https://acme.test/", "https://acme.test/welcome"])
async def test_a_redirect_that_forgets_the_page_is_a_blocker(to: str) -> None:
    web = sound("/pricing") | pages(moved("http://www.acme.test/pricing", to), page(to))

    (found,) = await visit(web, PRICING)

    assert (found.rule.id, found.subject) == ("web/path-dropped", "http://www.acme.test/pricing")
    assert found.evidence[0] == f"301 http://www.acme.test/pricing -> {to}"


async def test_a_page_that_is_dumped_on_the_front_page_is_dropped_too() -> None:
    web = sound() | sound("/pricing") | pages(moved("https://acme.test/pricing", "/", 302))

    found = await visit(web, PRICING)

    assert told(found) == [("web/path-dropped", "https://acme.test/pricing")]


async def test_a_forgotten_page_that_ends_in_an_error_is_one_fault() -> None:
    away = "https://acme.test/index.php"
    web = sound("/pricing") | pages(moved("http://www.acme.test/pricing", away), page(away, 404))

    found = await visit(web, PRICING)

    assert told(found) == [("web/path-dropped", "http://www.acme.test/pricing")]


async def test_a_redirect_that_forgets_the_query_is_a_blocker() -> None:
    asked = "/blog?utm_source=x&b=2"
    bare = "https://acme.test/blog"
    web = sound(asked) | pages(moved(f"https://www.acme.test{asked}", bare), page(bare))

    (found,) = await visit(web, f'{{sample_paths: ["{asked}"]}}')

    assert (found.rule.id, found.subject) == (
        "web/query-dropped",
        f"https://www.acme.test{asked}",
    )
    assert found.rule.impact.word == "blocker"


async def test_a_query_in_another_order_or_spelling_is_the_same() -> None:
    asked, there = "/blog?a=x+y&b=2", "https://acme.test/blog?b=2&c=3&a=x%20y"
    web = sound(asked) | pages(moved(f"https://www.acme.test{asked}", there), page(there))

    assert await visit(web, f'{{sample_paths: ["{asked}"]}}') == []


@pytest.mark.parametrize(
    "harmless",
    [
        # the app's own redirects: to a language, to a login
        pages(moved("https://acme.test/", "/en/", 302), page("https://acme.test/en/")),
        pages(
            moved("https://acme.test/", "/login?next=%2F", 307),
            page("https://acme.test/login?next=%2F", 401),
        ),
        # relative, scheme-relative, default port, capitals, fragment, raw UTF-8
        pages(moved("http://www.acme.test/", "//ACME.test:80/")),
        pages(moved(HOME, "HTTPS://ACME.TEST:443")),
        pages(moved(HOME, "https://acme.test/#top")),
        pages(moved("https://acme.test/", "start"), page("https://acme.test/start")),
        pages(moved("https://acme.test/", "/caf\u00e9"), page("https://acme.test/caf%C3%A9")),
        # a stranger that is allowed
        pages(moved("https://acme.test/", "https://pay.other.test/acme", 303)),
        # a page behind a login
        pages(page("https://acme.test/", 401)),
        pages(page("https://acme.test/", 204)),
    ],
)
async def test_what_sound_sites_do_is_no_fault(
    harmless: dict[str | tuple[str, str], Response | UnreachableError],
) -> None:
    assert await visit(sound() | harmless) == []


async def test_a_slash_more_or_less_is_the_same_page_unless_the_policy_cares() -> None:
    slashed = "https://acme.test/pricing/"
    web = sound("/pricing") | pages(moved("https://acme.test/pricing", slashed), page(slashed))

    quiet = await visit(web, PRICING)
    strict = await visit(web, "{policy: {trailing_slash: never}, sample_paths: [/pricing]}")
    other = await visit(
        sound("/pricing"), "{policy: {trailing_slash: always}, sample_paths: [/pricing]}"
    )
    fine = await visit(web, "{policy: {trailing_slash: always}, sample_paths: [/pricing]}")

    assert (quiet, fine) == ([], [])
    assert told(strict) == [("web/trailing-slash", slashed)]
    assert told(other) == [("web/trailing-slash", "https://acme.test/pricing")]


async def test_the_front_page_and_files_have_no_slash_to_care_about() -> None:
    web = sound() | sound("/robots.txt")

    found = await visit(web, "{policy: {trailing_slash: always}, sample_paths: [/, /robots.txt]}")

    assert found == []


async def test_with_any_both_spellings_may_show_the_site() -> None:
    web = sound() | pages(page("https://www.acme.test/"))

    assert await visit(web, "{policy: {www: any}}") == []


async def test_the_policy_says_what_is_permanent_and_how_long_a_chain_may_be() -> None:
    web = sound() | pages(moved(HOME, "https://www.acme.test/", 307))

    found = await visit(web, "{policy: {max_hops: 1, permanent: [301, 307, 308]}}")

    assert told(found) == [("web/chain-too-long", HOME)]


async def test_a_canonical_host_with_www_is_as_good() -> None:
    hosts = HOSTS.replace("canonical: acme.test", "canonical: www.acme.test")
    home = "https://www.acme.test/"
    web = sound() | pages(
        page(home), moved(HOME, home), moved("https://acme.test/", home),
        moved("http://www.acme.test/", home),
    )  # fmt: skip

    assert await visit(web, "{policy: {www: to-www}}", hosts=hosts) == []


async def test_redirects_without_end_are_told_once_whatever_the_way_in() -> None:
    home = "https://acme.test/"
    endless = [moved(f"{home}{at}", f"/{at + 1}") for at in range(12)]
    web = sound() | pages(moved(home, "/0"), *endless)
    subjects = [*(f"http://{host}/" for host in ("acme.test", "www.acme.test")), home]

    assert told(await visit(web, only=subjects)) == [("web/too-many-hops", home)]
