"""The terminal's report: the answer first, everything aligned, nothing needed but text."""

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given

from launchready.core.finding import Impact
from launchready.core.report import Answered, Report, Verdict
from launchready.report import terminal
from launchready.report.layout import cells
from tests.report.hostile import reports
from tests.report.reports import (
    ALL,
    MISSING,
    RECORDS,
    a_report,
    asked,
    go,
    named,
    no_go,
    nothing,
    unknown,
)

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def lines(report: Report, width: int = 80) -> list[str]:
    return terminal.render(report, width=width, colour=False).splitlines()


def test_the_first_line_is_the_word_and_what_it_means_in_numbers() -> None:
    assert lines(no_go(), 100)[0] == (
        "no-go · 3 blockers, 1 risk, 1 unanswered · about 2 h of work, launch in 48 h: yes"
    )
    assert lines(go())[0] == "go · 1 piece of advice · 6 questions answered"
    assert lines(unknown())[0] == "unknown · 2 unanswered · launch in 48 h: unknown"


def test_the_last_line_repeats_the_word_and_says_what_the_exit_code_means() -> None:
    lasts = [lines(report(), 100)[-1] for report in ALL.values()]

    assert lasts == [
        "go (exit 0): nothing that was asked stands in the way of a launch.",
        "no-go (exit 1): mend the 3 blockers, or waive them with a reason and a last day.",
        "unknown (exit 3): what could block a launch could not be looked at; let us look.",
    ]


def test_a_run_that_asked_nothing_says_so() -> None:
    report = a_report(Verdict.UNKNOWN)

    assert lines(report)[0] == "unknown · nothing was asked · launch in 48 h: unknown"
    last = lines(report, 100)[-1]
    assert last == "unknown (exit 3): no question was asked, so nothing is known of the product."


def test_a_go_without_findings_says_how_much_was_looked_at() -> None:
    report = a_report(Verdict.GO, asked(RECORDS, "acme.test A", nothing()))

    assert lines(report)[0] == "go · nothing found · 1 question answered"


@pytest.mark.parametrize("width", [48, 60, 80, 100])
@pytest.mark.parametrize("which", ALL)
def test_no_line_is_wider_than_the_terminal(which: str, width: int) -> None:
    assert [one for one in lines(ALL[which](), width) if cells(one) > width] == []


@pytest.mark.parametrize("which", ALL)
def test_colour_adds_nothing_but_colour(which: str) -> None:
    coloured = terminal.render(ALL[which](), width=80, colour=True)

    assert "\x1b[" in coloured
    assert _COLOUR.sub("", coloured) == terminal.render(ALL[which](), width=80, colour=False)


def test_a_rules_words_stand_with_its_first_finding_only() -> None:
    text = "\n".join(lines(no_go()))

    assert text.count("Publish the record") == 1
    assert text.count("As above.") == 1


def test_a_rule_that_is_mended_in_two_ways_says_both() -> None:
    where = named("www.acme.test A", "dns/acme.test.yaml", 4)
    rules = [replace(MISSING, fix=f"Publish www A 192.0.2.{number}.") for number in (1, 2)]
    found = tuple(one.broken(where, "it is not there") for one in rules)
    text = "\n".join(lines(a_report(Verdict.NO_GO, asked(RECORDS, "x", Answered(findings=found)))))

    assert "Publish www A 192.0.2.1." in text
    assert "Publish www A 192.0.2.2." in text


def test_wide_characters_count_as_the_columns_they_take() -> None:
    subject = named("商店", "launchready.yml", 3)
    finding = MISSING.broken(subject, " ".join(["商店的网址"] * 12))
    report = a_report(Verdict.NO_GO, asked(RECORDS, "商店", Answered(findings=(finding,))))

    assert max(cells(one) for one in lines(report)) <= 80


def test_long_evidence_is_cut_and_counted() -> None:
    subject = named("www.acme.test A", "dns/acme.test.yaml", 4)
    finding = MISSING.broken(subject, "gone", *(f"fact {number}" for number in range(20)))
    report = a_report(Verdict.NO_GO, asked(RECORDS, "www", Answered(findings=(finding,))))

    assert "                 and 12 more" in lines(report)


def test_a_colour_code_from_outside_is_written_out() -> None:
    subject = named("www.acme.test TXT", "dns/acme.test.yaml", 4)
    finding = MISSING.broken(subject, "TXT is \x1b[2Jgone\nblocker: none\u202e")
    report = a_report(Verdict.NO_GO, asked(RECORDS, "www", Answered(findings=(finding,))))

    assert r"           TXT is \x1b[2Jgone\nblocker: none\u202e" in lines(report)


def test_what_fails_a_stricter_run_is_what_it_asks_to_mend() -> None:
    report = replace(go(), verdict=Verdict.NO_GO, fail_on=Impact.ADVICE)

    assert lines(report)[0].endswith("about 15 min of work, launch in 48 h: yes")
    assert lines(report)[-1].startswith("no-go (exit 1): mend the advice, or waive it")


@given(reports())
def test_hostile_text_stays_text(report: Report) -> None:
    text = terminal.render(report, width=80, colour=False)

    assert {unicodedata.category(one) for one in text if one != "\n"}.isdisjoint(
        {"Cc", "Cf", "Cs", "Zl", "Zp"}
    )
    assert text.splitlines() == text.removesuffix("\n").split("\n")
