"""Reads a BIND zone file as a record map: every record with its line, or every mistake."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from launchready.dns.forms import FORMS
from launchready.dns.record import Record
from launchready.dns.written import mistake, name_of
from launchready.dns.zone_values import absolute, value
from launchready.dns.zone_words import Entry, entries
from launchready.values.node import Text
from launchready.values.problem import ConfigError, Problem, nearest

_LONGEST_TTL = 2**31 - 1  # seconds (RFC 2181, 8)
_UNITS = {"S": 1, "M": 60, "H": 3600, "D": 86400, "W": 604800}
# What a name server keeps for itself; a map promises nothing of it.
HOUSEKEEPING = (
    "SOA", "DNSKEY", "RRSIG", "NSEC", "NSEC3", "NSEC3PARAM", "CDS", "CDNSKEY", "ZONEMD",
    "TYPE59",  # CDS
    "TYPE60",  # CDNSKEY
    "TYPE65534",  # how far BIND is with signing
)  # fmt: skip
_MOST = 20_000  # records; a zone of more is no map that people read


@dataclass(slots=True)
class Reading:
    """How far the file is read: where names are relative to, and what holds until changed."""

    zone: str
    origin: str
    owner: str | None = None
    ttl: int | None = None
    found: dict[tuple[str, str], Record] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    repairs: list[Problem] | None = None


def read_zone_file(
    raw: bytes, file: str, zone: str, repairs: list[Problem] | None = None
) -> tuple[Record, ...]:
    """The records in the order of their lines. Raises ConfigError with every problem.

    With `repairs`, as for an export of a provider, what a map cannot have is mended or left
    out, and told there.
    """
    reading = Reading(zone=zone, origin=zone, repairs=repairs)
    for entry in entries(raw, file):
        try:
            _take(reading, entry)
        except ConfigError as error:
            reading.problems += error.problems
    if repairs is not None:
        _flatten_apex(reading, repairs)
    reading.problems += _crowded(reading.found)
    if reading.problems:
        raise ConfigError(reading.problems)
    return tuple(reading.found.values())


def zone_of(raw: bytes, file: str) -> str | None:
    """The zone a file says it is of: its SOA's owner or first origin, if it says so."""
    origin: str | None = None
    for entry in entries(raw, file):
        first = entry.words[0] if entry.words else None
        if first is not None and first.upper() == "$ORIGIN" and len(entry.words) == 2:
            origin = name_of(entry.words[1], first.at)
        if "SOA" in [one.upper() for one in entry.words[1:4] if not one.quoted]:
            if first in (None, "@") or entry.indented:
                return origin
            # An export may lack the owner's final dot.
            return name_of(str(first), entry.at) if "." in str(first) else origin
    return origin


def _take(reading: Reading, entry: Entry) -> None:
    words = list(entry.words)
    if not words:
        return
    if words[0].startswith("$") and not words[0].quoted and not entry.indented:
        _direct(reading, words)
        return
    owner = None if entry.indented else words.pop(0)
    ttl, type_ = _head(words, entry)
    kind = type_.upper()
    if owner is not None and kind != "SOA":
        reading.owner = absolute(owner, reading.origin).removesuffix(".")
        reading.owner = name_of(reading.owner, owner.at)
    elif owner is not None:
        reading.owner = reading.zone
    if kind in HOUSEKEEPING:
        return
    if reading.repairs is not None and kind not in FORMS:
        found = f"{reading.owner} {type_} is left out"
        reading.repairs.append(Problem(at=entry.at, found=found, meant="maps have no such type"))
        return
    _demand_type(type_)
    _add(reading, entry, type_, value(kind, words, reading.origin, type_), ttl)


def _head(words: list[Text], entry: Entry) -> tuple[int | None, Text]:
    """TTL and class in whichever order, then the type; what follows stays in `words`."""
    ttl: int | None = None
    while words:
        word = words.pop(0)
        if word.upper() == "IN":
            continue
        if word.upper() in ("CH", "HS"):
            raise mistake(word.at, f"class {word} is not read", "records are of class IN")
        if ttl is None and word[:1].isdigit():
            ttl = seconds(word)
            continue
        return ttl, word
    raise mistake(entry.at, "this record has no type", "like: www 300 IN A 192.0.2.1")


