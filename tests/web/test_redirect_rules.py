"""The live site is held against the redirect map, address by address."""

import pytest

from launchready.core.browser import Response
from launchready.core.location import Location
from launchready.core.unreachable import UnreachableError
from launchready.web.redirect_rules import redirect_rules
from tests.web.visits import moved, pages, settled, told, visit
from tests.worlds import page

World = dict[str | tuple[str, str], Response | UnreachableError]

OLD, NEW = "https://acme.test/old", "https://acme.test/new"
PERMANENT = "from: /old, to: /new, status: permanent"
KEPT = pages(moved(OLD, "/new"), page(NEW))


async def hold(rule: str, web: World) -> list[tuple[str, str]]:
    return told(await visit(web, f"{{sample_paths: [], rules: [{{{rule}}}]}}"))


@pytest.mark.parametrize(
    ("rule", "web"),
    [
        (PERMANENT, KEPT),
        (PERMANENT, pages(moved(OLD, "https://www.acme.test/new"), page(NEW)) | pages(
            moved("https://www.acme.test/new", NEW))),
        # on its way to the page, and on from it
        (PERMANENT, pages(moved(OLD, "/old/", 308), moved(f"{OLD}/", "/new"), page(NEW))),
        ("from: /old, to: /new", pages(moved(OLD, "/new/", 302), page(f"{NEW}/"))),
        ("from: /old, to: /new", pages(moved(OLD, "/new"), moved(NEW, "/login", 302),
            page("https://acme.test/login"))),
        ("from: /old, to: /new, status: [302, 307]", pages(moved(OLD, "/new", 307), page(NEW))),
        ("from: /old, to: /new, status: 303", pages(moved(OLD, "/new", 303), page(NEW))),
        # a target that is not ours is compared and never asked
        ("from: /old, to: 'https://docs.other.test/a'",
            pages(moved(OLD, "https://docs.other.test/a"))),
        ("from: /old, to: 'https://acme.test:8443/new'",
            pages(moved(OLD, "https://acme.test:8443/new"))),
        ("from: /old, to: '/new?tab=2'",
            pages(moved(OLD, "/new?tab=2&x=1"), page(f"{NEW}?tab=2&x=1"))),
        ("from: 'http://app.acme.test/old', to: /new",
            pages(moved("http://app.acme.test/old", NEW), page(NEW))),
        ("from: /old, gone: true", pages(page(OLD, 410))),
        ("from: /old, gone: true", pages(moved(OLD, "/old/"), page(f"{OLD}/", 404))),
        ("from: /old, to: /new, method: POST, status: [307, 308]", pages(moved(OLD, "/new", 308))),
    ],
)  # fmt: skip
async def test_a_kept_promise_is_silent(rule: str, web: World) -> None:
    assert await hold(rule, web) == []


@pytest.mark.parametrize(
    ("rule", "web", "broken", "about"),
    [
        (PERMANENT, pages(page(OLD, 404)), "redirect-missing", OLD),
        (PERMANENT, pages(page(OLD)), "redirect-missing", OLD),
        (PERMANENT, pages(page(OLD, headers={"Refresh": "0; url=/new"})), "script-redirect", OLD),
        (PERMANENT, pages(page(OLD, headers={"Refresh": "0; url=/x"})), "redirect-missing", OLD),
        (PERMANENT, pages(moved(OLD, "/old/"), page(f"{OLD}/", 404)), "redirect-missing", OLD),
        (PERMANENT, pages(moved(OLD, "/"), page("https://acme.test/")), "redirect-elsewhere", OLD),
        (PERMANENT, pages(moved(OLD, "https://app.acme.test/new"), page("https://app.acme.test/new")),
            "redirect-elsewhere", OLD),
        ("from: /old, to: 'https://app.acme.test/old'",
            pages(moved(OLD, "https://www.acme.test/old"), page("https://www.acme.test/old")),
            "redirect-missing", OLD),
        (PERMANENT, pages(moved(OLD, "/new"), page(NEW, 404)), "ends-in-error", NEW),
        (PERMANENT, pages(moved(OLD, "/new", 302), page(NEW)), "temporary-redirect", OLD),
        ("from: /old, to: /new, status: 308", pages(moved(OLD, "/new", 307), page(NEW)),
            "temporary-redirect", OLD),
        ("from: /old, to: /new, status: 302", KEPT, "redirect-status", OLD),
        (PERMANENT, pages(moved(OLD, "https://old.vercel.app/new")), "preview-in-chain", OLD),
        (PERMANENT, pages(moved(OLD, "https://elsewhere.test/new")), "foreign-host", OLD),
        (PERMANENT, pages(moved(OLD, "/new"), moved(NEW, "/old")), "redirect-loop", NEW),
        (PERMANENT, pages(moved(OLD, None)), "no-location", OLD),
        (PERMANENT, pages(moved(OLD, "/a"), moved("https://acme.test/a", "/b"),
            moved("https://acme.test/b", "/new"), page(NEW)), "chain-too-long", OLD),
        (PERMANENT, pages(page(OLD, untrusted="self-signed")), "ends-in-error", "https://acme.test"),
        ("from: /old, to: 'https://docs.other.test/a'", pages(moved(OLD, "https://docs.other.test/")),
            "redirect-elsewhere", OLD),
        ("from: /old, gone: true", pages(page(OLD)), "not-gone", OLD),
        ("from: /old, gone: true", pages(moved(OLD, "/"), page("https://acme.test/")),
            "not-gone", OLD),
    ],
)  # fmt: skip
async def test_a_broken_promise_has_a_name(rule: str, web: World, broken: str, about: str) -> None:
    assert await hold(rule, web) == [(f"web/{broken}", about)]


