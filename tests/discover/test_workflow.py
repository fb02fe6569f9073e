"""The workflow is pinned by commit where that is known, and asks for the least it needs."""

import re

import pytest
import yaml

from launchready import __version__
from launchready.core.browser import Response
from launchready.core.unreachable import UnreachableError
from launchready.discover import workflow
from tests.worlds import DictBrowser, a_world, page

COMMIT = "0123456789abcdef0123456789abcdef01234567"
URL = f"https://api.github.com/repos/org/launchready/commits/v{__version__}"


def test_every_action_is_pinned_and_nothing_more_is_allowed_than_is_used() -> None:
    said = yaml.safe_load(workflow.text(COMMIT, "Acme"))
    job = said["jobs"]["gate"]

    assert [re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", one["uses"]) is None for one in job["steps"]] == [
        False,
        False,
    ]
    assert said["permissions"] == {}
    assert job["permissions"] == {"contents": "read", "pull-requests": "write"}
    assert job["steps"][0]["with"] == {"persist-credentials": False}
    assert said["concurrency"]["group"] == "launchready-${{ github.ref }}"


def test_without_a_commit_it_says_so_where_it_stands() -> None:
    text = workflow.text("", "Acme")

    assert f"org/launchready@v{__version__} # its commit could not be asked for" in text


@pytest.mark.parametrize(
    ("answer", "commit"),
    [
        (page(URL, body=COMMIT + "\n"), COMMIT),
        (page(URL, 404, body=COMMIT), ""),
        (page(URL, body="<html>"), ""),
        (page(URL, body=COMMIT, untrusted="self-signed"), ""),
        (UnreachableError("no"), ""),
    ],
)
async def test_github_is_asked_which_commit_a_release_is(
    answer: Response | UnreachableError, commit: str
) -> None:
    assert await workflow.released_commit(a_world(web=DictBrowser({URL: answer}))) == commit
