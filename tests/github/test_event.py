"""A run knows what set it off; a payload that is not one stops it with a reason."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.github import event
from launchready.github.event import (
    Deployment,
    MergeGroup,
    Other,
    PullRequest,
    Push,
    Sweep,
    WorkflowRun,
)
from launchready.values.problem import ConfigError
from tests.github import events
from tests.github.events import BASE, HEAD, ZEROS


def happened(name: str, payload: Any, **more: str) -> event.Event:
    return event.parse(events.variables(name, **more), payload)


def test_a_pull_request_names_its_commits_and_its_base() -> None:
    found = happened("pull_request", events.pull_request())

    assert found.what == PullRequest(
        number=7, base_ref="main", base_sha=BASE, head_sha=HEAD, commits=2, is_fork=False
    )
    assert found.workflow_file == ".github/workflows/gate.yml"
    assert found.run == (12, 1)
    assert found.run_url == "https://github.com/org/app/actions/runs/4711"
    assert not found.is_from_outside


@pytest.mark.parametrize("home", ["stranger/app", None])
def test_a_fork_is_told_by_its_repository_and_a_deleted_one_is_still_a_fork(
    home: str | None,
) -> None:
    found = happened("pull_request", events.pull_request(home=home))

    assert found.pull_request is not None
    assert found.pull_request.is_fork
    assert found.is_from_outside


def test_dependabot_is_an_outsider_though_its_branch_is_ours() -> None:
    found = happened("pull_request", events.pull_request(), GITHUB_ACTOR="dependabot[bot]")

    assert found.is_from_outside


@pytest.mark.parametrize(
    ("name", "payload", "what"),
    [
        ("push", events.push(), Push(ref="refs/heads/main", before=BASE, after=HEAD)),
        (
            "push",
            events.push(before=ZEROS, ref="refs/tags/v1"),
            Push(ref="refs/tags/v1", before=None, after=HEAD),
        ),
        ("push", events.push(after=ZEROS), Push(ref="refs/heads/main", before=BASE, after=None)),
        (
            "merge_group",
            events.merge_group(),
            MergeGroup(base_ref="main", base_sha=BASE, head_sha=HEAD),
        ),
        (
            "deployment_status",
            events.deployment_status("pending"),
            Deployment(sha=HEAD, state="pending"),
        ),
        ("workflow_run", events.workflow_run(), WorkflowRun(head_sha=HEAD, base_sha=BASE)),
        ("workflow_run", events.workflow_run(None), WorkflowRun(head_sha=HEAD, base_sha=None)),
        ("schedule", {"schedule": "0 6 * * *"}, Sweep()),
        ("workflow_dispatch", {"inputs": None}, Sweep()),
        ("release", {"action": "published"}, Other()),
    ],
)
def test_every_event_is_told_apart(name: str, payload: Any, what: event.Happening) -> None:
    assert happened(name, payload).what == what


def test_pull_request_target_is_told_from_pull_request() -> None:
    found = happened("pull_request_target", events.pull_request(home="stranger/app"))

    assert found.pull_request is not None
    assert found.pull_request.is_target


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        ([], "the event's payload is not a JSON object"),
        ({"pull_request": {"number": 7}}, "the event's payload has no pull_request.base.ref"),
        (
            events.pull_request(head="--upload-pack=x"),
            "pull_request.head.sha in the event's payload is no commit id",
        ),
    ],
)
def test_a_payload_that_is_not_one_is_a_mistake_with_its_reason(payload: Any, reason: str) -> None:
    with pytest.raises(ConfigError) as caught:
        happened("pull_request", payload)

    assert [one.found for one in caught.value.problems] == [reason]


@pytest.mark.parametrize("ref", ["--upload-pack=x", "a b", "a..b", "a:b", "a\nb", ""])
def test_a_branch_name_git_would_not_take_is_refused(ref: str) -> None:
    payload = events.pull_request()
    payload["pull_request"]["base"]["ref"] = ref

    with pytest.raises(ConfigError):
        happened("pull_request", payload)


def test_outside_a_workflow_the_reader_is_sent_to_the_right_command() -> None:
    with pytest.raises(ConfigError) as caught:
        event.read({})

    assert "launchready check" in str(caught.value)


@pytest.mark.parametrize("raw", [b"{", b"\xff", b"[" * 100_000])
def test_a_payload_that_cannot_be_read_is_a_mistake(tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "event.json"
    file.write_bytes(raw)

    with pytest.raises(ConfigError):
        event.read(events.variables("push", GITHUB_EVENT_PATH=str(file)))


def test_a_payload_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "event.json"
    file.write_text(json.dumps(events.push()), "utf-8")

    found = event.read(events.variables("push", GITHUB_EVENT_PATH=str(file)))

    assert found.what == Push(ref="refs/heads/main", before=BASE, after=HEAD)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(
                [
                    "pull_request",
                    "number",
                    "base",
                    "head",
                    "sha",
                    "ref",
                    "repo",
                    "repository",
                    "default_branch",
                    "before",
                    "after",
                    "merge_group",
                    "base_sha",
                    "workflow_run",
                    "pull_requests",
                    "deployment",
                    "deployment_status",
                    "state",
                    "commits",
                ]
            ),
            inner,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=100, deadline=None)
@given(
    name=st.sampled_from(
        ["pull_request", "push", "merge_group", "workflow_run", "deployment_status", "release"]
    ),
    payload=JSON,
)
def test_no_payload_breaks_the_reading(name: str, payload: Any) -> None:
    with suppress(ConfigError):
        happened(name, payload)
