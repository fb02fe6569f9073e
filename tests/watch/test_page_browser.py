"""The status page in a real browser: readable by everybody, on a telephone too, and harmless."""

from pathlib import Path

import pytest

from launchready.watch import status_page
from tests.browser.pages import AXE, needs, opened
from tests.watch.page_views import VIEWS

pytestmark = pytest.mark.browser


def written(which: str, folder: Path) -> Path:
    status_page.write(folder, VIEWS[which]())
    return folder / status_page.PAGE


@pytest.mark.parametrize(
    ("dark", "width"), [(False, 1000), (True, 1000), (False, 360), (True, 360)]
)
@pytest.mark.parametrize("which", ["outage", "unknown", "fresh", "hostile"])
def test_axe_finds_nothing(which: str, dark: bool, width: int, tmp_path: Path) -> None:
    needs(AXE, "axe-core (npm ci --prefix tests/browser)")
    with opened(written(which, tmp_path), dark=dark, width=width, bare=True) as page:
        page.evaluate(AXE.read_text("utf-8"))
        found = page.evaluate("axe.run()")

    told = [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]]
    assert told == []
    assert len(found["passes"]) > 12


@pytest.mark.parametrize("width", [360, 1000])
@pytest.mark.parametrize("which", VIEWS)
def test_nothing_is_wider_than_the_screen(which: str, width: int, tmp_path: Path) -> None:
    with opened(written(which, tmp_path), width=width) as page:
        wide = page.evaluate("document.documentElement.scrollWidth")

    assert wide == width


def test_hostile_text_runs_nothing_and_asks_for_nothing(tmp_path: Path) -> None:
    asked: list[str] = []
    with opened(written("hostile", tmp_path)) as page:
        page.on("request", lambda one: asked.append(one.url))
        page.reload()
        title, foreign = page.title(), page.locator("script, img, iframe, a").count()

    assert title.startswith("4 of 5 are down")
    assert (foreign, len(asked)) == (0, 1)


def test_the_policy_allows_its_own_style(tmp_path: Path) -> None:
    with opened(written("outage", tmp_path)) as page:
        edge = page.evaluate("getComputedStyle(document.querySelector('header')).borderLeftWidth")

    assert edge == "6px"
