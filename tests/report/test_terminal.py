"""The terminal's report: the answer first, everything aligned, nothing needed but text."""

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launchready.core.finding import Impact
from launchready.core.location import Location
from launchready.core.report import Answered, Report, Verdict
from launchready.report import frame, terminal
from launchready.report.escape import is_unseen
from launchready.report.frame import Quoted
from launchready.report.layout import Columns, Paint, cells
from launchready.report.terminal import Detail
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

DETAILS: tuple[Detail, ...] = ("quiet", "usual", "verbose")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def lines(report: Report, width: int = 80, detail: Detail = "usual") -> list[str]:
    return terminal.render(report, width=width, colour=False, detail=detail).splitlines()


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


@pytest.mark.parametrize("width", [48, 60, 80, 100, 200])
@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("which", ALL)
def test_no_line_is_wider_than_the_terminal(which: str, detail: Detail, width: int) -> None:
    assert [one for one in lines(ALL[which](), width, detail) if cells(one) > width] == []


def test_what_does_not_block_takes_one_line_with_its_place() -> None:
    risks = [one for one in lines(no_go(), 120) if one.startswith("risk")]

    assert risks == [
        "risk       tls/expires-soon  app.acme.test:443 has a certificate that ends on "
        "2026-12-03, in 8 d…  launchready.yml:17:12"
    ]


def test_what_is_not_shown_is_counted_with_how_to_see_it() -> None:
    text = "\n".join(lines(no_go(), 100))

    assert (
        "also       1 question without an answer, 2 not asked. See them and what each risk "
        "costs with\n           --verbose, or as a page with -f html=report.html."
    ) in text


def test_verbose_shows_all_of_it() -> None:
    text = "\n".join(lines(no_go(), 100, "verbose"))

    assert "192.0.2.7:443 did not answer within 10 s" in text
    assert "skipped    web, smoke: there is no web: or smoke: section" in text
    assert "Find out why it has not renewed itself" in text
    assert "--verbose" not in text


def test_quiet_is_the_answer_and_what_blocks() -> None:
    quiet = lines(no_go(), 100, "quiet")

    assert quiet[0].startswith("no-go · 3 blockers")
    assert [one.split()[0] for one in quiet[1:]] == ["blocker"] * 3
    assert lines(go(), 100, "quiet") == ["go · 1 piece of advice · 6 questions answered"]


def test_an_unknown_shows_the_questions_that_made_it_so() -> None:
    text = "\n".join(lines(unknown(), 100))

    assert "none of the 2 name servers of acme.test answers" in text
    assert "Check that the delegation at your registrar" in text


def test_the_line_at_fault_stands_below_the_message_with_a_mark() -> None:
    at = Location(file="dns/acme.test.yaml", line=4, column=3)
    shown = terminal.render(
        no_go(), width=80, colour=False, quoted=(Quoted(at=at, text="  type: A\tx"),)
    ).splitlines()

    place = shown.index("           4 | type: A x")
    assert shown[place + 1] == "             | ^"
    assert "does not resolve" in shown[place - 1]


def test_places_are_links_where_the_terminal_has_them() -> None:
    linked = terminal.render(no_go(), width=80, colour=False, root="file:///srv/acme/")
    plain = terminal.render(no_go(), width=80, colour=False)

    assert (
        "\x1b]8;;file:///srv/acme/dns/acme.test.yaml\x1b\\dns/acme.test.yaml:4:3\x1b]8;;" in linked
    )
    assert re.sub(r"\x1b\]8;;.*?\x1b\\", "", linked) == plain


def is_unseen_in(line: str) -> bool:
    return any(is_unseen(char) for char in line)


@given(st.text(st.characters(), max_size=200), st.integers(1, 300), st.sampled_from([48, 80, 200]))
def test_any_line_at_fault_fits_and_stays_text(text: str, column: int, width: int) -> None:
    at = Location(file="dns/acme.test.yaml", line=4, column=column)
    page = Columns(width, Paint(colour=False))
    shown = frame.render(Quoted(at=at, text=text), page, at=11)

    assert len(shown) <= 2
    assert [one for one in shown if cells(one) > width or is_unseen_in(one)] == []


@pytest.mark.parametrize("which", ALL)
@pytest.mark.parametrize("detail", DETAILS)
def test_colour_adds_nothing_but_colour(which: str, detail: Detail) -> None:
    coloured = terminal.render(ALL[which](), width=80, colour=True, detail=detail)

    assert "\x1b[" in coloured
    plain = terminal.render(ALL[which](), width=80, colour=False, detail=detail)
    assert _COLOUR.sub("", coloured) == plain


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


@given(reports(), st.sampled_from(DETAILS))
def test_hostile_text_stays_text(report: Report, detail: Detail) -> None:
    text = terminal.render(report, width=80, colour=False, detail=detail)

    assert {unicodedata.category(one) for one in text if one != "\n"}.isdisjoint(
        {"Cc", "Cf", "Cs", "Zl", "Zp"}
    )
    assert text.splitlines() == text.removesuffix("\n").split("\n")
