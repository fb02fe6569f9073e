"""The answer reaches files, outputs and comment, and no delivery ever changes it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.github import fake
from tests.github.stage import Stage


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
