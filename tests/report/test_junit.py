"""JUnit: a case for every question, whose counts add up in whatever reads them."""

from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import fromstring

import junitparser
from hypothesis import given

from launchready.core.finding import Finding, Impact
from launchready.core.report import Answered, Judged, Report, Unanswered, Verdict
from launchready.core.waiver import LAPSED
from launchready.report import junit
from tests.report.hostile import reports
from tests.report.reports import MISSING, RECORDS, STRAYS, a_report, asked, go, named, no_go


def suites(report: Report) -> dict[str, Any]:
    read = junitparser.JUnitXml.fromstring(junit.render(report).encode())
    return {one.name: one for one in read}


def counts(report: Report) -> dict[str, tuple[int, int, int, int]]:
    return {
        name: (one.tests, one.failures, one.errors, one.skipped)
        for name, one in suites(report).items()
    }


def test_a_suite_is_a_room_and_a_case_is_a_question() -> None:
    assert counts(no_go()) == {
        "secrets": (1, 1, 0, 0),
        "dns": (4, 2, 0, 0),
        "tls": (2, 0, 1, 0),
        "web": (1, 0, 0, 1),
        "smoke": (1, 0, 0, 1),
    }


def test_a_blocker_is_a_failure_with_its_words() -> None:
    case = list(suites(no_go())["dns"])[1]
    (failure,) = case.result

    assert (case.classname, case.name) == ("dns/record-map", "www.acme.test A")
    assert failure.message == "www.acme.test A does not resolve; the map says 192.0.2.1"
    assert "seen: ns1.acme.test: no such name\n" in failure.text


def test_a_risk_and_a_waived_finding_pass_and_are_told() -> None:
    case = list(suites(go())["dns"])[2]

    assert case.result == []
    assert "waived: the beta closes with the launch" in case.system_out


def test_a_risk_fails_a_run_that_says_so() -> None:
    assert counts(replace(no_go(), fail_on=Impact.RISK))["tls"] == (2, 1, 1, 0)


def test_an_open_question_that_saw_a_blocker_counts_once() -> None:
    lost = MISSING.broken(named("www.acme.test A", "dns/acme.test.yaml", 4), "it is gone")
    silent = Unanswered(kind="timed out", reason="ns2 is silent", findings=(lost,))

    assert counts(a_report(Verdict.NO_GO, asked(RECORDS, "www", silent)))["dns"] == (1, 1, 0, 0)


def test_the_gates_own_findings_have_a_suite() -> None:
    lapsed = LAPSED.broken(named("waiver of dns/x for y", "launchready.yml", 60), "it has ended")
    report = a_report(Verdict.GO, asked(STRAYS, "acme.test", Answered(findings=())))

    assert counts(replace(report, findings=(_judged(lapsed),)))["gate"] == (1, 0, 0, 0)


def _judged(finding: Finding) -> Judged:
    return Judged(finding=finding)


@given(reports())
def test_hostile_text_keeps_it_well_formed_and_counted(report: Report) -> None:
    root = fromstring(junit.render(report))

    cases = list(root.iter("testcase"))
    assert len(cases) >= len(report.asked)
    assert {one.tag for one in root.iter()} <= {
        "testsuites",
        "testsuite",
        "testcase",
        "failure",
        "error",
        "skipped",
        "system-out",
    }
    assert root.get("tests") == str(len(cases))
