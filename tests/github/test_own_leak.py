"""A pull request cannot let its own leak stand, nor send a key anywhere: the base branch says."""

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from launchready import interrupt
from launchready.core.report import Report
from launchready.run import Prepared, Request, perform, prepare
from launchready.secrets.plugins import recorded
from tests.github.stage import CONFIG, Stage
from tests.secrets.samples import BY_FORM

KEY = BY_FORM["github"][2](random.Random(1))
LEAK = f'T = "{KEY}"\n'
BASELINE = json.dumps(
    {
        "results": {
            "app.py": [{"type": "GitHub Token", "hashed_secret": recorded(KEY), "line_number": 1}]
        }
    }
)
VERIFYING = CONFIG + "secrets: {verify: true}\n"


@contextmanager
def _unwatched(_: int) -> Iterator[None]:
    yield None


class RealStage(Stage):
    """A stage on which the gate is really asked, in the secrets room."""

    prepared: Prepared

    def gate(self, request: Request) -> Report:
        self.requests.append(request)
        self.prepared = prepare(request)
        return interrupt.run(lambda: perform(self.prepared, _unwatched))


def _a_stage(folder: Path, config: str | None = CONFIG) -> RealStage:
    made = Stage.at(folder, config)
    return RealStage(folder=made.folder, origin=made.origin)


_LETTING_STAND = {
    ".secrets__baseline": BASELINE,
    ".gitleaksignore": "app.py:github-pat:1\n",
    ".gitleaks__toml": "[allowlist]\npaths = ['app']\n",
    "launchready__yml": "version: 1\nproduct: Acme\nsecrets: {disable: [secrets/github-token]}\n",
}


@pytest.mark.parametrize("name", _LETTING_STAND)
def test_a_pull_request_cannot_let_its_own_leak_stand(tmp_path: Path, name: str) -> None:
    stage = _a_stage(tmp_path)
    payload = stage.pull_request(**{name: _LETTING_STAND[name], "app__py": LEAK})
    code = stage.run("pull_request", payload, LR_CHECKS="secrets")

    assert code == 1
    assert "secrets/github-token" in stage.summary
    assert f"policy changed in this pull request: {name.replace('__', '.')}" in stage.summary
    assert KEY not in stage.summary


@pytest.mark.parametrize("name", _LETTING_STAND)
def test_what_the_base_branch_lets_stand_does_stand(tmp_path: Path, name: str) -> None:
    stage = _a_stage(tmp_path)
    stage.origin.commit(name.replace("__", "."), _LETTING_STAND[name])
    payload = stage.pull_request(app__py=LEAK)

    assert stage.run("pull_request", payload, LR_CHECKS="secrets") == 0


def test_a_pull_request_that_breaks_gitleaks_config_is_judged_by_the_base_s(tmp_path: Path) -> None:
    stage = _a_stage(tmp_path)
    payload = stage.pull_request(**{".gitleaks__toml": "[broken", "app__py": LEAK})

    assert stage.run("pull_request", payload, LR_CHECKS="secrets") == 1


def test_without_a_config_on_the_base_branch_nothing_of_the_change_counts(tmp_path: Path) -> None:
    stage = _a_stage(tmp_path, config=None)
    stage.origin.commit("README.md", "hello\n")
    payload = stage.pull_request(**{".secrets__baseline": BASELINE, "app__py": LEAK})

    assert stage.run("pull_request", payload, LR_CHECKS="secrets") == 1


def _forked(payload: dict[str, Any]) -> dict[str, Any]:
    head = payload["pull_request"]["head"]
    head["repo"] = {**head["repo"], "full_name": "mallory/app", "fork": True}
    return payload


def test_providers_are_asked_when_the_base_branch_says_so(tmp_path: Path) -> None:
    stage = _a_stage(tmp_path, config=VERIFYING)
    payload = stage.pull_request(a__txt="hello\n")
    stage.run("pull_request", payload, LR_CHECKS="secrets")

    assert stage.prepared.secrets.job.verify
    assert stage.prepared.notes == ()


def test_no_provider_is_asked_in_a_fork_s_run(tmp_path: Path) -> None:
    stage = _a_stage(tmp_path, config=VERIFYING)
    payload = _forked(stage.pull_request(app__py=LEAK))
    code = stage.run("pull_request", payload, LR_CHECKS="secrets")
    (note,) = stage.prepared.notes

    assert code == 1
    assert not stage.prepared.secrets.job.verify
    assert note.startswith("no provider was asked whether a key still works: this is a fork's")


def test_a_pull_request_cannot_have_providers_asked(tmp_path: Path) -> None:
    stage = _a_stage(tmp_path)
    payload = stage.pull_request(launchready__yml=VERIFYING)
    stage.run("pull_request", payload, LR_CHECKS="secrets")

    assert not stage.prepared.secrets.job.verify
