"""A page that does not exist is answered with 404, or the report says what came instead."""

import pytest

from launchready.core.browser import Response
from launchready.core.unreachable import UnreachableError
from launchready.web.soft_404 import soft_404
from tests.web.visits import moved, pages, settled, told
from tests.worlds import page

NOWHERE = "https://acme.test/launchready-asks-for-a-page-that-is-not-here"
HOME, LOGIN = "https://acme.test/", "https://acme.test/login"


async def ask(*responses: Response) -> list[tuple[str, str]]:
    room, ctx, browser = settled("{}")
    browser.pages = pages(*responses)
    (nowhere,) = room.visits.no_pages
    return told(await soft_404.ask(nowhere, ctx))


@pytest.mark.parametrize("status", [404, 410, 401, 403])
async def test_a_page_that_is_not_there_is_silent(status: int) -> None:
    assert await ask(page(NOWHERE, status)) == []


async def test_an_app_that_asks_strangers_to_log_in_is_silent() -> None:
    assert await ask(moved(NOWHERE, "/login?next=x", 302), page(f"{LOGIN}?next=x")) == []


@pytest.mark.parametrize(
    ("world", "broken"),
    [
        ((page(NOWHERE),), ("web/soft-404", NOWHERE)),
        ((moved(NOWHERE, "/", 302), page(HOME)), ("web/soft-404", NOWHERE)),
        ((page(NOWHERE, 500),), ("web/ends-in-error", NOWHERE)),
        ((moved(NOWHERE, NOWHERE),), ("web/redirect-loop", NOWHERE)),
    ],
)
async def test_anything_else_is_a_fault(
    world: tuple[Response, ...], broken: tuple[str, str]
) -> None:
    assert await ask(*world) == [broken]


async def test_a_wall_against_machines_is_unanswered() -> None:
    with pytest.raises(UnreachableError):
        await ask(page(NOWHERE, 403, headers={"server": "cloudflare"}))
