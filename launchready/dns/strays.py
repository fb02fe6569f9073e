"""Looks for names in the zone that the map does not have."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Change, Finding, Impact, Rule, Stage
from launchready.core.location import Location
from launchready.dns.absent_names import PRESENT
from launchready.dns.listing import WORDS, Key, Listing, list_zone
from launchready.dns.record import ZoneMap, covers, shown
from launchready.dns.settings import Dns

UNLISTED = Rule(
    id="dns/name-unlisted",
    impact=Impact.RISK,
    stage=Stage.DOMAIN,
    title="A name is in DNS that the map does not know",
    why="A forgotten name is the door nobody watches, and may lead where somebody else decides.",
    fix="Add the name to the map with its purpose, or delete it at your DNS host.",
    hours=0.25,
)
PARTIAL = Rule(
    id="dns/coverage-partial",
    impact=Impact.ADVICE,
    stage=Stage.DOMAIN,
    title="Not every name of the zone could be listed",
    why="DNS tells only of names one asks for: a stale one with an unlikely name is not found.",
    fix="Allow the gate a zone transfer, give it the DNS host's token, or list absent names.",
    hours=0.5,
)

# What a certificate authority asks for comes and goes by itself.
_COMES_AND_GOES = ("_acme-challenge* TXT", "*._acme-challenge* TXT")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stray:
    """A name that was found, called by its name, at the line of the zone."""

    name: str
    at: Location

    def __str__(self) -> str:
        return self.name


@check(Dns, each=lambda dns: dns.maps, emits=(UNLISTED, PRESENT, PARTIAL), limit=120.0)
async def strays(zone: ZoneMap, ctx: Context) -> list[Finding]:
    """The zone has no name and no type that the map lacks."""
    if zone.unlisted == "ignore" and not zone.absent:
        return []
    listing = await list_zone(zone, ctx)
    found = _unlisted(zone, listing) if zone.unlisted != "ignore" else []
    return [*_absent(zone, listing), *found, *_coverage(zone, listing)]


def _unlisted(zone: ZoneMap, listing: Listing) -> list[Finding]:
    rule = UNLISTED.with_impact(Impact.BLOCKER) if zone.unlisted == "fail" else UNLISTED
    mapped = _mapped(zone)
    names: dict[str, list[Key]] = {}
    for name, type_ in listing.found:
        if (name, type_) not in mapped and _is_ours(zone, name, type_):
            names.setdefault(name, []).append((name, type_))
    return [_stray(rule, zone, name, keys, listing) for name, keys in names.items()]


def _stray(rule: Rule, zone: ZoneMap, name: str, keys: list[Key], listing: Listing) -> Finding:
    known = any(one.name == name for one in zone.records)
    what = "; ".join(_said(key, listing) for key in sorted(keys))
    said = f"{name} has {what}; the map has " + ("no such type there" if known else "no such name")
    change = Change(zone=zone.name, sign="-", record=name, wanted="", live=what)
    made = rule.broken(_Stray(name=name, at=zone.at), said, f"found by {_way(listing)}")
    return replace(made, change=change)


def _said(key: Key, listing: Listing) -> str:
    values = listing.found[key]
    return f"{key[1]} {shown(key[1], values)}".rstrip()


def _way(listing: Listing) -> str:
    return WORDS[listing.way] if listing.way else "nothing"


def _mapped(zone: ZoneMap) -> set[Key]:
    """What the map has, in every type a listing may show it as."""
    mapped = {(one.name, one.type) for one in zone.records}
    for one in zone.records:
        if one.by_address or one.type == "ALIAS":
            mapped |= {(one.name, type_) for type_ in ("A", "AAAA", "CNAME", "HTTPS")}
    return mapped


def _is_ours(zone: ZoneMap, name: str, type_: str) -> bool:
    """Whether the map would have to say something of it."""
    if name == zone.name and type_ in ("NS", "SOA"):
        return False
    if name != zone.name and not name.endswith(f".{zone.name}"):
        return False
    cuts = [one.name for one in zone.records if one.type == "NS" and one.name != zone.name]
    if any(name == cut or name.endswith(f".{cut}") for cut in cuts) and type_ in ("A", "AAAA"):
        return False  # addresses of servers below a delegation come with it
    patterns = (*zone.ignore, *_COMES_AND_GOES)
    return not any(covers(pattern, name, type_, zone.name) for pattern in patterns)


def _absent(zone: ZoneMap, listing: Listing) -> list[Finding]:
    """Names that a pattern of absent: means."""
    made: list[Finding] = []
    for pattern in zone.absent:
        names = {
            name for name, type_ in listing.found if covers(pattern.name, name, type_, zone.name)
        }
        for name in sorted(names):
            keys = [key for key in listing.found if key[0] == name]
            what = "; ".join(_said(key, listing) for key in sorted(keys))
            said = f"{name} has {what}; the config says {pattern.name} must not exist"
            change = Change(zone=zone.name, sign="-", record=name, wanted="", live=what)
            finding = PRESENT.broken(_Stray(name=name, at=pattern.at), said)
            made.append(replace(finding, change=change))
    return made


def _coverage(zone: ZoneMap, listing: Listing) -> Iterable[Finding]:
    """Says how far we saw where that was not the whole zone."""
    if listing.is_whole:
        return
    said = f"{zone}: names that the map lacks were looked for by {_way(listing)} only"
    said += ", which proves nothing of other names"
    yield PARTIAL.broken(zone, said, *listing.refused)
