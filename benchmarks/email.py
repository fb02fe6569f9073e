"""Measures the email room: `python -m benchmarks.email`. Prints figures and their goals.

Everything is on loopback: twenty domains behind a name server that answers after 20 ms, a folder
of a thousand reports, and one report of two thousand records.
"""

import asyncio
import multiprocessing
import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time

import anyio
import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

from launchready import gate
from launchready.config.load import load
from launchready.core.registry import checks
from launchready.core.report import Answered
from launchready.email.reports_folder import read_folder
from launchready.world.repository import GitRepository
from launchready.world.resolver import LiveResolver
from tests.email import keys
from tests.email.reports import row, signed, xml
from tests.worlds import a_world

DELAY = 0.020  # seconds before each answer
DOMAINS = 20
ROUNDS = 5


def records(number: int) -> dict[tuple[str, str], str]:
    """A domain as a founder has it: two providers, a server of its own, one selector each."""
    name = f"d{number}.test"
    spf = "v=spf1 ip4:192.0.2.25 include:_spf.a.test include:_spf.b.test mx ~all"
    return {
        (name, "TXT"): f'"{spf}"',
        (name, "MX"): f"10 mx.{name}.",
        (f"mx.{name}", "A"): "192.0.2.26",
        (f"_dmarc.{name}", "TXT"): f'"v=DMARC1; p=reject; rua=mailto:d@{name}"',
        (f"pm._domainkey.{name}", "TXT"): _quoted(f"v=DKIM1; p={keys.p()}"),
        (f"google._domainkey.{name}", "TXT"): _quoted(f"v=DKIM1; p={keys.p()}"),
    }


SHARED = {
    ("_spf.a.test", "TXT"): '"v=spf1 include:_n1.a.test include:_n2.a.test ~all"',
    ("_n1.a.test", "TXT"): '"v=spf1 ip4:198.51.100.0/25 ~all"',
    ("_n2.a.test", "TXT"): '"v=spf1 ip4:198.51.100.128/25 ~all"',
    ("_spf.b.test", "TXT"): '"v=spf1 ip4:203.0.112.0/24 -all"',
}


def _quoted(text: str) -> str:
    return " ".join(f'"{text[at : at + 250]}"' for at in range(0, len(text), 250))


class SlowServer(asyncio.DatagramProtocol):
    """Answers every question after a while, however many are waiting."""

    def __init__(self, known: dict[tuple[str, str], str]) -> None:
        self._known = known

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        wire = self._answer(data)
        loop = asyncio.get_running_loop()
        loop.call_later(DELAY, self._transport.sendto, wire, addr)  # type: ignore[attr-defined]

    def _answer(self, data: bytes) -> bytes:
        query = dns.message.from_wire(data)
        asked = query.question[0]
        name = asked.name.to_text(omit_final_dot=True).lower()
        response = dns.message.make_response(query)
        response.flags |= dns.flags.AA
        value = self._known.get((name, dns.rdatatype.to_text(asked.rdtype)))
        if value is not None:
            response.answer.append(dns.rrset.from_text(asked.name, 300, "IN", asked.rdtype, value))
        elif not any(one == name or one.endswith(f".{name}") for one, _ in self._known):
            response.set_rcode(dns.rcode.NXDOMAIN)
        return response.to_wire()


def _serve(port: int, known: dict[tuple[str, str], str]) -> None:
    async def forever() -> None:
        loop = asyncio.get_running_loop()
        await loop.create_datagram_endpoint(
            lambda: SlowServer(known), local_addr=("127.0.0.1", port)
        )
        await asyncio.Event().wait()

    asyncio.run(forever())


@contextmanager
def slow_server(known: dict[tuple[str, str], str]) -> Iterator[int]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = multiprocessing.Process(target=_serve, args=(port, known), daemon=True)
    process.start()
    try:
        yield port
    finally:
        process.terminate()
        process.join()


async def twenty_domains(port: int) -> None:
    zones = [f"d{number}.test" for number in range(DOMAINS)] + ["a.test", "b.test", "test"]
    listed = ", ".join(f"{zone}: ['127.0.0.1:{port}']" for zone in zones)
    senders = "[{name: postmark, dkim: [pm]}, {name: our google, dkim: [google], spf: _spf.a.test}]"
    domains = "".join(
        f"    - {{domain: d{number}.test, senders: {senders}, sending_ips: [192.0.2.25]}}\n"
        for number in range(DOMAINS)
    )
    text = (
        f"version: 1\nnetwork:\n  resolver: 127.0.0.1:{port}\n  authoritative: {{{listed}}}\n"
        f"email:\n  domains:\n{domains}"
    )
    loaded = load(
        text.encode(), "x.yml", environment="production", variables={}, read=lambda _: b""
    )
    plan = gate.plan(checks(), loaded.rooms, chosen=["email"])
    ctx = replace(a_world(), dns=LiveResolver(loaded.config.network))
    answers = await gate.run(plan, ctx, concurrency=loaded.config.network.concurrency)
    asked = [one for one in answers if one.subject]
    assert len(asked) == 3 * DOMAINS
    assert all(isinstance(one.outcome, Answered) and not one.outcome.findings for one in asked)


def best_of(work: Callable[[], None]) -> tuple[float, float]:
    """The shortest wall and CPU seconds of several rounds."""
    walls, cpus = [], []
    for _ in range(ROUNDS):
        wall, cpu = perf_counter(), process_time()
        work()
        walls.append(perf_counter() - wall)
        cpus.append(process_time() - cpu)
    return min(walls), min(cpus)


def reports(folder: Path, files: int, records_each: int) -> Callable[[], None]:
    (folder / "reports").mkdir(parents=True)
    rows = [
        row(f"198.51.{number // 250}.{number % 250}", 3, auth=signed("acme.test", "pm"))
        for number in range(records_each)
    ]
    for number in range(files):
        path = folder / "reports" / f"{number}.xml"
        path.write_bytes(xml(*rows, id_=str(number)))

    def read() -> None:
        found = read_folder(GitRepository(folder), "reports")
        assert len(found.reports) == files
        assert not found.unread

    return read


def main() -> None:
    known = {key: value for number in range(DOMAINS) for key, value in records(number).items()}
    load_ = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"load {load_}; best of {ROUNDS}")
    with slow_server(known | SHARED) as port:
        wall, cpu = best_of(lambda: anyio.run(twenty_domains, port))
    print(f"20 domains, 20 ms: {wall:.2f} s, CPU {cpu:.2f} s (goal 1.5 s)")
    with tempfile.TemporaryDirectory() as name:
        wall, cpu = best_of(reports(Path(name) / "many", 1000, 10))
        print(f"1,000 reports of 10 records: {wall:.2f} s, CPU {cpu:.2f} s (goal 3 s)")
        wall, cpu = best_of(reports(Path(name) / "large", 1, 2000))
        print(f"one report of 2,000 records: {wall:.3f} s, CPU {cpu:.3f} s (goal 0.3 s)")


if __name__ == "__main__":
    main()
