"""The terminal quotes the line at fault, and never one that may hold a secret."""

from pathlib import Path

from launchready.core.redact import Redactor
from launchready.core.report import Answered, Report, Verdict
from launchready.lines_at_fault import quoted
from tests.report.reports import KEY, MISSING, PAGE, RECORDS, a_report, asked, named


def texts(root: Path, line: str, rule: object = MISSING, file: str = "map.yaml") -> list[str]:
    (root / "map.yaml").write_text(f"first\n{line}\n", "utf-8")
    finding = (KEY if rule is KEY else MISSING).broken(named("www", file, 2), "gone")
    report: Report = a_report(Verdict.NO_GO, asked(RECORDS, "www", Answered(findings=(finding,))))
    return [one.text for one in quoted(report, root, Redactor(frozenset({"hunter2hunter2"})))]


def test_the_line_is_quoted_as_it_stands(tmp_path: Path) -> None:
    assert texts(tmp_path, "  type: A") == ["  type: A"]


def test_a_line_that_may_hold_a_secret_is_not(tmp_path: Path) -> None:
    key = "AKIA" + "QYLPMN5HHHFPZAM2"

    assert texts(tmp_path, f"id: {key}") == []
    assert texts(tmp_path, "value: hunter2hunter2") == []
    assert texts(tmp_path, "Password: abc") == []
    assert texts(tmp_path, "url: https://me:abc@acme.test/") == []
    assert texts(tmp_path, "  type: A", KEY) == []


def test_a_file_outside_the_repository_is_not_read(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "other").write_text("a\nb\n", "utf-8")
    (inside / "link").symlink_to(tmp_path / "other")

    assert texts(inside, "x", file="../other") == []
    assert texts(inside, "x", file="link") == []
    assert texts(inside, "x", file="nowhere") == []


def test_a_line_the_file_no_longer_has_is_left_out(tmp_path: Path) -> None:
    finding = PAGE.broken(named("home", "short", 9), "wrong")
    (tmp_path / "short").write_text("one\n", "utf-8")
    report = a_report(Verdict.NO_GO, asked(RECORDS, "x", Answered(findings=(finding,))))

    assert quoted(report, tmp_path, Redactor()) == ()
