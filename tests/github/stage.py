"""An origin, its checkout, and the files a runner gives to a step, for runs of the command."""

import json
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import Any

from launchready.core.report import Report, Verdict
from launchready.github.api import REAL, Clock
from launchready.github.command import on_github
from launchready.run import Request, prepare
from tests.github import events
from tests.github.origin import Origin, head_of
from tests.worlds import NOON

CONFIG = "version: 1\nproduct: Acme\n"


@dataclass
class Stage:
    """An origin, its checkout, and the files a runner gives to a step."""

    folder: Path
    origin: Origin
    requests: list[Request] = field(default_factory=list)
    clock: Clock = REAL

    @classmethod
    def at(cls, folder: Path, config: str | None = CONFIG) -> "Stage":
        origin = Origin.at(folder / "origin")
        if config is not None:
            origin.commit("launchready.yml", config)
        return cls(folder=folder, origin=origin)

    def check_out(self, ref: str) -> None:
        self.origin.checkout(self.folder / "app", ref)

    def pull_request(self, **files: str) -> dict[str, Any]:
        """A branch that changes files, its pull request checked out, and the payload of that."""
        base = self.origin.head("main")
        self.origin.branch("topic")
        for path, text in files.items():
            self.origin.commit(path.replace("__", "."), text)
        head = self.origin.head()
        self.origin.pull_request(7, base, head)
        self.check_out("refs/pull/7/merge")
        return events.pull_request(base, head, commits=len(files))

    def run(self, name: str, payload: Any, **more: str) -> int:
        event = self.folder / "event.json"
        event.write_text(json.dumps(payload), "utf-8")
        reports = self.folder / "reports"
        reports.mkdir(exist_ok=True)
        variables = events.variables(
            name,
            GITHUB_SHA=head_of(self.folder / "app"),
            GITHUB_EVENT_PATH=str(event),
            GITHUB_WORKSPACE=str(self.folder / "app"),
            GITHUB_OUTPUT=str(self.folder / "output"),
            GITHUB_STEP_SUMMARY=str(self.folder / "summary"),
            LR_REPORTS=str(reports),
        )
        variables |= more
        return on_github(variables, self.gate, clock=self.clock)

    def gate(self, request: Request) -> Report:
        """Reads the config as the gate does, and finds nothing."""
        prepare(request)
        self.requests.append(request)
        return Report(
            verdict=Verdict.GO,
            product="Acme",
            environment=request.environment,
            started=NOON,
            seconds=0.1,
            commit=None,
            fail_on=request.fail_on,
            findings=(),
            asked=(),
            notes=request.notes,
        )

    @property
    def outputs(self) -> dict[str, str]:
        """The step's outputs, read as the runner reads them."""
        values: dict[str, str] = {}
        lines = iter((self.folder / "output").read_text("utf-8").splitlines())
        for line in lines:
            name, _, delimiter = line.partition("<<")
            values[name] = "\n".join(takewhile(delimiter.__ne__, lines))
        return values

    @property
    def summary(self) -> str:
        return (self.folder / "summary").read_text("utf-8")
