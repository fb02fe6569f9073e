"""Record maps and questions for tests of the dns room."""

from collections.abc import Mapping

from launchready.core.context import Context
from launchready.core.finding import Finding
from launchready.core.resolver import Answer, Server
from launchready.core.unreachable import UnreachableError
from launchready.dns.octodns_map import read_map
from launchready.dns.record import Record
from launchready.dns.record_map import record_map
from launchready.dns.settings import Dns
from launchready.values.yaml import parse
from tests.worlds import DictResolver, a_site, a_world

FILE = "dns/acme.test.yaml"
ZONE = "acme.test"
ONE = Server(name="ns1.acme.test", address="192.0.2.53")
TWO = Server(name="ns2.acme.test", address="198.51.100.53")

Told = tuple[str, ...] | Answer | UnreachableError


def records(text: str) -> tuple[Record, ...]:
    return read_map(text.encode(), FILE, ZONE)


def a_record(text: str) -> Record:
    """The only record of a map of one name, `www: {text}`, in line 2."""
    (record,) = records(f"# a map\nwww: {{{text}}}\n")
    return record


def settled(config: str, files: Mapping[str, str]) -> Dns:
    """The dns section of a config, with its maps read from a dictionary."""

    def read(path: str) -> bytes:
        if path not in files:
            raise FileNotFoundError(path)
        return files[path].encode()

    given = Dns.model_validate(parse(config.encode(), "launchready.yml"))
    return given.settled(a_site(), read)


def nothing(server: Server = ONE, *, type_: str = "A", name: str = "www.acme.test") -> Answer:
    """The name exists, without this type."""
    return Answer(server=server, name=name, type=type_, missing="no such type")


def alias(target: str, server: Server = ONE, *, type_: str = "A") -> Answer:
    return Answer(
        server=server, name="www.acme.test", type=type_, missing="no such type", alias=target
    )


def world(
    answers: Mapping[tuple[str, ...], Told],
    *,
    servers: tuple[Server, ...] | UnreachableError = (ONE, TWO),
    hosts: Mapping[str, tuple[str, ...] | UnreachableError] | None = None,
) -> Context:
    dns = DictResolver(servers={ZONE: servers}, answers=answers, hosts=hosts or {})
    return a_world(dns=dns)


async def ask(record: Record, answers: Mapping[tuple[str, ...], Told]) -> list[Finding]:
    found: list[Finding] = await record_map.ask(record, world(answers))
    return found
