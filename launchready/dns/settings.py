"""What launchready.yml may say under dns."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Annotated, Self

from pydantic import Field, PlainValidator, PrivateAttr, WithJsonSchema

from launchready.core.location import Location, Named
from launchready.core.site import Site
from launchready.dns.octodns_map import read_map
from launchready.dns.record import AbsentName, Extras, Keeping, Record, Way, ZoneMap, above, covers
from launchready.dns.written import mistake, name_of
from launchready.dns.zone_file import read_zone_file
from launchready.values.problem import ConfigError, Problem
from launchready.values.setting import Read, Section, Setting
from launchready.values.types import Flag, Words, as_text, hostname, place, wrong

SUFFIX, ZONE_SUFFIX, ZONE_PREFIX = ".yaml", ".zone", "db."


def map_file(value: object) -> Named:
    """A record map's path; its file is named for the zone, as octoDNS and BIND have it."""
    text = as_text(value).strip()
    zone = _zone_of(text)
    if not zone:
        meant = "its name is the zone's: dns/example.com.yaml, or dns/example.com.zone"
        raise wrong(f"{text} is no record map", meant)
    hostname(zone)
    return Named(name=text, at=place(value))


def _zone_of(path: str) -> str:
    """The zone a map's file is named for; "" when it is not."""
    file = path.rpartition("/")[2]
    if file.endswith((SUFFIX, ZONE_SUFFIX)):
        return file.rpartition(".")[0]
    return file.removeprefix(ZONE_PREFIX) if file.startswith(ZONE_PREFIX) else ""


def is_pattern(text: str) -> bool:
    """Whether a name stands for several: `old-*`; `*` alone or in front is a wildcard record."""
    rest = "" if text == "*" else text.removeprefix("*.")
    return any(one in rest for one in "*?[")


def absent_name(value: object) -> Named:
    """A name within the zone, or a pattern of those that a listing of the zone finds."""
    text = as_text(value).strip().lower()
    if is_pattern(text):
        return Named(name=text.removesuffix("."), at=place(value))
    if text in ("", "@"):
        raise wrong("the zone itself cannot be absent", "name something within it")
    try:
        name_of(text, place(value))
    except ConfigError as error:
        raise wrong(error.problems[0].found, error.problems[0].meant) from None
    return Named(name=text, at=place(value))


def name_pattern(value: object) -> str:
    """A pattern of names within the zone, with a type behind it or without."""
    text = as_text(value).strip()
    if len(text.split()) not in (1, 2):
        raise wrong(f"{text} is no pattern", "like _acme-challenge* or '*._domainkey TXT'")
    return text


# A bare 404 is a name too, though an editor takes it for a number.
_SCALAR = WithJsonSchema({"type": ["string", "number", "boolean"]})
MapFile = Annotated[Named, PlainValidator(map_file), WithJsonSchema({"type": "string"})]
Name = Annotated[Named, PlainValidator(absent_name), _SCALAR]
NamePattern = Annotated[str, PlainValidator(name_pattern), _SCALAR]


class Zone(Setting):
    """A zone, its record map, and how strictly the live zone is held against it."""

    map: MapFile = Field(
        description="The record map, octoDNS's YAML (example.com.yaml) or a BIND zone file "
        "(example.com.zone), from the repository's root; the file is named for the zone."
    )
    extras: Extras = Field("fail", description="Values at a mapped name that the map lacks.")
    unlisted: Extras = Field("warn", description="Names and types found that the map lacks.")
    absent: tuple[Name, ...] = Field(
        (), description="Names that must not exist; a pattern covers what enumerate: finds."
    )
    ignore: tuple[NamePattern, ...] = Field(
        (), description="Names others manage, not held against the map; a type may follow."
    )
    ttl: Keeping = Field(
        "ignore", description="max: live TTLs may not be longer than the map's; exact: equal."
    )

    enumerate: tuple[Way, ...] = Field(
        ("api", "axfr", "nsec", "probe"),
        description="How the zone's names are looked for, the first that works: Cloudflare's "
        "list, a transfer, the chain of a signed zone, or likely names.",
    )
    token: Words = Field("", description="A Cloudflare token that may read the zone's DNS.")

    @property
    def name(self) -> str:
        return hostname(_zone_of(self.map.name))

    def mapped(self, read: Read) -> ZoneMap:
        """The zone with its map. Raises ConfigError."""
        return ZoneMap(
            name=self.name,
            at=self.map.at,
            records=self.records(read),
            unlisted=self.unlisted,
            enumerate=self.enumerate,
            absent=tuple(one for one in self.absent if is_pattern(one.name)),
            ignore=self.ignore,
            token=self.token,
        )

    def records(self, read: Read) -> tuple[Record, ...]:
        """The map's records under this zone's policy. Raises ConfigError."""
        reader = read_map if self.map.name.endswith(SUFFIX) else read_zone_file
        found = reader(_content(self.map, read), self.map.name, self.name)
        wild = {(one.name.removeprefix("*."), one.type) for one in found if one.is_wildcard}
        return tuple(
            replace(
                one,
                extras=self.extras,
                keeping=self.ttl,
                is_covered=any((name, one.type) in wild for name in above(one.name)),
            )
            for one in found
            if not any(covers(pattern, one.name, one.type, self.name) for pattern in self.ignore)
        )

    def absent_names(self, records: Iterable[Record]) -> tuple[AbsentName, ...]:
        """The names that must not exist, patterns left out."""
        wild = {one.name.removeprefix("*.") for one in records if one.is_wildcard}
        names = [(self._within(one), one.at) for one in self.absent if not is_pattern(one.name)]
        return tuple(
            AbsentName(
                zone=self.name, name=name, at=at, is_covered=any(one in wild for one in above(name))
            )
            for name, at in names
        )

    def _within(self, named: Named) -> str:
        name = name_of(named.name, named.at)
        return name if name.endswith(f".{self.name}") else f"{name}.{self.name}"


