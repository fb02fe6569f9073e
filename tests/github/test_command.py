"""A run on GitHub asks the right thing under the base branch's policy and always says its word."""

from pathlib import Path

import pytest

from launchready.core.finding import Impact
from launchready.core.registry import ROOMS
from launchready.core.report import Skipped
from launchready.run import prepare
from launchready.secrets.scope import Scope
from tests.github import events
from tests.github.origin import git, head_of
from tests.github.stage import CONFIG, Stage


def test_a_pull_request_is_judged_by_its_commits_and_the_base_branchs_config(
    tmp_path: Path,
) -> None:
    stage = Stage.at(tmp_path)
    payload = stage.pull_request(a__txt="a\n", b__txt="b\n")

    code = stage.run("pull_request", payload)

    (request,) = stage.requests
    base, head = (payload["pull_request"][one]["sha"] for one in ("base", "head"))
    assert code == 0
    merge = head_of(stage.folder / "app")
    assert request.scope == Scope(kind="range", commits=f"{base}..{head}", merge=merge)
    assert request.config == stage.folder / "app" / "launchready.yml"
    assert request.barred == {}
    assert request.notes == ()
    assert request.policy is not None
    assert request.policy("launchready.yml") == CONFIG.encode()


def test_a_pull_request_cannot_bring_its_own_policy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stage = Stage.at(tmp_path)
    payload = stage.pull_request(launchready__yml="version: 1\nproduct: Mallory\n")

    code = stage.run("pull_request", payload)

    (request,) = stage.requests
    assert code == 0
    assert request.policy is not None
    assert request.policy("launchready.yml") == CONFIG.encode()
    assert "policy changed in this pull request" in stage.summary


def test_a_policy_that_only_the_base_branch_changed_is_no_change_of_the_pull_request(
    tmp_path: Path,
) -> None:
    stage = Stage.at(tmp_path)
    payload = stage.pull_request(a__txt="a\n")
    stage.origin.switch("main")
    stage.origin.commit("launchready.yml", "version: 1\nproduct: Acme 2\n")

    stage.run("pull_request", payload)

    (request,) = stage.requests
    assert request.policy is not None
    assert request.policy("launchready.yml") == b"version: 1\nproduct: Acme 2\n"
    assert "policy changed" not in stage.summary


def test_a_nearer_config_in_the_pull_request_does_not_take_the_place_of_the_real_one(
    tmp_path: Path,
) -> None:
    stage = Stage.at(tmp_path)
    stage.origin.commit("portal/index.html", "hello\n")
    payload = stage.pull_request(**{"portal/launchready__yml": "version: 1\n"})

    stage.run("pull_request", payload, LR_WORKING_DIRECTORY="portal")

    (request,) = stage.requests
    assert request.config == stage.folder / "app" / "launchready.yml"


def test_a_broken_config_in_the_pull_request_is_told_at_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stage = Stage.at(tmp_path)
    payload = stage.pull_request(launchready__yml="version: 1\nprodct: Acme\n")

    code = stage.run("pull_request", payload)

    assert code == 2
    assert stage.requests == []
    assert stage.outputs["verdict"] == "unknown"
    assert "::error file=launchready.yml,line=2,col=1" in capsys.readouterr().out
    assert "did you mean product?" in stage.summary


def test_the_pull_request_that_introduces_the_config_is_searched_for_secrets_alone(
    tmp_path: Path,
) -> None:
    stage = Stage.at(tmp_path, config=None)
    payload = stage.pull_request(launchready__yml="version: 1\nsmoke:\n  pages: []\n")

    code = stage.run("pull_request", payload)

    (request,) = stage.requests
    skipped = {
        one.check.room: one.outcome.reason
        for one in prepare(request).plan.steps
        if hasattr(one, "outcome") and isinstance(one.outcome, Skipped)
    }
    assert code == 0
    assert skipped
    assert set(skipped.values()) == {
        "main has no launchready.yml yet; this change's copy counts once merged"
    }


def test_a_fork_is_asked_nothing_of_the_network_and_needs_no_secrets(tmp_path: Path) -> None:
    config = (
        "version: 1\nhosts: {own: [app.acme.test]}\nenvironments:\n  production: {base_url: 'https://app.acme.test'}\n"
        "smoke:\n  pages:\n    - {name: home, url: '${base_url}/${KEY}',"
        " expect: ['[STATUS] == 200']}\n"
    )
    stage = Stage.at(tmp_path, config)
    payload = stage.pull_request(a__txt="a\n")
    payload["pull_request"]["head"]["repo"]["full_name"] = "stranger/app"

    code = stage.run("pull_request", payload)

    (request,) = stage.requests
    assert code == 0
    assert set(request.barred) == set(ROOMS) - {"secrets"}
    assert "a fork's pull request" in request.barred["smoke"]


