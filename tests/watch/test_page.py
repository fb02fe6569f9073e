"""The status page tells how things stand and stood, never better than they did, to anybody."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.watch import status_page, status_page_words
from launchready.watch.status_page_pictures import bars, plot
from launchready.watch.status_page_view import DAYS, Day, Outage, Point, StatusView, Watched
from tests.watch.page_views import NASTY, NOW, VIEWS, days, hostile, outage, well


class Reader(HTMLParser):
    """What a browser would make of a page: its tags, and its visible text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] != ["style"]:
            self.words.append(data)


def headline(*states: str | None) -> tuple[str, str]:
    targets = tuple(
        Watched(name=f"target {place}", kind="page", state=one)  # type: ignore[arg-type] # words of the type, from a table
        for place, one in enumerate(states, 1)
    )
    return status_page_words.headline(StatusView(product="", at=NOW, every=60, targets=targets))


@pytest.mark.parametrize(
    ("states", "tone", "sentence"),
    [
        ((), "none", "Nothing has been looked at yet"),
        ((None, None), "none", "Nothing has been looked at yet"),
        (("up", "up"), "up", "Everything is up"),
        (("up", None), "none", "target 2 is not looked at yet"),
        (("up", "down"), "down", "target 2 is down"),
        (("down", "down", "up"), "down", "2 of 3 are down"),
        (("down", "down"), "down", "Everything is down"),
        (("down",), "down", "target 1 is down"),
        (("unknown", "unknown"), "unknown", "Nobody can tell what is up or down"),
        (("unknown", "up"), "unknown", "target 1 is not known to be up or down"),
        (("unknown", "down", None), "down", "target 2 is down"),
    ],
)
def test_the_headline_is_the_worst_of_all(
    states: tuple[str | None, ...], tone: str, sentence: str
) -> None:
    assert headline(*states) == (tone, sentence)


@pytest.mark.parametrize(
    ("part", "told"),
    [
        (None, "not known"),
        (1.0, "100 %"),
        (0.999999, "99.99 %"),
        (0.99895, "99.89 %"),
        (0, "0.00 %"),
    ],
)
def test_a_share_is_rounded_down(part: float | None, told: str) -> None:
    assert status_page_words.percent(part) == told


@given(st.floats(0, 1), st.integers(1, 200))
@settings(max_examples=100)
def test_a_hundred_per_cent_is_said_only_of_time_without_an_outage(down: float, count: int) -> None:
    held = [Day(day=date(2026, 1, 1), up=86_400.0)] * count
    held[0] = Day(day=date(2026, 1, 1), up=86_400 - down, down=down)
    told = status_page_words.percent(status_page_words.share(held))

    assert (told == "100 %") == (status_page_words.share(held) == 1.0)


def test_unknown_time_counts_neither_as_up_nor_as_down() -> None:
    day = Day(day=NOW.date(), up=900, down=100, unknown=5000)

    assert status_page_words.share([day]) == 0.9


@pytest.mark.parametrize(
    ("day", "tone"),
    [
        (None, "none"),
        (Day(day=NOW.date()), "none"),
        (Day(day=NOW.date(), up=10), "up"),
        (Day(day=NOW.date(), up=86_000, down=1), "some"),
        (Day(day=NOW.date(), up=80_000, down=900), "down"),
        (Day(day=NOW.date(), up=1000, unknown=99), "up"),
        (Day(day=NOW.date(), up=800, unknown=200), "unknown"),
        (Day(day=NOW.date(), down=10, unknown=80_000), "some"),
    ],
)
def test_a_day_shows_its_worst(day: Day | None, tone: str) -> None:
    assert status_page_words.tone(day) == tone


def test_every_day_has_a_bar_and_todays_stands_at_the_right_end() -> None:
    drawn = re.findall(r'<rect class="(\w+)" x="(\d+)\.15"', bars(days(3, d0=60), NOW, "homepage"))

    assert [int(place) for _, place in drawn] == list(range(DAYS))
    assert [tone for tone, _ in drawn] == ["none"] * (DAYS - 3) + ["up", "up", "some"]


def test_a_screen_reader_hears_on_which_days_it_was_down() -> None:
    told = bars(days(d13=240, d40=5400), NOW, "homepage")

    assert 'aria-label="homepage: 99.92 % up over 90 days watched. ' in told
    assert 'Down at times on 16 Oct, 12 Nov."' in told


def test_a_share_is_not_given_for_longer_than_was_watched() -> None:
    assert status_page_words.shares(days(1), NOW) == [("today", "100 %")]
    assert [one for one, _ in status_page_words.shares(days(31), NOW)] == [
        "today", "7 days", "30 days", "31 days",
    ]  # fmt: skip
    assert status_page_words.shares((), NOW) == []


def looks(*hours_ago: float, lost: float | None = None) -> list[Point]:
    return [
        Point(at=NOW - timedelta(hours=hours), seconds=None if hours == lost else 0.2,
              state="down" if hours == lost else "up")
        for hours in hours_ago
    ]  # fmt: skip


def test_where_nothing_was_answered_no_line_is_drawn() -> None:
    drawn = plot(looks(*range(10, 0, -1), lost=5), NOW, "homepage")

    assert drawn.count('class="p50"') == 2
    assert drawn.count('class="down"') == 1
    assert "1 of the looks found it down" in drawn


