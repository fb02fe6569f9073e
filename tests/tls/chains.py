"""Certificates of a made-up authority at noon, and what a handshake with them says."""

from launchready.core.check import Check
from launchready.core.finding import Finding
from launchready.core.handshake import Endpoint, Handshake
from launchready.core.location import Location
from launchready.core.unreachable import UnreachableError
from launchready.tls.certificate import certificate
from launchready.tls.settings import Listener, Promise
from tests.pki import Authority, Issued, der
from tests.worlds import NOON, DictHandshaker, a_world

HOST = "app.acme.test"
AT = Location(file="launchready.yml", line=9, column=11)
CHECK: Check = certificate
DAY = 86400.0

LAB = Authority.at(NOON)
SOUND = (LAB.leaf(HOST), LAB.intermediate)
NO_ISSUER = (20, "unable to get local issuer certificate")


def a_promise(host: str = HOST, port: int = 443) -> Promise:
    listener = Listener(name=host, port=port, at=AT)
    return Promise(listener=listener, warn=14 * DAY, fail=3 * DAY)


def met(*chain: Issued, problem: tuple[int, str] | None = None) -> Handshake:
    return Handshake(chain=der(*chain), protocol="TLSv1.3", problem=problem)


def at(*addresses: str) -> tuple[Endpoint, ...]:
    return tuple(Endpoint(host=HOST, port=443, address=one, address_port=443) for one in addresses)


async def judged(tls: DictHandshaker, host: str = HOST) -> list[Finding]:
    return list(await CHECK.ask(a_promise(host), a_world(tls=tls)))


async def shown(
    *chain: Issued, problem: tuple[int, str] | None = None, host: str = HOST
) -> list[Finding]:
    """What is found when a host's one address shows a chain."""
    return await judged(DictHandshaker(shakes={f"{host}:443": met(*chain, problem=problem)}), host)


async def among(**shakes: Handshake | UnreachableError) -> list[Finding]:
    """What is found when addresses, written `a1_2_3_4`, show what is given."""
    by_address = {name[1:].replace("_", "."): one for name, one in shakes.items()}
    hosts = {f"{HOST}:443": at(*by_address)}
    keyed = {f"{address}:443": one for address, one in by_address.items()}
    return await judged(DictHandshaker(hosts=hosts, shakes=keyed))


def ids(findings: list[Finding]) -> list[str]:
    return [one.rule.id for one in findings]
