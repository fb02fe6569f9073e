"""Pictures of a load run: small, sound XML, readable where they cannot be seen."""

from dataclasses import replace
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.core.histogram import NOTHING, Histogram
from launchready.core.measured import Estimate, Measured, Slot
from launchready.report import charts, svg
from launchready.report.scale import duration, of_times
from tests.report.runs import a_target


def _words(picture: str) -> list[str]:
    return [one.text or "" for one in ElementTree.fromstring(picture).iter("text")]


def test_both_pictures_are_small_and_told_in_words() -> None:
    target = a_target(number=30_000)

    for draw in (charts.over_time, charts.distribution):
        picture = draw(target, "one")
        drawn = ElementTree.fromstring(picture)

        assert len(picture) < svg.LARGEST
        assert drawn.attrib["role"] == "img"
        assert drawn.attrib["aria-labelledby"] == "one-title one-told"
        assert [child.tag for child in drawn][:2] == ["title", "desc"]
        assert "style=" not in picture


def test_the_largest_picture_stays_within_what_is_said() -> None:
    slots = tuple(
        Slot(at=float(at), answers=9, failed=1, p50=0.01, p95=0.3, largest=20.0 + at % 7)
        for at in range(5000)
    )
    spread = Histogram.of(1.02**step * 1e-5 for step in range(1150))
    target = replace(a_target(), slots=slots, histogram=spread)

    assert len(charts.over_time(target, "one")) < svg.LARGEST
    assert len(charts.distribution(target, "one")) < svg.LARGEST


def test_axes_have_units_and_lines_their_names() -> None:
    words = _words(charts.over_time(a_target(spread=1.2), "one"))

    assert {"p50", "p95", "longest", "limit 300 ms", "60 s", "100 ms"} <= set(words)
    assert "time to answer (log scale)" in words
    assert "since the first request that counts" in words


def test_answers_close_together_need_no_logarithm() -> None:
    words = _words(charts.over_time(a_target(spread=0.05), "one"))

    assert words[0] == "time to answer"
    assert "0" in words


def test_the_distribution_marks_percentiles_the_limit_and_the_run_before() -> None:
    words = _words(charts.distribution(a_target(), "one"))

    assert {"p50", "p95", "p99", "limit", "before: the run of 2026-11-24 10:00 UTC"} <= set(words)
    assert "share of answers" in words
    assert any(one.endswith(" %") for one in words)


def test_what_was_not_answered_leaves_a_gap_and_a_mark() -> None:
    target = a_target()
    gap = replace(target.slots[30], failed=50, p50=None, p95=None, largest=None)
    slots = (*target.slots[:30], gap, *target.slots[31:])
    picture = charts.over_time(replace(target, slots=slots), "one")

    assert picture.count('class="p50"') == 2
    assert picture.count('class="failed"') == 1


def test_nothing_is_drawn_where_nothing_was_answered() -> None:
    silent = tuple(Slot(at=float(at), answers=5, failed=5) for at in range(3))
    target = Measured(name="a", where="", answers=15, histogram=NOTHING, slots=silent)

    assert charts.over_time(target, "one") == ""
    assert charts.distribution(target, "one") == ""


def test_a_name_cannot_break_out_of_a_picture() -> None:
    target = replace(a_target(), name='"><script>alert(1)</script>\x1b')

    for draw in (charts.over_time, charts.distribution):
        assert "<script" not in draw(target, "one")
        ElementTree.fromstring(draw(target, "one"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 4000), min_size=1, max_size=40), st.none() | st.floats(1e-4, 600))
def test_whatever_was_measured_is_drawn_within_the_frame(
    taken: list[float], limit: float | None
) -> None:
    slots = tuple(
        Slot(at=float(at), answers=1, failed=0, p50=one, p95=one, largest=one)
        for at, one in enumerate(taken)
    )
    target = Measured(
        name="a",
        where="",
        answers=len(taken),
        limit=limit,
        estimates=(Estimate(share=0.95, seconds=max(taken)),),
        histogram=Histogram.of(taken),
        slots=slots,
    )

    for draw in (charts.over_time, charts.distribution):
        drawn = ElementTree.fromstring(draw(target, "one"))
        for text in drawn.iter("text"):
            assert 0 <= float(text.attrib["x"]) <= 720
            assert "nan" not in (text.text or "")


def test_ticks_are_round_few_and_within() -> None:
    for low, high in ((0.001, 90.0), (0.05, 0.06), (0.02, 1.3), (1e-5, 1e5)):
        scale = of_times(low, high, 0, 100)
        ticks = scale.ticks(6)

        assert 2 <= len(ticks) <= 8
        assert all(scale.low <= one <= scale.high * 1.001 for one in ticks)


def test_durations_read_as_people_say_them() -> None:
    told = [duration(one) for one in (0.0004, 0.0205, 0.28, 0.99951, 1.5, 150)]

    assert told == ["0.4 ms", "20.5 ms", "280 ms", "1 s", "1.5 s", "2.5 min"]
