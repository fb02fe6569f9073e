"""Runs a locustfile headless, a master and its workers, and brings back what they measured."""

import importlib.util
import json
import os
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio
from anyio.abc import Process

from launchready.core.unreachable import UnreachableError

# Seconds: for workers to find their master, and for all to end after the run's own time.
_FOR_WORKERS = 60
_FOR_THE_END = 60
# What a run may bring back, in bytes: 100,000 requests take about 6 MB.
_LARGEST = 256 * 1024 * 1024
_INSTALL = "Install it beside launchready: pip install 'launchready[locust]'."
# All the processes see of our variables: what Python and the network need, and no secret.
_KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "SSL_CERT_FILE", "SSL_CERT_DIR")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is run: a locustfile, so many visitors for so many seconds, by so many workers.

    With `master` None they are started here, on loopback; else the master listens there, and the
    workers come from elsewhere. `variables` may hold secrets. `patience` is how long, in seconds,
    an answer is waited for when the run ends. `module` is what Python runs.
    """

    script: str
    users: int
    seconds: int
    workers: int
    patience: int
    master: tuple[str, int] | None = None
    variables: Mapping[str, str] = field(default_factory=dict, repr=False)
    module: str = "locust"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What the workers handed over: a row a request, as the locustfile writes it; how late they
    woke up, in seconds; the busiest worker's share of a core (0 to 1); and the share of errors
    at which the run was ended early, in words, "" where it was not."""

    rows: tuple[tuple[Any, ...], ...]
    lags: tuple[float, ...]
    cpu: float
    aborted: str = ""


# Is shown the rows that are new.
Watch = Callable[[list[list[Any]]], None]


async def run(
    job: Job, samples: str, *, limit: float | None = None, watch: Watch | None = None
) -> Brought:
    """Runs it to its end. `samples` is the variable that tells the master where to write; `limit`
    is in seconds, of its own time and what starting and ending may take where None. `watch` is
    shown what has come back in the meantime, about once a second.

    Raises UnreachableError where locust is not there, ends early or brings nothing back.
    """
    if importlib.util.find_spec(job.module) is None:
        raise UnreachableError("locust is not installed", advice=_INSTALL)
    limit = limit or job.seconds + job.patience + _FOR_WORKERS + _FOR_THE_END
    with tempfile.TemporaryDirectory(prefix="launchready-") as name:
        folder = Path(name)
        (folder / "locustfile.py").write_text(job.script, "utf-8")
        try:
            with anyio.fail_after(limit):
                async with anyio.create_task_group() as together:
                    if watch is not None:
                        together.start_soon(_show, folder / "samples", watch)
                    code = await _run(job, folder, {samples: str(folder / "samples")})
                    together.cancel_scope.cancel()
        except TimeoutError:
            reason = f"locust did not end within {limit:g} s"
            advice = _advice(job, folder)
            raise UnreachableError(reason, kind="timed out", advice=advice) from None
        if code:
            reason = f"locust ended with exit code {code}"
            raise UnreachableError(reason, advice=_advice(job, folder))
        return _read(folder)


async def _run(job: Job, folder: Path, writing: Mapping[str, str]) -> int:
    """Gives the master's exit code."""
    host, port = job.master or ("127.0.0.1", _free_port())
    bound = ("--master-bind-host", host, "--master-bind-port", str(port))
    users = ("-u", str(job.users), "-r", str(job.users), "-t", f"{job.seconds}s")
    waits = ("--expect-workers", str(job.workers), "--expect-workers-max-wait", str(_FOR_WORKERS))
    ends = ("--stop-timeout", str(job.patience), "--exit-code-on-error", "0")
    at = ("--master-host", host, "--master-port", str(port))
    here = 0 if job.master else job.workers
    master = ("--headless", "--only-summary", "--master", *bound, *users, *waits, *ends)
    async with (
        _started(job, folder, master, "master", writing) as main,
        anyio.create_task_group() as together,
    ):
        for number in range(here):
            together.start_soon(_work, job, folder, ("--worker", *at), f"worker{number}")
        code = await main.wait()
        together.cancel_scope.cancel()
    return code


async def _show(file: Path, watch: Watch) -> None:
    """Reads on in the file as the master writes it."""
    read = 0
    while True:
        await anyio.sleep(1)
        whole = _lines_from(file, read)
        read += len(whole)
        watch([row for line in whole.splitlines() for row in json.loads(line)["samples"]])


def _lines_from(file: Path, place: int) -> bytes:
    """Whole lines from a place on; nothing while there is no file yet."""
    if not file.exists():
        return b""
    with file.open("rb") as lines:
        lines.seek(place)
        new = lines.read()
    return new[: new.rfind(b"\n") + 1]


async def _work(job: Job, folder: Path, args: tuple[str, ...], name: str) -> None:
    async with _started(job, folder, args, name, {}) as worker:
        await worker.wait()


@asynccontextmanager
async def _started(
    job: Job, folder: Path, args: tuple[str, ...], name: str, more: Mapping[str, str]
) -> AsyncIterator[Process]:
    """One process of locust; it is ended with the block."""
    kept = {key: os.environ[key] for key in _KEPT if key in os.environ}
    # Of no configuration but ours: locust looks for files at home, in its folder, and variables.
    own = {"HOME": str(folder), "USERPROFILE": str(folder), "PYTHONUNBUFFERED": "1"}
    start = (sys.executable, "-m", job.module, "-f", "locustfile.py", "--loglevel", "WARNING")
    with (folder / f"{name}.log").open("wb") as log:
        process = await anyio.open_process(
            [*start, *args],
            cwd=folder,
            env={**kept, **own, **job.variables, **more},
            stdin=None,
            stdout=log,
            stderr=log,
        )
    try:
        yield process
    finally:
        with anyio.CancelScope(shield=True):
            if process.returncode is None:
                process.kill()
            await process.aclose()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _read(folder: Path) -> Brought:
    file = folder / "samples"
    if not file.exists() or file.stat().st_size > _LARGEST:
        raise UnreachableError("locust brought nothing back", advice=_last(folder))
    told = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    return Brought(
        rows=tuple(tuple(row) for one in told for row in one["samples"]),
        lags=tuple(lag for one in told for lag in one["lags"]),
        cpu=max((one["cpu"] for one in told), default=0.0),
        aborted=next((one["aborted"] for one in told if "aborted" in one), ""),
    )


def _advice(job: Job, folder: Path) -> str:
    if job.master is None:
        return _last(folder)
    start = f"locust -f - --worker --master-host HOST --master-port {job.master[1]}"
    return f"Start {job.workers} workers while it waits: `{start}`. {_last(folder)}"


def _last(folder: Path) -> str:
    """What it said last, for whoever has to find out why."""
    file = folder / "master.log"
    text = file.read_text("utf-8", "replace") if file.exists() else ""
    lines = [one.strip() for one in text.splitlines() if "ERROR" in one or "Error" in one]
    return f"It says: {lines[-1][:300]}" if lines else "Run launchready locustfile to see why."
