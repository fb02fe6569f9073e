"""Every statement of a launch is tied to what decides it, and what is not ours is not advised."""

import re

import pytest

from launchready.core import registry
from launchready.core.finding import Rule
from launchready.handover.document import DOCUMENTS
from launchready.handover.statements import KNOWN, STATEMENTS
from tests.command import ROOT

PAGE = ROOT / "docs" / "launch-table.md"
ROW = re.compile(r"\| (\d+) \| ([^|]+) \| ([^|]+) \|")
ROWS = {int(one[1]): (one[2], one[3]) for one in ROW.finditer(PAGE.read_text("utf-8"))}
NUMBER = 146

RULES = {one.id for one in registry.rules()}
# The contract's ids of a room that is not here yet; once it is, the registry has the word.
EXPECTED = {
    f"monitor/{name}"
    for name in (
        "not-covered",
        "only-answers",
        "alert-too-late",
        "alert-goes-nowhere",
        "nobody-paged",
        "tls-alert-missing",
        "logs-personal-data",
        "logs-credential",
        "logs-no-context",
    )
}
REPORT = {"launch_in_48h", "lines", "ranked", "gone", "page"}
ROOMS = {*registry.ROOMS, "monitor"}


def deciders(row: int) -> list[str]:
    return re.findall(r"`([^`]+)`", ROWS[row][1])


def is_known(decider: str) -> bool:
    kind, _, name = decider.partition(": ")
    if name:
        return name in {"signed": set(KNOWN), "report": REPORT}.get(kind, set())
    if decider.endswith(".md"):
        return decider.removesuffix(".md") in DOCUMENTS
    if decider.startswith("tests/"):
        return (ROOT / decider).is_file()
    room, _, rule = decider.partition("/")
    if rule == "*":
        return room in ROOMS
    return decider in RULES or ("monitor" not in registry.ROOMS and decider in EXPECTED)


def test_every_row_is_there_once_and_in_order() -> None:
    found = [int(one[1]) for one in ROW.finditer(PAGE.read_text("utf-8"))]

    assert found == list(range(1, NUMBER + 1))


@pytest.mark.parametrize("row", range(1, NUMBER + 1))
def test_a_row_is_decided_by_what_exists(row: int) -> None:
    said, _ = ROWS[row]

    assert said.strip()
    assert deciders(row)
    assert [one for one in deciders(row) if not is_known(one)] == []


def test_a_decider_that_is_nothing_would_be_seen() -> None:
    assert not is_known("dns/no-such-rule")
    assert not is_known("signed: no-such-statement")
    assert not is_known("NOTES.md")
    assert not is_known("tests/no_such_test.py")
    assert not is_known("report: cake")
    assert not is_known("nowhere/*")


def test_a_signature_stands_in_the_rows_it_says_and_nowhere_else() -> None:
    by_table = {
        one.id: {row for row in ROWS if f"signed: {one.id}" in deciders(row)} for one in STATEMENTS
    }

    assert by_table == {one.id: set(one.rows) for one in STATEMENTS}


def test_every_document_and_every_room_decides_something() -> None:
    said = {one for row in ROWS for one in deciders(row)}
    rooms = {one.partition("/")[0] for one in said if "/" in one and not one.startswith("tests/")}

    assert {f"{one}.md" for one in DOCUMENTS} <= said
    assert set(registry.ROOMS) <= rooms


# What a team that launches this week is never told to do (rows 132 to 137).
NEVER = re.compile(
    r"micro-?services?|multi-?region|kubernetes|k8s|service mesh|kafka|rabbitmq|"
    r"opentelemetry|prometheus operator|message broker|event bus|job queue|platform team|"
    r"internal platform|data ?lake|stale-while-revalidate|cache everything",
    re.IGNORECASE,
)


@pytest.mark.parametrize("rule", registry.rules(), ids=lambda rule: rule.id)
def test_a_rule_says_what_a_launch_loses_and_advises_nothing_large(rule: Rule) -> None:
    assert rule.why.strip()
    assert rule.fix.strip()
    assert 0 < rule.hours <= 8
    assert NEVER.findall(f"{rule.title} {rule.fix}") == []


def test_advice_to_build_a_platform_would_be_seen() -> None:
    assert NEVER.findall("Split it into microservices, and run them on Kubernetes.")
