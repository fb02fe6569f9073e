"""Reads what `aws route53 list-resource-record-sets` prints."""

import json
import re
from dataclasses import replace
from typing import Any

from launchready.core.location import Location
from launchready.dns.forms import FORMS
from launchready.dns.record import Match, Record
from launchready.dns.written import mistake, name_of
from launchready.dns.zone_file import HOUSEKEEPING
from launchready.dns.zone_values import value
from launchready.dns.zone_words import entries
from launchready.values.node import Text
from launchready.values.problem import ConfigError, Problem

_OCTAL = re.compile(r"\\([0-7]{3})")
# What makes Route 53 answer one visitor differently from another.
_VARIES = (
    "Weight",
    "Region",
    "GeoLocation",
    "GeoProximityLocation",
    "MultiValueAnswer",
    "Failover",
)
_SETS = "ResourceRecordSets"


def is_export(raw: bytes) -> bool:
    return raw.lstrip().startswith(b"{") and _SETS.encode() in raw


def zone_of(raw: bytes, file: str) -> str | None:
    """The zone, by its SOA."""
    sets = _sets(raw, file)
    return next((_name(one, file) for one in sets if one.get("Type") == "SOA"), None)


def read_export(raw: bytes, file: str, zone: str, repairs: list[Problem]) -> tuple[Record, ...]:
    """The records in the order of the export. Raises ConfigError with every problem."""
    found: dict[tuple[str, str], Record] = {}
    problems: list[Problem] = []
    for one in _sets(raw, file):
        try:
            record = _record(one, file, zone, repairs)
        except ConfigError as error:
            problems += error.problems
            continue
        if record is None:
            continue
        key = (record.name, record.type)
        before = found.get(key)
        if before is not None and record.type == "ALIAS" and before.values != record.values:
            text = f"{record} leads to several places"
            repairs.append(
                Problem(at=record.at, found=text, meant=f"only {before.values[0]} is kept")
            )
            continue
        if before is not None:
            values = tuple(sorted({*before.values, *record.values}))
            record = replace(record, values=values)
        found[key] = record
    if problems:
        raise ConfigError(problems)
    return tuple(found.values())


def _sets(raw: bytes, file: str) -> list[dict[str, Any]]:
    at = Location(file=file)
    try:
        sets = json.loads(raw)[_SETS]
        if all(isinstance(one["Name"], str) and isinstance(one["Type"], str) for one in sets):
            return list(sets)
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    meant = "save what aws route53 list-resource-record-sets prints"
    raise mistake(at, f"this is no list of {_SETS}", meant)


def _name(one: dict[str, Any], file: str) -> str:
    written = _OCTAL.sub(lambda match: chr(int(match[1], 8)), one["Name"])
    return name_of(written, Location(file=file))


def _record(one: dict[str, Any], file: str, zone: str, repairs: list[Problem]) -> Record | None:
    at, name, type_ = Location(file=file), _name(one, file), one["Type"]
    if type_ in HOUSEKEEPING:
        return None
    if type_ not in FORMS:
        found = f"{name} {type_} is left out"
        repairs.append(Problem(at=at, found=found, meant="maps have no such type"))
        return None
    if name != zone and not name.endswith(f".{zone}"):
        raise mistake(at, f"{name} is not within {zone}", "export one zone at a time")
    match: Match = "any" if any(key in one for key in _VARIES) else "exact"
    alias = one.get("AliasTarget")
    if isinstance(alias, dict):
        target = f"{name_of(str(alias.get('DNSName', '')), at)}."
        return Record(zone=zone, name=name, type="ALIAS", values=(target,), at=at)
    values = {_value(type_, row, zone, at) for row in one.get("ResourceRecords") or ()}
    ttl = one.get("TTL")
    return Record(
        zone=zone,
        name=name,
        type=type_,
        values=tuple(sorted(values)),
        at=at,
        ttl=ttl if isinstance(ttl, int) else None,
        match=match,
    )


def _value(type_: str, row: object, zone: str, at: Location) -> str:
    """One value, which is written as in a zone file, every name whole."""
    said = row.get("Value") if isinstance(row, dict) else None
    if not isinstance(said, str):
        raise mistake(at, f"a value of {type_} is no text", "export the zone again")
    found = list(entries(f"- {said}\n".encode("utf-8", "replace"), at.file))
    if len(found) != 1:
        raise mistake(at, f"{said} is not one value", "export the zone again")
    words = [Text(_dotted(type_, one), at=at, quoted=one.quoted) for one in found[0].words[1:]]
    return value(type_, words, zone, Text(type_, at=at))


def _dotted(type_: str, word: Text) -> str:
    """Route 53 takes a name without its final dot for a whole one."""
    named = type_ in ("CNAME", "NS", "PTR", "MX", "SRV") and not word.isdigit()
    return f"{word}." if named and not word.endswith(".") else str(word)
