"""Times the tls room against sslyze's certinfo: twenty hosts on loopback, whole commands.

    python -m benchmarks.tls --sslyze ENVIRONMENT/bin/sslyze

sslyze wants an older cryptography than we do, so it lives in an environment of its own. Both
commands look at the same servers in turn; the medians are compared. Exit 1 when a goal is missed.
"""

import argparse
import asyncio
import multiprocessing
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
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


def timed(command: Sequence[str], folder: Path, wanted: str, number: int) -> tuple[float, float]:
    """Seconds on the wall and of processor time.

    Raises RuntimeError when the output does not have the wanted words so many times: a command
    that fails is fast.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(  # noqa: S603 - our own command line
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0 or done.stdout.count(wanted) < number:
        raise RuntimeError(f"{command[0]} ended in {done.returncode}:\n{done.stdout}{done.stderr}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu


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


Times = list[tuple[float, float]]


def _rounds(folder: Path, ports: list[int], sslyze: str, rounds: int) -> tuple[Times, Times]:
    names = [_name(number) for number in range(HOSTS)]
    pairs = list(zip(names, ports, strict=True))
    places = ", ".join(f'"{name}:443": ["127.0.0.1:{port}"]' for name, port in pairs)
    config = folder / "launchready.yml"
    config.write_text(CONFIG.format(places=places, hosts=", ".join(names)))
    mine = [sys.executable, "-m", "launchready", "check", "tls", "-c", str(config)]
    targets = [f"{name}:{port}{{127.0.0.1}}" for name, port in pairs]
    other = [sslyze, "--certinfo", "--certinfo_ca_file", str(folder / "root.pem"), *targets]
    other += ["--mozilla_config", "disable"]
    seen = [
        (
            timed(mine, folder, "90 days", HOSTS),
            timed(other, folder, "Certificates Information", HOSTS),
        )
        for _ in range(rounds)
    ]
    return [one for one, _ in seen], [one for _, one in seen]


def _report(mine: Times, other: Times) -> bool:
    def median(times: Times, which: int) -> float:
        return statistics.median(one[which] for one in times)

    print(f"{HOSTS} hosts, {len(mine)} rounds, medians of whole commands")
    for name, times in (("launchready", mine), ("sslyze", other)):
        print(f"  {name:12} {median(times, 0):6.2f} s wall  {median(times, 1):6.2f} s processor")
    wall = median(mine, 0)
    ratio = median(other, 0) / wall
    print(f"  {ratio:.1f} times faster; goals: {LONGEST} s and {TIMES} times")
    return wall <= LONGEST and ratio >= TIMES


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    reader.add_argument("--sslyze", required=True, help="the sslyze command of its environment")
    reader.add_argument("--rounds", type=int, default=5)
    given = reader.parse_args()
    return 0 if compare(given.sslyze, given.rounds) else 1


if __name__ == "__main__":
    sys.exit(main())
