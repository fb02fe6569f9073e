"""A run believes the base branch alone, whoever sets it off and whatever is checked out."""

import random
from pathlib import Path
from typing import Any

import pytest

from launchready.core.report import Verdict
from launchready.run import prepare
from tests.github import events
from tests.github.origin import git
from tests.github.stage import CONFIG, Stage
from tests.github.test_own_leak import RealStage
from tests.secrets.samples import BY_FORM

KEY = BY_FORM["github"][2](random.Random(2))
TRUSTED = "-----BEGIN CERTIFICATE-----\nbase\n-----END CERTIFICATE-----\n"


def real(folder: Path) -> RealStage:
    made = Stage.at(folder)
    return RealStage(folder=made.folder, origin=made.origin)


def test_a_key_that_only_the_merge_has_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stage = real(tmp_path)
    base = stage.origin.head()
    stage.origin.branch("topic")
    head = stage.origin.commit("a.txt", "a\n")
    stage.origin.pull_request(7, base, head)
    git(stage.origin.folder, "checkout", "--quiet", "refs/pull/7/merge")
    (stage.origin.folder / "merged.py").write_text(f'T = "{KEY}"\n', "utf-8")
    git(stage.origin.folder, "add", "--all")
    git(stage.origin.folder, "commit", "--quiet", "--amend", "--no-edit")
    git(stage.origin.folder, "update-ref", "refs/pull/7/merge", "HEAD")
    stage.check_out("refs/pull/7/merge")

    code = stage.run("pull_request", events.pull_request(base, head, commits=1))

    assert code == Verdict.NO_GO.exit_code
    assert "::error file=merged.py,line=1" in capsys.readouterr().out


def test_the_roots_that_are_trusted_are_the_base_branchs(tmp_path: Path) -> None:
    stage = Stage.at(tmp_path, CONFIG + "network: {ca_file: ci/root.pem}\n")
    stage.origin.commit("ci/root.pem", TRUSTED)
    payload = stage.pull_request(**{"ci/root__pem": "mallory\n"})

    stage.run("pull_request", payload)

    (request,) = stage.requests
    assert request.policy is not None
    network = prepare(request).loaded.config.network.with_roots(request.policy)
    assert network.roots == TRUSTED


def test_the_token_is_hidden_in_reports_and_logs(tmp_path: Path) -> None:
    stage = Stage.at(tmp_path)
    stage.check_out("refs/heads/main")
    token = "ghs_" + "Q" * 36

    stage.run("schedule", {}, LR_GITHUB_TOKEN=token)

    (request,) = stage.requests
    hide = prepare(request).hide
    assert request.hidden == {token}
    assert token not in hide(f"https://x:{token}@github.com")
    assert token not in repr(request)


def test_a_config_that_is_a_link_is_followed_within_the_base_branch(tmp_path: Path) -> None:
    stage = Stage.at(tmp_path, config=None)
    stage.origin.commit("ops/gate.yml", CONFIG)
    (stage.origin.folder / "launchready.yml").symlink_to("ops/gate.yml")
    stage.origin.commit("x.txt", "x\n")
    payload = stage.pull_request(**{"ops/gate__yml": "version: 1\nproduct: Mallory\n"})

    code = stage.run("pull_request", payload)

    (request,) = stage.requests
    assert code == 0
    assert request.policy is not None
    assert request.policy("launchready.yml") == CONFIG.encode()
    assert "policy changed in this pull request: launchready.yml differs" in stage.summary


@pytest.mark.parametrize("target", ["/etc/hostname", "../../outside.yml", "launchready.yml"])
def test_a_config_that_leads_out_of_the_repository_is_none(tmp_path: Path, target: str) -> None:
    stage = Stage.at(tmp_path, config=None)
    (tmp_path / "outside.yml").write_text("version: 1\nproduct: Outside\n", "utf-8")
    (stage.origin.folder / "launchready.yml").symlink_to(target)
    stage.origin.commit("x.txt", "x\n")
    payload = stage.pull_request(a__txt="a\n")

    stage.run("pull_request", payload)

    (request,) = stage.requests
    assert request.policy is not None
    with pytest.raises(FileNotFoundError):
        request.policy("launchready.yml")
    assert "main has no launchready.yml yet" in request.barred["web"]


