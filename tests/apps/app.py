"""What every app has: how it is installed, and how it runs on a free port of loopback."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from tests.apps.place import Place, environment
from tests.servers import free_port, stop

_LONGEST_START = 90.0  # seconds; two cores may be shared with other tests


@dataclass(frozen=True, kw_only=True)
class Start:
    """What starts an app in a folder, and the page that answers once it is up."""

    command: Sequence[str]
    names: Mapping[str, str] = field(default_factory=dict)
    page: str = "/"


@dataclass(frozen=True, kw_only=True)
class Running:
    """An app that answers at `url`, with one account."""

    url: str
    password: str = field(repr=False)
    log: Path


@dataclass(frozen=True, kw_only=True)
class App:
    """A portal: `install` fills its place, `start` says how it runs at a port.

    `start` is given the place, a copy of its data that it may write to, the port, and what the
    test adds (the port mails go to, say).
    """

    name: str
    install: Callable[[Place], None]
    start: Callable[..., Start]
    programs: tuple[str, ...] = ()

    @property
    def absent(self) -> tuple[str, ...]:
        """What is not there for it to run: itself, or programs that it calls."""
        programs = tuple(one for one in self.programs if shutil.which(one) is None)
        return (*programs, *(() if self.place.is_ready else (self.name,)))

    @property
    def place(self) -> Place:
        return Place(name=self.name)

    @contextmanager
    def running(self, folder: Path, **more: int) -> Iterator[Running]:
        """The app, until the block ends, on data of its own. Raises RuntimeError with its log."""
        data, log = folder / self.name, folder / f"{self.name}.log"
        shutil.copytree(self.place.data, data)
        port = free_port()
        start = self.start(self.place, data, port, **more)
        with log.open("wb") as output:
            process = subprocess.Popen(
                start.command,
                cwd=data,
                env=environment(**start.names),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
            try:
                url = f"http://127.0.0.1:{port}"
                _await(url + start.page, process, log)
                yield Running(url=url, password=self.place.password, log=log)
            finally:
                stop(process)


def gunicorn(place: Place, port: int, application: str) -> tuple[str, ...]:
    return (
        *(place.python, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"),
        *("--threads", "4", "--timeout", "120", application),
    )


def _await(page: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _LONGEST_START
    while time.monotonic() < end and process.poll() is None:
        try:
            urlopen(page, timeout=30).close()
        except HTTPError as answer:
            if answer.code < 500:
                return
            time.sleep(0.2)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(
        f"{process.args!r} did not start:\n{log.read_text(errors='replace')[-4000:]}"
    )
