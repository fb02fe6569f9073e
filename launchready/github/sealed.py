"""Tells the shell which runs in the container need no network, so that they get none.

This runs on the runner itself, before anything is installed: standard library only.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from launchready.github import event, inputs, trust
from launchready.values.problem import ConfigError

# The file in the reports' folder that the shell looks for.
MARK = "sealed"


def needs_none(variables: Mapping[str, str]) -> bool:
    """Whether nothing of this run is asked of the network or delivered over it."""
    try:
        happened = event.read(variables)
        asked = inputs.read(variables, happened.workflow_file)
    except ConfigError:
        return True  # nothing is looked at; the gate says what is wrong
    if not trust.against_network(happened):
        return False
    silent = happened.is_from_outside and happened.name == "pull_request"
    return asked.comment == "never" or (silent and asked.comment == "auto")


def main() -> None:
    """Leaves the mark where the shell finds it."""
    if needs_none(os.environ):
        (Path(os.environ["LR_REPORTS"]) / MARK).touch()
