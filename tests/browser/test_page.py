"""The report page in a real browser: sound for everybody, harmless, and whole without a script."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from launchready.report import html
from tests.browser.pages import AXE, REPORTS, needs, opened

pytestmark = pytest.mark.browser


def written(which: str, folder: Path) -> Path:
    file = folder / "report.html"
    file.write_text(html.render(REPORTS[which]()), "utf-8")
    return file


LOOKS = [(False, 1000), (True, 1000), (False, 360), (True, 360)]
# axe takes long over hundreds of cards; one look at them is enough.
LOOKED_AT = [
    (which, dark, width)
    for which in REPORTS
    for dark, width in (LOOKS[:1] if which == "huge" else LOOKS)
]


@pytest.mark.parametrize(("which", "dark", "width"), LOOKED_AT)
def test_axe_finds_nothing(which: str, dark: bool, width: int, tmp_path: Path) -> None:
    needs(AXE, "axe-core (npm ci --prefix tests/browser)")
    with opened(written(which, tmp_path), dark=dark, width=width, bare=True) as page:
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        page.evaluate(AXE.read_text("utf-8"))
        found = page.evaluate("axe.run()")

    told = [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]]
    assert told == []
    assert len(found["passes"]) > 15


@pytest.mark.parametrize("width", [360, 1000])
@pytest.mark.parametrize("which", REPORTS)
def test_nothing_is_wider_than_the_screen(which: str, width: int, tmp_path: Path) -> None:
    with opened(written(which, tmp_path), width=width) as page:
        wide = page.evaluate("document.documentElement.scrollWidth")

    assert wide == width


def test_hostile_text_stays_text_and_only_its_own_script_runs(tmp_path: Path) -> None:
    asked: list[str] = []
    with opened(written("hostile", tmp_path)) as page:
        page.on("request", lambda one: asked.append(one.url))
        page.reload()
        title, scripts = page.title(), page.locator("script").count()
        images = page.locator("img, iframe, a:not([href^='#'])").count()
        shown = page.locator("article").first.inner_text()

    assert "taken" in title
    assert title.startswith("no-go")
    assert (scripts, images, len(asked)) == (1, 0, 1)
    assert "<script>document.title='taken'</script>" in shown


def test_search_and_filter_leave_what_was_asked_for(tmp_path: Path) -> None:
    with opened(written("no-go", tmp_path)) as page:
        before = page.locator("#count").inner_text()
        page.get_by_label("Search").fill("API record")
        found = page.locator("article[data-impact]:visible").all_inner_texts()
        page.get_by_label("Search").fill("")
        page.get_by_label("Show").select_option("risk")
        risks = page.locator("#count").inner_text()

    assert before == "4 of 4 shown"
    assert len(found) == 1
    assert "api.acme.test CNAME" in found[0]
    assert risks == "1 of 4 shown"


def test_a_link_to_a_folded_finding_opens_its_fold(tmp_path: Path) -> None:
    with opened(written("huge", tmp_path)) as page:
        line = page.locator("li[data-impact]").last
        mark = line.get_attribute("id")
        was_seen = line.is_visible()
        page.evaluate("mark => { location.hash = mark }", mark)
        line.wait_for(state="visible")

    assert not was_seen


def test_an_answer_greys_out_after_a_day(tmp_path: Path) -> None:
    with opened(written("go", tmp_path)) as page:
        fresh = page.locator("#old").is_visible()
        page.clock.set_fixed_time(datetime(2026, 11, 26, 12, 1, tzinfo=UTC))
        page.reload()
        grey = page.locator("header").evaluate("one => getComputedStyle(one).filter")
        old = page.locator("#old").is_visible()

    assert (fresh, old, grey) == (False, True, "grayscale(1)")


def test_without_a_script_everything_is_there_but_the_search(tmp_path: Path) -> None:
    with opened(written("no-go", tmp_path), script=False) as page:
        cards = page.locator("article:visible").count()
        search = page.locator("#filter").is_visible()
        page.locator("summary").last.click()
        told = page.get_by_text("add one to turn it on").is_visible()

    assert (cards, search, told) == (5, False, True)


def test_the_keyboard_reaches_search_links_and_folds(tmp_path: Path) -> None:
    with opened(written("no-go", tmp_path)) as page:
        seen = []
        for _ in range(30):
            page.keyboard.press("Tab")
            seen.append(page.evaluate("document.activeElement.tagName"))

    assert {"A", "INPUT", "SELECT", "SUMMARY"} <= set(seen)
