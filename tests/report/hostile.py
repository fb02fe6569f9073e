"""Reports in which everything that comes from outside does its worst, for property tests."""

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from launchready.core.check import Check
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.location import Location
from launchready.core.report import (
    Answered,
    Asked,
    Gone,
    Judged,
    Outcome,
    Report,
    Skipped,
    Unanswered,
    Verdict,
)
from launchready.core.sheet import Sheet
from launchready.core.waiver import Waiver
from tests.report.reports import NOON, a_check

SNIPPETS = (
    "::error file=a,line=1::x",
    "::add-mask::a",
    "::",
    "##[group]x",
    "##vso[task.setvariable]x",
    "\n",
    "\r",
    "\x00",
    "\x1b[31m",
    "\x9b31m",
    "\u202e",
    "\u200b",
    "\u2028",
    "\ufeff",
    "\ufffe",
    "\ud800",
    "\udcff",
    "\U000e0041",
    "`",
    "```",
    "|",
    "\\",
    "\\|",
    "<img src=x onerror=y>",
    "<script>",
    "</details>",
    "</style>",
    "<!--",
    "-->",
    "]]>",
    "&",
    "&lt;",
    '"',
    "'",
    "](https://evil.example)",
    "![x](https://evil.example/x.png)",
    "[x]: https://evil.example",
    "https://evil.example",
    "www.evil.example",
    "someone@evil.example",
    "@someone",
    "#1",
    "GH-1",
    "*b*",
    "_e_",
    "~~s~~",
    "# h",
    "- l",
    "1.",
    "%0A",
    "%",
    ":",
    ",",
    "../",
    "//evil.example/",
    "{0}",
    "über",
    "文字",
    "word",
    " ",
    "  ",
)
texts = st.one_of(
    st.lists(st.sampled_from(SNIPPETS), max_size=6).map("".join),
    st.text(st.characters(), max_size=20),
)
_lines = st.integers(1, 9999)

locations = st.builds(Location, file=texts, line=_lines, column=_lines)
rules = st.builds(
    Rule,
    id=texts,
    impact=st.sampled_from(Impact),
    stage=st.sampled_from(Stage),
    title=texts,
    why=texts,
    fix=texts,
    hours=st.sampled_from([0.1, 0.5, 3.0, 60.0]),
)
findings = st.builds(
    Finding,
    rule=rules,
    subject=texts,
    message=texts,
    at=locations,
    evidence=st.lists(texts, max_size=3).map(tuple),
)
waivers = st.builds(
    Waiver,
    rule=texts,
    subject=texts,
    because=texts,
    owner=texts,
    until=st.just(date(2027, 1, 31)),
    at=locations,
)
_found = st.lists(findings, max_size=3).map(tuple)
_sheet = st.builds(
    Sheet, title=texts, rows=st.lists(st.tuples(st.just("issued by"), texts), max_size=2).map(tuple)
)
_sheets = st.lists(_sheet, max_size=2).map(tuple)
outcomes = st.one_of(
    st.builds(Answered, findings=_found, sheets=_sheets),
    st.builds(Skipped, reason=texts),
    st.builds(
        Unanswered,
        kind=st.sampled_from(["timed out", "unreachable", "refused", "bug"]),
        reason=texts,
        advice=texts,
        findings=_found,
        sheets=_sheets,
    ),
)
_asked = st.builds(
    Asked, check=rules.map(lambda rule: _checked(rule)), subject=texts, outcome=outcomes
)


def _checked(rule: Rule) -> Check:
    return a_check("dns/record-map", "Every committed record is live.", rule)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Any report that could be, with hostile text in each of its fields."""
    asked = draw(st.lists(_asked, max_size=5))
    judged = [
        Judged(
            finding=one,
            waived=draw(st.none() | waivers),
            since=draw(st.sampled_from(["new", "still", None])),
        )
        for one in {one: None for question in asked for one in _findings(question.outcome)}
    ]
    since = draw(st.booleans())
    return Report(
        verdict=draw(st.sampled_from(Verdict)),
        product=draw(texts),
        environment=draw(texts),
        started=NOON,
        seconds=1.5,
        commit=draw(st.none() | texts),
        fail_on=draw(st.sampled_from(Impact)),
        findings=tuple(one if since else replace(one, since=None) for one in judged),
        asked=tuple(asked),
        notes=tuple(draw(st.lists(texts, max_size=2))),
        gone=draw(
            st.lists(st.builds(Gone, rule=texts, subject=texts, fingerprint=texts)).map(tuple)
        ),
    )


def _findings(outcome: Outcome) -> tuple[Finding, ...]:
    return () if isinstance(outcome, Skipped) else outcome.findings
