"""Someone who wrote a launchready.yml for a portal, and reads what the command says."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pytest

from tests.apps.app import App, Running
from tests.command import Ran, launchready

Test = TypeVar("Test", bound=Callable[..., Any])
NAME = "portal.acme.test"
_HEAD = f"""\
version: 1
hosts:
  own: [{NAME}]
environments:
  production: {{base_url: "http://{NAME}"}}
network:
  addresses: {{"{NAME}:80": ["127.0.0.1:${{PORT}}"]}}
"""


def needs_app(*apps: App, nightly: bool = False) -> Callable[[Test], Test]:
    """Marks a test that needs portals: skipped by name where one is not installed. Under CI the
    absence of one that is not for the night is a failure."""
    absent = [name for one in apps for name in one.absent]

    def mark(test: Test) -> Test:
        marked: Test = pytest.mark.timeout(300)(pytest.mark.apps(test))
        if nightly:
            marked = pytest.mark.nightly(marked)
        if absent and os.environ.get("CI") != "true":
            target = "apps-nightly" if nightly else "apps"
            reason = f"{', '.join(absent)} not installed: make {target}"
            marked = pytest.mark.skip(reason=reason)(marked)
        return marked

    return mark


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the gate said: the exit code, findings as (rule, message), outcomes as
    (check, subject, outcome), and every word it printed."""

    ran: Ran
    report: dict[str, Any]

    @property
    def code(self) -> int:
        return self.ran.code

    @property
    def rules(self) -> list[str]:
        return [one["rule"] for one in self.report["findings"] if one["impact"] != "advice"]

    def about(self, rule: str) -> dict[str, Any]:
        return next(one for one in self.report["findings"] if one["rule"] == rule)

    def outcome(self, subject: str) -> str:
        found = [one["outcome"] for one in self.report["checks"] if one["subject"] == subject]
        return ", ".join(found)


@dataclass(frozen=True, kw_only=True)
class Founder:
    """Writes a config in a folder and runs the gate there."""

    folder: Path

    def asks(self, app: Running, config: str, room: str = "smoke", **secrets: str) -> Told:
        (self.folder / "launchready.yml").write_text(_HEAD + config, "utf-8")
        port = str(urlsplit(app.url).port)
        report = self.folder / "report.json"
        ran = launchready(
            *("check", room, "--verbose", "-c", "launchready.yml"),
            *("--format", "terminal", "--format", f"json={report}"),
            cwd=self.folder,
            env={"PORT": port, **secrets},
        )
        assert report.is_file(), ran.err
        told = Told(ran=ran, report=json.loads(report.read_text("utf-8")))
        everything = ran.out + ran.err + report.read_text("utf-8")
        assert not [name for name, text in secrets.items() if len(text) > 8 and text in everything]
        return told

    def measures(self, app: Running, load: str, tries: int = 3) -> Told:
        """A load run, once more where the machine was too busy with other tests to be believed."""
        told = self.asks(app, load, room="load")
        while told.code == 3 and (tries := tries - 1):
            told = self.asks(app, load, room="load")
        return told