def test_where_nobody_looked_for_long_no_line_is_drawn() -> None:
    seldom = plot(looks(20, 18, 16, 14, 12, 10, 8), NOW, "homepage")
    stopped = plot(looks(20, 19.5, 19, 18.5, 10, 9.5, 9), NOW, "homepage")

    assert seldom.count('class="p50"') == 1
    assert stopped.count('class="p50"') == 2


@pytest.mark.parametrize(
    ("oldest", "called"), [(0.9, "last hour"), (1.1, "last 6 hours"), (6, "last 24 hours")]
)
def test_a_young_watch_shows_the_hours_there_are(oldest: float, called: str) -> None:
    assert f"Time to answer, {called}<" in plot(looks(oldest, 0.1, 0), NOW, "homepage")


def test_a_target_without_times_has_no_plot() -> None:
    assert plot((), NOW, "acme.test A") == ""
    assert plot([Point(at=NOW - timedelta(days=2), seconds=1.0)], NOW, "old") == ""


def test_outages_say_for_how_long_and_whether_they_last() -> None:
    began = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
    over = Outage(target="login", state="down", began=began, ended=began + timedelta(minutes=12))
    lasting = replace(over, ended=None)
    blip = replace(over, ended=began + timedelta(seconds=17))
    lost = Outage(target="login", state="unknown", began=began, ended=began + timedelta(days=2))

    assert status_page_words.outage(over, NOW) == (
        "login was down for 12 min",
        "25 Nov 2026, 17:00 to 17:12 UTC",
    )
    assert status_page_words.outage(blip, NOW) == (
        "login was down for 17 s",
        "25 Nov 2026, 17:00:00 to 17:00:17 UTC",
    )
    assert status_page_words.outage(lasting, NOW) == (
        "login has been down for 1 h 4 min",
        "since 25 Nov 2026, 17:00 UTC",
    )
    assert status_page_words.outage(lost, NOW) == (
        "login was not known to be up or down for 2 d",
        "25 Nov 2026, 17:00 UTC to 27 Nov 2026, 17:00 UTC",
    )


@pytest.mark.parametrize("which", VIEWS)
def test_nothing_is_fetched_run_or_sent(which: str) -> None:
    page = status_page.render(VIEWS[which]())
    reader = Reader(page)

    assert not set(reader.tags) & {
        "script",
        "img",
        "iframe",
        "link",
        "a",
        "form",
        "object",
        "embed",
    }
    assert "default-src 'none'" in page
    assert not {one for one in reader.attributes if one.startswith(("on", "src", "href", "style"))}


def test_hostile_text_stays_text() -> None:
    clean, dirty = Reader(status_page.render(outage())), Reader(status_page.render(hostile()))

    assert set(dirty.tags) <= set(clean.tags) | {"p"}
    assert NASTY[0] in " ".join(dirty.words)
    assert "\u202e" not in status_page.render(hostile())


def test_that_there_was_no_outage_is_said_only_of_the_days_that_were_watched() -> None:
    assert "No outage was seen since 25 Nov 2026." in status_page.render(VIEWS["first day"]())
    assert "No outage was seen in the last 90 days." in status_page.render(
        replace(well(), outages=())
    )
    assert "No outage" not in status_page.render(VIEWS["fresh"]())


def test_long_lists_of_outages_are_cut_and_counted() -> None:
    one = Outage(target="homepage", state="down", began=NOW)
    page = status_page.render(replace(well(), outages=(one,) * 100))

    assert page.count('<li class="down">') == status_page.MOST_OUTAGES
    assert "70 before these." in page


def test_the_page_and_its_data_are_written_whole(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    status_page.write(folder, outage())
    status_page.write(folder, well())
    told = json.loads((folder / "status.json").read_text("utf-8"))

    assert sorted(one.name for one in folder.iterdir()) == ["index.html", "status.json"]
    assert (folder / "index.html").read_text("utf-8") == status_page.render(well())
    assert (told["state"], told["at"], len(told["targets"])) == ("up", "2026-11-25T18:04:00Z", 4)
    assert told["targets"][0]["days"][-1] == {
        "day": "2026-11-25", "up": 86400.0, "down": 0.0, "unknown": 0.0,
    }  # fmt: skip
    assert told["outages"][0]["reason"] == "https://app.acme.test/ answered 502; 200 was promised"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file stands here")

    with pytest.raises(OSError, match="File exists"):
        status_page.write(tmp_path / "site", well())


@given(
    st.lists(
        st.tuples(st.text(max_size=30), st.sampled_from(["up", "down", "unknown", None]),
                  st.floats(0, 86_400), st.floats(0, 1e6) | st.none()),
        max_size=4,
    )
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_no_view_breaks_the_page(rows: list[tuple[str, str | None, float, float | None]]) -> None:
    targets = tuple(
        Watched(name=name, kind="page", state=state, said=name, since=NOW,  # type: ignore[arg-type] # words of the type
                days=(Day(day=NOW.date(), up=86_400 - down, down=down),),
                points=(Point(at=NOW, seconds=seconds),))
        for name, state, down, seconds in rows
    )  # fmt: skip
    view = StatusView(product="", at=NOW, every=60, targets=targets)
    reader = Reader(status_page.render(view))

    assert reader.tags.count("article") == len(rows)
    assert json.loads(status_page.data(view))["version"] == 1
