"""A consumer's repository whose workflow uses the action of this checkout, run by act.

act runs jobs on this machine (`-self-hosted`), with the checkout standing in for
`org/launchready@v1`, as a user writes it. What act lacks (permissions, masks, limits of
annotations) is not tested here.
"""

import json
import os
import random
import re
import shutil
import string
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.github import events, fake
from tests.github.origin import Origin, git

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
ACT = BIN / "act"

# What a runner downloads of an action, as far as it is used.
SHIPPED = ("action.yml", "action", "launchready", "requirements.lock")

# Whatever a package index needs on this machine, and what act needs to find its programs.
_PASSED = ("PATH", "LANG", "SSL_CERT_FILE", "SSL_CERT_DIR")
_PASSED_PREFIXES = ("PIP_", "UV_", "http_", "https_", "HTTP_", "HTTPS_", "no_proxy", "NO_PROXY")

WORKFLOW = """\
on: [pull_request, push, deployment_status]
permissions:
  contents: read
  pull-requests: write
jobs:
  gate:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v7
      - id: gate
        uses: org/launchready@v1
        with: {inputs}
        env:
          SMOKE_USER: ${{{{ secrets.SMOKE_USER }}}}
          SMOKE_PASSWORD: ${{{{ secrets.SMOKE_PASSWORD }}}}
      - if: always()
        run: |
          echo "outcome=$OUTCOME verdict=$VERDICT blockers=$BLOCKERS"
          find . -name 'gate.*'
        env:
          OUTCOME: ${{{{ steps.gate.outcome }}}}
          VERDICT: ${{{{ steps.gate.outputs.verdict }}}}
          BLOCKERS: ${{{{ steps.gate.outputs.blockers }}}}
"""


def an_aws_key() -> str:
    """A key that opens nothing, put together here so that our own gate finds none."""
    dice = random.Random(7)
    return "AKIA" + "".join(dice.choice(string.ascii_uppercase + "234567") for _ in range(16))


def environment(**more: str) -> dict[str, str]:
    """A clean environment, so that nothing of this test run reaches the action."""
    passed = {
        name: value
        for name, value in os.environ.items()
        if name in _PASSED or name.startswith(_PASSED_PREFIXES)
    }
    return passed | more


def checkout_of_the_action(folder: Path) -> Path:
    """The action as a runner has it: what git tracks, in a repository of its own."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *SHIPPED],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "release")
    return folder


@dataclass(frozen=True)
class Job:
    """What came of a run: act's exit code, and its log as the lines of it."""

    code: int
    log: str
    entries: tuple[dict[str, Any], ...] = field(repr=False)

    def commands(self, name: str) -> list[tuple[str, dict[str, str]]]:
        """The workflow commands of a kind: what they say, and their properties."""
        return [
            (str(one.get("arg", "")), one.get("kvPairs") or {})
            for one in self.entries
            if one.get("command") == name
        ]

    @property
    def outputs(self) -> dict[str, str]:
        return {
            one["name"]: str(one["arg"])
            for one in self.entries
            if one.get("command") == "set-output"
        }

    @property
    def summary(self) -> str:
        return "".join(
            str(one["content"]) for one in self.entries if one.get("command") == "summary"
        )


@dataclass(frozen=True)
class Workshop:
    """A consumer's origin and its runner, in a folder of a test's own."""

    folder: Path
    action: Path
    origin: Origin

    @classmethod
    def at(
        cls, folder: Path, action: Path, inputs: str = "{}", config: str = "version: 1\n"
    ) -> "Workshop":
        origin = Origin.at(folder / "origin")
        origin.commit(".github/workflows/gate.yml", WORKFLOW.format(inputs=inputs))
        origin.commit("launchready.yml", config)
        (folder / "home").mkdir()
        return cls(folder=folder, action=action, origin=origin)

    def pull_request(self, **files: str) -> dict[str, Any]:
        """A branch with a commit a file, its pull request checked out, and the payload."""
        base = self.origin.head("main")
        self.origin.branch("topic")
        for path, text in files.items():
            self.origin.commit(path, text)
        return self.pull_request_of(base, self.origin.head(), commits=len(files))

    def pull_request_of(self, base: str, head: str, *, commits: int) -> dict[str, Any]:
        """The same for commits that are there already."""
        self.origin.pull_request(7, base, head)
        self.origin.checkout(self.folder / "app", "refs/pull/7/merge")
        return events.pull_request(base, head, commits=commits)

    def run(self, event: str, payload: dict[str, Any], github: fake.GitHub, **secrets: str) -> Job:
        file = self.folder / "event.json"
        file.write_text(json.dumps(payload), "utf-8")
        done = subprocess.run(
            [
                *(ACT, event, "--json", "--no-cache-server", "-P", "ubuntu-latest=-self-hosted"),
                *("--local-repository", f"org/launchready@v1={self.action}", "-e", file),
                *("--action-cache-path", self.folder / "runner"),
                *("--env", f"GITHUB_API_URL={github.url}", "--env", "GITHUB_REPOSITORY=org/app"),
                *("-s", "GITHUB_TOKEN", *(word for name in secrets for word in ("-s", name))),
            ],
            cwd=self.folder / "app",
            # The token by variable: act's own arguments are none of the action's doing.
            env=environment(
                HOME=str(self.folder / "home"),
                DOCKER_HOST="",
                GITHUB_TOKEN=github.token,
                **secrets,
            ),
            capture_output=True,
            text=True,
            check=False,
        )
        lines = [one for one in done.stdout.splitlines() if one.startswith("{")]
        return Job(
            code=done.returncode,
            log=done.stdout + done.stderr,
            entries=tuple(json.loads(one) for one in lines),
        )

    def files_with(self, text: str) -> list[str]:
        """Files the runs left behind, outside git's own, that hold a text."""
        files = (one for one in self.folder.rglob("*") if one.is_file() and not one.is_symlink())
        holding = (one for one in files if text.encode() in one.read_bytes())
        return sorted(one.relative_to(self.folder).as_posix() for one in holding)


def only_live(config: Path) -> None:
    """Leaves out of the demo's config what an example's job has no variables for, and what asks
    GitHub, which is a loopback here that knows of no deployments."""
    sections = r"^(?:deploy|monitor|assistant|handover):.*?(?=^\S|\Z)"
    text = re.sub(sections, "", config.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    config.write_text(text, "utf-8")
