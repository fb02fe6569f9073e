"""What people complained of in actions like this one: each has a test that keeps it away."""

import importlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from launchready.core.report import Verdict
from tests.action.workshop import ROOT
from tests.github.origin import git
from tests.github.test_trust import KEY, real

# The complaint, where it was made, and the tests (modules below tests) that answer it.
CASES = {
    "more than 30 commits are not searched (gitleaks-action#187)": (
        "github.test_deepen.test_a_pull_request_of_many_commits_is_had_whole",
        "action.test_pull_request.test_a_key_that_a_later_commit_removes_is_still_found",
    ),
    "a log that fails is a pass (gitleaks-action#31)": (
        "github.test_deepen.test_an_origin_that_is_gone_leaves_a_hole_that_nobody_answers_over",
        "github.test_command.test_a_base_branch_that_cannot_be_had_is_unknown",
    ),
    "a 403 ends the run (gitleaks#1343)": (
        "github.test_comment.test_a_refusal_is_said_once_and_not_tried_again",
        "github.test_deliver.test_a_comment_github_refuses_is_a_notice_and_nothing_else",
    ),
    "a merge queue is not known (evoila/meho#3307)": (
        "action.test_examples.test_a_group_in_the_merge_queue_is_judged_by_what_it_brings",
    ),
    "somebody else's branch turns every pull request red (langwatch#6683)": (
        "github.test_kept_cases.test_a_key_on_somebody_elses_branch_is_not_this_ones",
    ),
    "a forced push is compared with the wrong base (get-changed-files#4)": (
        "github.test_deepen.test_a_forced_push_is_compared_with_what_was_there",
        "github.test_deepen.test_a_forced_push_over_what_is_gone_is_compared_with_main",
    ),
    "a fork's pull request is told nothing (EnricoMi#440)": (
        "github.test_kept_cases.test_a_fork_has_its_summary_though_nobody_may_comment",
    ),
    "Dependabot's 403 is a riddle (EnricoMi#641)": (
        "github.test_api.test_a_refusal_says_the_permission_that_github_names",
        "github.test_deliver.test_who_may_not_comment_is_not_tried_and_never_changes_the_word",
    ),
    "a check run lands under another workflow (EnricoMi#12)": (
        "github.test_kept_cases.test_no_check_run_is_ever_made",
    ),
    "no image for the commit an action is pinned to (pypi-publish#290)": (
        "action.test_nested.test_an_action_that_calls_it_gets_its_verdict",
        "github.test_kept_cases.test_the_image_follows_from_no_reference_of_the_action",
    ),
    "annotations lose findings (reviewdog#411)": (
        "github.test_deliver.test_no_level_has_more_annotations_than_github_shows",
    ),
    "a comma breaks an annotation (sqlfluff#8346)": (
        "report.test_annotations.test_hostile_text_makes_no_command_of_its_own",
        "report.test_annotations.test_a_finding_is_annotated_at_its_line",
    ),
    "the comment is there twice (buildinternet/uploads#470)": (
        "github.test_comment.test_twins_are_removed_and_the_oldest_stays",
        "github.test_comment.test_runs_that_really_are_at_once_leave_one_comment",
    ),
    "a pull request writes its own rules (zuke#562)": (
        "action.test_pull_request.test_a_pull_request_cannot_relax_the_gate_that_judges_it",
        "github.test_command.test_a_policy_that_only_the_base_branch_changed_is_no_change_of_the"
        "_pull_request",
    ),
    "it does not run under act (nektos/act#2019)": (
        "action.test_pull_request.test_a_sound_pull_request_is_go_and_brings_none_of_its_own_code",
        "github.test_kept_cases.test_the_image_follows_from_no_reference_of_the_action",
    ),
}


def test_there_are_fifteen() -> None:
    assert len(CASES) == 15


@pytest.mark.parametrize("case", CASES)
def test_a_complaint_has_its_tests(case: str) -> None:
    for name in CASES[case]:
        module, _, function = name.rpartition(".")
        found: Callable[..., object] = getattr(importlib.import_module(f"tests.{module}"), function)

        assert function.startswith("test_")
        assert callable(found)


def test_a_key_on_somebody_elses_branch_is_not_this_ones(tmp_path: Path) -> None:
    stage = real(tmp_path)
    stage.origin.branch("other")
    stage.origin.commit("other.py", f'T = "{KEY}"\n')
    git(stage.origin.folder, "tag", "v0")
    stage.origin.switch("main")
    payload = stage.pull_request(a__txt="a\n")

    code = stage.run("pull_request", payload)

    assert code == Verdict.GO.exit_code


def test_a_fork_has_its_summary_though_nobody_may_comment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stage = real(tmp_path)
    payload = stage.pull_request(a__py=f'T = "{KEY}"\n')
    payload["pull_request"]["head"]["repo"]["full_name"] = "stranger/app"

    code = stage.run("pull_request", payload)

    shown = capsys.readouterr().out
    assert code == Verdict.NO_GO.exit_code
    assert stage.summary.startswith("**no-go**")
    assert "::error file=a.py,line=1" in shown
    assert "no comment on the pull request" in shown
    assert KEY not in shown + stage.summary


def test_no_check_run_is_ever_made() -> None:
    code = "".join(one.read_text("utf-8") for one in (ROOT / "launchready/github").glob("*.py"))
    examples = "".join(one.read_text("utf-8") for one in (ROOT / "examples").glob("*.yml"))

    assert "/issues/" in code
    assert "check-runs" not in code
    assert "checks: write" not in examples


def test_the_image_follows_from_no_reference_of_the_action() -> None:
    text = (ROOT / "action.yml").read_text("utf-8")
    shell = "".join(one.read_text("utf-8") for one in (ROOT / "action").glob("*.sh"))

    assert re.search(r"action_(ref|repository|path)\b", text) is None
    assert re.search(r"GITHUB_ACTION_(REF|REPOSITORY)", shell + text) is None
    assert "LR_IMAGE" in shell
