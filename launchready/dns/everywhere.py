"""Asks every authoritative server of a zone the same, and keeps apart who did not answer."""

from dataclasses import dataclass

import anyio

from launchready.core.finding import Finding
from launchready.core.resolver import Answer, Resolver, Server
from launchready.core.unreachable import UnreachableError


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What each server says, one answer a type, in the order of the servers.

    A server that kept silent about any of the types is in `silences` alone. `delegated` is
    False when the zone has no servers at all.
    """

    answers: tuple[tuple[Answer, ...], ...] = ()
    silences: tuple[UnreachableError, ...] = ()
    delegated: bool = True

    def close(self, findings: list[Finding]) -> list[Finding]:
        """The findings, when every server had its say; else an open question that keeps them."""
        if not self.silences:
            return findings
        first = self.silences[0]
        reasons = "; ".join(dict.fromkeys(one.reason for one in self.silences))
        raise UnreachableError(
            reasons, kind=first.kind, advice=first.advice, found=(*first.found, *findings)
        )


async def ask_everywhere(dns: Resolver, zone: str, name: str, *types: str) -> Heard:
    """Every server of the zone, every type, all at once."""
    servers = await dns.authoritative(zone)
    heard: dict[int, tuple[Answer, ...] | UnreachableError] = {}

    async def hear(place: int, server: Server) -> None:
        try:
            heard[place] = tuple([await dns.ask(server, name, type_) for type_ in types])
        except UnreachableError as silence:
            heard[place] = silence

    async with anyio.create_task_group() as group:
        for place, server in enumerate(servers):
            group.start_soon(hear, place, server)
    ordered = [heard[place] for place in range(len(servers))]
    return Heard(
        answers=tuple(one for one in ordered if isinstance(one, tuple)),
        silences=tuple(one for one in ordered if isinstance(one, UnreachableError)),
        delegated=bool(servers),
    )
