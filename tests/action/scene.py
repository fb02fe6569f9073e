"""A pull request that attacks the gate which judges it, as far as the step that starts the gate."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.action.runner import Runner
from tests.action.workshop import BIN, an_aws_key, environment
from tests.github import events
from tests.github.attack import Attack
from tests.github.origin import WHO, Origin

# Commands that only a file's name could have given.
COMMANDS = ("::warning title=sprung", "##[warning]sprung")


@dataclass(frozen=True)
class Scene:
    """A pull request that brings a key and an attack, checked out, the step before ours done.

    The trap is a file of the runner's folder.
    """

    runner: Runner
    trap: Path
    variables: dict[str, str]

    @classmethod
    def of(
        cls, attack: Attack, folder: Path, action: Path, tools: Path, trap: str = "trap"
    ) -> "Scene":
        sprung, app = folder / trap, folder / "app"
        base, head = _pull_request(attack, folder, sprung)
        shell(attack.text(attack.before, str(sprung)), app, check=True)
        path = with_uv(folder / "uv")
        given = {
            name: attack.text(
                value.replace("{here}", str(app)).replace("{PATH}", path), str(sprung)
            )
            for name, value in attack.variables.items()
        }
        runner = Runner(
            folder=folder,
            action=action,
            tools=folder / "tools" if attack.fresh else tools,
            event="pull_request",
            payload=events.pull_request(base, head, commits=2),
        )
        sprung.unlink(missing_ok=True)
        return cls(runner=runner, trap=sprung, variables={"PATH": path} | given)


def _pull_request(attack: Attack, folder: Path, trap: Path) -> tuple[str, str]:
    """Checked out; its base and its head."""
    origin = Origin.at(folder / "origin")
    base = origin.commit("launchready.yml", "version: 1\n")
    origin.branch("topic")
    origin.commit("a.py", f"KEY = '{an_aws_key()}'\n")
    shell(attack.text(attack.committed, str(trap)), origin.folder, check=True)
    head = origin.commit("b.py", "done = True\n")
    origin.pull_request(7, base, head)
    origin.checkout(folder / "app", "refs/pull/7/merge")
    return base, head


def shell(
    script: str, folder: Path, more: Mapping[str, str] | None = None, *, check: bool = False
) -> None:
    """What somebody who knows of no danger runs."""
    variables = environment(HOME=str(folder.parent), KEY=an_aws_key(), TRAP="/nowhere", **WHO)
    subprocess.run(
        ["bash", "-c", script or ":"],
        cwd=folder,
        env=variables | dict(more or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=check,
        timeout=120,
    )


def with_uv(folder: Path) -> str:
    folder.mkdir()
    (folder / "uv").symlink_to(BIN / "uv")
    return f"{folder}{os.pathsep}{os.environ['PATH']}"
