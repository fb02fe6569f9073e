"""Runs other load generators against the server of benchmarks/load.py, as their users would.

Each gets the rate it is asked for as its manual says; their p95 is of the times they record
themselves, exactly where they write each one down.
"""

import math
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

_LUA = """
done = function(summary, latency, requests)
  io.write(string.format("P95 %f COUNT %d\\n", latency:percentile(95.0) / 1000,
    summary.requests))
end
"""


@dataclass(frozen=True, slots=True)
class Told:
    """A p95 in milliseconds, how many requests were made, and the share of a core it took; why a
    run of ours proves nothing, where it says so itself."""

    p95: float
    count: int
    cpu: float
    unsound: str = ""


Peer = Callable[[str, int, int, Path], Told]


def percentile(values: Sequence[float], share: float) -> float:
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]


def wrk(url: str, rate: int, seconds: int, folder: Path) -> Told:
    """A closed model: 20 visitors, as fast as they can; it has no rate."""
    _ = rate
    return _by_lua(["wrk", "-t1", "-c20", f"-d{seconds}s"], url, folder)


def wrk2(url: str, rate: int, seconds: int, folder: Path) -> Told:
    return _by_lua(["wrk2", "-t1", "-c400", f"-d{seconds}s", f"-R{rate}"], url, folder)


def _by_lua(command: list[str], url: str, folder: Path) -> Told:
    script = folder / "p95.lua"
    script.write_text(_LUA)
    text, cpu = _run([*command, "-s", str(script), url], folder)
    match = re.search(r"P95 ([0-9.]+) COUNT ([0-9]+)", text)
    assert match, text
    return Told(float(match[1]), int(match[2]), cpu)


def hey(url: str, rate: int, seconds: int, folder: Path) -> Told:
    command = ["hey", "-z", f"{seconds}s", "-c", "50", "-q", str(rate // 50), "-o", "csv", url]
    text, cpu = _run(command, folder)
    times = [float(line.split(",")[0]) * 1000 for line in text.splitlines()[1:] if "," in line]
    return Told(percentile(times, 0.95), len(times), cpu)


def h2load(url: str, rate: int, seconds: int, folder: Path) -> Told:
    log = folder / "h2load.tsv"
    log.unlink(missing_ok=True)
    clients = 100 if rate >= 100 else rate
    each = rate / clients
    command = ["h2load", "--h1", "-t1", f"-c{clients}", f"--rps={each:g}", f"-D{seconds}"]
    _, cpu = _run([*command, f"--log-file={log}", url], folder)
    times = [int(line.split("\t")[2]) / 1000 for line in log.read_text().splitlines()]
    return Told(percentile(times, 0.95), len(times), cpu)


PEERS: dict[str, Peer] = {"wrk2": wrk2, "h2load": h2load, "hey": hey, "wrk": wrk}


def present() -> dict[str, Peer]:
    return {name: run for name, run in PEERS.items() if shutil.which(name)}


def _run(command: list[str], folder: Path) -> tuple[str, float]:
    """What it prints, and its share of a core."""
    out = folder / "out"
    started = perf_counter()
    with out.open("wb") as file:
        process = subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT)  # noqa: S603
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    gone = perf_counter() - started
    text = out.read_text("utf-8", "replace")
    assert process.returncode == 0, text
    return text, (used.ru_utime + used.ru_stime) / gone
