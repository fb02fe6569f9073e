"""A run in the container has no network exactly when nothing of it is asked or told over one."""

import json
from pathlib import Path
from typing import Any

import pytest

from launchready.github import sealed
from tests.github import events

FORK = events.pull_request(home="stranger/app")
OWN = events.pull_request()


@pytest.mark.parametrize(
    ("name", "payload", "more", "expected"),
    [
        ("pull_request", FORK, {}, True),
        ("pull_request", events.pull_request(home=None), {}, True),
        ("pull_request", FORK, {"LR_COMMENT": "never"}, True),
        ("pull_request", FORK, {"LR_COMMENT": "always"}, False),
        ("pull_request", OWN, {"GITHUB_ACTOR": "dependabot[bot]"}, True),
        ("pull_request", OWN, {}, False),
        ("pull_request", OWN, {"LR_COMMENT": "never"}, False),
        ("pull_request_target", OWN, {}, False),
        ("pull_request_target", OWN, {"LR_COMMENT": "never"}, True),
        ("workflow_run", events.workflow_run(), {}, False),
        ("workflow_run", events.workflow_run(), {"LR_COMMENT": "never"}, True),
        ("push", events.push(), {"LR_COMMENT": "never"}, False),
        ("schedule", {}, {}, False),
        ("pull_request", FORK, {"LR_COMMENT": "sometimes"}, True),
        ("pull_request", [], {}, True),
    ],
)
def test_who_gets_no_network(
    tmp_path: Path, name: str, payload: Any, more: dict[str, str], *, expected: bool
) -> None:
    event = tmp_path / "event.json"
    event.write_text(json.dumps(payload), "utf-8")

    variables = events.variables(name, GITHUB_EVENT_PATH=str(event), **more)

    assert sealed.needs_none(variables) is expected
