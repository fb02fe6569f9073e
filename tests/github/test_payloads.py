"""Every example payload GitHub publishes leads to the commits and the trust it should."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from launchready.github import event, ranges, trust
from launchready.github.ranges import Between, Everything, Nothing, NotOn, Tree, Wanted
from launchready.values.problem import ConfigError
from tests.github import events
from tests.github.cut_payloads import EVENTS
from tests.github.events import BASE, HEAD, ZEROS

PAYLOADS: dict[str, list[dict[str, Any]]] = json.loads(
    Path(__file__).with_name("payloads.json").read_text("utf-8")
)
ALL = [(name, number) for name, listed in PAYLOADS.items() for number in range(len(listed))]
MERGE = "e" * 40
# What has secrets and may have a stranger's files: see trust.
SECRETS_ALONE = "only secrets is asked"


def happened(name: str, payload: Any, **more: str) -> event.Event:
    home = payload.get("repository", {}).get("full_name", "org/app")
    return event.parse(
        events.variables(name, **({"GITHUB_SHA": MERGE, "GITHUB_REPOSITORY": home} | more)), payload
    )


def expected(name: str, payload: Mapping[str, Any]) -> Wanted | str:
    """The table of events, read off the payload; a text is why there is nothing to do."""
    branch = payload["repository"]["default_branch"]
    match name:
        case "pull_request" | "pull_request_review" | "pull_request_review_comment":
            pull = payload["pull_request"]
            base, head = pull["base"]["sha"], pull["head"]["sha"]
            return Between(base=base, head=head, expected=pull.get("commits"), merge=MERGE)
        case "merge_group":
            group = payload["merge_group"]
            return Between(base=group["base_sha"], head=group["head_sha"])
        case "push" if payload["deleted"]:
            return f"{payload['ref']} was deleted; there is nothing to check"
        case "push" if payload["ref"] == f"refs/heads/{branch}":
            return Everything()  # the example creates the default branch
        case "push":
            return NotOn(branch=branch, head=payload["after"])
        case "deployment" | "deployment_status":
            return Nothing(reason="a deployment brings no commits; secrets ran when they came")
        case "workflow_run":
            run = payload["workflow_run"]
            if run["pull_requests"]:
                base = run["pull_requests"][0]["base"]["sha"]
                return Between(base=base, head=run["head_sha"])
            return NotOn(branch=branch, head=run["head_sha"])
        case "repository_dispatch" | "workflow_dispatch":
            return Everything()
        case _:
            return Tree()


def test_the_examples_are_of_every_event_with_a_rule() -> None:
    assert set(PAYLOADS) == set(EVENTS)
    assert all(PAYLOADS.values())


@pytest.mark.parametrize(("name", "number"), ALL)
def test_an_example_gives_the_commits_of_the_table(name: str, number: int) -> None:
    payload = PAYLOADS[name][number]
    read = happened(name, payload)

    assert (ranges.idle(read) or ranges.wanted(read)) == expected(name, payload)
    assert read.default_branch == payload["repository"]["default_branch"]


@pytest.mark.parametrize(("name", "number"), ALL)
def test_an_example_is_trusted_as_far_as_its_event_is(name: str, number: int) -> None:
    payload = PAYLOADS[name][number]
    why = trust.against_network(happened(name, payload), MERGE)
    elsewhere = trust.against_network(happened(name, payload), "f" * 40)

    assert (SECRETS_ALONE in why) == (name == "workflow_run")
    assert bool(why) == (name == "workflow_run")
    assert (SECRETS_ALONE in elsewhere) == (name in ("workflow_run", "issue_comment", "release"))


@pytest.mark.parametrize("number", range(len(PAYLOADS["pull_request"])))
@pytest.mark.parametrize("home", ["stranger/app", None])
def test_an_example_from_a_fork_or_one_that_is_gone_asks_nothing_of_the_network(
    number: int, home: str | None
) -> None:
    payload = json.loads(json.dumps(PAYLOADS["pull_request"][number]))
    payload["pull_request"]["head"]["repo"] = {"full_name": home} if home else None

    assert "a fork's pull request" in trust.against_network(happened("pull_request", payload))


@pytest.mark.parametrize("name", ["pull_request", "pull_request_review", "push", "create"])
def test_what_dependabot_sets_off_has_no_secrets(name: str) -> None:
    payload = events.push() if name == "push" else events.pull_request()
    by_dependabot = happened(name, payload, GITHUB_ACTOR="dependabot[bot]")
    by_its_name_elsewhere = happened("schedule", {}, GITHUB_ACTOR="dependabot[bot]")

    assert "Dependabot's runs have no secrets" in trust.against_network(by_dependabot)
    assert trust.against_network(by_its_name_elsewhere) == ""


def many(count: int) -> dict[str, Any]:
    return events.push(ref="refs/heads/topic") | {"commits": [{}] * count}


NEW = NotOn(branch="main", head=HEAD)


@pytest.mark.parametrize(
    ("payload", "wanted"),
    [
        pytest.param(events.push(before=ZEROS, ref="refs/heads/topic"), NEW, id="a new branch"),
        pytest.param(events.push(before=ZEROS), Everything(), id="a new default branch"),
        pytest.param(events.push(ref="refs/tags/v1"), NEW, id="a moved tag"),
        pytest.param(
            events.push(before="0" * 64, after="a" * 64, ref="refs/heads/topic"),
            NotOn(branch="main", head="a" * 64),
            id="a repository of SHA-256",
        ),
        pytest.param(
            many(0), Between(base=BASE, head=HEAD, instead=NEW), id="a push of no commits"
        ),
        pytest.param(
            many(2047),
            Between(base=BASE, head=HEAD, expected=2047, instead=NEW),
            id="as many as GitHub lists",
        ),
        pytest.param(
            many(2048), Between(base=BASE, head=HEAD, instead=NEW), id="more than it lists"
        ),
        pytest.param(
            many(1) | {"forced": True},
            Between(base=BASE, head=HEAD, expected=1, instead=NEW),
            id="a forced push",
        ),
        pytest.param(
            many(1) | {"base_ref": None, "base": None},
            Between(base=BASE, head=HEAD, expected=1, instead=NEW),
            id="base is null",
        ),
        pytest.param(
            events.push(before=ZEROS, ref="refs/heads/topic") | {"commits": None},
            NEW,
            id="commits is null",
        ),
    ],
)
def test_a_push_at_the_edge_is_looked_at_whole(payload: Any, wanted: Wanted) -> None:
    read = happened("push", payload)

    assert ranges.idle(read) == ""
    assert ranges.wanted(read) == wanted


@pytest.mark.parametrize("ref", ["refs/heads/topic", "refs/heads/main", "refs/tags/v1"])
def test_what_was_deleted_leaves_nothing_to_do(ref: str) -> None:
    read = happened("push", events.push(after=ZEROS, ref=ref))

    assert ranges.idle(read) == f"{ref} was deleted; there is nothing to check"
    assert isinstance(ranges.wanted(read), Nothing)


@pytest.mark.parametrize("part", ["base", "head"])
def test_a_pull_request_without_an_end_is_a_mistake_and_no_pass(part: str) -> None:
    payload = events.pull_request()
    payload["pull_request"][part] = None

    with pytest.raises(ConfigError, match=f"pull_request.{part}"):
        happened("pull_request", payload)