async def test_the_message_says_what_was_seen_and_what_was_promised() -> None:
    (found,) = await visit(pages(page(OLD, 404)), f"{{sample_paths: [], rules: [{{{PERMANENT}}}]}}")

    assert found.message == (
        "https://acme.test/old answers 404; the map says https://acme.test/new"
    )
    assert found.evidence == ("404 https://acme.test/old",)
    assert found.at == Location(file="launchready.yml", line=8, column=48)


DOCS = "from: /docs/*, to: 'https://docs.other.test/:splat'"


async def test_each_sample_of_a_pattern_is_tried() -> None:
    web = pages(
        moved("https://acme.test/docs/intro", "https://docs.other.test/intro"),
        moved("https://acme.test/docs/api/auth", "https://docs.other.test/"),
    )

    found = await hold(f"{DOCS}, samples: [intro, /api/auth]", web)

    assert found == [("web/redirect-elsewhere", "https://acme.test/docs/api/auth")]


async def test_a_pattern_without_samples_is_never_passed() -> None:
    (found,) = await visit({}, f"{{sample_paths: [], rules: [{{{DOCS}}}]}}")

    assert (found.rule.id, found.subject) == ("web/unverified-pattern", "/docs/*")
    assert found.rule.impact.word == "advice"


PROBED = f"{OLD}?utm_source=launchready"


@pytest.mark.parametrize(
    ("query", "to", "broken"),
    [
        ("keep", "/new?utm_source=launchready", []),
        ("keep", "/new", [("web/query-dropped", PROBED)]),
        ("drop", "/new", []),
        ("drop", "/new?utm_source=launchready", [("web/redirect-elsewhere", PROBED)]),
    ],
)
async def test_what_becomes_of_a_query_is_tried_with_one(
    query: str, to: str, broken: list[tuple[str, str]]
) -> None:
    web = pages(moved(PROBED, to), page(f"https://acme.test{to}"))

    assert await hold(f"from: /old, to: /new, query: {query}", web) == broken


POSTED = "from: /old, to: /new, method: POST"


@pytest.mark.parametrize(
    ("answer", "broken"),
    [
        (moved(OLD, "/new", 307), []),
        (moved(OLD, "/new", 301), [("web/post-becomes-get", OLD)]),
        (moved(OLD, "/new", 303), [("web/post-becomes-get", OLD)]),
        (moved(OLD, "/", 308), [("web/redirect-elsewhere", OLD)]),
        (moved(OLD, "https://evil.test/new", 308), [("web/foreign-host", OLD)]),
        (moved(OLD, None, 308), [("web/no-location", OLD)]),
        (moved(OLD, "/old/", 301), [("web/post-becomes-get", OLD)]),
        (page(OLD, 405), [("web/redirect-missing", OLD)]),
    ],
)
async def test_a_post_must_stay_one(answer: Response, broken: list[tuple[str, str]]) -> None:
    assert await hold(POSTED, {("POST", OLD): answer}) == broken


async def test_one_post_is_sent_and_nothing_after_it() -> None:
    room, ctx, browser = settled(f"{{sample_paths: [], rules: [{{{POSTED}}}]}}")
    browser.pages = pages(moved(OLD, "/new", 308), page(NEW))
    (rule,) = room.visits.mapped
    found = await redirect_rules.ask(rule, ctx)

    assert found == []
    assert str(rule) == f"POST {OLD}"
    assert browser.asked == [("POST", OLD)]


async def test_a_post_goes_on_to_other_spellings_of_the_old_address_only() -> None:
    room, ctx, browser = settled(f"{{sample_paths: [], rules: [{{{POSTED}}}]}}")
    browser.pages = pages(moved(OLD, "/old/", 308), moved(f"{OLD}/", "/new", 307))
    (rule,) = room.visits.mapped
    found = await redirect_rules.ask(rule, ctx)

    assert found == []
    assert browser.asked == [("POST", OLD), ("POST", f"{OLD}/")]


@pytest.mark.parametrize("rule", [PERMANENT, POSTED, "from: /old, gone: true"])
@pytest.mark.parametrize(
    "silence",
    [
        UnreachableError("x", kind="timed out"),
        page(OLD, 403, headers={"cf-mitigated": "challenge"}),
    ],
)
async def test_no_answer_is_neither_kept_nor_broken(
    rule: str, silence: Response | UnreachableError
) -> None:
    with pytest.raises(UnreachableError):
        await hold(rule, {OLD: silence})
