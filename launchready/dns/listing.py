"""Lists what a zone has, by the best way there is, and says how far that way proves anything."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from launchready.core.context import Context
from launchready.core.resolver import Asked, Resolver, Server
from launchready.core.unreachable import UnreachableError
from launchready.dns.everywhere import control
from launchready.dns.likely_names import LIKELY
from launchready.dns.record import Way, ZoneMap
from launchready.dns.zone_file import HOUSEKEEPING

Key = tuple[str, str]  # name, type

# What a name that is not in the map is looked up for.
TYPES = ("A", "AAAA", "CNAME", "MX", "TXT", "NS", "CAA", "HTTPS")
_API = "https://api.cloudflare.com/client/v4"
_MOST_PAGES = 100
_PER_PAGE = 500

WORDS: dict[Way, str] = {
    "api": "the DNS host's own list",
    "axfr": "a transfer of the whole zone",
    "nsec": "the signed zone's chain of names",
    "probe": "likely names",
}


@dataclass(slots=True)
class Listing:
    """What was found by name and type, with values where they are known; how, and why not better.

    `way` is None when nothing could be listed at all.
    """

    way: Way | None = None
    found: dict[Key, tuple[str, ...]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether a name that is not in it does not exist."""
        return self.way in ("api", "axfr", "nsec")


async def list_zone(zone: ZoneMap, ctx: Context) -> Listing:
    """The first way that works, in the order the config gives them."""
    listing = Listing()
    servers = await ctx.dns.authoritative(zone.name)
    for way in zone.enumerate:
        try:
            match way:
                case "api":
                    listing.found = await _by_api(zone, ctx)
                case "axfr":
                    listing.found = await _by_transfer(zone, ctx.dns, servers)
                case "nsec":
                    listing.found = await _by_chain(zone, ctx.dns, servers)
                case "probe":
                    listing.found = await _by_names(zone, ctx.dns, servers, ctx.now())
        except UnreachableError as silence:
            if way == "probe":
                raise  # a server that is not there is no limit of what can be listed
            listing.refused.append(f"{WORDS[way]}: {silence.reason}")
        else:
            listing.way = way
            return listing
    return listing


async def _by_transfer(
    zone: ZoneMap, dns: Resolver, servers: Sequence[Server]
) -> dict[Key, tuple[str, ...]]:
    silence = UnreachableError(f"{zone} has no servers")
    for server in servers:
        try:
            answers = await dns.transfer(server, zone.name)
        except UnreachableError as error:
            silence = error
        else:
            return {
                (one.name, one.type): one.values for one in answers if one.type not in HOUSEKEEPING
            }
    raise silence


async def _by_chain(
    zone: ZoneMap, dns: Resolver, servers: Sequence[Server]
) -> dict[Key, tuple[str, ...]]:
    silence = UnreachableError(f"{zone} has no servers")
    for server in servers:
        try:
            owners = await dns.walk(server, zone.name)
        except UnreachableError as error:
            silence = error
        else:
            return {
                (owner.name, type_): ()
                for owner in owners
                for type_ in owner.types
                if type_ not in HOUSEKEEPING
            }
    raise silence


async def _by_names(
    zone: ZoneMap, dns: Resolver, servers: Sequence[Server], now: datetime
) -> dict[Key, tuple[str, ...]]:
    """Likely names, less what a wildcard makes up; over TCP, which rate limits leave alone."""
    silence = UnreachableError(f"{zone} has no servers")
    names = [f"{one}.{zone.name}" for one in LIKELY]
    mapped = [record.name for record in zone.records] if zone.unlisted == "fail" else []
    questions = [Asked(name=name, type=type_) for name in names for type_ in ("A", "AAAA", "TXT")]
    questions += [Asked(name=name, type=type_) for name in dict.fromkeys(mapped) for type_ in TYPES]
    for server in servers:
        beside = [Asked(name=control(one.name, now), type=one.type) for one in questions]
        controls = dict.fromkeys(beside)
        replies = await dns.ask_all(server, [*questions, *controls], over="TCP")
        silences = [one for one in replies if isinstance(one, UnreachableError)]
        if silences:
            silence = silences[0]
            continue
        made_up = dict(zip(controls, replies[len(questions) :], strict=True))
        return dict(_there(questions, replies[: len(questions)], beside, made_up))
    raise silence


def _there(
    questions: Sequence[Asked], replies: Sequence[Any], beside: Sequence[Asked], made_up: Any
) -> Iterator[tuple[Key, tuple[str, ...]]]:
    for asked, answer, other in zip(questions, replies, beside, strict=True):
        control_ = made_up[other]
        if (answer.values, answer.alias) == (control_.values, control_.alias):
            continue
        if answer.alias:
            yield (asked.name, "CNAME"), (answer.alias,)
        elif answer.values:
            yield (asked.name, asked.type), answer.values


async def _by_api(zone: ZoneMap, ctx: Context) -> dict[Key, tuple[str, ...]]:
    """Cloudflare's list, with what stands behind its proxy."""
    if not zone.token:
        raise UnreachableError("no token: is set for the zone in launchready.yml")
    zones = await _pages(f"/zones?name={zone.name}", zone, ctx)
    if not zones:
        raise UnreachableError(f"the token sees no zone {zone.name}", kind="refused")
    listed: dict[Key, tuple[str, ...]] = {}
    for page in range(1, _MOST_PAGES + 1):
        path = f"/zones/{zones[0].get('id')}/dns_records?per_page={_PER_PAGE}&page={page}"
        rows = await _pages(path, zone, ctx)
        for row in rows:
            key = (str(row.get("name")).lower(), str(row.get("type")))
            listed[key] = (*listed.get(key, ()), str(row.get("content", "")))
        if len(rows) < _PER_PAGE:
            break
    return listed


async def _pages(path: str, zone: ZoneMap, ctx: Context) -> list[dict[str, Any]]:
    headers = (("Authorization", f"Bearer {zone.token}"), ("Accept", "application/json"))
    response = await ctx.web.fetch(_API + path, headers=headers, fresh=True)
    if response.status != 200:
        raise UnreachableError(f"Cloudflare answered {response.status}", kind="refused")
    try:
        result = json.loads(response.body)["result"]
        if all(isinstance(one, dict) for one in result):
            return list(result)
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise UnreachableError("Cloudflare's answer was no list of records")
