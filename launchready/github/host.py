"""Fetches on the runner what a run in the container will look at.

The container has no network of git's and a read-only workspace. This runs with whatever Python
the runner has, before anything is installed: standard library only.
"""

import os
import sys
from collections.abc import Mapping

from launchready.core.unreachable import UnreachableError
from launchready.github import event, inputs, policy, ranges
from launchready.github.deepen import bring, complete
from launchready.github.git import Git
from launchready.values.problem import ConfigError


def fetch(variables: Mapping[str, str]) -> str:
    """Fetches, and gives what went wrong; the gate itself finds the hole and says unknown."""
    try:
        happened = event.read(variables)
        asked = inputs.read(variables, happened.workflow_file)
        if asked.comment_from or ranges.idle(happened):
            return ""
        start = asked.start(variables)
        git = Git.of(start, happened.server_url, asked.token, asked.ca_bundle, variables)
        wanted = ranges.asked_for(happened, range_=asked.range, history=asked.history)
        brought = bring(git, wanted, policy.base_branch(happened, git))
        folder = asked.folder(git.root, variables)
        policy.fetch(git, happened, folder, asked.config, brought=brought)
        return complete(git, wanted, may_fetch=True, brought=brought).missing
    except (ConfigError, UnreachableError) as error:
        return str(error)


def main() -> None:
    """Never fails: the gate itself says what cannot be looked at."""
    if missing := fetch(os.environ):
        sys.stdout.write(f"launchready: the history could not be fetched: {missing!r}\n")
