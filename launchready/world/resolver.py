"""Asks the DNS for the checks: authoritative servers directly, everything else by a resolver."""

import ipaddress
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import TypeVar

import anyio

from launchready.core.resolver import (
    Answer,
    Asked,
    Delegation,
    Owner,
    Reply,
    Server,
    Validated,
    Way,
)
from launchready.core.unreachable import UnreachableError
from launchready.world import wire
from launchready.world.dns_answer import answer
from launchready.world.dns_exchange import Exchange, Response, has_route
from launchready.world.dns_lookup import Lookup, located
from launchready.world.dns_parent import handed_out, parents
from launchready.world.dns_question import LOOK, Question, question
from launchready.world.dns_transfer import transfer
from launchready.world.dns_walk import Walk
from launchready.world.memory import Memory
from launchready.world.settings import Network

Found = TypeVar("Found")

# More than any zone has; a resolver that says more is not believed.
MOST_SERVERS = 32


class LiveResolver:
    """The DNS as it is, remembered for one run."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._lookup = Lookup(network)
        self._servers = Memory[tuple[Server, ...]]()
        self._answers = Memory[Answer]()
        self._exchanges: dict[Server, Exchange] = {}

    async def authoritative(self, zone: str) -> tuple[Server, ...]:
        configured = self._network.authoritative.get(zone.rstrip(".").lower())
        if configured:
            return tuple(located(*one) for one in configured)
        return await self._servers.recall(zone, lambda: self._delegated(zone))

    async def ask(
        self, server: Server, name: str, type_: str, *, over: Way = "UDP", fresh: bool = False
    ) -> Answer:
        (reply,) = await self.ask_all(
            server, (Asked(name=name, type=type_),), over=over, fresh=fresh
        )
        if isinstance(reply, UnreachableError):
            raise reply
        return reply

    async def ask_all(
        self,
        server: Server,
        questions: Sequence[Asked],
        *,
        over: Way = "UDP",
        fresh: bool = False,
    ) -> tuple[Reply, ...]:
        keys = [(server, one.name.removesuffix(".").lower(), one.type, over) for one in questions]
        if fresh:
            self._answers.forget(keys)

        async def learn(places: list[int]) -> list[Reply]:
            return await self._asked(server, [questions[one] for one in places], over)

        return tuple(await self._answers.recall_all(keys, learn))

    async def addresses(self, host: str) -> tuple[str, ...]:
        with suppress(ValueError):
            return (str(ipaddress.ip_address(host.strip("[]"))),)

        async def look(type_: str) -> tuple[str, ...]:
            return (await self._lookup.find(host, type_)).values()

        four, six = await _together(look, ("A", "AAAA"))
        return four + six

    async def serial(self, server: Server, zone: str) -> int:
        found = await self.ask(server, zone, "SOA", fresh=True)
        if not found.values:
            raise UnreachableError(
                f"{server} has no SOA for {zone}", kind="refused", advice="Load the zone there."
            )
        return int(found.values[0].split(" ")[2])

    async def is_bare(self, server: Server, name: str) -> bool | None:
        await self._demand_address(server, name, "ANY")
        asked = question(server, name, "ANY", self._network.timeout)
        response = await self._exchange(server).one(asked, over="TCP")
        if response.rcode == wire.NXDOMAIN:
            return False
        if response.rcode != wire.NOERROR or not response.flags & wire.AA:
            return None
        own = [one for one in response.answer if one.name == asked.owner]
        hidden = own and all(one.type == _HINFO for one in own)
        return None if hidden else not own

    async def transfer(self, server: Server, zone: str) -> tuple[Answer, ...]:
        await self._demand_address(server, zone, "AXFR")
        return await transfer(server, zone, self._network.timeout)

    async def walk(self, server: Server, zone: str) -> tuple[Owner, ...]:
        await self._demand_address(server, zone, "NSEC")
        return await Walk(self._exchange(server), server, zone, self._network.timeout).names()

    async def delegation(self, zone: str) -> Delegation:
        for parent in parents(zone):
            servers = await self.authoritative(parent)
            if servers:
                return await self._handed_out(zone, parent, servers)
        raise UnreachableError(f"no zone above {zone} could be found", advice=LOOK)

    async def validated(self, name: str, type_: str) -> Validated:
        return await self._lookup.validated(name, type_)

    async def _handed_out(self, zone: str, parent: str, servers: Sequence[Server]) -> Delegation:
        """What the first of the parent's servers says that says anything."""
        silence: UnreachableError | None = None
        for server in servers:
            try:
                await self._demand_address(server, zone, "NS")
                return await handed_out(
                    self._exchange(server), server, zone, parent, self._network.timeout
                )
            except UnreachableError as error:
                silence = silence or error
        raise silence or UnreachableError(f"{parent} has no servers", advice=LOOK)

    async def _delegated(self, zone: str) -> tuple[Server, ...]:
        found = await self._lookup.find(zone, "NS")
        names = found.values(aliased=False)[:MOST_SERVERS]
        servers = await _together(self._located, [one.rstrip(".") for one in names])
        return tuple(one for several in servers for one in several)

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

    async def _asked(self, server: Server, questions: Sequence[Asked], over: Way) -> list[Reply]:
        replies: list[Reply | None] = [None] * len(questions)
        written: list[tuple[int, Question]] = []
        for place, one in enumerate(questions):
            try:
                await self._demand_address(server, one.name, one.type)
                asked = question(server, one.name, one.type, self._network.timeout)
                written.append((place, asked))
            except UnreachableError as silence:
                replies[place] = silence
        responses = await self._exchange(server).ask([one for _, one in written], over=over)
        for (place, asked), response in zip(written, responses, strict=True):
            replies[place] = _judged(asked, response)
        return [one for one in replies if one is not None]

    async def _demand_address(self, server: Server, name: str, type_: str) -> None:
        if server.address:
            return
        await self.addresses(server.name)  # raises what kept us from its address, if anything
        raise UnreachableError(
            f"{server} was not asked for {name} {type_}: the name server has no address",
            advice="Correct the NS records at the registrar and in the zone.",
        )

    def _exchange(self, server: Server) -> Exchange:
        found = self._exchanges.get(server)
        if found is None:
            found = self._exchanges[server] = Exchange(server)
        return found


_HINFO = 13  # with which a server says that it does not answer ANY (RFC 8482, 4.2)


def _judged(asked: Question, response: Response) -> Reply:
    if isinstance(response, UnreachableError):
        return response
    try:
        return answer(asked, response)
    except UnreachableError as silence:
        return silence


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
