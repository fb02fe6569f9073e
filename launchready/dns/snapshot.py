"""Makes a record map of a live zone, so that holding the zone against it finds nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from launchready.core.context import Context
from launchready.core.location import NOWHERE
from launchready.core.resolver import Answer, Asked, Resolver, Server
from launchready.core.unreachable import UnreachableError
from launchready.dns.edge import is_edge
from launchready.dns.forms import FORMS
from launchready.dns.likely_names import LIKELY
from launchready.dns.listing import WORDS
from launchready.dns.octodns_write import write_map
from launchready.dns.record import Record
from launchready.dns.zone_file import HOUSEKEEPING

# Where a zone keeps what it says of itself, beside hosts.
_SPECIAL = (
    "_dmarc",
    "_mta-sts",
    "_smtp._tls",
    "mta-sts",
    "default._domainkey",
    "google._domainkey",
)
_TYPES = ("A", "AAAA", "CNAME", "MX", "TXT", "NS", "CAA", "HTTPS", "SRV")
_EDGE = "Cloudflare's proxy; write the server behind it, and cloudflare: proxied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A zone's records as they were live, and what to know about them."""

    zone: str
    records: tuple[Record, ...]
    notes: tuple[str, ...]

    def text(self) -> str:
        return write_map(self.records, f"The records of {self.zone}, as they were live.")


async def take(zone: str, names: Sequence[str], ctx: Context) -> Snapshot:
    """The zone by a transfer, by its chain of names, or by names given and likely ones.

    Raises UnreachableError when no server of the zone answers.
    """
    servers = await ctx.dns.authoritative(zone)
    silence = UnreachableError(f"{zone} is delegated to no name server")
    for server in servers:
        try:
            answers, notes = await _all(zone, names, server, ctx.dns)
        except UnreachableError as error:
            silence = error
        else:
            records, more = _records(zone, answers)
            return Snapshot(zone=zone, records=records, notes=(*notes, *more))
    raise silence


async def _all(
    zone: str, names: Sequence[str], server: Server, dns: Resolver
) -> tuple[Iterable[Answer], list[str]]:
    await dns.ask(server, zone, "SOA")  # a server that has no such zone is no place to look
    try:
        return await dns.transfer(server, zone), [f"{zone} was listed by {WORDS['axfr']}"]
    except UnreachableError:
        pass
    try:
        owners = await dns.walk(server, zone)
    except UnreachableError:
        pass
    else:
        questions = [
            Asked(name=one.name, type=type_)
            for one in owners
            for type_ in one.types
            if type_ in FORMS and not (type_ == "DS" and one.name == zone)
        ]
        notes = [f"{zone} was listed by {WORDS['nsec']}"]
        return await _answers(server, questions, dns, notes), notes
    words = [*(f"{one}.{zone}" for one in (*LIKELY, *_SPECIAL)), *names]
    asked = dict.fromkeys((zone, *words))
    questions = [Asked(name=one, type=type_) for one in asked for type_ in _TYPES]
    note = f"{zone} could not be listed: names beside those given and {len(LIKELY)} likely ones"
    notes = [f"{note} are missing from the map"]
    return await _answers(server, questions, dns, notes), notes


async def _answers(
    server: Server, questions: Sequence[Asked], dns: Resolver, notes: list[str]
) -> list[Answer]:
    """What the server has; what it refuses of names below the zone's own is only noted."""
    found: list[Answer] = []
    replies = await dns.ask_all(server, questions, over="TCP")
    for asked, reply in zip(questions, replies, strict=True):
        if not isinstance(reply, UnreachableError):
            found += [reply] if reply.values else []
        elif reply.kind == "refused" and asked != questions[0]:
            notes.append(f"{asked} is left out: {reply.reason}")
        else:
            raise reply
    return found


def _records(zone: str, answers: Iterable[Answer]) -> tuple[tuple[Record, ...], list[str]]:
    kept = [one for one in answers if one.type not in HOUSEKEEPING and one.values]
    cuts = {one.name for one in kept if one.type == "NS" and one.name != zone}
    records: list[Record] = []
    notes: list[str] = []
    for one in kept:
        if any(one.name.endswith(f".{cut}") for cut in cuts):
            continue  # addresses of servers below a delegation
        if one.name in cuts and one.type not in ("NS", "DS"):
            continue
        if one.type not in FORMS:
            notes.append(f"{one.name} {one.type} is left out; maps have no such type")
            continue
        record = Record(
            zone=zone, name=one.name, type=one.type, values=one.values, at=NOWHERE, ttl=one.ttl
        )
        if one.type in ("A", "AAAA") and all(is_edge(value) for value in one.values):
            record = replace(record, match="present", ttl=None, purpose=_EDGE)
            notes.append(f"{record}: {_EDGE}")
        records.append(record)
    return tuple(records), notes
