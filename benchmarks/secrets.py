"""Times the secrets room and other scanners on one repository: history, tree, last 50 commits.

Each program is run in turn, several rounds, and the fastest round of each counts. Printed are the
seconds, the most memory its processes held together, and the ratio to the fastest other scanner.
The others are found on the PATH or named: --peer gitleaks=/path/to/gitleaks.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.secret_peers import PEERS

# How long one scanner may take, in seconds, and how often its memory is looked at.
_LIMIT = 1800
_EVERY = 0.02
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
_RANGE = "HEAD~50..HEAD"

_OURS: dict[str, tuple[str, ...]] = {
    "history": ("--history",),
    "tree": ("--tree",),
    "last 50": ("--range", _RANGE),
}
_CALLS: dict[str, dict[str, tuple[str, ...]]] = {
    "gitleaks": {
        "history": ("git", ".", "--log-opts=--all", "--no-banner", "-l", "error", "-r", "{out}"),
        "tree": ("dir", ".", "--no-banner", "-l", "error", "-r", "{out}"),
        "last 50": (
            "git",
            ".",
            f"--log-opts={_RANGE}",
            "--no-banner",
            "-l",
            "error",
            "-r",
            "{out}",
        ),
    },
    "betterleaks": {
        "history": ("git", ".", "--log-opts=--all", "-o", "{out}"),
        "tree": ("filesystem", ".", "-o", "{out}"),
        "last 50": ("git", ".", f"--log-opts={_RANGE}", "-o", "{out}"),
    },
    "kingfisher": {
        "history": ("-q", "scan", ".", "--no-validate", "--no-update-check", "-o", "{out}"),
        "tree": (
            *("-q", "scan", ".", "--no-validate", "--no-update-check"),
            *("--git-history", "none", "-o", "{out}"),
        ),
        "last 50": (
            *("-q", "scan", ".", "--no-validate", "--no-update-check"),
            *("--since-commit", "HEAD~50", "--branch", "HEAD", "-o", "{out}"),
        ),
    },
    "detect-secrets": {"tree": ("scan", "-n", ".")},
}


@dataclass(frozen=True, slots=True)
class Ran:
    """How long a program took, in seconds, and what its processes held together, in MiB."""

    seconds: float
    memory: float


def run(call: Sequence[str], folder: Path) -> Ran:
    """Runs a program to its end; its exit code says only whether it found something."""
    with tempfile.TemporaryDirectory() as made:
        filled = [one.replace("{out}", str(Path(made) / "answer.json")) for one in call]
        code = Path(__file__).parents[1]
        started = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - programs the caller names
            filled,
            cwd=folder,
            env=_environment(code),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        most = [0.0]
        watch = threading.Thread(target=_watch, args=(process, most))
        watch.start()
        process.wait(_LIMIT)
        took = time.perf_counter() - started
        watch.join()
    return Ran(took, most[0])


def _environment(code: Path) -> dict[str, str]:
    """With bytecode kept, as it is wherever the package is installed."""
    kept = {name: value for name, value in os.environ.items() if name != _NO_BYTECODE}
    return kept | {"PYTHONPATH": str(code)}


def _watch(process: "subprocess.Popen[bytes]", most: list[float]) -> None:
    while process.poll() is None:
        most[0] = max(most[0], _held(process.pid))
        time.sleep(_EVERY)


def _held(root: int) -> float:
    """What a process and all below it hold, in MiB, pages they share counted once where Linux
    says so."""
    parents: dict[int, int] = {}
    for one in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(one.parent.name)] = int(one.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    own = {root}
    while more := {child for child, parent in parents.items() if parent in own} - own:
        own |= more
    return sum(_size(one) for one in own)


def _size(process: int) -> float:
    try:
        rows = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(row.split()[1]) for row in rows if row.startswith("Pss:")) / 1024


def calls(given: dict[str, str]) -> dict[str, dict[str, list[str]]]:
    """Every program's call for each kind of work; programs that are not there are left out."""
    ours = [sys.executable, "-m", "launchready", "check", "secrets"]
    made = {"launchready": {work: [*ours, *more] for work, more in _OURS.items()}}
    for peer in PEERS:
        program = peer.program(given.get(peer.name))
        if program:
            listed = _CALLS[peer.name].items()
            made[peer.name] = {work: [program, *more] for work, more in listed}
    return made


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("repository", type=Path)
    options.add_argument("--peer", action="append", default=[], metavar="NAME=PROGRAM")
    options.add_argument("--work", action="append", choices=[*_OURS])
    options.add_argument("--rounds", type=int, default=3)
    args = options.parse_args()
    programs = calls(dict(one.split("=", 1) for one in args.peer))
    for work in args.work or _OURS:
        ran: dict[str, list[Ran]] = {}
        for _ in range(args.rounds):
            for name, listed in programs.items():
                if work in listed:
                    ran.setdefault(name, []).append(run(listed[work], args.repository))
        _print(work, ran)


def _print(work: str, ran: dict[str, list[Ran]]) -> None:
    best = {name: min(one.seconds for one in rounds) for name, rounds in ran.items()}
    others = [seconds for name, seconds in best.items() if name != "launchready"]
    sys.stdout.write(f"{work}\n")
    for name, rounds in ran.items():
        ratio = f"{best[name] / min(others):6.2f} x" if others else ""
        memory = max(one.memory for one in rounds)
        sys.stdout.write(f"  {name:<16}{best[name]:8.2f} s {memory:6.0f} MB {ratio}\n")


if __name__ == "__main__":
    main()
