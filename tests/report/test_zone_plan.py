"""What differs in a zone reads like a plan: a line a record, aligned, with its sign and place."""

from dataclasses import replace

from launchready.core.finding import Change
from launchready.core.location import Location
from launchready.core.report import Answered, Judged, Report, Unanswered
from launchready.report import markdown, zone_plan
from tests.report.reports import MISSING, STRAY, no_go


def judged(line: int, change: Change | None) -> Judged:
    rule = MISSING if change else STRAY
    at = Location(file="dns/acme.test.yaml", line=line)
    finding = replace(NO_GO.findings[0].finding, rule=rule, at=at, change=change)
    return Judged(finding=replace(finding, message="old.acme.test is live", evidence=()))


CHANGED = Change(
    zone="acme.test",
    sign="~",
    record="www.acme.test A",
    wanted="192.0.2.1",
    live="203.0.113.9",
    servers=("ns1", "ns2"),
)
LOST = replace(CHANGED, sign="+", record="api.acme.test AAAA", wanted="2001:db8::1", live="gone")
LEFT = replace(CHANGED, sign="-", record="acme.test MX", live="20 mx.old.test.", servers=("ns2",))
NO_GO = no_go()
ASKED = NO_GO.asked[0]


def report(*findings: Judged, open_: bool = False) -> Report:
    outcomes = [Answered(findings=()), Answered(findings=tuple(one.finding for one in findings))]
    asked = [replace(ASKED, subject="acme.test TXT", outcome=one) for one in outcomes]
    if open_:
        silence = Unanswered(kind="timed out", reason="ns2 did not answer")
        asked.append(replace(ASKED, subject="acme.test NS", outcome=silence))
    return replace(NO_GO, findings=findings, asked=tuple(asked), notes=(), gone=())


def test_a_plan_is_aligned_and_in_the_order_of_the_map() -> None:
    given = report(judged(12, LEFT), judged(4, CHANGED), judged(9, LOST), open_=True)

    assert (
        zone_plan.render(given, colour=False)
        == """\
acme.test
  dns/acme.test.yaml:4   ~ change   www.acme.test A     203.0.113.9 → 192.0.2.1  on ns1, ns2
  dns/acme.test.yaml:9   + publish  api.acme.test AAAA  2001:db8::1  (gone)      on ns1, ns2
  dns/acme.test.yaml:12  - delete   acme.test MX        20 mx.old.test.          on ns2

? could not look  acme.test NS  ns2 did not answer

1 to publish, 1 to delete, 1 to change, 1 question answered as committed, \
1 could not be looked at.
"""
    )


def test_a_zone_as_committed_says_so_in_a_line() -> None:
    text = zone_plan.render(report(), colour=False)

    assert text == "nothing to change, 2 questions answered as committed.\n"


def test_what_is_no_change_of_a_record_stands_below() -> None:
    text = zone_plan.render(report(judged(3, None)), colour=False)

    assert text.startswith("risk  old.acme.test is live\n\nnothing to change")


def test_colour_is_asked_for() -> None:
    assert "\x1b[33m~ change" in zone_plan.render(report(judged(4, CHANGED)), colour=True)


def test_hostile_values_neither_move_the_cursor_nor_command_a_workflow() -> None:
    nasty = replace(CHANGED, live="\x1b[2J\n::add-mask::x", record="a|b `c` @team A")

    text = zone_plan.render(report(judged(4, nasty)), colour=False)
    table = markdown.render(report(judged(4, nasty)), limit=markdown.COMMENT)

    assert "\x1b" not in text
    assert "\n::" not in text
    assert "| ~ change | ``a\\|b `c` @team A`` |" in table


def test_the_comment_has_a_table() -> None:
    text = markdown.render(report(judged(4, CHANGED)), limit=markdown.COMMENT)

    assert (
        "### DNS: what differs in `acme.test`\n\n"
        "| | Record | Live | Committed | Where |\n| :- | :- | :- | :- | :- |\n"
        "| ~ change | `www.acme.test A` | `203.0.113.9` | `192.0.2.1` | `dns/acme.test.yaml:4` |\n"
    ) in text
