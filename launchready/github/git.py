"""Runs git so that nothing in the repository it looks at can make it run something else."""

import errno
import os
import posixpath
import re
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from launchready.core.unreachable import UnreachableError
from launchready.github.remote import Remote

# Seconds one command may take: fetching a large history over a slow line is the longest.
LONGEST = 600
LARGEST_BLOB = 16 * 1024 * 1024

# Settings of a repository, a home or a job that would have git run a program or hide history.
_HARDENED = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "core.alternateRefsCommand=true",
    "advice.graftFileDeprecated=false",
    "core.askPass=",
    "credential.helper=",
    "http.sslVerify=true",
    # A line that carries less than 1 kB/s for a minute is dead.
    "http.lowSpeedLimit=1024",
    "http.lowSpeedTime=60",
    "protocol.allow=never",
    # so that what git says ends with the reason, not with a hint
    "advice.pushUpdateRejected=false",
)
# Only a fetch talks to anybody, and only in these ways.
_ALLOWED = tuple(f"protocol.{one}.allow=always" for one in ("https", "http", "ssh", "file"))
_FETCH = (
    "fetch",
    "--quiet",
    "--no-tags",
    "--no-recurse-submodules",
    "--no-auto-maintenance",
    "--upload-pack=git-upload-pack",
)
_KEPT = ("GIT_SSL_CAINFO", "GIT_SSL_CAPATH")
# What the server never said, because nobody answered.
_NOBODY = re.compile(r"resolve host|connect to|timed out|Empty reply|Operation too slow")


class GitError(Exception):
    """Git said no; the text is what it said, in one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Git:
    """A repository, and the token with which its server may be asked.

    `silence` holds why nobody answered, once that was seen: nobody is asked twice then.
    """

    root: Path
    server_url: str = ""
    token: str = field(default="", repr=False)
    ca_bundle: str = ""
    variables: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    silence: list[str] = field(default_factory=list, repr=False, compare=False)

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

    def __call__(self, *args: str, given: str = "") -> str:
        """What git prints; `given` goes to its input. Raises GitError."""
        return self._run(args, given=given).decode("utf-8", "replace").strip()

    def find(self, commit: str, path: str) -> str:
        """The id of a file in a commit, links followed within it; "" where there is none."""
        clean = posixpath.normpath(path)
        if clean.startswith(("/", "../")) or clean in ("..", ".") or not clean.isprintable():
            return ""
        name = f"{commit}:{clean}\n"
        try:
            said = self("cat-file", "--batch-check", "--follow-symlinks", given=name).split(" ")
        except GitError:
            return ""
        return said[0] if len(said) == 3 and said[1] == "blob" else ""

    def blob(self, commit: str, path: str) -> bytes:
        """A file of a commit. Raises FileNotFoundError, or OSError for one beyond all reason."""
        found = self.find(commit, path)
        if not found:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        try:
            if int(self("cat-file", "-s", found)) > LARGEST_BLOB:
                raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), path)
            return self._run(("cat-file", "blob", found))
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

    def fetch(self, *what: str, given: Iterable[str] = ()) -> None:
        """Fetches from origin; by --stdin, what is `given` whatever else is here. Raises GitError.

        As checkout left it, where that left a credential, and then with the token.
        """
        if self.silence:
            raise GitError(self.silence[0])
        remote = self._origin()
        command, names = (*_FETCH, *what), "".join(f"{one}\n" for one in given)
        # Told which commits are here, a server leaves out the contents that these should have.
        plainly = ("fetch.negotiationAlgorithm=noop",) if names else ()
        settings = (*_ALLOWED, *remote.settings, *plainly)
        if self.token and not self._has_credential(remote):
            self._ask(command, settings, remote.with_token(self.token), names)
            return
        try:
            self._ask(command, settings, {}, names)
        except GitError:
            if not self.token or self.silence:
                raise
            self._ask(command, settings, remote.with_token(self.token), names)

    def _ask(
        self,
        command: tuple[str, ...],
        settings: tuple[str, ...],
        more: Mapping[str, str],
        given: str,
    ) -> None:
        try:
            self._run(command, settings=settings, more=more, given=given)
        except GitError as error:
            if _NOBODY.search(str(error)):
                self.silence.append(str(error))
            raise

    def _origin(self) -> Remote:
        """Where origin is. Raises GitError where it is neither our server nor this machine."""
        remote = Remote(server_url=self.server_url, url=self("ls-remote", "--get-url", "origin"))
        try:
            helper = self("config", "remote.origin.vcs")
        except GitError:
            helper = ""
        if helper or not remote.is_ours:
            raise GitError("origin is somewhere else than this repository's own server")
        return remote

    def _has_credential(self, remote: Remote) -> bool:
        """Whether actions/checkout left one (persist-credentials)."""
        try:
            return bool(self("config", "--get-urlmatch", "http.extraheader", remote.url))
        except GitError:
            return False

    def fetch_from(self, url: str, *what: str) -> None:
        """Fetches from another repository of our server. Raises GitError."""
        remote = self._other(url)
        command = (*_FETCH, "--depth=1", url, *what)
        self._ask(command, (*_ALLOWED, *remote.settings), self._as(remote), "")

    def push(self, url: str, what: str) -> None:
        """Pushes to a repository of our server, with the token if there is one. Raises GitError."""
        remote = self._other(url)
        self._ask(("push", "--quiet", url, what), _ALLOWED, self._as(remote), "")

    def heads(self, url: str, name: str) -> str:
        """What a branch of a repository is, "" where it has none. Raises GitError."""
        asked = ("ls-remote", "--heads", url, f"refs/heads/{name}")
        more = self._as(self._other(url))
        said = self._run(asked, settings=_ALLOWED, more=more)
        return said.decode("utf-8", "replace").strip()

    def _other(self, url: str) -> Remote:
        remote = Remote(server_url=self.server_url, url=url)
        if not remote.is_ours:
            raise GitError("that is somewhere else than this repository's own server")
        return remote

    def _as(self, remote: Remote) -> Mapping[str, str]:
        return remote.with_token(self.token) if self.token else {}

    def _run(
        self,
        args: tuple[str, ...],
        *,
        settings: tuple[str, ...] = (),
        more: Mapping[str, str] | None = None,
        given: str = "",
    ) -> bytes:
        own = (*_HARDENED, f"safe.directory={self.root.as_posix()}", *settings)
        flags = [word for one in own for word in ("-c", one)]
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program, its arguments our own
                ["git", "--no-pager", "--no-replace-objects", *flags, *args],  # noqa: S607 - the runner's git
                cwd=self.root,
                env={**self._environment(), **(more or {})},
                input=given.encode(),
                capture_output=True,
                timeout=LONGEST,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise GitError(f"git {args[0]}: timed out after {LONGEST} s") from None
        except OSError as error:
            raise GitError(f"git {args[0]}: {type(error).__name__}") from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise GitError(f"git {args[0]}: {said[-1][:200] if said else done.returncode}")
        return done.stdout

    def _environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in self.variables.items()
            if not name.startswith(("GIT_", "SSH_ASKPASS")) or name in _KEPT
        }
        own = {"GIT_SSL_CAINFO": self.ca_bundle} if self.ca_bundle else {}
        return kept | _QUIET | own


# No questions, no program to answer them, no way to hide a commit's parents, one language.
_QUIET = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "GIT_SSH_COMMAND": "ssh -o BatchMode=yes",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "LC_ALL": "C",
}
