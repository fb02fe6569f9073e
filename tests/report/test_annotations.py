"""Annotations: few enough that GitHub shows them all, and commands of ours alone."""

import re
from dataclasses import dataclass, replace

from hypothesis import given

from launchready.core.finding import Impact
from launchready.core.report import Answered, Report, Unanswered, Verdict
from launchready.report import annotations
from tests.report.hostile import reports
from tests.report.reports import (
    CERTIFICATE,
    EXPIRES,
    MISSING,
    RECORDS,
    a_report,
    asked,
    go,
    named,
    unknown,
)


@dataclass
class Command:
    level: str
    properties: dict[str, str]
    message: str


def parsed(line: str) -> Command:
    """A line as GitHub's runner reads it: ActionCommand.TryParseV2."""
    match = re.fullmatch(r"\s*::([^ :]+)(?: (.*?))?::(.*)", line)
    assert match, line
    pairs = [one.partition("=") for one in (match[2] or "").split(",") if one]
    properties = {name: _decoded(text, "%3A:", "%2C,") for name, _, text in pairs}
    return Command(level=match[1], properties=properties, message=_decoded(match[3]))


def _decoded(text: str, *more: str) -> str:
    for one in (*more, "%0D\r", "%0A\n", "%25%"):
        text = text.replace(one[:3], one[3])
    return text


def commands(report: Report) -> list[Command]:
    return [parsed(one) for one in annotations.render(report).split("\n")[:-1]]


def many(number: int) -> Report:
    found = tuple(
        MISSING.broken(named(f"{one}.acme.test A", "dns/acme.test.yaml", one), f"{one} is gone")
        for one in range(1, number + 1)
    )
    return a_report(Verdict.NO_GO, asked(RECORDS, "acme.test", Answered(findings=found)))


def test_a_finding_is_annotated_at_its_line() -> None:
    (command,) = commands(many(1))

    assert command == Command(
        level="error",
        properties={
            "file": "dns/acme.test.yaml",
            "line": "1",
            "col": "1",
            "title": "dns/record-missing: A committed record is not in DNS",
        },
        message="1 is gone\nPublish the record at your DNS host, or delete it from the map if it "
        "is retired. About 30 min.",
    )


def test_nine_are_shown_and_nothing_more_is_said() -> None:
    assert [one.level for one in commands(many(9))] == ["error"] * 9


def test_the_tenth_says_how_many_more_and_where() -> None:
    told = commands(many(12))

    assert len(told) == 10
    assert told[-1].message == "3 more errors: see the job summary or the report."


def test_what_is_waived_is_not_annotated() -> None:
    assert [one.level for one in commands(go())] == ["notice"]


def test_an_open_question_is_a_warning() -> None:
    first, second = commands(unknown())

    assert (first.level, first.properties) == ("warning", {"title": "dns/record-map: no answer"})
    assert second.message == (
        "acme.test: none of the 2 name servers of acme.test answers over UDP or TCP (unreachable)\n"
        "Check that the delegation at your registrar names servers that are up."
    )


def test_a_question_that_may_hide_a_blocker_comes_before_the_risks() -> None:
    ends = EXPIRES.broken(named("acme.test:443", "launchready.yml", 4), "it ends in 8 days")
    silent = Unanswered(kind="refused", reason="the name server says REFUSED")
    report = a_report(
        Verdict.UNKNOWN,
        asked(CERTIFICATE, "acme.test:443", Answered(findings=(ends,))),
        asked(RECORDS, "acme.test A", silent),
    )

    titles = [one.properties["title"] for one in commands(report)]

    assert titles == [
        "dns/record-map: no answer",
        "tls/expires-soon: A certificate ends within two weeks",
    ]


@given(reports())
def test_hostile_text_makes_no_command_of_its_own(report: Report) -> None:
    told = commands(report)

    levels = [one.level for one in told]
    warnings = len(report.of_impact(Impact.RISK)) + len(list(report.unanswered()))
    expected = {
        "error": len(report.of_impact(Impact.BLOCKER)),
        "warning": warnings,
        "notice": len(report.of_impact(Impact.ADVICE)),
    }
    assert {one: levels.count(one) for one in expected} == {
        level: min(number, 10) for level, number in expected.items()
    }
    assert set(levels) <= set(expected)
    assert all(set(one.properties) <= {"file", "line", "col", "title"} for one in told)


def test_of_too_many_every_room_and_every_rule_is_shown_first() -> None:
    at = [named(f"{number}.test", "launchready.yml", number) for number in range(1, 10)]
    rules = [replace(MISSING, id=f"dns/{kind}") for kind in ("a", "b")]
    found = [rule.broken(one, str(one)) for rule in rules for one in at]
    page = replace(MISSING, id="smoke/page-wrong").broken(at[0], "the page")
    told = commands(a_report(Verdict.NO_GO, asked(RECORDS, "x", Answered(findings=(*found, page)))))
    titles = [one.properties["title"].partition(":")[0] for one in told]

    assert titles.count("smoke/page-wrong") == 1
    assert set(titles) == {"dns/a", "dns/b", "smoke/page-wrong", "launchready"}
    assert told[-1].message.startswith("10 more errors")
