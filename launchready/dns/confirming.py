"""Asks again before a difference is told: loss, rate limits and changes on the way are no drift."""

from collections.abc import Callable

from launchready.core.resolver import Answer, Resolver
from launchready.core.unreachable import UnreachableError
from launchready.dns.everywhere import Heard, ask_everywhere
from launchready.dns.judging import Fault

Judge = Callable[[Heard], list[Fault]]

# Pools and balancers tell one value of several at a time; so many draws show most of them.
_DRAWS = 4


async def confirmed(
    dns: Resolver, zone: str, name: str, types: tuple[str, ...], judge: Judge
) -> tuple[Heard, list[Fault]]:
    """What servers say and what is wrong with it; a fault is what a second look shows as well.

    The second look is over TCP, where answers are neither forged nor limited, and is taken once
    more when a server's zone changed while we looked.
    """
    heard = await ask_everywhere(dns, zone, name, *types)
    faults = judge(heard)
    if not faults or not heard.delegated:
        return heard, faults
    before = await _serials(dns, zone)
    again = await _look_again(dns, zone, name, types)
    if await _serials(dns, zone) != before:
        again = await _look_again(dns, zone, name, types)
    if not again.answers:
        return heard, faults  # TCP is closed to us; what was seen over UDP stands
    return again, judge(again)


async def _look_again(dns: Resolver, zone: str, name: str, types: tuple[str, ...]) -> Heard:
    return await ask_everywhere(dns, zone, name, *types, over="TCP", fresh=True)


async def _serials(dns: Resolver, zone: str) -> tuple[int | None, ...]:
    found: list[int | None] = []
    for server in await dns.authoritative(zone):
        try:
            found.append(await dns.serial(server, zone))
        except UnreachableError:
            found.append(None)
    return tuple(found)


async def varying(dns: Resolver, answer: Answer) -> tuple[str, ...]:
    """All the values one server tells in some draws; () when it tells the same each time."""
    seen = {answer.values}
    for _ in range(_DRAWS):
        try:
            drawn = await dns.ask(answer.server, answer.name, answer.type, over="TCP", fresh=True)
        except UnreachableError:
            break
        seen.add(drawn.values)
    if len(seen) == 1:
        return ()
    return tuple(sorted({value for values in seen for value in values}))
