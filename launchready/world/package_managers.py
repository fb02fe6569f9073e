"""Asks package managers whether a lock is in step, in a folder and with variables of their own."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from anyio import CapacityLimiter, to_thread

from launchready.core.package_managers import Tool

# Seconds for one answer; bytes of it that are read; programs at a time.
PATIENCE = 15.0
_MOST_READ = 256 * 1024
_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class _Question:
    """A command that writes no lock and runs nothing of the project, and how it says no."""

    command: tuple[str, ...]
    no: str


_QUESTIONS: dict[Tool, _Question] = {
    # docs.npmjs.com/cli/commands/npm-ci: it exits with an error where the two differ.
    "npm": _Question(
        ("npm", "ci", "--dry-run", "--ignore-scripts", "--offline", "--no-audit", "--no-fund"),
        r"\bEUSAGE\b[\s\S]*in sync|Missing: \S+ from lock file|Invalid: lock file's",
    ),
    # bun.com/docs/pm/cli/install
    "bun": _Question(
        ("bun", "install", "--frozen-lockfile", "--dry-run", "--ignore-scripts"),
        r"lockfile had changes, but lockfile is frozen",
    ),
    # docs.astral.sh/uv/reference/cli: --no-build, since a build backend is a program.
    "uv": _Question(
        ("uv", "lock", "--check", "--offline", "--no-build", "--no-python-downloads"),
        r"lockfile at `?uv\.lock`? needs to be updated",
    ),
    # python-poetry.org/docs/cli/#check
    "poetry": _Question(
        ("poetry", "check", "--lock", "--no-plugins", "--no-interaction"),
        r"changed significantly since poetry\.lock was last generated",
    ),
    # getcomposer.org/doc/03-cli.md#validate
    "composer": _Question(
        ("composer", "validate", "--no-check-all", "--no-check-publish", "--no-plugins"),
        r"lock file is not up to date",
    ),
}
# No registry answers here, no other version of the program is brought, nothing is asked of anybody.
_QUIET = {
    "CI": "1",
    "LANG": "C.UTF-8",
    "NO_COLOR": "1",
    "BUN_CONFIG_REGISTRY": "http://127.0.0.1:9/",
    "COMPOSER_DISABLE_NETWORK": "1",
    "COMPOSER_ALLOW_SUPERUSER": "1",
    "COREPACK_ENABLE_NETWORK": "0",
    "COREPACK_ENABLE_PROJECT_SPEC": "0",
    "npm_config_update_notifier": "false",
    "POETRY_KEYRING_ENABLED": "false",
    "UV_PYTHON_DOWNLOADS": "never",
}


class LivePackageManagers:
    """Implements core.package_managers.PackageManagers.

    Each program sees the files it is given and nothing else of the repository: none of its
    settings, which may be programs (.npmrc, .yarnrc.yml, pip.conf), no token, an empty home.
    """

    def __init__(self, path: str | None = None, *, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._path = _trusted(os.environ.get("PATH", "") if path is None else path)
        self._limit = CapacityLimiter(_AT_ONCE)

    async def agrees(self, tool: Tool, files: Mapping[str, bytes]) -> bool | None:
        question = _QUESTIONS[tool]
        program = shutil.which(question.command[0], path=self._path)
        if program is None or not all(_is_inside(one) for one in files):
            return None
        command = [program, *question.command[1:]]
        done, said = await to_thread.run_sync(self._asked, command, files, limiter=self._limit)
        if done == 0:
            return True
        return False if re.search(question.no, said) else None

    def _asked(self, command: list[str], files: Mapping[str, bytes]) -> tuple[int | None, str]:
        """The exit code, None when it took too long or could not be run, and what was said."""
        with tempfile.TemporaryDirectory(prefix="launchready-", ignore_cleanup_errors=True) as at:
            project, home = Path(at, "project"), Path(at, "home")
            home.mkdir()
            for path, content in files.items():
                file = project / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
            with Path(at, "said").open("w+b") as said:
                variables = self._variables(home)
                done = _run(command, project, variables, said.fileno(), self._patience)
                said.seek(0)
                return done, said.read(_MOST_READ).decode(errors="replace")

    def _variables(self, home: Path) -> dict[str, str]:
        own = {key: str(home) for key in ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
        caches = ("XDG_CACHE_HOME", "UV_CACHE_DIR", "npm_config_cache", "COMPOSER_HOME")
        return {"PATH": self._path, **own, **{key: str(home / "cache") for key in caches}, **_QUIET}


def _run(
    command: list[str], folder: Path, variables: dict[str, str], said: int, patience: float
) -> int | None:
    try:
        process = subprocess.Popen(  # noqa: S603 - a program of the PATH, with our own arguments
            command,
            cwd=folder,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    except OSError:
        return None
    with process:
        try:
            return process.wait(patience)
        except subprocess.TimeoutExpired:
            # Its children too: npm is a script that starts node.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            return None


def _trusted(path: str) -> str:
    """A PATH without folders below the one we stand in, whose programs the repository may be."""
    here = Path.cwd()
    kept = [one for one in path.split(os.pathsep) if one and Path(one).is_absolute()]
    return os.pathsep.join(one for one in kept if not Path(one).is_relative_to(here))


def _is_inside(path: str) -> bool:
    return not PurePosixPath(path).is_absolute() and ".." not in PurePosixPath(path).parts
