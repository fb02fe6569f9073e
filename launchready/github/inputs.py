"""What the workflow asks of the action: its inputs, as action.yml hands them over.

Each input arrives as a variable, `fail-on` as LR_FAIL_ON: a composite action has no INPUT_
variables of its own, and a name with a hyphen is no name in a shell.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal, TypeVar

from launchready.core.finding import Impact
from launchready.core.location import Location
from launchready.core.registry import ROOMS
from launchready.values.problem import ConfigError, Problem, nearest

Comment = Literal["auto", "always", "never"]
History = Literal["auto", "full"]
Value = TypeVar("Value")

# What the gate reads. The shell that starts it reads the rest: runtime, image, env.
NAMES = (
    "config",
    "checks",
    "environment",
    "fail-on",
    "comment",
    "comment-from",
    "github-token",
    "sarif-file",
    "report-file",
    "json-file",
    "baseline",
    "range",
    "history",
    "working-directory",
    "ca-bundle",
)

_IMPACTS = {one.word: one for one in reversed(Impact)}
_COMMENTS: dict[str, Comment] = {"auto": "auto", "always": "always", "never": "never"}
_HISTORIES: dict[str, History] = {"auto": "auto", "full": "full"}
# Two revisions and what git's own names may hold; a leading hyphen would be an option.
_RANGE = re.compile(r"(?!-)(?:(?!\.\.)[\w./@{}~^+-])+\.\.(?![.-])(?:(?!\.\.)[\w./@{}~^+-])+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """The inputs, checked.

    Paths are from the workspace, but `config` is from `working_directory` and `baseline` from
    the repository's root.
    """

    config: str = ""
    checks: tuple[str, ...] = ()
    environment: str = "production"
    fail_on: Impact = Impact.BLOCKER
    comment: Comment = "auto"
    comment_from: str = ""
    token: str = field(default="", repr=False)
    sarif_file: str = ""
    report_file: str = ""
    json_file: str = ""
    baseline: str = ""
    range: str = ""
    history: History = "auto"
    working_directory: str = "."
    ca_bundle: str = ""

    def start(self, variables: Mapping[str, str]) -> Path:
        """The folder the run starts in."""
        return Path(variables.get("GITHUB_WORKSPACE") or Path.cwd()) / self.working_directory

    def folder(self, root: Path, variables: Mapping[str, str]) -> str:
        """The same folder, from a repository's root."""
        return Path(os.path.relpath(self.start(variables), root)).as_posix()


def variable(name: str) -> str:
    """The variable an input arrives in."""
    return f"LR_{name.upper().replace('-', '_')}"


def read(variables: Mapping[str, str], workflow_file: str) -> Inputs:
    """The inputs of this run. Raises ConfigError with everything that is wrong with them."""
    one = _Reader(variables, Location(file=workflow_file))
    inputs = Inputs(
        config=one.read("config", _path, ""),
        checks=one.read("checks", _checks, ()),
        environment=one.read("environment", str, "production"),
        fail_on=one.read("fail-on", _chosen(_IMPACTS), Impact.BLOCKER),
        comment=one.read("comment", _chosen(_COMMENTS), "auto"),
        comment_from=one.read("comment-from", _path, ""),
        token=one.read("github-token", str, ""),
        sarif_file=one.read("sarif-file", _path, ""),
        report_file=one.read("report-file", _path, ""),
        json_file=one.read("json-file", _path, ""),
        baseline=one.read("baseline", _path, ""),
        range=one.read("range", _range, ""),
        history=one.read("history", _chosen(_HISTORIES), "auto"),
        working_directory=one.read("working-directory", _path, "."),
        ca_bundle=one.read("ca-bundle", str, ""),
    )
    if inputs.range and inputs.history == "full":
        one.complain("range", "stands beside history: full", "keep one of the two")
    if one.problems:
        raise ConfigError(one.problems)
    return inputs


class _WrongError(Exception):
    def __init__(self, found: str, meant: str) -> None:
        super().__init__(found)
        self.found, self.meant = found, meant


class _Reader:
    def __init__(self, variables: Mapping[str, str], at: Location) -> None:
        self._variables = variables
        self._at = at
        self.problems: list[Problem] = []

    def read(self, name: str, parse: Callable[[str], Value], default: Value) -> Value:
        """One input; what is left empty has its default."""
        written = self._variables.get(variable(name), "").strip()
        try:
            return parse(written) if written else default
        except _WrongError as error:
            self.complain(name, error.found, error.meant)
            return default

    def complain(self, name: str, found: str, meant: str) -> None:
        self.problems.append(Problem(at=self._at, found=f"input {name} {found}", meant=meant))


def _chosen(words: Mapping[str, Value]) -> Callable[[str], Value]:
    def parse(written: str) -> Value:
        if written not in words:
            raise _WrongError(f"is {written[:100]}", _guess(written, words))
        return words[written]

    return parse


def _checks(written: str) -> tuple[str, ...]:
    names = tuple(one for one in re.split(r"[,\s]+", written) if one)
    for name in names:
        if name not in ROOMS:
            raise _WrongError(f"names {name[:100]}", _guess(name, ROOMS))
    return names


def _guess(written: str, known: Mapping[str, object] | tuple[str, ...]) -> str:
    near = nearest(written, known)
    return f"did you mean {near}?" if near else f"it is one of {', '.join(known)}"


def _path(written: str) -> str:
    """A path that stays within the workspace whatever it is joined to there."""
    path = PurePosixPath(written.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in written or not written.isprintable():
        raise _WrongError(f"is {written[:100]}", "a path within the repository is meant")
    return path.as_posix()


def _range(written: str) -> str:
    if not _RANGE.fullmatch(written):
        raise _WrongError(f"is {written[:100]}", "two revisions are meant, like v1.0..HEAD")
    return written
