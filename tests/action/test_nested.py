"""The action finds itself where a consumer calls it from an action of their own."""

from pathlib import Path

import pytest

from tests.action.workshop import Workshop, an_aws_key
from tests.github import fake

pytestmark = [pytest.mark.act, pytest.mark.timeout(300)]

WORKFLOW = """\
on: [pull_request]
permissions:
  contents: read
jobs:
  gate:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v7
      - uses: ./.github/actions/checks
"""
ACTION = """\
name: our checks
runs:
  using: composite
  steps:
    - uses: org/launchready@v1
      with: {comment: never}
"""


def test_an_action_that_calls_it_gets_its_verdict(
    tmp_path: Path, action: Path, github: fake.GitHub
) -> None:
    workshop = Workshop.at(tmp_path, action)
    workshop.origin.commit(".github/workflows/gate.yml", WORKFLOW)
    workshop.origin.commit(".github/actions/checks/action.yml", ACTION)
    payload = workshop.pull_request(**{"a.py": f"KEY = '{an_aws_key()}'\n"})

    job = workshop.run("pull_request", payload, github)

    assert job.code == 1, job.log
    assert job.outputs["blockers"] == "1"
    assert github.calls == []
