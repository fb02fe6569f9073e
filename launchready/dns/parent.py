"""The zone above a zone: who serves it, and what it says of the zone below."""

from collections.abc import Iterator

from launchready.core.resolver import Answer, Resolver, Server
from launchready.core.unreachable import UnreachableError

# A top-level domain has a dozen servers that say the same; two that answer are enough.
_ENOUGH = 2


def above(name: str) -> Iterator[str]:
    """The names above a name, nearest first, without the root."""
    labels = name.split(".")
    for start in range(1, len(labels)):
        yield ".".join(labels[start:])


async def parent_servers(dns: Resolver, zone: str) -> tuple[Server, ...]:
    """The servers of the nearest zone above; () when there is none."""
    for name in above(zone):
        servers = await dns.authoritative(name)
        if servers:
            return servers
    return ()


async def ask_parent(dns: Resolver, zone: str, type_: str) -> tuple[Answer, ...]:
    """What servers of the zone above say of a zone; () for a private zone, which has none above.

    Raises UnreachableError when none of them answers.
    """
    answers: list[Answer] = []
    silence: UnreachableError | None = None
    for server in await parent_servers(dns, zone):
        try:
            answers.append(await dns.ask(server, zone, type_))
        except UnreachableError as error:
            silence = silence or error
        if len(answers) == _ENOUGH:
            break
    if silence and not answers:
        raise silence
    return tuple(answers)
