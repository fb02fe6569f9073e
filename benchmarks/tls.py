"""Times the tls room against sslyze's certinfo: twenty hosts on loopback.

    python -m benchmarks.tls --sslyze ENVIRONMENT/bin/sslyze

sslyze wants an older cryptography than we do, so it lives in an environment of its own. Both
commands look at the same servers in turn, and the medians of what each says the looking took are
compared: the start of a program is paid once, however many hosts there are. Exit 1 when a goal
is missed.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from tests import pki
from tests.pki import Authority

ROOT = Path(__file__).resolve().parent.parent
HOSTS = 20
LONGEST = 1.5  # seconds, for one whole run of ours
TIMES = 10  # how much faster than sslyze

CONFIG = """\
version: 1
product: benchmark
network: {{ca_file: root.pem, addresses: {{{places}}}}}
tls: {{hosts: [{hosts}]}}
"""


def _name(number: int) -> str:
    return f"host{number}.acme.test"


def serve(folder: Path, ready: Connection) -> None:
    """Twenty servers, each with a certificate of its own below one intermediate."""

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            await reader.read(100)
        writer.close()

    async def run() -> None:
        lab = Authority.at(pki.now())
        pki.pem_file(folder, "root", lab.root)
        ports: list[int] = []
        servers: list[asyncio.Server] = []
        for number in range(HOSTS):
            context = pki.server_context(folder, lab.leaf(_name(number)), lab.intermediate)
            server = await asyncio.start_server(hear, "127.0.0.1", 0, ssl=context)
            servers.append(server)
            ports.append(server.sockets[0].getsockname()[1])
        asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)
        ready.send(ports)
        await asyncio.gather(*(one.serve_forever() for one in servers))

    asyncio.run(run())


@dataclass(frozen=True)
class Run:
    """Seconds: of the whole command, of its looking alone by its own clock, of the processor."""

    whole: float
    looking: float
    processor: float


def timed(
    command: Sequence[str], folder: Path, *, wanted: str, clock: Callable[[str], float]
) -> Run:
    """One command. Raises RuntimeError when it does not speak of every host.

    A command that fails is fast, so its words are counted; `clock` finds in them how long the
    looking took, without the start of the program.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(  # noqa: S603 - our own command line
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    whole = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0 or done.stdout.count(wanted) < HOSTS:
        raise RuntimeError(f"{command[0]} ended in {done.returncode}:\n{done.stdout}{done.stderr}")
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(whole=whole, looking=clock(done.stdout), processor=processor)


def _ours(said: str) -> float:
    return float(json.loads(said)["seconds"])


def _theirs(said: str) -> float:
    found = re.search(r"SCANS COMPLETED IN ([0-9.]+) S", said)
    if found is None:
        raise RuntimeError("sslyze does not say how long it took")
    return float(found[1])


def compare(sslyze: str, rounds: int) -> bool:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / ".git").mkdir()
        ours, theirs = multiprocessing.Pipe()
        servers = multiprocessing.Process(target=serve, args=(folder, theirs), daemon=True)
        servers.start()
        try:
            ports: list[int] = ours.recv()
            return _report(*_rounds(folder, ports, sslyze, rounds))
        finally:
            servers.terminate()
            servers.join()


def _rounds(
    folder: Path, ports: list[int], sslyze: str, rounds: int
) -> tuple[list[Run], list[Run]]:
    names = [_name(number) for number in range(HOSTS)]
    pairs = list(zip(names, ports, strict=True))
    places = ", ".join(f'"{name}:443": ["127.0.0.1:{port}"]' for name, port in pairs)
    config = folder / "launchready.yml"
    config.write_text(CONFIG.format(places=places, hosts=", ".join(names)))
    mine = [sys.executable, "-m", "launchready", "check", "tls", "-c", str(config), "-f", "json"]
    targets = [f"{name}:{port}{{127.0.0.1}}" for name, port in pairs]
    # What we look at too: the certificate, and whether the old versions are taken.
    other = [sslyze, "--certinfo", "--tlsv1", "--tlsv1_1", "--mozilla_config", "disable"]
    other += ["--certinfo_ca_file", str(folder / "root.pem"), *targets]
    seen = [
        (
            timed(mine, folder, wanted="left of 90 days", clock=_ours),
            timed(other, folder, wanted="Certificates Information", clock=_theirs),
        )
        for _ in range(rounds)
    ]
    return [one for one, _ in seen], [one for _, one in seen]


def _report(mine: list[Run], other: list[Run]) -> bool:
    rows = [("launchready", _median(mine)), ("sslyze", _median(other))]
    print(f"{HOSTS} hosts, medians of {len(mine)} rounds, in seconds")
    print("               looking   whole command   processor")
    for name, run in rows:
        print(f"  {name:12} {run.looking:7.2f}   {run.whole:13.2f}   {run.processor:9.2f}")
    ratio = rows[1][1].looking / rows[0][1].looking
    print(f"  looking is {ratio:.1f} times faster; goals: {LONGEST} s and {TIMES} times")
    return rows[0][1].looking <= LONGEST and ratio >= TIMES


def _median(runs: list[Run]) -> Run:
    return Run(
        whole=statistics.median(one.whole for one in runs),
        looking=statistics.median(one.looking for one in runs),
        processor=statistics.median(one.processor for one in runs),
    )


def main() -> int:
    reader = argparse.ArgumentParser(description="Times the tls room against sslyze.")
    reader.add_argument("--sslyze", required=True, help="the sslyze command of its environment")
    reader.add_argument("--rounds", type=int, default=5)
    given = reader.parse_args()
    return 0 if compare(given.sslyze, given.rounds) else 1


if __name__ == "__main__":
    sys.exit(main())
