"""A stranger's report is re-rendered from data alone, on the pull request GitHub says it is of."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.core import registry
from launchready.core.report import Answered, Report, Unanswered, Verdict
from launchready.github import artifact
from launchready.report import data, markdown
from launchready.values.problem import ConfigError
from tests.github import events, fake
from tests.github.fake import Pull
from tests.github.stage import Stage
from tests.report.reports import a_report, asked, named
from tests.report.test_markdown import _OURS as OURS
from tests.report.test_markdown import read
from tests.servers import needs

HEAD = "a" * 40
FORK = "stranger/app"
CHECKS = {one.id: one for one in registry.checks()}
RULES = {one.id: one for one in registry.rules()}
HOSTILE = "@all ![x](https://evil.example/x.png) <img src=x> --> `` |\n::error::x </details>"


def a_real_report(subject: str = "www.acme.test A") -> Report:
    """A report of rules that launchready really has."""
    at = named(subject, "dns/acme.test.yaml", 4)
    found = RULES["dns/record-missing"].broken(at, f"{subject} does not resolve", subject)
    silent = Unanswered(kind="timed out", reason=subject, advice=subject)
    check = CHECKS["dns/record_map"] if "dns/record_map" in CHECKS else CHECKS["dns/record-map"]
    return a_report(
        Verdict.NO_GO,
        asked(check, subject, Answered(findings=(found,))),
        asked(check, "b", silent),
        notes=(subject,),
    )


@pytest.fixture
def github() -> Iterator[fake.GitHub]:
    with fake.github() as made:
        made.pulls = [Pull(sha=HEAD, branch="topic", home=FORK)]
        yield made


def workflow_run(**more: Any) -> dict[str, Any]:
    run = {
        "id": 99,
        "event": "pull_request",
        "head_sha": HEAD,
        "head_branch": "topic",
        "head_repository": {"full_name": FORK},
        "path": ".github/workflows/gate.yml",
        "actor": {"login": "stranger"},
        "run_number": 12,
        "run_attempt": 1,
        "pull_requests": [],
    }
    return {"workflow_run": run | more, "repository": events.repository()}


def comment_on(
    folder: Path, github: fake.GitHub, text: str, payload: dict[str, Any] | None = None, **more: str
) -> tuple[int, Stage]:
    stage = Stage.at(folder)
    (folder / "app").mkdir()
    (folder / "app" / "report.json").write_text(text, "utf-8")
    code = stage.run(
        "workflow_run",
        payload or workflow_run(),
        GITHUB_API_URL=github.url,
        LR_GITHUB_TOKEN=github.token,
        LR_COMMENT_FROM="report.json",
        **more,
    )
    assert stage.requests == []
    return code, stage


def test_the_comment_is_the_one_the_run_would_have_written(
    tmp_path: Path, github: fake.GitHub
) -> None:
    code, stage = comment_on(tmp_path, github, data.render(a_real_report()))

    (comment,) = github.comments
    lines = comment.body.splitlines()
    assert code == 0
    assert lines[0].endswith(" run:12.1 -->")
    assert lines[1].startswith("**no-go** · 1 blocker, 1 unanswered")
    assert "whoever opened it could change that" in comment.body
    assert comment.body.endswith("(https://github.com/org/app/actions/runs/99)\n")
    assert stage.outputs["verdict"] == "unknown"
    assert stage.outputs["comment-url"].endswith("#issuecomment-101")
    assert (
        github.calls[0] == "GET /repos/org/app/pulls?head=stranger%3Atopic&state=open&per_page=100"
    )


def test_a_later_run_of_the_fork_edits_it_and_an_older_one_does_not(
    tmp_path: Path, github: fake.GitHub
) -> None:
    text = data.render(a_real_report())
    for place, run in enumerate((13, 15, 14)):
        (tmp_path / str(place)).mkdir()
        comment_on(tmp_path / str(place), github, text, workflow_run(run_number=run))

    assert [one.body.splitlines()[0][-13:] for one in github.comments] == [" run:15.1 -->"]


@pytest.mark.parametrize(
    ("pull", "payload", "said"),
    [
        (Pull(sha="b" * 40, home=FORK), {}, "no open pull request has this commit"),
        (Pull(sha=HEAD, home="other/app"), {}, "no open pull request has this commit"),
        (Pull(sha=HEAD, home=FORK), {"event": "push"}, "the run that ended was on push"),
        (Pull(), {"head_repository": {"full_name": "Org/App"}}, "the repository's own"),
        (Pull(), {"head_repository": None}, "the fork or its branch is gone"),
        (Pull(sha=HEAD, home=FORK), {"head_sha": ""}, ""),
    ],
)
def test_no_other_pull_request_is_commented_on(
    tmp_path: Path,
    github: fake.GitHub,
    capsys: pytest.CaptureFixture[str],
    pull: Pull,
    payload: dict[str, Any],
    said: str,
) -> None:
    github.pulls = [pull]

    comment_on(tmp_path, github, data.render(a_real_report()), workflow_run(**payload))

    assert github.comments == []
    assert said in capsys.readouterr().out


def test_dependabots_pull_request_is_the_repositorys_and_gets_its_comment(
    tmp_path: Path, github: fake.GitHub
) -> None:
    github.pulls = [Pull(sha=HEAD, branch="topic", home="org/app")]
    own = {"head_repository": {"full_name": "org/app"}, "actor": {"login": "dependabot[bot]"}}

    comment_on(tmp_path, github, data.render(a_real_report()), workflow_run(**own))

    assert len(github.comments) == 1


def _changed(**more: Any) -> str:
    return json.dumps(json.loads(data.render(a_real_report())) | more)


def _finding(**more: Any) -> str:
    (found,) = json.loads(data.render(a_real_report()))["findings"]
    return _changed(findings=[found | more])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[" * 99_999,
        _changed(verdict="go"),
        _changed(verdict="yes"),
        _changed(version=2),
        _changed(markdown="# hello"),
        _changed(notes=["x" * 4001]),
        _changed(notes=["x"] * 5001),
        _changed(seconds="1"),
        _changed(started="now"),
        _finding(rule="dns/of-my-own"),
        _finding(impact="fine"),
        _finding(line=-1),
        _finding(link="https://evil.example"),
        " " * (artifact.LARGEST + 1),
    ],
    ids=range(16),
)
def test_what_launchready_did_not_write_is_refused_and_not_quoted(
    tmp_path: Path, github: fake.GitHub, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    code, stage = comment_on(tmp_path, github, text)

    said = capsys.readouterr().out
    assert code == 2
    assert github.calls == []
    assert stage.outputs["verdict"] == "unknown"
    assert "::error file=report.json" in said
    assert "evil.example" not in said + stage.summary


def test_a_rules_words_are_ours_whatever_the_artifact_says() -> None:
    made = artifact.parse(
        _finding(title=HOSTILE, why="all is well", fix="do nothing").encode(), "x"
    )

    (judged,) = made.findings
    assert judged.finding.rule == RULES["dns/record-missing"]
    assert "all is well" not in markdown.render(made, limit=markdown.COMMENT)


@needs("cmark-gfm")
def test_hostile_words_stand_in_code(tmp_path: Path, github: fake.GitHub) -> None:
    code, _ = comment_on(tmp_path, github, data.render(a_real_report(HOSTILE)))

    (comment,) = github.comments
    # Without our own marker and our own link, and read as GitHub reads it.
    page = read("\n".join(comment.body.splitlines()[1:-1]))
    assert code == 0
    assert set(page.tags) <= OURS
    assert not set(page.bare) & set("@#<>[]`~\\")


def test_a_link_in_place_of_the_report_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(data.render(a_real_report()), "utf-8")
    (tmp_path / "report.json").symlink_to(tmp_path / "secret")

    with pytest.raises(ConfigError, match="is no file"):
        artifact.read(tmp_path / "report.json", "report.json")


def test_in_a_workflow_on_another_event_it_is_a_mistake(
    tmp_path: Path, github: fake.GitHub, capsys: pytest.CaptureFixture[str]
) -> None:
    stage = Stage.at(tmp_path)

    assert stage.run("push", events.push(), LR_COMMENT_FROM="report.json") == 2
    assert "belongs in a workflow on workflow_run" in capsys.readouterr().out


def test_a_report_is_read_as_it_was_written() -> None:
    report = a_real_report()

    made = artifact.parse(data.render(report).encode(), "report.json")

    assert markdown.render(made, limit=10**6) == markdown.render(
        replace(report, seconds=made.seconds), limit=10**6
    )


@settings(max_examples=60)
@given(
    st.binary(max_size=200)
    | st.recursive(st.text(), st.lists).map(lambda one: json.dumps(one).encode())
)
def test_no_bytes_break_it(raw: bytes) -> None:
    with pytest.raises(ConfigError):
        artifact.parse(raw, "report.json")