def seconds(word: Text) -> int:
    """A TTL in seconds, or with units as BIND has them: 1h30m."""
    parts = re.findall(r"([0-9]{1,10})([smhdw]?)", word, re.IGNORECASE)
    if not re.fullmatch(r"(?:[0-9]{1,10}[smhdw])+|[0-9]{1,10}", word, re.IGNORECASE):
        raise mistake(word.at, f"{word} is no TTL", "seconds are meant, or like 1h30m")
    total = sum(int(amount) * _UNITS[unit.upper() or "S"] for amount, unit in parts)
    if total > _LONGEST_TTL:
        raise mistake(word.at, f"{word} is too long", f"at most {_LONGEST_TTL} seconds")
    return total


def _direct(reading: Reading, words: list[Text]) -> None:
    name, rest = words[0].upper(), words[1:]
    acts: dict[str, Callable[[Text], None]] = {
        "$ORIGIN": lambda word: _set_origin(reading, word),
        "$TTL": lambda word: setattr(reading, "ttl", seconds(word)),
    }
    if name not in acts:
        meant = "write its records out" if name == "$GENERATE" else "put its records into this file"
        raise mistake(words[0].at, f"{words[0]} is not followed", meant)
    if len(rest) != 1:
        raise mistake(words[0].at, f"{words[0]} has {len(rest)} values", "it has one")
    acts[name](rest[0])


def _set_origin(reading: Reading, word: Text) -> None:
    reading.origin = name_of(absolute(word, reading.origin).removesuffix("."), word.at)


def _demand_type(type_: Text) -> None:
    if type_.upper() not in FORMS:
        near = nearest(type_.upper(), FORMS)
        meant = f"did you mean {near}?" if near else f"read are {', '.join(FORMS)}"
        raise mistake(type_.at, f"records of type {type_} are not read", meant)


def _add(reading: Reading, entry: Entry, type_: Text, made: str, ttl: int | None) -> None:
    owner = reading.owner
    if owner is None:
        raise mistake(entry.at, "this record has no name", "start its line with one, or @")
    if owner != reading.zone and not owner.endswith(f".{reading.zone}"):
        found = f"{owner} is not within {reading.zone}"
        raise mistake(entry.at, found, "names without a final dot are relative to the origin")
    key = (owner, type_.upper())
    before = reading.found.get(key)
    if before is not None:
        values = tuple(sorted({*before.values, made}))
        reading.found[key] = replace(before, values=values)
        return
    if len(reading.found) >= _MOST:
        raise mistake(entry.at, f"more than {_MOST:,} records", "split the zone")
    ttl = reading.ttl if ttl is None else ttl
    proxied = "cf-proxied:true" in entry.comment
    purpose = re.sub(r"^[;\s]+|\s*\bcf_tags=\S*|\s+$", "", entry.comment)
    # Cloudflare writes 1 for "automatic".
    own = None if ttl == 1 or proxied else ttl
    reading.found[key] = Record(
        zone=reading.zone, name=owner, type=key[1], values=(made,), at=entry.at, ttl=own,
        proxied=proxied, purpose=purpose.strip(),
    )  # fmt: skip


def _crowded(found: dict[tuple[str, str], Record]) -> list[Problem]:
    """What cannot stand beside a CNAME (RFC 1034, 3.6.2), or is one only."""
    names: dict[str, list[str]] = {}
    for name, type_ in found:
        names.setdefault(name, []).append(type_)
    problems: list[Problem] = []
    for record in found.values():
        others = [one for one in names[record.name] if one != "CNAME"]
        if record.type in ("CNAME", "ALIAS") and len(record.values) > 1:
            text, meant = f"{record} has {len(record.values)} values", "it can have one only"
            problems.append(Problem(at=record.at, found=text, meant=meant))
        if record.type != "CNAME" or record.proxied:
            continue
        if record.name == record.zone:
            text = f"{record} cannot be"
            meant = "a zone's own name has other records; run launchready dns import on this file"
            problems.append(Problem(at=record.at, found=text, meant=meant))
        elif others:
            text = f"{record} stands beside {', '.join(others)}"
            meant = "a CNAME must stand alone; move one of them to another name"
            problems.append(Problem(at=record.at, found=text, meant=meant))
    return problems


def _flatten_apex(reading: Reading, repairs: list[Problem]) -> None:
    """A provider that has a CNAME at the zone's own name serves its addresses there."""
    alias = reading.found.pop((reading.zone, "CNAME"), None)
    if alias is not None:
        reading.found[reading.zone, "ALIAS"] = replace(alias, type="ALIAS")
        found = f"{alias} is written as ALIAS"
        meant = "a zone's own name cannot be a CNAME"
        repairs.append(Problem(at=alias.at, found=found, meant=meant))