@pytest.mark.parametrize("name", ["pull_request_target", "workflow_run"])
def test_events_with_secrets_and_strangers_code_ask_secrets_alone(
    tmp_path: Path, name: str
) -> None:
    stage = Stage.at(tmp_path)
    pull = stage.pull_request(a__txt="a\n")
    head = pull["pull_request"]["head"]["sha"]
    run = events.workflow_run() | {
        "workflow_run": {
            "head_sha": head,
            "pull_requests": [{"base": pull["pull_request"]["base"]}],
        }
    }

    stage.run(name, run if name == "workflow_run" else pull)

    (request,) = stage.requests
    assert set(request.barred) == set(ROOMS) - {"secrets"}
    assert request.policy is not None
    assert request.scope.commits.endswith(head)


def test_a_push_is_judged_by_its_own_config(tmp_path: Path) -> None:
    stage = Stage.at(tmp_path)
    before = stage.origin.head()
    after = stage.origin.commit("a.txt", "a\n")
    stage.check_out("refs/heads/main")

    code = stage.run("push", events.push(before, after))

    (request,) = stage.requests
    assert code == 0
    assert request.policy is None
    assert request.config is None
    assert request.scope == Scope(kind="range", commits=f"{before}..{after}")


def test_a_deployment_leaves_secrets_out(tmp_path: Path) -> None:
    stage = Stage.at(tmp_path)
    stage.check_out("refs/heads/main")

    stage.run("deployment_status", events.deployment_status(), LR_ENVIRONMENT="production")

    (request,) = stage.requests
    assert set(request.barred) == {"secrets"}
    assert request.policy is None


def test_a_deployment_under_way_is_no_time_to_look(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stage = Stage.at(tmp_path)
    stage.check_out("refs/heads/main")

    code = stage.run("deployment_status", events.deployment_status("in_progress"))

    assert code == 0
    assert stage.requests == []
    assert stage.outputs["verdict"] == "unknown"
    assert "the deployment is in_progress" in capsys.readouterr().out


def test_inputs_overrule_the_event(tmp_path: Path) -> None:
    stage = Stage.at(tmp_path)
    stage.check_out("refs/heads/main")

    stage.run("schedule", {}, LR_RANGE="HEAD~1..HEAD", LR_CHECKS="secrets", LR_FAIL_ON="advice")

    (request,) = stage.requests
    old, new = stage.origin.head("main~1"), stage.origin.head("main")
    assert request.scope == Scope(kind="range", commits=f"{old}..{new}")
    assert request.rooms == ("secrets",)
    assert request.fail_on is Impact.ADVICE


def test_a_baseline_is_the_base_branchs_too(tmp_path: Path) -> None:
    stage = Stage.at(tmp_path)
    empty = '{"version": "1.5.0", "plugins_used": [], "results": {}}'
    stage.origin.commit(".secrets.baseline", empty)
    payload = stage.pull_request(**{".secrets__baseline": "not a baseline"})

    code = stage.run("pull_request", payload, LR_BASELINE=".secrets.baseline")

    (request,) = stage.requests
    assert code == 0
    assert request.baseline is not None
    assert request.baseline.name == ".secrets.baseline"
    assert (
        "policy changed in this pull request: .secrets.baseline differs from main's"
        in stage.summary
    )


def test_a_baseline_that_a_pull_request_brings_lets_nothing_stand_yet(tmp_path: Path) -> None:
    stage = Stage.at(tmp_path)
    payload = stage.pull_request(**{".secrets__baseline": "{}"})

    code = stage.run("pull_request", payload, LR_BASELINE=".secrets.baseline")

    (request,) = stage.requests
    assert code == 0
    assert request.baseline is None
    assert request.notes == ("main has no .secrets.baseline yet; nothing is let stand by it",)


def test_the_whole_history_can_be_asked_for_on_a_pull_request(tmp_path: Path) -> None:
    stage = Stage.at(tmp_path)
    payload = stage.pull_request(a__txt="a\n")

    stage.run("pull_request", payload, LR_HISTORY="full")

    (request,) = stage.requests
    assert request.scope == Scope(kind="history")


def test_a_base_branch_that_cannot_be_had_is_unknown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stage = Stage.at(tmp_path)
    payload = stage.pull_request(a__txt="a\n")
    git(stage.folder / "app", "remote", "set-url", "origin", f"file://{tmp_path}/gone")

    code = stage.run("pull_request", payload)

    assert code == 3
    assert stage.requests == []
    assert stage.outputs["verdict"] == "unknown"
    assert "main could not be fetched" in capsys.readouterr().out


def test_no_checkout_is_unknown_and_says_what_to_add(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stage = Stage.at(tmp_path)
    (tmp_path / "app").mkdir()

    code = stage.run("push", events.push())

    assert code == 3
    assert "Put actions/checkout before launchready." in capsys.readouterr().out


def test_a_wrong_input_is_exit_2_with_outputs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stage = Stage.at(tmp_path)

    code = stage.run("push", events.push(), LR_FAIL_ON="never")

    assert code == 2
    assert stage.outputs == {
        "verdict": "unknown",
        "findings": "",
        "blockers": "",
        "launch-in-48h": "unknown",
    }
    assert "input fail-on is never" in capsys.readouterr().out
