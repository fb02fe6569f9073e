"""How long a cold `launchready check secrets` takes to its first byte, and how much memory.

    python -m benchmarks.first_byte [--runs 5]

Each run is a process of its own on a small repository that is made for it. "Cold" is without
compiled files (PYTHONPYCACHEPREFIX points into an empty folder), as in a fresh container; "warm"
has them. The machine's page cache is left as it is. Beside them: a bare Python, and
`launchready version`, which is what starting costs before any check. Memory is the peak of the
process and of what it starts, as the kernel counts resident pages (ru_maxrss).
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

CHECK = ("-m", "launchready", "check", "secrets")
PATHS = {
    "python -c pass": ("-c", "print()"),
    "launchready version": ("-m", "launchready", "version"),
    "launchready check secrets": CHECK,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Seconds to the first byte and to the end, and the peak in MB."""

    first: float
    whole: float
    peak: float


def repository(folder: Path) -> None:
    """Twenty files of nothing secret, committed."""
    for number in range(20):
        (folder / f"module{number}.py").write_text(f"VALUE = {number}\n" * 200, "utf-8")
    for words in (
        ("init", "-q"),
        ("add", "."),
        ("-c", "user.name=a", "-c", "user.email=a@acme.test", "commit", "-qm", "begun"),
    ):
        subprocess.run(("git", *words), cwd=folder, check=True)  # noqa: S603, S607 - our own words


def timed(words: tuple[str, ...], folder: Path, compiled: Path) -> Run:
    """Starts a command and reads its first byte. Raises SystemExit when it says nothing."""
    variables = {
        **os.environ,
        "PYTHONPYCACHEPREFIX": str(compiled),
        "PYTHONPATH": str(Path(__file__).parent.parent),
    }
    begun = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own words
        (sys.executable, *words), cwd=folder, env=variables, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        byte = process.stdout.read(1)
        first = time.perf_counter() - begun
        process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if not byte or process.returncode:
        raise SystemExit(f"{' '.join(words)} ended in {process.returncode} and said {byte!r}")
    return Run(first=first, whole=time.perf_counter() - begun, peak=used.ru_maxrss / 1024)


def of(words: tuple[str, ...], folder: Path, runs: int, *, is_cold: bool) -> list[Run]:
    with tempfile.TemporaryDirectory() as kept:
        if not is_cold:
            timed(words, folder, Path(kept))
        made: list[Run] = []
        for number in range(runs):
            compiled = Path(kept) / str(number) if is_cold else Path(kept)
            made.append(timed(words, folder, compiled))
        return made


def main() -> None:
    """Prints a line a command: medians, and the spread of the first byte."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    print(f"{'':34}{'first byte':>12}{'of':>16}{'whole':>10}{'peak':>10}")
    with tempfile.TemporaryDirectory() as folder:
        repository(Path(folder))
        for name, words in PATHS.items():
            for kind in ("cold", "warm"):
                made = of(words, Path(folder), runs, is_cold=kind == "cold")
                firsts = [one.first for one in made]
                spread = f"{min(firsts):.2f} to {max(firsts):.2f} s"
                whole = statistics.median(one.whole for one in made)
                peak = max(one.peak for one in made)
                print(
                    f"{name + ', ' + kind:34}{statistics.median(firsts):>10.2f} s{spread:>16}"
                    f"{whole:>8.2f} s{peak:>7.0f} MB"
                )


if __name__ == "__main__":
    main()
