"""Hosts that are their own destinations move from http to https, and are else left alone."""

import pytest

from launchready.core.browser import Response
from launchready.core.unreachable import UnreachableError
from tests.web.visits import moved, pages, told, visit
from tests.worlds import page

World = dict[str | tuple[str, str], Response | UnreachableError]

PLAIN = "http://app.acme.test/a?b=1"
SECURE = "https://app.acme.test/a?b=1"


async def ask(web: World) -> list[tuple[str, str]]:
    return told(await visit(web, '{sample_paths: ["/a?b=1"]}', only=[PLAIN]))


@pytest.mark.parametrize(
    "web",
    [
        pages(moved(PLAIN, SECURE), page(SECURE)),
        # the page need not exist there, and where the app leads is its own business
        pages(moved(PLAIN, SECURE), page(SECURE, 404)),
        pages(moved(PLAIN, SECURE, 308), moved(SECURE, "/x", 302), moved(
            "https://app.acme.test/x", "/login", 303), page("https://app.acme.test/login")),
        # its certificate is another room's question
        pages(moved(PLAIN, SECURE), page(SECURE, 500, untrusted="expired")),
        # nothing is shown over http
        pages(page(PLAIN, 403)),
        # the whole host has moved
        pages(moved(PLAIN, "https://acme.test/"), moved(SECURE, "https://acme.test/"),
            page("https://acme.test/")),
    ],
)  # fmt: skip
async def test_a_host_that_upgrades_its_visitors_is_silent(web: World) -> None:
    assert await ask(web) == []


@pytest.mark.parametrize(
    ("web", "broken", "about"),
    [
        (pages(page(PLAIN)), "not-upgraded", PLAIN),
        (pages(moved(PLAIN, "/home"), page("http://app.acme.test/home")), "not-upgraded",
            "http://app.acme.test/home"),
        (pages(moved(PLAIN, "https://app.acme.test/"), page("https://app.acme.test/")),
            "path-dropped", PLAIN),
        (pages(moved(PLAIN, "https://app.acme.test/a"), page("https://app.acme.test/a")),
            "query-dropped", PLAIN),
        (pages(moved(PLAIN, "https://acme.test/"), page("https://acme.test/"), page(SECURE)),
            "redirect-elsewhere", PLAIN),
        (pages(moved(PLAIN, SECURE, 302), page(SECURE)), "temporary-redirect", PLAIN),
        (pages(moved(PLAIN, SECURE), page(SECURE, 502)), "ends-in-error", SECURE),
        (pages(moved(PLAIN, SECURE), moved(SECURE, PLAIN)), "redirect-loop", SECURE),
        (pages(moved(PLAIN, SECURE), moved(SECURE, "https://acme-app.fly.dev/")),
            "preview-in-chain", SECURE),
        (pages(moved(PLAIN, "http://app.acme.test/1"), moved("http://app.acme.test/1",
            "http://app.acme.test/a?b=1&c=2"), moved("http://app.acme.test/a?b=1&c=2", SECURE),
            page(SECURE)), "chain-too-long", PLAIN),
    ],
)  # fmt: skip
async def test_a_host_that_does_not_is_told_apart(web: World, broken: str, about: str) -> None:
    assert await ask(web) == [(f"web/{broken}", about)]


async def test_a_host_that_says_nothing_over_https_leaves_the_question_open() -> None:
    web = pages(moved(PLAIN, "https://acme.test/"), page("https://acme.test/"))

    with pytest.raises(UnreachableError):
        await ask(web)


async def test_staging_hosts_are_not_visited() -> None:
    with pytest.raises(UnreachableError, match=r"app\.acme\.test"):
        await visit({}, only=["http://staging.acme.test/", "http://app.acme.test/"])
