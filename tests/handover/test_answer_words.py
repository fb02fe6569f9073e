"""Every report gives the same 48-hour answer, says why, and what would make it a yes."""

import json
import re

import pytest

from launchready.core.finding import Rule
from launchready.core.order import Phase
from launchready.core.ranking import ranked
from launchready.core.report import Asked, Report, Skipped, Unanswered
from launchready.core.rollup import Line
from launchready.github import outputs
from launchready.report import formats, groups, launch_words
from tests.command import ROOT
from tests.handover.test_answer_plan import BLOCKERS, answered, fault, judged, question
from tests.report.reports import ALL, a_check, nothing

SILENT = question(Unanswered(kind="timed out", reason="silent", advice="Open it."), *BLOCKERS)
LONG = [fault("smoke/page-wrong", f"page {one}", hours=30.0) for one in "ab"]


def words(report: Report) -> tuple[str, str]:
    return launch_words.answer(report), launch_words.would_be_yes(report)


def test_a_yes_says_how_long_and_what_was_not_asked() -> None:
    said, more = words(judged(answered(fault("dns/record-missing"))))

    assert (
        said
        == "yes, about 1.5 h from now: 30 min of work by one pair of hands, the rest is waiting."
    )
    assert more == ""


def test_a_clear_yes_needs_no_plan() -> None:
    assert words(judged(answered())) == ("yes: nothing that was asked blocks it.", "")


def test_an_open_question_says_that_its_answer_would_make_it_a_yes() -> None:
    assert words(judged(answered(), SILENT)) == (
        "unknown: 1 question that may hide a blocker has no answer.",
        "Yes once the open question is answered and finds nothing that blocks.",
    )
    said, more = words(judged(answered(fault("smoke/page-wrong")), SILENT, SILENT))
    assert said == "unknown: 2 questions that may hide a blocker have no answer."
    assert more == (
        "Yes once the 2 open questions are answered and find nothing that blocks. "
        "What is known takes about 2 h."
    )


def test_nothing_asked_is_no_yes() -> None:
    assert words(judged()) == (
        "unknown: no question was answered.",
        "Yes once something was asked, answered, and nothing blocks.",
    )


def test_a_no_says_whether_more_hands_would_help() -> None:
    said, more = words(judged(answered(*LONG), SILENT))

    assert said == (
        "no: it takes 60 h until all is mended and seen: 60 h of work by one pair of hands."
    )
    assert more == (
        "Yes if several work at once: what must come one after another takes 30 h. "
        "And the open question must be answered."
    )


def test_a_no_that_no_hands_help_names_the_slowest() -> None:
    _, more = words(judged(answered(fault("smoke/page-wrong", hours=50.0))))

    assert more == (
        "Yes only without the slowest, which many hands make no faster: smoke/page-wrong is done "
        "after 50 h. Waive it with a reason and a last day, or launch later than in 48 h."
    )


@pytest.mark.parametrize(
    "report",
    [*(make() for make in ALL.values()), judged(answered(*LONG), SILENT), judged()],
    ids=[*ALL, "too-much", "nothing"],
)
def test_every_report_gives_the_same_answer(report: Report) -> None:
    style = formats.Style(width=200)
    text = {name: formats.render(name, report, style) for name in formats.NAMES}
    said = report.launch_in_48h
    read = json.loads(text["json"])["launch_in_48h"]

    assert read["answer"] == json.loads(text["status"])["launch_in_48h"]["answer"] == said
    assert outputs.of_report(report)["launch-in-48h"] == said
    assert re.search(rf"^in 48 h    {said}\b", text["terminal"], re.M)
    assert re.search(rf"### Launch in 48 hours\n\n{said}\b", text["markdown"])
    has_plan = "The 48-hour plan" in text["html"]
    assert has_plan or (said == "yes" and not report.blocking)
    assert not has_plan or f"<p>{said}" in text["html"]
    assert read["elapsed"] == report.plan.elapsed


def test_risks_are_ranked_by_impact_harm_reach_and_then_what_is_sooner_mended() -> None:
    found = [
        fault("web/soft-404", "a"),
        fault("load/p95-high", "b"),
        fault("dns/record-missing", "c"),
        fault("tls/expired", "d"),
        fault("tls/expired", "e"),
        fault("web/private-page-cached", "f"),
        fault("email/spf-missing", "g"),
    ]

    names = [one.rule.id for one in ranked(found)]

    assert names == [
        "web/private-page-cached",
        "tls/expired",
        "dns/record-missing",
        "email/spf-missing",
        "load/p95-high",
        "web/soft-404",
    ]
    assert [one.rule.id for one in ranked(reversed(found))] == names


def test_a_line_of_which_a_room_was_not_asked_is_never_clear() -> None:
    waited = a_check("smoke/deploy-wait", "The release is there.", rule("smoke/not-deployed"))
    target = a_check("deploy/target", "It is clear where.", rule("deploy/target-unclear"))
    here = Asked(check=waited, subject="release", outcome=nothing())
    skipped = Asked(check=target, subject="", outcome=Skipped(reason="no deploy: section"))

    words = [
        next(one.word for one in groups.rollup(report) if one.name == Line.DEPLOY)
        for report in (judged(here), judged(here, skipped), judged(skipped))
    ]

    assert words == ["clear", "partly asked", "not asked"]
    assert launch_words.would_be_yes(judged(here, skipped)) == (
        "Not asked, so not part of it: part of Deploy and way back."
    )


def rule(id_: str) -> Rule:
    return fault(id_).rule


def test_a_comment_shows_the_first_steps_of_a_long_way_and_counts_the_rest() -> None:
    many = [fault("web/redirect-missing", f"/{one}") for one in range(30)]
    text = formats.render("markdown", judged(answered(*many)), formats.Style(width=80))

    section = text[text.index("### Launch in 48 hours") : text.index("| Audit |")]
    assert section.count("\n- `") == 12
    assert section.rstrip().endswith("- and 18 more")


def test_the_page_about_it_shows_the_order_that_is_gone() -> None:
    page = (ROOT / "docs" / "launch.md").read_text("utf-8")
    numbers = [int(one) for one in re.findall(r"^\| (\d+) \|", page, re.M)]

    assert numbers == [int(one) for one in Phase]
    assert {one.value.lower() for one in Line} <= set(re.split(r"[:,.]\s+", _flat(page)))


def _flat(page: str) -> str:
    return re.sub(r"\s+", " ", page).lower()
