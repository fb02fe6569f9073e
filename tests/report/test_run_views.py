"""A load run stands in every report that has room for it, in the same figures."""

import json
from dataclasses import replace

from launchready.core.measured import Estimate
from launchready.core.redact import Redactor, redacted
from launchready.report import data, html, markdown, run_data, terminal
from tests.report.reports import go
from tests.report.runs import a_run, a_target, under_load


def test_a_terminal_has_a_line_a_target_where_it_fits() -> None:
    plain = replace(a_target(), estimates=(Estimate(share=0.5, seconds=0.08),))
    lines = terminal.render(under_load(a_run(plain)), width=100, colour=False).splitlines()
    place = next(at for at, line in enumerate(lines) if line.startswith("load "))

    assert lines[place].split(" · ")[0] == "load       50 requests a second for 60 s"
    assert lines[place + 1].split()[:3] == ["target", "p50", "p95"]
    assert lines[place + 2].split("  ")[0].strip() == ""
    assert "80 ms (too few to say how sure)" in lines[place + 2]


def test_a_narrow_terminal_has_them_below_each_other() -> None:
    text = terminal.render(under_load(), width=60, colour=False)

    assert all(len(line) <= 60 for line in text.splitlines())
    assert "errors 0.1 %" in text


def test_markdown_has_a_table_and_folds_the_rest() -> None:
    text = markdown.render(under_load(), limit=20_000)

    assert "| target | p50 | p95 | p99 | errors | answers |" in text
    assert "| `orders` | `" in text
    assert "  - **before:** `the median comes 25.0 % later than in the run of" in text


def test_html_draws_each_target_and_asks_nothing_of_the_network() -> None:
    page = html.render(under_load())

    assert page.count('<svg class="chart"') == 4
    assert page.count("<tbody>") == 1
    assert "run0-1-spread-title" in page
    assert "Below each: where the true value lies, 95 times of 100." in page
    assert "src=" not in page


def test_an_invalid_run_says_so_before_its_figures() -> None:
    run = a_run(invalid="42 of 50 requests a second were sent")
    said = "Nothing can be concluded from this run: 42 of 50 requests a second were sent."
    page, text = html.render(under_load(run)), markdown.render(under_load(run), limit=20_000)

    assert 0 < page.index(said) < page.index("<tbody>")
    assert 0 < text.index(said) < text.index("| target |")
    assert "Nothing can be concluded" in terminal.render(under_load(run), width=100, colour=False)


def test_json_has_every_run_with_its_buckets() -> None:
    (run,) = json.loads(data.render(under_load()))["load"]
    (first, _) = run["targets"]

    assert run["rate"] == 50
    assert first["failed"] == {"timed out": 2, "answered 500": 1}
    assert sum(count for _, count in first["histogram"]["counts"]) == 3000
    assert first["percentiles"]["p95"]["low_ms"] < first["percentiles"]["p95"]["ms"]


def test_a_run_is_filed_as_one_line() -> None:
    text = run_data.render(under_load())

    assert text.count("\n") == 1
    assert json.loads(text)["commit"] == under_load().commit
    assert "slots" not in text
    assert len(text) < 8000


def test_a_run_that_proves_nothing_is_not_filed() -> None:
    assert run_data.render(under_load(a_run(invalid="the sender was busy"))) == ""


def test_a_report_without_load_speaks_of_none() -> None:
    assert json.loads(data.render(go()))["load"] == []
    assert run_data.render(go()) == ""
    assert "load" not in terminal.render(go(), width=100, colour=False)
    assert "Under load" not in html.render(go()) + markdown.render(go(), limit=20_000)


def test_hostile_names_stay_names() -> None:
    nasty = replace(a_target(), name="a|b`<b>\n::error::x##[group]", before=None)
    report = under_load(a_run(nasty))
    text, page = markdown.render(report, limit=20_000), html.render(report)
    row = next(line for line in text.splitlines() if line.startswith("| ``a"))

    assert row.count(" | ") == 5
    assert "\\|" in row
    assert "<b>\n" not in page
    assert "##[" not in page + text + run_data.render(report) + data.render(report)
    assert "\n::error::" not in terminal.render(report, width=100, colour=False)


def test_no_secret_leaves_with_a_run() -> None:
    hidden = redacted(under_load(), Redactor(frozenset({"app.acme.test", "orders"})))
    texts = [
        html.render(hidden),
        markdown.render(hidden, limit=20_000),
        terminal.render(hidden, width=100, colour=False),
        data.render(hidden),
        run_data.render(hidden),
    ]

    assert not any("app.acme.test" in one or "orders" in one for one in texts)
