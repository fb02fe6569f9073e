"""What a parent zone's server says of the zone below it."""

from collections.abc import Iterator

from launchready.core.resolver import Delegation, Server
from launchready.core.unreachable import UnreachableError
from launchready.world import wire
from launchready.world.dns_answer import demand_success, own, values
from launchready.world.dns_exchange import Exchange
from launchready.world.dns_question import LOOK, question

_ADDRESSES = (wire.TYPES["A"], wire.TYPES["AAAA"])


def parents(zone: str) -> Iterator[str]:
    """The names above a zone, the nearest first and the root last."""
    labels = zone.removesuffix(".").lower().split(".")
    for start in range(1, len(labels)):
        yield ".".join(labels[start:])
    yield "."


async def handed_out(
    exchange: Exchange, server: Server, zone: str, parent: str, timeout: float
) -> Delegation:
    """The referral and the DS. Raises UnreachableError when this server has no say."""
    asked = question(server, zone, "NS", timeout)
    response = await exchange.one(asked)
    demand_success(asked, response)
    found = own(asked, response.authority, asked.number) or own(
        asked, response.answer, asked.number
    )
    if not found and not response.flags & wire.AA:
        raise UnreachableError(
            f"{server} was asked who serves {asked.name} and does not serve {parent}",
            kind="refused",
            advice=LOOK,
        )
    names = values(asked, response, found)
    glue = [
        (one.name, address)
        for one in response.additional
        if one.name in names and one.type in _ADDRESSES
        for address in values(asked, response, [one])
    ]
    signed = question(server, zone, "DS", timeout)
    proof = await exchange.one(signed)
    demand_success(signed, proof)
    return Delegation(
        zone=asked.name,
        parent=parent,
        server=server,
        names=names,
        ds=values(signed, proof, own(signed, proof.answer, signed.number)),
        glue=tuple(sorted(glue)),
    )
