"""The JSON report: its keys hold, and `--since` reads back what it wrote."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launchready.core.location import Location
from launchready.core.report import Report
from launchready.report import data
from launchready.values.problem import ConfigError, Problem
from tests.report.hostile import reports
from tests.report.reports import go, no_go, unknown

_REMEDY = "give the file that -f json=FILE wrote"


def test_the_keys_are_those_of_the_contract() -> None:
    read = json.loads(data.render(no_go()))

    assert list(read) == [
        "version",
        "verdict",
        "launch_in_48h",
        "rollup",
        "ranked",
        "tool",
        "product",
        "environment",
        "started",
        "seconds",
        "commit",
        "served",
        "fail_on",
        "counts",
        "findings",
        "gone",
        "checks",
        "notes",
        "journeys",
        "load",
    ]
    answer = read["launch_in_48h"]
    assert (answer["answer"], answer["hours"], answer["elapsed"]) == ("yes", 2.0, 3.0)
    assert [one["starts"] for one in answer["plan"]] == [0.0, 1.0, 1.5]
    assert len(read["rollup"]) == 10
    assert [one["rule"] for one in read["ranked"]] == [
        "secrets/payment-key",
        "dns/record-missing",
        "tls/expires-soon",
    ]
    assert read["started"] == "2026-11-25T12:00:00Z"
    assert read["counts"] == {
        "blocker": 3,
        "risk": 1,
        "advice": 0,
        "answered": 6,
        "skipped": 2,
        "unanswered": 1,
        "waived": 0,
    }


def test_a_finding_has_its_words_its_place_and_its_fate() -> None:
    read = json.loads(data.render(no_go()))["findings"][1]

    assert read == {
        "rule": "dns/record-missing",
        "impact": "blocker",
        "stage": "domain",
        "subject": "www.acme.test A",
        "title": "A committed record is not in DNS",
        "message": "www.acme.test A does not resolve; the map says 192.0.2.1",
        "why": "Visitors, mail or a provider's verification depend on a record nobody published.",
        "fix": "Publish the record at your DNS host, or delete it from the map if it is retired.",
        "hours": 0.5,
        "evidence": ["ns1.acme.test: no such name", "ns2.acme.test: no such name"],
        "file": "dns/acme.test.yaml",
        "line": 4,
        "column": 3,
        "fingerprint": no_go().findings[1].finding.fingerprint,
        "waived": None,
        "since": "still",
    }


def test_a_waived_finding_says_whose_decision_it_was() -> None:
    read = json.loads(data.render(go()))["findings"][0]

    assert read["waived"] == {
        "because": "the beta closes with the launch",
        "owner": "founder",
        "until": "2027-01-31",
        "file": "launchready.yml",
        "line": 60,
    }


def test_a_check_says_what_became_of_it() -> None:
    read = json.loads(data.render(unknown()))["checks"]

    assert read[0] == {
        "check": "secrets/scan",
        "subject": "the files of this repository",
        "outcome": "answered",
        "reason": None,
        "seconds": 0.41,
    }
    assert [one["outcome"] for one in read] == ["answered", *["unanswered"] * 2, *["skipped"] * 3]
    assert read[1]["kind"] == "unreachable"


@given(reports())
def test_what_was_written_is_read_back(report: Report) -> None:
    known = data.earlier(data.render(report))

    assert [one.fingerprint for one in known] == [
        one.finding.fingerprint for one in report.findings
    ]


def problem(text: str) -> Problem:
    with pytest.raises(ConfigError) as caught:
        data.earlier(text, "old.json")
    (found,) = caught.value.problems
    return found


def test_what_is_no_json_is_told_with_its_place() -> None:
    assert problem('{"version": 1,\n oops}') == Problem(
        at=Location(file="old.json", line=2, column=2),
        found="this is not JSON (Expecting property name enclosed in double quotes)",
        meant=_REMEDY,
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[]", "this is not a report of launchready"),
        ('{"version": true}', "this is not a report of launchready"),
        ('{"version": 2}', "this is a report of version 2; 1 is understood"),
        ('{"version": 1}', "the report has no list of findings"),
        (
            '{"version": 1, "findings": [{"rule": "a/b", "subject": 3}]}',
            "finding 1 lacks its rule, subject or fingerprint",
        ),
    ],
)
def test_what_is_no_report_of_ours_is_told(text: str, found: str) -> None:
    assert problem(text) == Problem(at=Location(file="old.json"), found=found, meant=_REMEDY)


def test_nesting_without_end_is_a_problem_and_no_crash() -> None:
    assert problem("[" * 200_000).found.startswith("this is not JSON")


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["version", "findings"]), inner)
    ),
)


@given(st.text() | _json.map(json.dumps))
def test_no_text_crashes_the_reader(text: str) -> None:
    with contextlib.suppress(ConfigError):
        assert data.earlier(text) == ()