class Dns(Section):
    """What the dns room is told."""

    zones: tuple[Zone, ...] = Field((), description="The zones to hold against their maps.")

    dangling: Flag = Field(
        default=True, description="Look for targets that no longer exist or others can claim."
    )

    _maps: tuple[ZoneMap, ...] = PrivateAttr(default=())
    _absent: tuple[AbsentName, ...] = PrivateAttr(default=())

    @property
    def maps(self) -> tuple[ZoneMap, ...]:
        """Every zone with its map; none before the section is settled."""
        return self._maps

    @property
    def records(self) -> tuple[Record, ...]:
        """Every record of every map."""
        return tuple(record for one in self.maps for record in one.records)

    @property
    def asked(self) -> tuple[Record, ...]:
        """The records that the zone's own servers have; its DS records are the parent's."""
        return tuple(one for one in self.records if one.type != "DS" or one.name != one.zone)

    @property
    def pointing(self) -> tuple[Record, ...]:
        """The records whose targets are looked at."""
        return tuple(one for one in self.records if self.dangling and one.targets)

    @property
    def absent(self) -> tuple[AbsentName, ...]:
        return self._absent

    def settled(self, site: Site, read: Read) -> Self:
        """The same with its record maps read."""
        _ = site
        problems = [*_twice(self.zones)]
        maps: list[ZoneMap] = []
        for zone in self.zones:
            try:
                maps.append(zone.mapped(read))
            except ConfigError as error:
                problems += error.problems
        records = [record for one in maps for record in one.records]
        absent = [one for zone in self.zones for one in zone.absent_names(records)]
        problems += _contradictions(absent, records)
        if problems:
            raise ConfigError(problems)
        settled = self.model_copy()
        settled._maps = tuple(maps)  # noqa: SLF001 - ours, on the copy just made
        settled._absent = tuple(absent)  # noqa: SLF001
        return settled


def _content(map_: Named, read: Read) -> bytes:
    try:
        return read(map_.name)
    except FileNotFoundError:
        raise mistake(map_.at, f"there is no {map_.name}", _guess(map_.name, read)) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise mistake(map_.at, f"{map_.name} cannot be read", why) from None


def _guess(path: str, read: Read) -> str:
    """A file of nearly that name, where people usually keep it."""
    file = path.rpartition("/")[2]
    near = (f"{path.removesuffix(SUFFIX)}.yml", f"dns/{file}", f"config/{file}", file)
    found = next((one for one in near if one != path and _is_there(one, read)), None)
    if found is None:
        return "paths start at the repository's root"
    return f"there is {found}" + ("; rename it" if found.endswith(".yml") else "")


def _is_there(path: str, read: Callable[[str], bytes]) -> bool:
    try:
        read(path)
    except (OSError, ValueError):
        return False
    return True


def _twice(zones: Iterable[Zone]) -> list[Problem]:
    seen: dict[str, Location] = {}
    problems: list[Problem] = []
    for zone in zones:
        if zone.name in seen:
            meant = f"the first is in line {seen[zone.name].line}"
            problems.append(
                Problem(at=zone.map.at, found=f"{zone.name} is here twice", meant=meant)
            )
        seen.setdefault(zone.name, zone.map.at)
    return problems


def _contradictions(absent: Iterable[AbsentName], records: Iterable[Record]) -> list[Problem]:
    mapped = {one.name: one.at for one in reversed(list(records))}
    return [
        Problem(
            at=one.at,
            found=f"{one} must be absent and is mapped too",
            meant=f"the map has it in {mapped[one.name].file}, line {mapped[one.name].line}",
        )
        for one in absent
        if one.name in mapped
    ]
