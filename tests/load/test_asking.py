"""A list is asked for as a visitor with patience would: a few times each, one after another."""

import pytest

from launchready.core.browser import Response
from launchready.core.unreachable import UnreachableError
from launchready.load.asking import grown, with_size
from tests.worlds import DictBrowser, a_site, a_world, page

URL = "https://api.acme.test/orders?sort=new&limit=20"


def _listed(size: int, seconds: float, status: int = 200) -> Response:
    return page(f"{URL}", status, body="row " * size, seconds=seconds)


def _browser(
    *seconds: float, rows: tuple[int, ...] = (1, 10, 50), status: int = 200
) -> DictBrowser:
    return DictBrowser(
        pages={
            f"https://api.acme.test/orders?sort=new&limit={size}": _listed(count, time, status)
            for size, count, time in zip((1, 10, 50), rows, seconds, strict=True)
        }
    )


async def test_each_size_is_asked_for_five_times_after_one_to_wake_it() -> None:
    browser = _browser(0.02, 0.06, 0.22)
    found = await grown(URL, "limit", (), a_world(web=browser, site=a_site("api.acme.test")))

    assert found.medians == ((1, 0.02), (10, 0.06), (50, 0.22))
    assert len(browser.asked) == 16


async def test_a_list_that_does_not_heed_the_parameter_is_no_pass() -> None:
    browser = _browser(0.02, 0.02, 0.02, rows=(20, 20, 20))

    with pytest.raises(UnreachableError, match="no more when limit is 10 than when it is 1"):
        await grown(URL, "limit", (), a_world(web=browser))


async def test_a_list_with_few_rows_is_no_pass_either() -> None:
    browser = _browser(0.02, 0.02, 0.02, rows=(1, 3, 3))

    with pytest.raises(UnreachableError, match="no more when limit is 50") as caught:
        await grown(URL, "limit", (), a_world(web=browser))

    assert caught.value.advice.startswith("Fill the list with 50 rows")


async def test_a_list_that_is_not_handed_out_is_no_pass() -> None:
    for status in (401, 302, 503):
        browser = _browser(0.02, 0.02, 0.02, status=status)

        with pytest.raises(UnreachableError, match=f"answered {status}"):
            await grown(URL, "limit", (), a_world(web=browser))


def test_only_the_one_parameter_is_set() -> None:
    assert with_size("https://a.test/x", "limit", 5) == "https://a.test/x?limit=5"
    assert with_size("https://a.test/x?limit=9&q=a%20b&limit=7&e=", "limit", 5) == (
        "https://a.test/x?q=a+b&e=&limit=5"
    )
