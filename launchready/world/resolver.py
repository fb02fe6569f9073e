"""Asks the DNS for the checks: authoritative servers directly, everything else by a resolver."""

import ipaddress
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import TypeVar

import anyio
import dns.exception
import dns.message
import dns.name
import dns.rdatatype
import dns.resolver

from launchready.core.resolver import Answer, Server
from launchready.core.unreachable import UnreachableError
from launchready.world.dns_answer import answer, at_end_of_chain, demand_success
from launchready.world.dns_exchange import LOOK, Question, exchange, has_route
from launchready.world.memory import Memory
from launchready.world.settings import Network

Found = TypeVar("Found")

# A server that let this many questions in a row run out of time is asked no more in this run:
# each costs the whole of network.timeout, and a map has hundreds of records.
PATIENCE = 5
# More than any zone has; a resolver that says more is not believed.
MOST_SERVERS = 32


class LiveResolver:
    """The DNS as it is, remembered for one run."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._servers = Memory[tuple[Server, ...]]()
        self._answers = Memory[Answer]()
        self._looked_up = Memory[dns.message.Message]()
        self._silent: dict[Server, int] = {}

    async def authoritative(self, zone: str) -> tuple[Server, ...]:
        configured = self._network.authoritative.get(zone.rstrip(".").lower())
        if configured:
            return tuple(_server(*one) for one in configured)
        return await self._servers.recall(zone, lambda: self._delegated(zone))

    async def ask(self, server: Server, name: str, type_: str) -> Answer:
        key = (server, name.rstrip(".").lower(), type_)
        return await self._answers.recall(key, lambda: self._asked(server, name, type_))

    async def addresses(self, host: str) -> tuple[str, ...]:
        with suppress(ValueError):
            return (str(ipaddress.ip_address(host.strip("[]"))),)

        async def look(type_: str) -> tuple[str, ...]:
            return at_end_of_chain(await self._lookup(host, type_))

        four, six = await _together(look, ("A", "AAAA"))
        return four + six

    async def _delegated(self, zone: str) -> tuple[Server, ...]:
        response = await self._lookup(zone, "NS")
        names = at_end_of_chain(response, aliased=False)[:MOST_SERVERS]
        found = await _together(self._located, [one.rstrip(".") for one in names])
        return tuple(server for servers in found for server in servers)

    async def _located(self, name: str) -> tuple[Server, ...]:
        """Every address of a name server that can be reached from here at all.

        A hosted runner has no IPv6: addresses without a route are left out where the server has
        others. One without any address is kept with none, and so stays an open question.
        """
        try:
            addresses = await self.addresses(name)
        except UnreachableError:
            addresses = ()
        near = [one for one in addresses if has_route(one)] or addresses or ("",)
        return tuple(Server(name=name, address=one) for one in near)

    async def _asked(self, server: Server, name: str, type_: str) -> Answer:
        if not server.address:
            await self.addresses(server.name)  # raises what kept us from its address, if anything
            raise UnreachableError(
                f"{server} was not asked for {name} {type_}: the name server has no address",
                advice="Correct the NS records at the registrar and in the zone.",
            )
        question = _question(server, name, type_, self._network.timeout)
        return answer(question, await self._exchanged(question))

    async def _exchanged(self, question: Question) -> dns.message.Message:
        server = question.server
        if self._silent.get(server, 0) >= PATIENCE:
            reason = f"{server} was not asked for {question}: it let {PATIENCE} questions time out"
            raise UnreachableError(reason, kind="timed out", advice=LOOK)
        try:
            response = await exchange(question)
        except UnreachableError as silence:
            if silence.kind == "timed out":
                self._silent[server] = self._silent.get(server, 0) + 1
            raise
        self._silent[server] = 0
        return response

    async def _lookup(self, name: str, type_: str) -> dns.message.Message:
        key = (name.rstrip(".").lower(), type_)
        return await self._looked_up.recall(key, lambda: self._resolved(name, type_))

    async def _resolved(self, name: str, type_: str) -> dns.message.Message:
        """A resolver's response; the next resolver is asked where one has none."""
        silence: UnreachableError | None = None
        servers = self._resolvers()
        for server in servers:
            timeout = self._network.timeout / len(servers)
            question = _question(server, name, type_, timeout, recursive=True)
            try:
                response = await self._exchanged(question)
                demand_success(question, response)
            except UnreachableError as error:
                silence = silence or error
            else:
                return response
        raise silence or UnreachableError(
            f"this machine knows no resolver to ask for {name} {type_}",
            advice="Set network.resolver.",
        )

    def _resolvers(self) -> list[Server]:
        if self._network.resolver:
            return [_server(*self._network.resolver)]
        try:
            system = dns.resolver.Resolver()
        except (dns.resolver.NoResolverConfiguration, OSError):
            return []
        return [_server(str(one), None) for one in system.nameservers]


def _server(address: str, port: int | None) -> Server:
    name = address
    if port is not None:
        name = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
    return Server(name=name, address=address, port=port or 53)


def _name(name: str) -> dns.name.Name:
    try:
        return dns.name.from_text(name.rstrip(".") + ".")
    except (dns.exception.DNSException, ValueError) as error:
        raise UnreachableError(
            f"{name} cannot be asked for: {error}", advice="Correct the name."
        ) from error


def _question(
    server: Server, name: str, type_: str, timeout: float, *, recursive: bool = False
) -> Question:
    return Question(
        server=server,
        name=_name(name),
        type=dns.rdatatype.from_text(type_),
        timeout=timeout,
        recursive=recursive,
    )


async def _together(work: Callable[[str], Awaitable[Found]], items: Sequence[str]) -> list[Found]:
    """Everything at once, in the order given; the first silence is raised when all are done."""
    found: dict[str, Found] = {}
    silences: dict[str, UnreachableError] = {}

    async def one(item: str) -> None:
        try:
            found[item] = await work(item)
        except UnreachableError as silence:
            silences[item] = silence

    async with anyio.create_task_group() as group:
        for item in items:
            group.start_soon(one, item)
    for item in items:
        if item in silences:
            raise silences[item]
    return [found[item] for item in items]
