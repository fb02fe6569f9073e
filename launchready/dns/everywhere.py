"""Asks every authoritative server of a zone the same, and keeps apart who did not answer."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

import anyio

from launchready.core.finding import Finding
from launchready.core.resolver import Answer, Resolver, Server, Way
from launchready.core.unreachable import UnreachableError

_Said = tuple[Answer, ...] | UnreachableError


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


async def ask_everywhere(
    dns: Resolver, zone: str, name: str, *types: str, over: Way = "UDP", fresh: bool = False
) -> Heard:
    """Every server of the zone, every type, all at once."""
    servers = await dns.authoritative(zone)
    heard: dict[int, _Said] = {}

    async def hear(place: int, server: Server) -> None:
        try:
            heard[place] = tuple(
                [await dns.ask(server, name, type_, over=over, fresh=fresh) for type_ in types]
            )
        except UnreachableError as silence:
            heard[place] = silence

    if len(servers) == 1:
        await hear(0, servers[0])
    else:
        async with anyio.create_task_group() as group:
            for place, server in enumerate(servers):
                group.start_soon(hear, place, server)
    said = [heard[place] for place in sorted(heard)]
    answers = tuple(one for one in said if isinstance(one, tuple))
    silences = [
        (servers[place], one) for place, one in enumerate(said) if isinstance(one, UnreachableError)
    ]
    if answers and silences:
        # A server that has no such zone at all is told once, by name_servers.
        silences = [one for one in silences if not await _is_lame(dns, zone, *one)]
    return Heard(
        answers=answers,
        silences=tuple(silence for _, silence in silences),
        delegated=bool(servers),
    )


async def _is_lame(dns: Resolver, zone: str, server: Server, silence: UnreachableError) -> bool:
    """Whether a server that would not say this would not say anything of the zone."""
    if silence.kind != "refused":
        return False
    try:
        await dns.ask(server, zone, "SOA")
    except UnreachableError as error:
        return error.kind == "refused"
    return False


def control(name: str, now: datetime) -> str:
    """A name beside this one that nobody has: what it answers, a wildcard answers.

    The same all day, so that the names below one name share one question.
    """
    _, _, above = name.partition(".")
    label = hashlib.sha256(f"{above} {now.date().isoformat()}".encode()).hexdigest()[:12]
    return f"launchready-{label}.{above}"
