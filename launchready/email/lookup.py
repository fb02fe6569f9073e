"""How this room asks the DNS: one name and type, aliases followed, whoever is asked."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

import anyio

from launchready.core.finding import Finding
from launchready.core.resolver import Answer, Server
from launchready.core.unreachable import UnreachableError

Key = TypeVar("Key")
Found = TypeVar("Found")
Missing = Literal["no such name", "no such type"]

# Aliases followed one after another; resolvers stop near here too.
LONGEST_CHAIN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The values of one name and type, in the form of core's Answer.

    `missing` tells NXDOMAIN from NODATA and is None when there are values. `aliases` are the
    names that CNAMEs led through, the last one first asked for `values`.
    """

    name: str
    type: str
    values: tuple[str, ...] = ()
    missing: Missing | None = None
    aliases: tuple[str, ...] = ()

    @property
    def is_dangling(self) -> bool:
        """Whether an alias leads to a name that does not exist, or round in a circle."""
        return bool(self.aliases) and self.missing == "no such name"


class Lookup(Protocol):
    """Asks the DNS as a receiving mail server would. Silence is UnreachableError."""

    async def ask(self, name: str, type_: str) -> Records: ...


class Authorities(Protocol):
    """As much of core.resolver.Resolver as mail's records need."""

    async def authoritative(self, zone: str) -> tuple[Server, ...]: ...

    async def ask(self, server: Server, name: str, type_: str) -> Answer: ...


class AuthoritativeLookup:
    """Asks the servers of the zone a name is in, the next where one keeps silent."""

    def __init__(self, dns: Authorities) -> None:
        self._dns = dns

    async def ask(self, name: str, type_: str) -> Records:
        asked, aliases = name.rstrip(".").lower(), list[str]()
        name = asked
        for _ in range(LONGEST_CHAIN):
            answer = await self._answer(name, type_)
            alias = answer.alias if answer is not None else None
            if alias is None:
                missing = "no such name" if answer is None else answer.missing
                values = answer.values if answer else ()
                return Records(
                    name=asked, type=type_, values=values, missing=missing, aliases=tuple(aliases)
                )
            name = alias.rstrip(".")
            if name in (asked, *aliases):
                break
            aliases.append(name)
        return Records(name=asked, type=type_, missing="no such name", aliases=(*aliases, name))

    async def everywhere(self, name: str, type_: str) -> list[tuple[str, str]]:
        """What each server that answers says, in words that differ where they do."""
        said: list[tuple[str, str]] = []
        for server in await self._servers(name):
            try:
                answer = await self._dns.ask(server, name, type_)
            except UnreachableError:
                continue  # whether every server answers is the dns room's question
            shown = ", ".join(f'"{one}"' for one in answer.values)
            alias = f"an alias of {answer.alias}" if answer.alias else ""
            said.append((str(server), shown or alias or "nothing"))
        return said

    async def _answer(self, name: str, type_: str) -> Answer | None:
        """None where no zone holds the name."""
        silence: UnreachableError | None = None
        for server in await self._servers(name):
            try:
                return await self._dns.ask(server, name, type_)
            except UnreachableError as error:
                silence = silence or error
        if silence:
            raise silence
        return None

    async def _servers(self, name: str) -> tuple[Server, ...]:
        labels = name.split(".")
        for at in range(len(labels)):
            found = await self._dns.authoritative(".".join(labels[at:]))
            if found:
                return found
        return ()


def open_question(
    silences: Sequence[UnreachableError], found: Sequence[Finding]
) -> UnreachableError:
    """One open question of several silences, with the faults seen all the same."""
    first = silences[0]
    reasons = "; ".join(dict.fromkeys(one.reason for one in silences))
    return UnreachableError(reasons, kind=first.kind, advice=first.advice, found=tuple(found))


async def together(work: Callable[[Key], Awaitable[Found]], items: Sequence[Key]) -> list[Found]:
    """Everything at once, in the order given; the first silence is raised when all are done."""
    found: dict[int, Found] = {}
    silences: dict[int, UnreachableError] = {}

    async def one(place: int, item: Key) -> None:
        try:
            found[place] = await work(item)
        except UnreachableError as silence:
            silences[place] = silence

    async with anyio.create_task_group() as group:
        for place, item in enumerate(items):
            group.start_soon(one, place, item)
    if silences:
        raise silences[min(silences)]
    return [found[place] for place in range(len(items))]
