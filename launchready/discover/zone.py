"""Finds the zone a domain is in and takes it down as a record map."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import anyio

from launchready.core.context import Context
from launchready.core.location import NOWHERE
from launchready.core.resolver import Asked
from launchready.core.unreachable import UnreachableError
from launchready.dns.listing import WORDS
from launchready.dns.record import Record
from launchready.dns.snapshot import Snapshot, take
from launchready.email.providers import PROVIDERS, USUAL_SELECTORS

# To take a zone down, in seconds.
LONGEST = 60.0
_NOBODY = "launchready-no-such-name"
_SHARED = ("A", "AAAA", "CNAME", "MX", "TXT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """The zone as it is live. `silence` is why there is none to show, "" when there is.

    `wildcard` are the values that answer for every name, by type.
    """

    name: str = ""
    snapshot: Snapshot | None = None
    wildcard: tuple[Record, ...] = ()
    silence: str = ""

    @property
    def records(self) -> tuple[Record, ...]:
        return self.snapshot.records if self.snapshot else ()

    def at(self, name: str, *types: str) -> tuple[Record, ...]:
        return tuple(one for one in self.records if one.name == name and one.type in types)

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(value for one in self.at(name, "TXT") for value in one.values)

    @property
    def served(self) -> tuple[str, ...]:
        """Names that may have a web page: with an address, and no service's own."""
        return tuple(
            dict.fromkeys(
                one.name
                for one in self.records
                if one.type in ("A", "AAAA", "CNAME", "ALIAS")
                and "*" not in one.name
                and not one.name.startswith("_")
                and "._" not in one.name
            )
        )

    @property
    def aliases(self) -> tuple[tuple[str, str], ...]:
        """Each CNAME and where it leads, without final dots."""
        return tuple(
            (one.name, one.values[0].removesuffix("."))
            for one in self.records
            if one.type == "CNAME" and one.values
        )


async def zone_of(domain: str, names: Sequence[str], ctx: Context) -> Zone:
    """The nearest zone above a name, taken down; it says so when it could not be."""
    labels = domain.split(".")
    silence = f"{domain} is in no zone that is delegated"
    for depth in range(max(1, len(labels) - 1)):
        zone = ".".join(labels[depth:])
        try:
            if not await ctx.dns.authoritative(zone):
                continue
            with anyio.fail_after(LONGEST):
                return await _taken(zone, names, ctx)
        except TimeoutError:
            silence = f"{zone} could not be taken down within {LONGEST:g} s"
            break
        except UnreachableError as error:
            silence = f"{zone}: {error.reason}"
            if depth == 0 and len(labels) > 2:
                continue
            break
    return Zone(silence=silence)


async def _taken(zone: str, names: Sequence[str], ctx: Context) -> Zone:
    words = {one for each in PROVIDERS.values() for one in each.selectors} | set(USUAL_SELECTORS)
    keys = [f"{one}._domainkey.{zone}" for one in sorted(words)]
    inside = [one for one in names if one.endswith(f".{zone}")]
    snapshot = await take(zone, [*inside, *keys, f"*.{zone}"], ctx)
    is_guessed = not any(WORDS[way] in note for note in snapshot.notes for way in ("axfr", "nsec"))
    if not is_guessed:
        return Zone(name=zone, snapshot=snapshot)
    wild = await _wildcard(zone, ctx)
    told = {one for one in inside if one not in keys}
    kept = tuple(one for one in snapshot.records if one.name in told or not _is_wild(one, wild))
    notes = snapshot.notes
    if wild:
        notes = (*notes, f"*.{zone} answers for every name; only names seen elsewhere are kept")
    return Zone(name=zone, snapshot=replace(snapshot, records=kept, notes=notes), wildcard=wild)


async def _wildcard(zone: str, ctx: Context) -> tuple[Record, ...]:
    """What answers for a name that nobody made."""
    servers = await ctx.dns.authoritative(zone)
    name = f"{_NOBODY}.{zone}"
    replies = await ctx.dns.ask_all(servers[0], [Asked(name=name, type=one) for one in _SHARED])
    return tuple(
        Record(zone=zone, name=f"*.{zone}", type=one.type, values=one.values, at=NOWHERE)
        for one in replies
        if not isinstance(one, UnreachableError) and one.values
    )


def _is_wild(record: Record, wild: tuple[Record, ...]) -> bool:
    """Whether a record below the zone's own name is the wildcard's answer."""
    if record.name in (record.zone, f"*.{record.zone}"):
        return False
    return any(one.type == record.type and one.values == record.values for one in wild)
