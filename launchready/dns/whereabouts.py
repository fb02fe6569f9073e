"""Where a name leads: to addresses, to nothing, or to a domain anybody may register."""

from dataclasses import dataclass

from launchready.core.resolver import Answer, Resolver, Server
from launchready.core.unreachable import UnreachableError
from launchready.dns.record import above

# Longer chains of aliases are not followed by resolvers either.
_LONGEST_CHAIN = 8
# A country's domains are sold below these.
_SECOND_LEVELS = ("ac", "co", "com", "edu", "gov", "net", "org")


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """What became of a name: `end` is the last of its aliases.

    `free` is the domain that would have to be registered for it to exist, where nobody has.
    """

    end: str
    chain: tuple[str, ...] = ()
    exists: bool = False
    addresses: tuple[str, ...] = ()
    free: str | None = None


async def look(dns: Resolver, name: str) -> Whereabouts:
    """Follows a name's aliases at the servers that decide on each. Raises UnreachableError."""
    chain: list[str] = []
    for _ in range(_LONGEST_CHAIN):
        zone, servers = await _enclosing(dns, name)
        if not servers or _sells(zone):
            free = await _free(dns, servers, name, zone)
            return Whereabouts(end=name, chain=tuple(chain), free=free)
        four = await _first(dns, servers, name, "A")
        if four.alias is not None:
            name = four.alias.rstrip(".").lower()
            if name in chain:
                return Whereabouts(end=name, chain=tuple(chain))
            chain.append(name)
            continue
        if four.missing == "no such name":
            return Whereabouts(end=name, chain=tuple(chain))
        six = await _first(dns, servers, name, "AAAA")
        return Whereabouts(
            end=name, chain=tuple(chain), exists=True, addresses=(*four.values, *six.values)
        )
    return Whereabouts(end=name, chain=tuple(chain))


async def _enclosing(dns: Resolver, name: str) -> tuple[str, tuple[Server, ...]]:
    """The nearest zone at or above a name that has servers."""
    for zone in (name, *above(name)):
        servers = await dns.authoritative(zone)
        if servers:
            return zone, servers
    return "", ()


def _sells(zone: str) -> bool:
    """Whether names right below a zone are sold to whoever asks; a guess without a list."""
    labels = zone.split(".")
    if len(labels) == 1:
        return True
    return len(labels) == 2 and len(labels[1]) == 2 and labels[0] in _SECOND_LEVELS


async def _free(dns: Resolver, servers: tuple[Server, ...], name: str, zone: str) -> str | None:
    """The domain right below, where the registry's own servers know of none."""
    if not servers or name == zone:
        return None
    domain = ".".join(name.split(".")[-(len(zone.split(".")) + 1) :])
    answer = await _first(dns, servers, domain, "NS")
    return domain if answer.missing == "no such name" else None


async def _first(dns: Resolver, servers: tuple[Server, ...], name: str, type_: str) -> Answer:
    silence: UnreachableError | None = None
    for server in servers:
        try:
            return await dns.ask(server, name, type_)
        except UnreachableError as error:
            silence = silence or error
    raise silence or UnreachableError(f"{name} has no servers")
