"""The answer reaches files, outputs and comment, and no delivery ever changes it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from launchready.core.finding import Impact
from launchready.core.report import Answered, Report, Verdict
from launchready.github import deliver
from launchready.github.api import BUDGET
from launchready.run import Request
from tests.github import events, fake
from tests.github.fake import Fault
from tests.github.stage import Stage
from tests.github.test_comment import Waits
from tests.report.reports import MISSING, RECORDS, a_report, asked, named


@pytest.fixture
def github() -> Iterator[fake.GitHub]:
    with fake.github() as made:
        yield made


def test_outputs_files_and_comment_are_delivered(tmp_path: Path, github: fake.GitHub) -> None:
    stage = Stage.at(tmp_path)
    payload = stage.pull_request(a__txt="a\n")

    code = stage.run(
        "pull_request",
        payload,
        GITHUB_API_URL=github.url,
        LR_GITHUB_TOKEN=github.token,
        LR_SARIF_FILE="out/gate.sarif",
    )

    reports = tmp_path / "reports"
    assert code == 0
    assert stage.outputs == {
        "verdict": "go",
        "findings": "0",
        "blockers": "0",
        "launch-in-48h": "yes",
        "report-json": f"{reports}/report.json",
        "report-html": f"{reports}/report.html",
        "sarif": "out/gate.sarif",
        "comment-url": "https://github.com/org/app/pull/7#issuecomment-101",
    }
    assert sorted(one.name for one in reports.iterdir()) == [
        "report.html",
        "report.json",
        "report.sarif",
    ]
    (comment,) = github.comments
    assert "**go**" in comment.body.splitlines()[1]
    assert comment.body.endswith(
        "[The run, its log and its summary](https://github.com/org/app/actions/runs/4711)\n"
    )


@pytest.mark.parametrize(
    ("home", "actor", "comment", "calls"),
    [
        ("stranger/app", "stranger", "auto", 0),
        ("org/app", "dependabot[bot]", "auto", 0),
        ("org/app", "founder", "never", 0),
        ("stranger/app", "stranger", "always", 2),
    ],
)
def test_who_may_not_comment_is_not_tried_and_never_changes_the_word(
    tmp_path: Path,
    github: fake.GitHub,
    capsys: pytest.CaptureFixture[str],
    home: str,
    actor: str,
    comment: str,
    calls: int,
) -> None:
    stage = Stage.at(tmp_path)
    payload = stage.pull_request(a__txt="a\n")
    payload["pull_request"]["head"]["repo"]["full_name"] = home
    github.faults = [fake.Fault("POST", 403, times=-1)]

    code = stage.run(
        "pull_request",
        payload,
        GITHUB_API_URL=github.url,
        GITHUB_ACTOR=actor,
        LR_GITHUB_TOKEN=github.token,
        LR_COMMENT=comment,
    )

    assert code == 0
    assert len(github.calls) == calls
    assert github.token not in capsys.readouterr().out


def test_a_comment_github_refuses_is_a_notice_and_nothing_else(
    tmp_path: Path, github: fake.GitHub, capsys: pytest.CaptureFixture[str]
) -> None:
    stage = Stage.at(tmp_path)
    payload = stage.pull_request(a__txt="a\n")
    github.faults = [fake.Fault("POST", 403, times=-1)]

    code = stage.run(
        "pull_request", payload, GITHUB_API_URL=github.url, LR_GITHUB_TOKEN=github.token
    )

    assert code == 0
    assert "comment-url" not in stage.outputs
    assert "::notice title=launchready::the comment was not written" in capsys.readouterr().out


def test_files_that_cannot_be_written_never_change_the_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stage = Stage.at(tmp_path)
    payload = stage.pull_request(a__txt="a\n")
    (tmp_path / "output").mkdir()
    (tmp_path / "summary").mkdir()

    code = stage.run("pull_request", payload)

    assert code == 0
    assert "the outputs could not be written" in capsys.readouterr().out


@dataclass
class LoudStage(Stage):
    """A stage on which a gate finds so many faults of each level."""

    number: int = 12

    def gate(self, request: Request) -> Report:
        at = [named(f"{one}.test", "launchready.yml", one) for one in range(1, self.number + 1)]
        rules = [replace(MISSING, id=f"dns/{one.word}", impact=one) for one in Impact]
        found = tuple(rule.broken(one, f"{one} ##[error] is gone") for rule in rules for one in at)
        return a_report(Verdict.NO_GO, asked(RECORDS, "x", Answered(findings=found)))


class BrokenStage(Stage):
    """A stage on which the gate breaks."""

    def gate(self, request: Request) -> Report:
        raise RuntimeError("a fault of ours")


def _loud(folder: Path, number: int = 12) -> LoudStage:
    made = Stage.at(folder)
    return LoudStage(folder=made.folder, origin=made.origin, number=number)


def test_no_level_has_more_annotations_than_github_shows(
    tmp_path: Path, github: fake.GitHub, capsys: pytest.CaptureFixture[str]
) -> None:
    stage = _loud(tmp_path)
    payload = stage.pull_request(a__txt="a\n")

    code = stage.run("pull_request", payload, GITHUB_API_URL=github.url, LR_GITHUB_TOKEN="wrong")

    log = capsys.readouterr().out
    levels = re.findall(r"^::(error|warning|notice) ", log, re.MULTILINE)
    assert code == 1
    assert {one: levels.count(one) for one in levels} == {"error": 10, "warning": 10, "notice": 10}
    assert "the comment was not written: the token is not valid (401)" in log


def test_what_is_quoted_in_the_log_is_out_of_the_runners_reach(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stage = _loud(tmp_path)
    stage.check_out("refs/heads/main")

    stage.run("schedule", {})

    log = capsys.readouterr().out
    ((resume, quoted),) = re.findall(
        r"^::stop-commands::(\w{32})\n(.*?)^::\1::$", log, re.MULTILINE | re.DOTALL
    )
    assert "is gone" in quoted
    assert resume not in quoted
    assert "##[" not in log


def test_a_gate_that_breaks_leaves_a_verdict_and_is_never_a_go_or_a_no_go(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = Stage.at(tmp_path)
    stage = BrokenStage(folder=made.folder, origin=made.origin)
    stage.check_out("refs/heads/main")

    code = stage.run("schedule", {})

    said = capsys.readouterr()
    assert code == 3
    assert stage.outputs["verdict"] == "unknown"
    assert "the gate broke" in stage.summary
    assert "::error title=launchready::the gate broke (RuntimeError)" in said.out
    assert "a fault of ours" in said.err


@pytest.mark.parametrize(
    "fault",
    [
        Fault("GET", 503, times=-1),
        Fault("GET", 429, {"retry-after": "50"}, times=-1),
        Fault("GET", 200, raw=b"<html>", times=-1),
        Fault("GET", 502, raw=b"[", cut=True, times=-1),
        Fault("POST", 500, times=-1),
        Fault("POST", 403, {"retry-after": "3600"}, times=-1),
    ],
    ids=lambda one: f"{one.method}-{one.status}",
)
def test_a_github_that_is_down_costs_little_and_never_the_word(
    tmp_path: Path, github: fake.GitHub, fault: Fault, capsys: pytest.CaptureFixture[str]
) -> None:
    waits = Waits()
    stage = _loud(tmp_path, 1)
    stage.clock = waits.clock
    payload = stage.pull_request(a__txt="a\n")
    github.faults = [fault]

    code = stage.run(
        "pull_request", payload, GITHUB_API_URL=github.url, LR_GITHUB_TOKEN=github.token
    )

    assert code == 1
    assert stage.outputs["verdict"] == "no-go"
    assert "comment-url" not in stage.outputs
    assert stage.summary.startswith("**no-go**")
    assert capsys.readouterr().out.count("the comment was not written") == 1
    assert len(github.calls) <= 10
    assert sum(waits.waited) <= BUDGET


def test_a_whole_run_makes_no_more_than_ten_calls_where_everything_is_against_it(
    tmp_path: Path, github: fake.GitHub
) -> None:
    stage = _loud(tmp_path, 1)
    stage.clock = Waits().clock
    payload = stage.pull_request(a__txt="a\n")
    variables = {"GITHUB_API_URL": github.url, "LR_GITHUB_TOKEN": github.token}
    stage.run("pull_request", payload, **variables)
    (first,) = github.comments
    marker = first.body.splitlines()[0]
    for number in range(450):
        github.a_comment(f"comment {number}", login="founder", type_="User")
    for _ in range(4):
        github.a_comment(f"{marker}\ntwin")
    github.a_comment(f"{marker}\nanother app's", login="other[bot]")
    github.calls.clear()
    github.faults = [Fault("GET", 502), Fault("PATCH", 429, {"retry-after": "1"})]

    code = stage.run("pull_request", payload, GITHUB_RUN_NUMBER="13", **variables)

    assert code == 1
    assert len(github.calls) <= 10
    assert " run:13.1 -->" in first.body


def test_a_summary_leaves_room_for_what_stands_there(tmp_path: Path) -> None:
    stage = _loud(tmp_path, 9000)
    stage.check_out("refs/heads/main")
    (tmp_path / "summary").write_text("x" * 1_000_000 + "\n", "utf-8")

    stage.run("schedule", {})

    assert stage.summary[1_000_001:].startswith("**no-go**")
    assert len(stage.summary.encode()) <= 1024 * 1024
    assert "The report is cut here" in stage.summary


def test_a_thousand_mistakes_fit_into_the_summary(tmp_path: Path) -> None:
    keys = "".join(f"key{number}_{'x' * 205}: 1\n" for number in range(4600))
    stage = Stage.at(tmp_path, f"version: 1\n{keys}")
    stage.check_out("refs/heads/main")

    code = stage.run("push", events.push(events.ZEROS, stage.origin.head()))

    assert code == 2
    assert len(stage.summary.encode()) <= 1024 * 1024
    assert "more" in stage.summary[-200:]


def test_a_delivery_that_breaks_never_changes_the_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A report no renderer can show: its outputs are written all the same."""

    class Odd(LoudStage):
        def gate(self, request: Request) -> Report:
            return replace(super().gate(request), notes=(None,))  # type: ignore[arg-type]

    made = _loud(tmp_path)
    stage = Odd(folder=made.folder, origin=made.origin)
    stage.check_out("refs/heads/main")

    assert stage.run("schedule", {}) == 1
    assert stage.outputs["verdict"] == "no-go"
    assert "the report was not delivered whole" in capsys.readouterr().out
    assert set(deliver.OUTPUTS.values()).isdisjoint(stage.outputs)
