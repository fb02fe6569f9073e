"""A list that costs a query a row is told; a steady one and a missing one are not."""

import pytest

from launchready.core.unreachable import UnreachableError
from launchready.load.page_size import GROWS, page_size
from tests.load.targets import AT, a_section, a_target
from tests.worlds import DictBrowser, a_world, page

URL = "https://app.acme.test/orders"
LIST = a_target(page_size="limit")


def _browser(*seconds: float) -> DictBrowser:
    return DictBrowser(
        pages={
            f"{URL}?limit={size}": page(URL, body="row " * size, seconds=time)
            for size, time in zip((1, 10, 50), seconds, strict=True)
        }
    )


async def test_a_query_a_row_is_told_with_what_was_seen() -> None:
    (found,) = await page_size.ask(LIST, a_world(web=_browser(0.02, 0.06, 0.23)))

    assert found.rule is GROWS
    assert found.at == AT
    assert found.message == ("orders takes 4.3 ms more for each row; no more than 3 ms is meant")
    assert found.evidence == ("limit 1: 20 ms, 10: 60 ms, 50: 230 ms",)


@pytest.mark.parametrize("seconds", [(0.02, 0.03, 0.1), (0.02, 0.02, 0.02), (0.3, 0.2, 0.5)])
async def test_a_list_that_bears_its_rows_is_not(seconds: tuple[float, ...]) -> None:
    assert await page_size.ask(LIST, a_world(web=_browser(*seconds))) == []


async def test_a_list_that_is_gone_is_no_pass() -> None:
    with pytest.raises(UnreachableError):
        await page_size.ask(LIST, a_world())


def test_only_lists_are_asked() -> None:
    load = a_section(
        {"name": "a", "url": "https://app.acme.test/a"},
        {"name": "b", "url": "https://app.acme.test/b", "page_size": "per_page"},
    )

    assert [str(one) for one in page_size.each(load)] == ["b"]
    assert page_size.alone
