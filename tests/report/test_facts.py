"""Facts stand in every report that has room for them, and none stands where there are none."""

import json

from launchready.core.redact import Redactor, redacted
from launchready.core.report import Answered, Report, Unanswered, Verdict
from launchready.core.sheet import Sheet
from launchready.report import data, html, markdown, terminal
from tests.report.reports import CERTIFICATE, a_report, asked, nothing

SHEET = Sheet(
    title="app.acme.test at 192.0.2.1:443",
    rows=(("issued by", "Lab <Issuer>"), ("ends", "2027-01-24 12:00 UTC, 60 days left of 90 days")),
)
ANSWERED = Answered(findings=(), sheets=(SHEET,))


def _report() -> Report:
    return a_report(Verdict.GO, asked(CERTIFICATE, "app.acme.test", ANSWERED))


def test_a_terminal_shows_them_after_what_matters_more() -> None:
    lines = terminal.render(_report(), width=100, colour=False, detail="verbose").splitlines()

    place = lines.index("facts      app.acme.test at 192.0.2.1:443")
    assert lines[place + 1].strip() == (
        "issued by Lab <Issuer> · ends 2027-01-24 12:00 UTC, 60 days left of 90 days"
    )


def test_json_has_them_with_the_check_that_saw_them() -> None:
    (check,) = json.loads(data.render(_report()))["checks"]

    assert check["facts"] == [{"about": SHEET.title, "rows": dict(SHEET.rows)}]


def test_html_and_markdown_fold_them_away() -> None:
    page = html.render(_report())

    assert "<details><summary>Facts</summary>\n<h3>app.acme.test at 192.0.2.1:443</h3>" in page
    assert "<dt>issued by</dt><dd><code>Lab &lt;Issuer&gt;</code></dd>" in page
    assert "<details><summary>Facts</summary>" in markdown.render(_report(), limit=9000)


def test_those_of_an_open_question_are_shown_too() -> None:
    left_open = Unanswered(kind="timed out", reason="no answer", sheets=(SHEET,))
    report = a_report(Verdict.UNKNOWN, asked(CERTIFICATE, "app.acme.test", left_open))

    assert report.sheets == (SHEET,)


def test_where_there_are_none_no_report_speaks_of_them() -> None:
    report = a_report(Verdict.GO, asked(CERTIFICATE, "app.acme.test", nothing()))
    texts = (
        terminal.render(report, width=100, colour=False, detail="verbose"),
        data.render(report),
        html.render(report),
        markdown.render(report, limit=9000),
    )

    assert not any("facts" in one.lower() for one in texts)


def test_no_secret_leaves_in_one() -> None:
    hidden = redacted(_report(), Redactor(frozenset({"Lab <Issuer>", "app.acme.test"})))

    assert hidden.sheets[0].title == "*** at 192.0.2.1:443"
    assert hidden.sheets[0].rows[0] == ("issued by", "***")
