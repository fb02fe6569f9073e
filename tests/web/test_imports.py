"""The live site is held against the files that already say where old addresses lead."""

import pytest

from launchready.core.browser import Response
from launchready.core.finding import Finding
from launchready.core.location import Location
from launchready.core.unreachable import UnreachableError
from launchready.values.problem import ConfigError
from launchready.web.redirect_rules import redirect_rules
from tests.web.visits import moved, pages, settled, told
from tests.worlds import page

FILE = "public/_redirects"
OLD, NEW = "https://acme.test/old", "https://acme.test/new"
ASKED = f"{OLD}?utm_source=launchready"


async def hold(
    text: str, *web: Response, kind: str = "netlify", samples: str = ""
) -> list[Finding]:
    given = f"{{type: {kind}, file: {FILE}{samples and f', samples: [{samples}]'}}}"
    room, ctx, browser = settled(f"{{imports: [{given}]}}", files={FILE: text})
    browser.pages = pages(*web)
    return [one for rule in room.visits.mapped for one in await redirect_rules.ask(rule, ctx)]


async def test_a_rule_that_is_kept_is_silent() -> None:
    there = f"{NEW}?utm_source=launchready"

    assert await hold("/old /new", moved(ASKED, there), page(there)) == []


async def test_a_rule_that_is_broken_points_at_its_line_in_its_file() -> None:
    (found,) = await hold("# moved in May\n/old /new", page(ASKED, 404))

    assert (found.rule.id, found.subject) == ("web/redirect-missing", ASKED)
    assert found.at == Location(file=FILE, line=2)


async def test_a_query_that_netlify_would_pass_on_must_arrive() -> None:
    found = await hold("/old /new", moved(ASKED, NEW), page(NEW))

    assert told(found) == [("web/query-dropped", ASKED)]


async def test_cloudflare_s_rows_drop_the_query() -> None:
    row = "acme.test/old,https://acme.test/new"
    kept = await hold(row, moved(ASKED, NEW), page(NEW), kind="cloudflare-csv")
    there = f"{NEW}?utm_source=launchready"
    broken = await hold(row, moved(ASKED, there), page(there), kind="cloudflare-csv")

    assert kept == []
    assert told(broken) == [("web/redirect-elsewhere", ASKED)]


async def test_a_permanent_row_is_kept_by_301_and_308_and_by_no_other() -> None:
    text = "/old,/new,301"
    for status, broken in ((301, []), (308, []), (302, [("web/temporary-redirect", OLD)])):
        found = await hold(text, moved(OLD, "/new", status), page(NEW), kind="csv")

        assert told(found) == broken


async def test_a_pattern_without_a_sample_is_never_passed() -> None:
    (found,) = await hold("/docs/* /help/:splat")

    assert (found.rule.id, found.subject) == ("web/unverified-pattern", "/docs/*")
    assert found.at == Location(file=FILE, line=1)


@pytest.mark.parametrize(
    ("rule", "sample", "to"),
    [
        ("/docs/* /help/:splat", "/docs/a/b", "/help/a/b"),
        ("/n/:year/:slug /blog/:slug-:year", "/n/2024/hi", "/blog/hi-2024"),
        ("/store id=:id /blog/:id", "/store?id=7", "/blog/7"),
        ("https://www.acme.test/* https://acme.test/:splat", "https://www.acme.test/a", "/a"),
    ],
)
async def test_a_pattern_is_tried_with_the_samples_that_fit_it(
    rule: str, sample: str, to: str
) -> None:
    start = sample if "://" in sample else f"https://acme.test{sample}"
    asked = start if "?" in start else f"{start}?utm_source=launchready"
    query = "" if "?" in start else "?utm_source=launchready"
    there = f"https://acme.test{to}{query}"
    kept = await hold(rule, moved(asked, there), page(there), samples=f"'{sample}'")
    broken = await hold(rule, page(asked, 404), samples=f"'{sample}'")

    assert kept == []
    assert told(broken) == [("web/redirect-missing", asked)]


async def test_a_colon_in_a_list_is_a_part_of_the_address() -> None:
    talk = "https://acme.test/Talk:Home"
    found = await hold("/Talk:Home,/new", page(talk, 404), kind="csv")

    assert told(found) == [("web/redirect-missing", talk)]


async def test_what_cannot_be_tried_is_told_once_with_its_lines() -> None:
    text = "/fr /new Language=fr\n/* /index.html 200\n/de /new Language=de\nhttps://b.test/ /x"
    (found,) = await hold(text)

    assert (found.rule.id, found.subject) == ("web/import-not-tried", FILE)
    assert found.message == f"{FILE} has 4 rules that are not tried"
    assert found.evidence == (
        "2: a condition, line 1, 3",
        "1: a rewrite, line 2",
        "1: for a host that hosts.own does not name, line 4",
    )


async def test_of_two_rules_for_one_address_the_first_counts() -> None:
    found = await hold("/old,/new\n/old,/other", moved(OLD, "/new"), page(NEW), kind="csv")

    assert [one.rule.id for one in found] == ["web/import-not-tried"]
    assert found[0].evidence == ("1: for an address an earlier rule has, line 2",)


HOME = page("https://acme.test/")


@pytest.mark.parametrize(
    ("web", "broken"),
    [
        ((page(OLD),), []),
        ((page(OLD, 401),), []),
        ((moved(OLD, "/new"), page(NEW)), []),
        ((page(OLD, 404),), [("web/old-page-lost", OLD)]),
        ((moved(OLD, "/new"), page(NEW, 500)), [("web/old-page-lost", OLD)]),
        ((moved(OLD, "/"), HOME), [("web/old-page-lost", OLD)]),
        ((moved(OLD, "/new", 302), page(NEW)), [("web/temporary-redirect", OLD)]),
        ((moved(OLD, OLD),), [("web/redirect-loop", OLD)]),
        ((page(OLD, untrusted="expired"),), [("web/ends-in-error", "https://acme.test")]),
    ],
)
async def test_an_old_page_must_still_lead_to_a_page(
    web: tuple[Response, ...], broken: list[tuple[str, str]]
) -> None:
    assert told(await hold("Address\n/old", *web, kind="csv")) == broken


async def test_an_old_page_behind_a_wall_is_unanswered() -> None:
    with pytest.raises(UnreachableError):
        await hold("Address\n/old", page(OLD, 429), kind="csv")


@pytest.mark.parametrize(
    ("kind", "text", "samples", "told_"),
    [
        ("netlify", "/a /b\n/c", "", f"{FILE}:2:1: /c leads nowhere"),
        ("netlify", "/a/* /b", "/x", "launchready.yml:8:76: /x fits no rule"),
        ("csv", "https://acme.test:0/,/b", "", f"{FILE}:1:1: https://acme.test:0/ is not an add"),
        ("csv", "/a,/b\n" * 5001, "", f"{FILE}:1:1: this has more than 5000 addresses"),
        ("netlify", "\udcff", "", "launchready.yml:8:47: public/_redirects is not UTF-8"),
        ("csv", "/a,/b\n" * 1_000_000, "", "public/_redirects has more than 5 MB"),
    ],
)
def test_a_mistake_is_told_before_anything_is_visited(
    kind: str, text: str, samples: str, told_: str
) -> None:
    given = f"{{type: {kind}, file: {FILE}{samples and f', samples: [{samples}]'}}}"
    files = {FILE: text.encode("utf-8", "surrogateescape")}
    with pytest.raises(ConfigError) as raised:
        settled(f"{{imports: [{given}]}}", files=files)

    assert told_ in str(raised.value.problems[0])
