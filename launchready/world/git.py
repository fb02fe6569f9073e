"""Runs git so that nothing the repository brings along is run with it."""

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from launchready.core.unreachable import UnreachableError

# How long a question that is answered at once may take, in seconds: listing a large repository
# on a slow disk, not reading its objects.
PATIENCE = 120.0
# How long listing every object or every commit's changes may take, in seconds.
LONG_PATIENCE = 900.0
# How much of an answer is taken at once, in bytes.
_BUFFER = 1 << 20

# No program of the repository's choosing, no object fetched, no ref that hides another object.
_HARDENED = (
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "protocol.allow=never",
    "-c",
    "core.untrackedCache=false",
    "--no-pager",
    "--no-replace-objects",
    "--no-optional-locks",
    "--literal-pathspecs",
)
# What would point git at another repository, or have it run or write something.
_DROPPED = re.compile(
    r"GIT_(?:DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|NAMESPACE|OBJECT_DIRECTORY|PREFIX|GRAFT_FILE"
    r"|ALTERNATE_OBJECT_DIRECTORIES|EXTERNAL_DIFF|DIFF_OPTS|PAGER|TRACE.*|SSH.*|ASKPASS|PROXY.*"
    r"|SHALLOW_FILE|LITERAL_PATHSPECS|GLOB_PATHSPECS|NOGLOB_PATHSPECS|ICASE_PATHSPECS)"
)


@dataclass(frozen=True, slots=True)
class Git:
    """Asks one repository. Raises UnreachableError when git is missing or will not answer."""

    root: Path

    def ask(
        self,
        *args: str,
        given: bytes = b"",
        index: Path | None = None,
        patience: float = PATIENCE,
    ) -> bytes:
        """The output of a command that must succeed; `given` goes to its input."""
        done = self._run(args, given, index, patience)
        if done.returncode:
            raise refused(self.root, args, done.stderr)
        return done.stdout

    def try_to(self, *args: str, given: bytes = b"") -> bytes | None:
        """The output of a command, None when it fails as it may."""
        done = self._run(args, given, None, LONG_PATIENCE if given else PATIENCE)
        return None if done.returncode else done.stdout

    def _run(
        self, args: Sequence[str], given: bytes, index: Path | None, patience: float
    ) -> "subprocess.CompletedProcess[bytes]":
        try:
            return subprocess.run(  # noqa: S603 - git, with arguments of our own
                ["git", *_HARDENED, *args],  # noqa: S607 - the git people have on their PATH
                cwd=self.root,
                env=_environment(index),
                input=given,
                capture_output=True,
                timeout=patience,
                check=False,
            )
        except subprocess.TimeoutExpired:
            reason = f"git {args[0]} gave no answer within {patience:g} s"
            raise UnreachableError(reason, kind="timed out") from None
        except OSError as error:
            raise _missing(error) from None

    def converse(self, *args: str, given: IO[bytes] | None = None) -> "subprocess.Popen[bytes]":
        """A command that answers while it is asked, or while it reads a file of questions; the
        caller ends it."""
        try:
            return subprocess.Popen(  # noqa: S603 - git, with arguments of our own
                ["git", *_HARDENED, *args],  # noqa: S607 - the git people have on their PATH
                cwd=self.root,
                env=_environment(None),
                stdin=given or subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=_BUFFER,
                pipesize=_BUFFER,
            )
        except OSError as error:
            raise _missing(error) from None


def refused(root: Path, args: Sequence[str], complaint: bytes) -> UnreachableError:
    """What git said when it would not do as asked, in its own last words."""
    said = complaint.decode("utf-8", "replace").strip()
    if "dubious ownership" in said:
        reason = f"git does not trust {root.name}: it belongs to somebody else"
        advice = "Run git config --global --add safe.directory with the repository's folder."
        return UnreachableError(reason, kind="refused", advice=advice)
    last = (said.splitlines() or ["without a word"])[0][:300]
    return UnreachableError(f"git {args[0]} failed: {last}", advice="Run git fsck and mend it.")


def _missing(error: OSError) -> UnreachableError:
    advice = "Install git and put it on the PATH."
    return UnreachableError(f"git cannot be started: {error.strerror}", advice=advice)


def _environment(index: Path | None) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if not _DROPPED.fullmatch(name)}
    quiet = {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
    chosen = {"GIT_INDEX_FILE": str(index)} if index else {}
    return kept | quiet | chosen
