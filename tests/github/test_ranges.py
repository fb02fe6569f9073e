"""Each event is about certain commits, and GitHub's own list of them decides nothing."""

from typing import Any

import pytest

from launchready.github import event, ranges
from launchready.github.ranges import Between, Everything, Nothing, NotOn, Tree, Wanted
from tests.github import events
from tests.github.events import BASE, HEAD, ZEROS

NEW = NotOn(branch="main", head=HEAD)


MERGE = "d" * 40


def happened(name: str, payload: Any) -> event.Event:
    return event.parse(events.variables(name, GITHUB_SHA=MERGE), payload)


@pytest.mark.parametrize(
    ("name", "payload", "wanted"),
    [
        (
            "pull_request",
            events.pull_request(),
            Between(base=BASE, head=HEAD, expected=2, merge=MERGE),
        ),
        ("pull_request_target", events.pull_request(), Between(base=BASE, head=HEAD, expected=2)),
        ("merge_group", events.merge_group(), Between(base=BASE, head=HEAD)),
        ("push", events.push(), Between(base=BASE, head=HEAD, instead=Everything())),
        (
            "push",
            events.push(ref="refs/heads/topic"),
            Between(base=BASE, head=HEAD, instead=NEW),
        ),
        ("push", events.push(before=ZEROS, ref="refs/heads/topic"), NEW),
        ("push", events.push(before=ZEROS), Everything()),
        ("push", events.push(before=ZEROS, ref="refs/tags/v1"), NEW),
        ("push", events.push(ref="refs/tags/v1"), NEW),
        ("workflow_run", events.workflow_run(), Between(base=BASE, head=HEAD)),
        ("workflow_run", events.workflow_run(None), NEW),
        ("schedule", {}, Everything()),
        ("workflow_dispatch", {}, Everything()),
        ("release", {}, Tree()),
    ],
)
def test_an_event_is_about_these_commits(name: str, payload: Any, wanted: Wanted) -> None:
    assert ranges.wanted(happened(name, payload)) == wanted


def test_a_deployment_brings_no_commits() -> None:
    found = ranges.wanted(happened("deployment_status", events.deployment_status()))

    assert isinstance(found, Nothing)


def test_without_a_default_branch_a_new_branch_is_looked_at_whole() -> None:
    payload = events.push(before=ZEROS, ref="refs/heads/topic") | {"repository": {}}

    assert ranges.wanted(happened("push", payload)) == Everything()


@pytest.mark.parametrize(
    ("name", "payload", "reason"),
    [
        (
            "push",
            events.push(after=ZEROS),
            "refs/heads/main was deleted; there is nothing to check",
        ),
        (
            "deployment_status",
            events.deployment_status("pending"),
            "the deployment is pending; the gate runs when it has succeeded",
        ),
        ("deployment_status", events.deployment_status(), ""),
        ("push", events.push(), ""),
        ("schedule", {}, ""),
    ],
)
def test_some_events_leave_nothing_to_do(name: str, payload: Any, reason: str) -> None:
    assert ranges.idle(happened(name, payload)) == reason
