"""Runs other scanners on a folder, offline, and says which lines they name."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Places = set[tuple[str, int]]

# How long one scanner may take, in seconds.
_LIMIT = 1800


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A scanner: its program, how it is called, and how its answer is read.

    `{out}` in the arguments is the file its answer goes to; without it the answer is its output.
    """

    name: str
    arguments: tuple[str, ...]
    places: Callable[[Any], Iterator[tuple[str, int]]]

    def program(self, given: str | None) -> str | None:
        return given or shutil.which(self.name)

    def scan(self, program: str, folder: Path) -> Places:
        """The lines it names, as path and number; its exit code says only whether there are any."""
        with tempfile.TemporaryDirectory() as made:
            out = Path(made) / "answer.json"
            call = [program, *(one.replace("{out}", str(out)) for one in self.arguments)]
            done = subprocess.run(  # noqa: S603 - a program the caller names
                call, cwd=folder, capture_output=True, check=False, timeout=_LIMIT
            )
            text = out.read_text() if out.exists() else done.stdout.decode()
        if not text.strip():
            raise RuntimeError(f"{self.name} said nothing: {done.stderr.decode()[-300:]}")
        return {(path.removeprefix("./"), line) for path, line in self.places(json.loads(text))}


def _gitleaks(found: Any) -> Iterator[tuple[str, int]]:
    yield from ((one["File"], one["StartLine"]) for one in found)


def _betterleaks(found: Any) -> Iterator[tuple[str, int]]:
    for one in found["findings"]:
        yield one["location"]["path"], one["location"]["start_line"]


def _kingfisher(found: Any) -> Iterator[tuple[str, int]]:
    for one in found["findings"]:
        yield one["finding"]["path"], one["finding"]["line"]


def _detect_secrets(found: Any) -> Iterator[tuple[str, int]]:
    for path, listed in found["results"].items():
        yield from ((path, one["line_number"]) for one in listed)


PEERS = (
    Peer(
        name="gitleaks",
        arguments=("dir", ".", "--no-banner", "-l", "error", "-f", "json", "-r", "{out}"),
        places=_gitleaks,
    ),
    Peer(name="betterleaks", arguments=("filesystem", ".", "-o", "{out}"), places=_betterleaks),
    Peer(
        name="kingfisher",
        arguments=(
            *("-q", "scan", ".", "--no-validate", "--no-update-check"),
            *("--git-history", "none", "-f", "json", "-o", "{out}"),
        ),
        places=_kingfisher,
    ),
    Peer(
        name="detect-secrets",
        arguments=("scan", "-n", "--all-files", "."),
        places=_detect_secrets,
    ),
)
