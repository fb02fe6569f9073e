"""A runner's folders, and one step of it: the shell that action.yml calls."""

import json
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.action.workshop import environment
from tests.github import events
from tests.github.origin import head_of

CONFIG = """\
version: 1
hosts: {own: [app.acme.test]}
smoke:
  pages:
    - {name: home, url: 'https://app.acme.test/${PAGE}', expect: ['[STATUS] == 200']}
"""


@dataclass(frozen=True)
class Step:
    """What a step left behind."""

    code: int
    log: str
    output: str


@dataclass(frozen=True)
class Runner:
    """A runner's folders with a checkout in them, and the action unpacked beside."""

    folder: Path
    action: Path
    tools: Path
    event: str = "workflow_dispatch"
    payload: dict[str, Any] = field(default_factory=events.push)
    user: int | None = None

    @property
    def workspace(self) -> Path:
        return self.folder / "app"

    def run(self, **more: str) -> Step:
        """The step, to its end."""
        started = self.start(**more)
        log, _ = started.communicate()
        output = (self.folder / "output").read_text("utf-8")
        return Step(code=started.returncode, log=log, output=output)

    def start(self, **more: str) -> "subprocess.Popen[str]":
        """The step, just begun; standard error goes where standard output does."""
        (self.folder / "event.json").write_text(json.dumps(self.payload), "utf-8")
        for name in ("temp", "home"):
            (self.folder / name).mkdir(exist_ok=True)
        for name in ("output", "summary"):
            (self.folder / name).write_text("", "utf-8")
        step = yaml.safe_load((self.action / "action.yml").read_text("utf-8"))["runs"]["steps"][0]
        fixed = {name: value for name, value in step["env"].items() if "${{" not in value}
        variables = environment(**(self.variables | more | fixed))
        script = self.folder / "script.sh"
        script.write_text(step["run"] + "\n", "utf-8")
        if self.user is not None:
            for one in (self.folder, *self.folder.rglob("*")):
                os.chown(one, self.user, self.user, follow_symlinks=False)
        return subprocess.Popen(
            step["shell"].format(script).split(" "),
            cwd=self.workspace,
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            user=self.user,
            group=self.user,
        )

    @property
    def variables(self) -> dict[str, str]:
        """What the runner of GitHub sets, on this one."""
        return events.variables(
            self.event,
            CI="true",
            GITHUB_SHA=head_of(self.workspace),
            HOME=str(self.folder / "home"),
            GITHUB_ACTION_PATH=str(self.action),
            GITHUB_EVENT_PATH=str(self.folder / "event.json"),
            GITHUB_OUTPUT=str(self.folder / "output"),
            GITHUB_STEP_SUMMARY=str(self.folder / "summary"),
            GITHUB_WORKSPACE=str(self.workspace),
            RUNNER_OS="Linux",
            RUNNER_TEMP=str(self.folder / "temp"),
            RUNNER_TOOL_CACHE=str(self.tools),
        )
