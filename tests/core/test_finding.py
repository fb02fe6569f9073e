"""A finding says what is wrong at the founder's line, and keeps its name across runs."""

from dataclasses import replace

from launchready.core.finding import Finding, Impact
from launchready.core.location import Location
from tests.rules import a_rule, a_subject


def test_a_broken_rule_points_at_the_line_of_its_subject() -> None:
    finding = a_rule().broken(
        a_subject(line=7), "front door is shut; the map says open", "seen at 9"
    )

    assert finding == Finding(
        rule=a_rule(),
        subject="front door",
        message="front door is shut; the map says open",
        at=Location(file="launchready.yml", line=7, column=3),
        evidence=("seen at 9",),
    )


def test_wording_line_and_weight_may_change_without_changing_the_fingerprint() -> None:
    finding = a_rule().broken(a_subject(line=7), "shut")
    reworded = a_rule(impact=Impact.RISK).broken(a_subject(line=70), "locked", "since noon")

    assert finding.fingerprint == reworded.fingerprint


def test_another_rule_or_subject_is_another_fault() -> None:
    finding = a_rule().broken(a_subject("front door"), "shut")
    names = {
        finding.fingerprint,
        a_rule().broken(a_subject("back door"), "shut").fingerprint,
        a_rule("shop/dark").broken(a_subject("front door"), "shut").fingerprint,
        replace(finding, subject="front doo", message="rshut").fingerprint,
    }

    assert len(names) == 4


def test_a_rule_weighed_by_policy_keeps_its_id() -> None:
    lighter = a_rule().with_impact(Impact.ADVICE)

    assert (lighter.id, lighter.impact) == ("shop/closed", Impact.ADVICE)
