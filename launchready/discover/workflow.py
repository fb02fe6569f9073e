"""The workflow that runs the gate: actions pinned by commit, the least that they need."""

import json
import re
from importlib import metadata

import anyio

from launchready import __version__
from launchready.core.context import Context
from launchready.core.unreachable import UnreachableError

FILE = ".github/workflows/launchready.yml"
REPOSITORY = "org/launchready"
_CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1"
_LONGEST_WAIT = 5.0  # seconds, for GitHub to say which commit a release is
_SHA = re.compile(r"[0-9a-f]{40}")

_TEXT = """\
# Holds every pull request against launchready.yml, and production each night: certificates run
# out and records go missing without a commit of yours. Make the job `gate` a required check.
name: launchready
on:
  pull_request:
  schedule:
    - cron: "{minute} 4 * * *"
  workflow_dispatch:

permissions: {{}}

concurrency:
  group: launchready-${{{{ github.ref }}}}
  cancel-in-progress: ${{{{ github.event_name == 'pull_request' }}}}

jobs:
  gate:
    name: gate
    runs-on: ubuntu-latest
    timeout-minutes: 30
    permissions:
      contents: read # the commits, and the config on the base branch
      pull-requests: write # the comment; without it the job summary has it all
    steps:
      - uses: {checkout}
        with:
          persist-credentials: false
      - uses: {action}
"""


def text(commit: str, product: str) -> str:
    """The whole file; `commit` is launchready's, "" where nobody could tell it."""
    action = f"{REPOSITORY}@{commit} # v{__version__}"
    if not commit:
        action = f"{REPOSITORY}@v{__version__} # its commit could not be asked for: pin it by that"
    # Schedules at the full hour wait in line; products are spread over it.
    minute = 7 + sum(product.encode()) % 46
    return _TEXT.format(checkout=_CHECKOUT, action=action, minute=minute)


def installed_commit() -> str:
    """The commit this launchready was installed from, "" where it came as a release (PEP 610)."""
    try:
        said = metadata.distribution("launchready").read_text("direct_url.json")
        found = json.loads(said or "{}").get("vcs_info", {}).get("commit_id", "")
    except (metadata.PackageNotFoundError, ValueError, AttributeError):
        return ""
    return found if isinstance(found, str) and _SHA.fullmatch(found) else ""


async def released_commit(ctx: Context) -> str:
    """The commit of this release as GitHub has it, "" where that cannot be asked."""
    url = f"https://api.github.com/repos/{REPOSITORY}/commits/v{__version__}"
    headers = (("Accept", "application/vnd.github.sha"),)
    with anyio.move_on_after(_LONGEST_WAIT):
        try:
            answer = await ctx.web.fetch(url, headers=headers, fresh=True)
        except UnreachableError:
            return ""
        said = answer.text.strip()
        is_good = answer.status == 200 and not answer.untrusted and _SHA.fullmatch(said)
        return said if is_good else ""
    return ""
