"""Reads a JSON report that a stranger's run left behind, and trusts nothing in it.

Whatever is not exactly what launchready writes is refused. A rule's words are our own, looked up
by its id; every other text is escaped by the renderer like any text from outside.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from launchready.core import registry
from launchready.core.check import Check
from launchready.core.finding import Finding, Impact, Rule
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
from launchready.values.problem import ConfigError, Problem

# Bytes of the file; of findings, questions and the like, and of characters in one text.
LARGEST = 8 * 1024 * 1024
MOST = 5000
LONGEST = 4000

Text = Annotated[str, Field(max_length=LONGEST)]
Word = Literal["advice", "risk", "blocker"]
_Many = Field(max_length=MOST)
_NONE = Field(max_length=0)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Waived(_Strict):
    because: Text
    owner: Text
    until: Text
    file: Text
    line: int


class _Finding(_Strict):
    rule: Text
    impact: Word
    stage: Text
    subject: Text
    title: Text
    message: Text
    why: Text
    fix: Text
    hours: float
    evidence: Annotated[list[Text], _Many]
    file: Text
    line: Annotated[int, Field(ge=0, le=10**9)]
    column: Annotated[int, Field(ge=0, le=10**9)]
    fingerprint: Text
    waived: _Waived | None
    since: Literal["new", "still"] | None


class _Gone(_Strict):
    rule: Text
    subject: Text
    fingerprint: Text


class _Facts(_Strict):
    about: Text
    rows: dict[Text, Text]


class _Asked(_Strict):
    check: Text
    subject: Text
    outcome: Literal["answered", "skipped", "unanswered"]
    reason: Text | None
    kind: Literal["timed out", "unreachable", "refused", "bug"] | None = None
    advice: Text = ""
    facts: Annotated[list[_Facts], _Many] = []
    seconds: float


class _Report(_Strict):
    version: Literal[1]
    verdict: Literal["go", "no-go", "unknown"]
    # All three are worked out again from the findings and the questions.
    launch_in_48h: dict[str, Any]
    rollup: Annotated[list[dict[str, Any]], _Many] = []
    ranked: Annotated[list[dict[str, Any]], _Many] = []
    tool: dict[str, str]
    product: Text
    environment: Text
    started: Text
    seconds: Annotated[float, Field(ge=0, le=10**7)]
    commit: Text | None
    fail_on: Word
    counts: dict[str, int]
    findings: Annotated[list[_Finding], _Many]
    gone: Annotated[list[_Gone], _Many]
    checks: Annotated[list[_Asked], _Many]
    notes: Annotated[list[Text], _Many]
    # A run for an outsider asks nothing of the network, so it has seen none of these.
    served: Annotated[list[Text], _NONE] = []
    journeys: Annotated[list[Any], _NONE] = []
    load: Annotated[list[Any], _NONE] = []


def read(file: Path, name: str) -> Report:
    """The report in a file. Raises ConfigError for what launchready did not write."""
    try:
        if file.is_symlink() or not file.is_file():
            raise _wrong(name, "is no file")
        with file.open("rb") as opened:
            raw = opened.read(LARGEST + 1)
    except OSError as error:
        raise _wrong(name, f"cannot be read ({error.strerror})") from None
    if len(raw) > LARGEST:
        raise _wrong(name, f"is larger than {LARGEST:,} bytes")
    return parse(raw, name)


def parse(raw: bytes, name: str) -> Report:
    """The same for the bytes of one. Nothing of them is quoted in what is raised."""
    try:
        given = _Report.model_validate_json(raw)
        made = _report(given, _Known())
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        where = ".".join(str(one) for one in first["loc"] if isinstance(one, int) or one.isascii())
        raise _wrong(
            name, f"is no report of launchready (at {where[:60] or 'its start'})"
        ) from None
    except (KeyError, ValueError):
        raise _wrong(
            name, "names a rule, a check or a day that launchready does not know"
        ) from None
    if made.verdict is Verdict.GO and (made.blocking or not made.answered):
        raise _wrong(name, "says go and what stands against it at once")
    return made


class _Known:
    """Our own rules and checks by their ids."""

    def __init__(self) -> None:
        self.rules: dict[str, Rule] = {one.id: one for one in registry.rules()}
        self.checks: dict[str, Check] = {one.id: one for one in registry.checks()}


def _report(given: _Report, known: _Known) -> Report:
    found = [_judged(one, known) for one in given.findings]
    return Report(
        verdict=Verdict(given.verdict),
        product=given.product,
        environment=given.environment,
        started=datetime.fromisoformat(given.started),
        seconds=given.seconds,
        commit=given.commit,
        fail_on=Impact[given.fail_on.upper()],
        findings=tuple(sorted(found, key=lambda one: -one.finding.rule.impact)),
        asked=tuple(_asked(one, known) for one in given.checks),
        notes=tuple(given.notes),
        gone=tuple(
            Gone(rule=known.rules[one.rule].id, subject=one.subject, fingerprint=one.fingerprint)
            for one in given.gone
        ),
    )


def _judged(given: _Finding, known: _Known) -> Judged:
    at = Location(file=given.file, line=given.line, column=given.column)
    finding = Finding(
        rule=known.rules[given.rule].with_impact(Impact[given.impact.upper()]),
        subject=given.subject,
        message=given.message,
        at=at,
        evidence=tuple(given.evidence),
    )
    return Judged(finding=finding, waived=_waived(given), since=given.since)


def _waived(given: _Finding) -> Waiver | None:
    if given.waived is None:
        return None
    return Waiver(
        rule=given.rule,
        subject=given.subject,
        because=given.waived.because,
        owner=given.waived.owner,
        until=date.fromisoformat(given.waived.until),
        at=Location(file=given.waived.file, line=given.waived.line),
    )


def _asked(given: _Asked, known: _Known) -> Asked:
    return Asked(
        check=known.checks[given.check],
        subject=given.subject,
        outcome=_outcome(given),
        seconds=given.seconds,
    )


def _outcome(given: _Asked) -> Outcome:
    sheets = tuple(Sheet(title=one.about, rows=tuple(one.rows.items())) for one in given.facts)
    reason = given.reason or ""
    if given.outcome == "answered":
        return Answered(findings=(), sheets=sheets)
    if given.outcome == "skipped":
        return Skipped(reason=reason)
    return Unanswered(
        kind=given.kind or "unreachable", reason=reason, advice=given.advice, sheets=sheets
    )


def _wrong(name: str, found: str) -> ConfigError:
    meant = "comment-from names the file that the pull request's run wrote by json-file"
    return ConfigError([Problem(at=Location(file=name), found=f"the report {found}", meant=meant)])
