"""Where an app lives, `.apps/NAME`, and how its parts get there: nothing of it in our own venv."""

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
_LONGEST = 1500  # seconds one command of an installation may take
_KEPT = ("HOME", "LANG", "PATH", "TMPDIR")
_KEPT_WITH = ("PIP_", "UV_", "NPM_CONFIG_", "SSL_", "HTTP", "NO_PROXY", "http", "no_proxy")


@dataclass(frozen=True, kw_only=True)
class Place:
    """The folder of one app: `venv` or `node_modules`, `data` as prepared, its account."""

    name: str

    @property
    def root(self) -> Path:
        return ROOT / ".apps" / self.name

    @property
    def data(self) -> Path:
        """What starts with each test run: settings, and a database with one account."""
        return self.root / "data"

    @property
    def python(self) -> str:
        return str(self.root / "venv" / "bin" / "python")

    @property
    def is_ready(self) -> bool:
        return (self.root / "ready").is_file()

    @property
    def password(self) -> str:
        """The account's password, made up when the app was prepared."""
        return str(json.loads((self.root / "account.json").read_text("utf-8"))["password"])

    @property
    def is_current(self) -> bool:
        """Whether what is installed is what the lock and the recipe say now."""
        ready = self.root / "ready"
        return ready.is_file() and ready.read_text("utf-8") == self._version()

    def begin(self) -> None:
        """An empty folder with a new password."""
        shutil.rmtree(self.root, ignore_errors=True)
        self.data.mkdir(parents=True)
        account = self.root / "account.json"
        account.touch(mode=0o600)
        account.write_text(json.dumps({"password": secrets.token_urlsafe(15)}), "utf-8")

    def finish(self) -> None:
        (self.root / "ready").write_text(self._version(), "utf-8")

    def run(self, *command: str, names: Mapping[str, str] | None = None, at: str = "data") -> None:
        """A command in the app's folder. Raises CalledProcessError, what it said printed."""
        done = subprocess.run(
            command,
            cwd=self.root / at,
            env=environment(**(names or {})),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_LONGEST,
        )
        if done.returncode:
            print(done.stdout[-4000:], file=sys.stderr)
            done.check_returncode()

    def with_pip(self) -> None:
        """A venv of its own, from the hashed lock; with uv when it is there."""
        lock = str(HERE / "requirements" / f"{self.name}.txt")
        venv = str(self.root / "venv")
        beside = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
        if uv := shutil.which("uv", path=beside):
            self.run(uv, "venv", "--quiet", "--python", sys.executable, venv)
            install: tuple[str, ...] = (uv, "pip", "install", "--python", self.python)
        else:
            self.run(sys.executable, "-m", "venv", venv)
            install = (self.python, "-m", "pip", "install")
        self.run(*install, "--quiet", "--require-hashes", "-r", lock)

    def with_npm(self, *flags: str) -> None:
        """Its packages as the lock has them; no script of theirs runs."""
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / "npm" / self.name / name, self.root / name)
        self.run("npm", "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", *flags,
                 at=".")  # fmt: skip

    def _version(self) -> str:
        """A hash of the lock and the recipe."""
        module = self.name.replace("-", "_")
        files: Sequence[Path] = (
            HERE / "requirements" / f"{self.name}.txt",
            HERE / "npm" / self.name / "package-lock.json",
            HERE / f"{module}.py",
        )
        return sha256(b"".join(one.read_bytes() for one in files if one.is_file())).hexdigest()


def environment(**names: str) -> Mapping[str, str]:
    """What a command sees: nothing of ours but how packages are reached, and these names."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in _KEPT or name.startswith(_KEPT_WITH)
    }
    return {**kept, **names}
