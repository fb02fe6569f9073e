"""How fast a record map is asked for, against the promises of the DNS room.

    python -m benchmarks.dns [--octodns PYTHON] [--runs 50]

needs Knot, NSD and BIND. `--octodns` names the Python of an environment of its own with octodns
in it, whose octodns-report is then run on the same map. Prints what was promised and what was
measured, and fails where a promise is broken.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import anyio

from launchready.core.resolver import Answer, Asked, Server, Way
from launchready.core.unreachable import UnreachableError
from launchready.world.resolver import LiveResolver
from launchready.world.settings import Network
from tests.dns.zone_servers import bind, knot, nsd
from tests.servers import free_port

ZONE = "bench.test"
RECORDS = 1000
DELAY = 0.02  # seconds, the round trip
LOSS = 0.02  # of the datagrams, each way
KNOT, NSD = "127.0.0.2", "127.0.0.3"

Wanted = dict[tuple[str, str], tuple[str, ...]]
Place = tuple[str, int]

# octodns-report asks port 53 alone; this tells its library another one, and nothing else.
REPORT = """
import sys, dns.resolver
reset, port = dns.resolver.BaseResolver.reset, int(sys.argv.pop(1))
def at_port(self):
    reset(self)
    self.port = port
dns.resolver.BaseResolver.reset = at_port
from octodns.cmds.report import main
main()
"""


def records() -> Wanted:
    """What a founder has, five times over: addresses first, then aliases, texts and mail."""
    made: Wanted = {}
    for number in range(RECORDS):
        name, target = f"host{number}.{ZONE}", f"host{number - number % 10}.{ZONE}."
        match number % 10:
            case 0 | 1 | 2 | 3 | 4:
                made[name, "A"] = (f"192.0.2.{number % 250}",)
            case 5 | 6:
                made[name, "CNAME"] = (target,)
            case 7:
                made[name, "AAAA"] = (f"2001:db8::{number + 1:x}",)
            case 8:
                made[name, "TXT"] = (f"token-{number}",)
            case _:
                made[name, "MX"] = (f"10 {target}",)
    return made


def zone_file(wanted: Wanted) -> str:
    head = f"$TTL 300\n@ SOA ns1.{ZONE}. root.{ZONE}. 1 3600 600 86400 300\n@ NS ns1.{ZONE}.\n"
    lines = (f"{name}. {type_} {value}" for (name, type_), (value,) in wanted.items())
    return f"{head}ns1 A 127.0.0.1\n" + "\n".join(lines) + "\n"


def yaml_map(wanted: Wanted) -> str:
    def written(type_: str, value: str) -> str:
        preference, _, target = value.partition(" ")
        return f"{{preference: {preference}, exchange: {target}}}" if type_ == "MX" else repr(value)

    lines = (
        f"{name.removesuffix(f'.{ZONE}')}: "
        f"{{type: {type_}, ttl: 300, value: {written(type_, value)}}}\n"
        for (name, type_), (value,) in sorted(wanted.items())
    )
    return "---\n" + "".join(lines)


@contextmanager
def delayed(server: Place, delay: float = DELAY, loss: float = 0.0) -> Iterator[Server]:
    """The server, as far away as one in another country."""
    command = [sys.executable, "-m", "benchmarks.delay", server[0], str(server[1])]
    command += ["--delay", str(delay), "--loss", str(loss)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        port = int(process.stdout.readline())
        try:
            yield Server(name=f"127.0.0.1:{port}", address="127.0.0.1", port=port)
        finally:
            process.terminate()


class Run:
    """One query phase: how long it took, what it cost, what was wrong."""

    def __init__(self) -> None:
        self.wall = self.cpu = 0.0
        self.wrong = 0

    async def ask(self, servers: list[Server], wanted: Wanted, over: Way = "UDP") -> None:
        resolver = LiveResolver(Network())
        questions = [Asked(name=name, type=type_) for name, type_ in wanted]
        wall, cpu = time.perf_counter(), time.process_time()

        async def ask(server: Server) -> None:
            replies = await resolver.ask_all(server, questions, over=over)
            self.wrong += sum(
                not isinstance(one, Answer) or one.values != value
                for one, value in zip(replies, wanted.values(), strict=True)
            )

        async with anyio.create_task_group() as group:
            for server in servers:
                group.start_soon(ask, server)
        self.wall, self.cpu = time.perf_counter() - wall, time.process_time() - cpu


def run(servers: list[Server], wanted: Wanted, over: Way = "UDP") -> Run:
    made = Run()
    anyio.run(made.ask, servers, wanted, over)
    return made


class Table:
    """Promises and measurements, told as they come."""

    def __init__(self) -> None:
        self.broken = 0

    def line(self, what: str, measured: float, limit: float, unit: str, note: str = "") -> None:
        kept = measured <= limit
        self.broken += not kept
        word = "" if kept else "  BROKEN"
        self.say(f"{what:<58} {measured:8.3f} of {limit:g} {unit}{word}  {note}")

    def say(self, text: str) -> None:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()


def best(runs: list[Run]) -> Run:
    return min(runs, key=lambda one: one.wall)


def spread(runs: list[Run]) -> str:
    walls = sorted(one.wall for one in runs)
    middle, last = walls[len(walls) // 2], walls[-1]
    return f"(median {middle:.3f}, worst {last:.3f}, wrong {sum(one.wrong for one in runs)})"


def speed(table: Table, knot_at: Place, nsd_at: Place, wanted: Wanted) -> float:
    with delayed(knot_at, 0.0) as through:
        straight = [Server(name="knot", address=knot_at[0], port=knot_at[1])]
        plain = [run(straight, wanted) for _ in range(5)]
        proxied = best([run([through], wanted) for _ in range(5)])
        table.line("CPU a query, straight to Knot", best(plain).cpu * 1000, 150, "µs")
        table.say(
            f"{'  the way itself, with no delay, is no bottleneck':<58} "
            f"{proxied.wall:8.3f} s for {RECORDS}; straight {best(plain).wall:.3f} s"
        )
    with delayed(knot_at) as one, delayed(nsd_at) as two:
        single = [run([one], wanted) for _ in range(7)]
        both = [run([one, two], wanted) for _ in range(7)]
        tcp = [run([one], wanted, "TCP") for _ in range(3)]
    table.line("1,000 records at 20 ms, one server", best(single).wall, 0.6, "s", spread(single))
    table.line("1,000 records at 20 ms, two servers", best(both).wall, 0.8, "s", spread(both))
    table.say(f"{'  the same over TCP, one server':<58} {best(tcp).wall:8.3f} s {spread(tcp)}")
    wrong = sum(one.wrong for one in (*plain, *single, *both, *tcp))
    table.line("wrong answers in all of these", wrong, 0, "")
    return sorted(one.wall for one in single)[len(single) // 2]


def loss(table: Table, knot_at: Place, wanted: Wanted, runs: int) -> None:
    with delayed(knot_at, loss=LOSS) as lossy:
        made = [run([lossy], wanted) for _ in range(runs)]
    walls = sorted(one.wall for one in made)
    what = f"2 % loss each way at 20 ms, worst of {runs} runs"
    table.line(what, walls[-1], 2.0, "s", f"(median {walls[len(walls) // 2]:.3f})")
    table.line("  wrong or unknown of all those answers", sum(one.wrong for one in made), 0, "")


def absences(table: Table, folder: Path, text: str) -> None:
    """Names that are not there, of servers that limit how often they say so."""
    port, zones = free_port("127.0.0.1", NSD), {ZONE: text}
    with nsd(folder / "limited-nsd", NSD, port, zones, rate=200):
        tell_absences(table, "NSD at 200 answers a second", (NSD, port))
    with bind(folder / "limited-bind", port, zones, rate=10):
        tell_absences(table, "BIND at 10 answers a second", ("127.0.0.1", port))


def tell_absences(table: Table, what: str, place: Place) -> None:
    server = Server(name=what, address=place[0], port=place[1])
    names = [Asked(name=f"gone{number}.{ZONE}", type="A") for number in range(500)]

    async def ask() -> int:
        await loaded(server)
        replies = await LiveResolver(Network()).ask_all(server, names, over="TCP")
        return sum(isinstance(one, Answer) and one.missing == "no such name" for one in replies)

    right = anyio.run(ask)
    table.line(f"500 absent names, {what}", 500 - right, 0, "wrong", f"({right} right)")


async def loaded(server: Server) -> None:
    """A server listens before it has read its zones, and says so until then."""
    with anyio.fail_after(10):
        while True:
            try:
                await LiveResolver(Network()).serial(server, ZONE)
            except UnreachableError:
                await anyio.sleep(0.02)
            else:
                return


def listings(table: Table, folder: Path, text: str) -> None:
    """Every name of a zone, where the server hands it out and where it is signed."""
    port = free_port(KNOT)
    with (
        knot(folder / "signed", KNOT, port, {ZONE: text}, signed=True),
        delayed((KNOT, port)) as far,
    ):

        async def list_both() -> tuple[float, float, int, int]:
            await loaded(far)
            resolver, start = LiveResolver(Network()), time.perf_counter()
            sets = await resolver.transfer(far, ZONE)
            middle = time.perf_counter()
            names = await resolver.walk(far, ZONE)
            end = time.perf_counter()
            return middle - start, end - middle, len(sets), len(names)

        moved, walked, sets, names = anyio.run(list_both)
    table.say(f"{'signed zone at 20 ms, transferred':<58} {moved:8.3f} s, {sets} RRsets")
    table.say(f"{'signed zone at 20 ms, walked by NSEC':<58} {walked:8.3f} s, {names} names")


def against_octodns(
    table: Table, python: str, folder: Path, knot_at: Place, wanted: Wanted
) -> None:
    """octodns-report, which asks the same and compares it with nothing."""
    maps = folder / "maps"
    maps.mkdir()
    (maps / f"{ZONE}.yaml").write_text(yaml_map(wanted))
    config = folder / "octodns.yaml"
    config.write_text(
        "providers:\n  config:\n    class: octodns.provider.yaml.YamlProvider\n"
        f"    directory: {maps}\n    default_ttl: 300\n    enforce_order: false\n"
        f"zones:\n  {ZONE}.:\n    sources: [config]\n    targets: [config]\n"
    )
    with delayed(knot_at) as server:
        ours = sorted(run([server], wanted).wall for _ in range(5))[2]
        command = [python, "-c", REPORT, str(server.port), f"--config-file={config}"]
        command += [f"--zone={ZONE}.", "--source=config", "--lenient", server.address]
        start = time.perf_counter()
        told = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        if told.returncode:
            raise RuntimeError(told.stderr)
        theirs = time.perf_counter() - start
        whole = whole_run(folder, server)
    answered = sum(",True" in one and "*" not in one for one in told.stdout.splitlines())
    table.say(f"{'octodns-report, whole':<58} {theirs:8.3f} s, {answered} of {RECORDS} answered")
    table.line(
        "  our query phase, of its time", ours / theirs, 0.1, "", f"(1 : {theirs / ours:.1f})"
    )
    table.say(f"{'  launchready dns diff, whole':<58} {whole:8.3f} s, 1 : {theirs / whole:.1f}")


def whole_run(folder: Path, server: Server) -> float:
    """The command itself, from start to verdict, the DNS room alone."""
    at = f"{server.address}:{server.port}"
    (folder / "launchready.yml").write_text(
        f"version: 1\nnetwork:\n  resolver: {at}\n  authoritative:\n    {ZONE}: ['{at}']\n"
        f"dns:\n  zones:\n    - map: maps/{ZONE}.yaml\n"
    )
    command = [sys.executable, "-m", "launchready", "dns", "diff"]
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    took = 0.0
    for _ in range(3):  # the first compiles what has not been compiled yet
        start = time.perf_counter()
        ended = subprocess.run(  # noqa: S603
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        took = time.perf_counter() - start
        if ended.returncode not in (0, 1, 3):
            raise RuntimeError(ended.stdout + ended.stderr)
    return took


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--octodns", help="the Python of an environment with octodns in it")
    parser.add_argument("--runs", type=int, default=50, help="how often loss is tried")
    args = parser.parse_args()
    table, wanted = Table(), records()
    text = zone_file(wanted)
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder, port = Path(name), free_port(KNOT, NSD)
        stack.enter_context(knot(folder / "knot", KNOT, port, {ZONE: text}))
        stack.enter_context(nsd(folder / "nsd", NSD, port, {ZONE: text}))
        for address in (KNOT, NSD):
            anyio.run(loaded, Server(name=address, address=address, port=port))
        speed(table, (KNOT, port), (NSD, port), wanted)
        if args.octodns:
            against_octodns(table, args.octodns, folder, (KNOT, port), wanted)
        listings(table, folder, text)
        absences(table, folder, text)
        loss(table, (KNOT, port), wanted, args.runs)
    return 1 if table.broken else 0


if __name__ == "__main__":
    sys.exit(main())
