"""Runs git so that nothing in the repository it looks at can make it run something else."""

import base64
import errno
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from launchready.core.unreachable import UnreachableError

# Seconds one command may take: fetching a large history over a slow line is the longest.
LONGEST = 600
LARGEST_BLOB = 16 * 1024 * 1024

_HARDENED = (
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "protocol.ext.allow=never",
    # so that what git says ends with the reason, not with a hint
    "-c",
    "advice.pushUpdateRejected=false",
)
_FETCH = ("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-auto-maintenance")


class GitError(Exception):
    """Git said no; the text is what it said, in one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Git:
    """A repository, and the token with which its server may be asked."""

    root: Path
    server_url: str = ""
    token: str = field(default="", repr=False)
    ca_bundle: str = ""
    variables: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)

    @classmethod
    def of(
        cls,
        folder: Path,
        server_url: str,
        token: str,
        ca_bundle: str,
        variables: Mapping[str, str],
    ) -> "Git":
        """The repository a folder is in. Raises UnreachableError where there is none."""
        start = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would follow symlinks
        try:
            root = next((one for one in (start, *start.parents) if (one / ".git").exists()), None)
        except OSError as error:
            raise UnreachableError(f"the workspace cannot be read: {error.strerror}") from None
        if root is None:
            raise UnreachableError(
                "there is no repository in the workspace",
                advice="Put actions/checkout before launchready.",
            )
        return cls(
            root=root,
            server_url=server_url,
            token=token,
            ca_bundle=ca_bundle,
            variables=variables,
        )

    def __call__(self, *args: str) -> str:
        """What git prints. Raises GitError."""
        return self._run(args, {}).decode("utf-8", "replace").strip()

    def blob(self, commit: str, path: str) -> bytes:
        """A file of a commit. Raises FileNotFoundError, or OSError for one beyond all reason."""
        name = f"{commit}:{path}"
        try:
            size = int(self("cat-file", "-s", name))
            if size > LARGEST_BLOB:
                raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), path)
            return self._run(("cat-file", "blob", name), {})
        except GitError:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path) from None

    def has(self, commit: str) -> bool:
        """Whether a commit is here."""
        try:
            self("cat-file", "-e", f"{commit}^{{commit}}")
        except GitError:
            return False
        return True

    def is_shallow(self) -> bool:
        return self("rev-parse", "--is-shallow-repository") == "true"

    def fetch(self, *what: str) -> None:
        """Fetches from origin, first as checkout left it, then with the token. Raises GitError."""
        try:
            self._run((*_FETCH, *what), {})
        except GitError:
            if not self.token:
                raise
            self._run((*_FETCH, *what), self._with_token())

    def push(self, url: str, what: str) -> None:
        """Pushes to a repository, with the token where there is one. Raises GitError."""
        self._run(("push", "--quiet", url, what), self._with_token() if self.token else {})

    def heads(self, url: str, name: str) -> str:
        """What a branch of a repository is, "" where it has none. Raises GitError."""
        asked = ("ls-remote", "--heads", url, f"refs/heads/{name}")
        said = self._run(asked, self._with_token() if self.token else {})
        return said.decode("utf-8", "replace").strip()

    def _run(self, args: tuple[str, ...], more: Mapping[str, str]) -> bytes:
        safe = ("-c", f"safe.directory={self.root.as_posix()}")
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program, its arguments our own
                ["git", *_HARDENED, *safe, *args],  # noqa: S607 - the runner's git
                cwd=self.root,
                env={**self._environment(), **more},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=LONGEST,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise GitError(f"git {args[0]}: {type(error).__name__}") from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise GitError(f"git {args[0]}: {said[-1][:200] if said else done.returncode}")
        return done.stdout

    def _environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in self.variables.items()
            if not name.startswith("GIT_") or name.startswith("GIT_SSL_")
        }
        own = {"GIT_SSL_CAINFO": self.ca_bundle} if self.ca_bundle else {}
        return kept | {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"} | own

    def _with_token(self) -> dict[str, str]:
        """The token by environment, never in argv; an empty value drops what checkout left."""
        key = f"http.{self.server_url}/.extraheader"
        basic = base64.b64encode(f"x-access-token:{self.token}".encode()).decode()
        return {
            "GIT_CONFIG_COUNT": "2",
            "GIT_CONFIG_KEY_0": key,
            "GIT_CONFIG_VALUE_0": "",
            "GIT_CONFIG_KEY_1": key,
            "GIT_CONFIG_VALUE_1": f"AUTHORIZATION: basic {basic}",
        }