def test_a_nearer_config_that_would_count_once_merged_is_told(tmp_path: Path) -> None:
    stage = Stage.at(tmp_path)
    stage.origin.commit("portal/index.html", "hello\n")
    payload = stage.pull_request(**{"portal/launchready__yml": "version: 1\n"})

    stage.run("pull_request", payload, LR_WORKING_DIRECTORY="portal")

    assert "policy changed in this pull request: portal/launchready.yml differs" in stage.summary


def test_a_comment_that_has_a_pull_request_checked_out_asks_secrets_alone(tmp_path: Path) -> None:
    stage = Stage.at(tmp_path)
    stage.pull_request(launchready__yml="version: 1\nproduct: Mallory\n")
    payload = {"issue": {"number": 7}, "repository": events.repository()}
    main = stage.origin.head("main")

    stage.run("issue_comment", payload, GITHUB_SHA=main)

    (request,) = stage.requests
    assert "maybe a stranger's files" in request.barred["web"]
    assert request.policy is not None
    assert request.policy("launchready.yml") == CONFIG.encode()


def test_a_comment_with_the_default_branch_checked_out_is_judged_by_it(tmp_path: Path) -> None:
    stage = Stage.at(tmp_path)
    stage.check_out("refs/heads/main")

    stage.run("issue_comment", {"issue": {"number": 7}, "repository": events.repository()})

    (request,) = stage.requests
    assert request.policy is None
    assert request.barred == {}


def of_a_review(payload: dict[str, Any]) -> dict[str, Any]:
    """GitHub gives no count of commits there."""
    del payload["pull_request"]["commits"]
    return payload


@pytest.mark.parametrize("name", ["pull_request_review", "pull_request_review_comment"])
def test_a_review_is_judged_as_its_pull_request_is(tmp_path: Path, name: str) -> None:
    stage = Stage.at(tmp_path)
    payload = of_a_review(stage.pull_request(launchready__yml="version: 1\nproduct: Mallory\n"))

    code = stage.run(name, payload)

    (request,) = stage.requests
    head = payload["pull_request"]["head"]["sha"]
    assert code == 0
    assert request.policy is not None
    assert request.policy("launchready.yml") == CONFIG.encode()
    assert request.scope.commits.endswith(f"..{head}")
    assert request.barred == {}


def test_a_push_of_dependabots_asks_secrets_alone(tmp_path: Path) -> None:
    stage = Stage.at(tmp_path)
    before = stage.origin.head()
    after = stage.origin.commit("a.txt", "a\n")
    stage.check_out("refs/heads/main")

    stage.run("push", events.push(before, after), GITHUB_ACTOR="dependabot[bot]")

    (request,) = stage.requests
    assert "Dependabot's runs have no secrets" in request.barred["web"]
    assert set(request.variables) == set()
    assert request.variables["KEY"] == "${KEY}"


@pytest.mark.parametrize(
    ("name", "loose", "kept"),
    [
        ("core.fsmonitor", "true", "false"),
        ("core.hooksPath", "hooks", "/dev/null"),
        ("core.alternateRefsCommand", "evil", "true"),
        ("advice.graftFileDeprecated", "true", "false"),
        ("core.askPass", "evil", ""),
        ("credential.helper", "evil", ""),
        ("http.sslVerify", "false", "true"),
        ("http.lowSpeedLimit", "0", "1024"),
        ("http.lowSpeedTime", "0", "60"),
        ("protocol.allow", "always", "never"),
    ],
)
def test_a_setting_of_the_repository_does_not_loosen_ours(
    tmp_path: Path, name: str, loose: str, kept: str
) -> None:
    stage = Stage.at(tmp_path)
    clone = stage.origin.checkout(tmp_path / "clone", "refs/heads/main")
    git(clone.root, "config", name, loose)

    assert clone("config", "--get", name) == kept
