"""Asks a visitor's resolver, the configured one or the machine's."""

from dataclasses import dataclass
from typing import Literal

from launchready.core.resolver import Server, Validated
from launchready.core.unreachable import UnreachableError
from launchready.world import wire
from launchready.world.dns_answer import at_end_of_chain, explanations, failure
from launchready.world.dns_exchange import Exchange
from launchready.world.dns_question import Question, question
from launchready.world.memory import Memory
from launchready.world.settings import Network

_BROKEN = "it answers when told not to check DNSSEC, so the zone's DNSSEC is broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A resolver's response; `bogus` is the one that it gives only without checking."""

    question: Question
    response: wire.Message
    bogus: wire.Message | None = None

    def values(self, *, aliased: bool = True) -> tuple[str, ...]:
        """Raises UnreachableError where the resolver would not say."""
        if self.bogus is not None:
            raise failure(self.question, self.response, _BROKEN)
        return at_end_of_chain(self.question, self.response, aliased=aliased)


class Lookup:
    """Resolvers in their order; the next is asked where one has no answer."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._found = Memory[Found]()
        self._exchanges: dict[Server, Exchange] = {}

    async def find(self, name: str, type_: str) -> Found:
        key = (name.removesuffix(".").lower(), type_)
        return await self._found.recall(key, lambda: self._ask(name, type_))

    async def validated(self, name: str, type_: str) -> Validated:
        found = await self.find(name, type_)
        shown = found.bogus or found.response
        state: Literal["secure", "unproven", "bogus"] = "unproven"
        if found.bogus is not None:
            state = "bogus"
        elif found.response.flags & wire.AD:
            state = "secure"
        return Validated(
            name=found.question.name,
            type=type_,
            state=state,
            values=at_end_of_chain(found.question, shown),
            told=explanations(found.response),
        )

    async def _ask(self, name: str, type_: str) -> Found:
        silence: UnreachableError | None = None
        servers = self._resolvers()
        for server in servers:
            try:
                return await self._ask_one(
                    server, name, type_, self._network.timeout / len(servers)
                )
            except UnreachableError as error:
                silence = silence or error
        raise silence or UnreachableError(
            f"this machine knows no resolver to ask for {name} {type_}",
            advice="Set network.resolver.",
        )

    async def _ask_one(self, server: Server, name: str, type_: str, timeout: float) -> Found:
        # With AD set, a resolver says whether it has proved what it answers (RFC 6840, 5.7).
        asked = question(server, name, type_, timeout, flags=wire.RD | wire.AD)
        exchange = self._exchanges.setdefault(server, Exchange(server))
        response = await exchange.one(asked)
        if response.rcode in (wire.NOERROR, wire.NXDOMAIN):
            return Found(question=asked, response=response)
        if response.rcode == wire.SERVFAIL:
            unchecked = question(server, name, type_, timeout, flags=wire.RD | wire.CD)
            bogus = await _unless_silent(exchange, unchecked)
            if bogus is not None and bogus.rcode in (wire.NOERROR, wire.NXDOMAIN):
                return Found(question=asked, response=response, bogus=bogus)
        raise failure(asked, response)

    def _resolvers(self) -> list[Server]:
        if self._network.resolver:
            return [located(*self._network.resolver)]
        import dns.resolver

        try:
            system = dns.resolver.Resolver()
        except (dns.resolver.NoResolverConfiguration, OSError):
            return []
        return [located(str(one), None) for one in system.nameservers]


async def _unless_silent(exchange: Exchange, asked: Question) -> wire.Message | None:
    """The first failure is what there is to tell of, whatever becomes of the second question."""
    try:
        return await exchange.one(asked)
    except UnreachableError:
        return None


def located(address: str, port: int | None) -> Server:
    name = address
    if port is not None:
        name = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
    return Server(name=name, address=address, port=port or 53)
