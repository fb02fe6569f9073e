"""Nothing that came from the process environment leaves through a report."""

import base64
import html
import json
from dataclasses import replace
from datetime import date
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launchready.core.finding import Change
from launchready.core.location import NOWHERE, Location
from launchready.core.redact import Redactor, redacted, texts
from launchready.core.report import Answered, Asked, Gone, Judged, Skipped, Unanswered
from launchready.core.waiver import Waiver
from launchready.report import data
from tests.rules import a_check, a_rule, a_subject
from tests.test_gate import judged

SECRET = 'pa55 wörd/&+"x'


@pytest.mark.parametrize(
    "form",
    [
        SECRET,
        quote(SECRET),
        quote(SECRET, safe=""),
        quote_plus(SECRET),
        json.dumps(SECRET)[1:-1],
        base64.b64encode(SECRET.encode()).decode(),
        html.escape(SECRET),
    ],
)
def test_every_usual_form_of_a_secret_is_masked(form: str) -> None:
    assert Redactor(frozenset({SECRET}))(f"before {form} after") == "before *** after"


def test_the_longer_of_two_secrets_is_masked_whole() -> None:
    hide = Redactor(frozenset({"abcdef", "abcdefghij"}))

    assert hide("x abcdefghij y abcdef") == "x *** y ***"


def test_a_value_too_short_to_be_a_secret_does_not_blank_the_report() -> None:
    assert Redactor(frozenset({"on", ""}))("online and on") == "online and on"


def test_each_line_of_a_key_of_several_lines_is_masked() -> None:
    hide = Redactor(frozenset({"first line\nsecond line"}))

    assert hide("it says second line here") == "it says *** here"


def test_the_redactor_does_not_show_what_it_hides() -> None:
    assert SECRET not in repr(Redactor(frozenset({SECRET})))


def test_no_part_of_a_report_shows_a_secret() -> None:
    finding = a_rule().broken(a_subject(f"door {SECRET}"), f"said {SECRET}", f"saw {SECRET}")
    change = Change(
        zone=SECRET, sign="~", record=SECRET, wanted=SECRET, live=SECRET, servers=(SECRET,)
    )
    finding = replace(finding, change=change)
    asked = (
        Asked(check=a_check(), subject=SECRET, outcome=Answered(findings=(finding,))),
        Asked(check=a_check(), subject="b", outcome=Skipped(reason=SECRET)),
        Asked(
            check=a_check(),
            subject="c",
            outcome=Unanswered(kind="refused", reason=SECRET, advice=SECRET, findings=(finding,)),
        ),
    )
    report = redacted(
        judged(*asked, product=SECRET, notes=(SECRET,)), Redactor(frozenset({SECRET}))
    )

    assert "pa55" not in repr(report)
    assert "pa55" not in data.render(report)
    assert report.findings[0].finding.message == "said ***"
    assert report.findings[0].finding.at == Location(file="launchready.yml", line=7, column=3)


@given(st.text(min_size=4, alphabet="abcdefghij"), st.text(), st.text())
def test_a_secret_never_survives_wherever_it_stands(secret: str, left: str, right: str) -> None:
    assert secret not in Redactor(frozenset({secret}))(left + secret + right).replace("***", "|")


@given(
    st.binary(max_size=9),
    st.text(min_size=12, alphabet="abcdefghij"),
    st.binary(max_size=9),
    st.booleans(),
)
def test_in_the_midst_of_base64_nothing_of_it_can_be_read(
    before: bytes, secret: str, after: bytes, url: bool
) -> None:
    encode = base64.urlsafe_b64encode if url else base64.b64encode
    text = encode(before + secret.encode() + after).decode()

    shown = Redactor(frozenset({secret}))(text)

    kept = "".join(shown.split("***"))
    assert "***" in shown
    assert len(kept) <= len(text) - len(secret)


def test_waivers_and_what_is_gone_show_no_secret_either() -> None:
    waiver = Waiver(
        rule="dns/a", subject="a", because=SECRET, owner=SECRET, until=date(2027, 1, 1), at=NOWHERE
    )
    finding = a_rule().broken(a_subject("door"), "open")
    report = replace(
        judged(environment=SECRET),
        findings=(Judged(finding=finding, waived=waiver),),
        gone=(Gone(rule="dns/a", subject=SECRET, fingerprint="0" * 16),),
    )

    assert "pa55" not in repr(redacted(report, Redactor(frozenset({SECRET}))))
    assert SECRET in texts(report)
