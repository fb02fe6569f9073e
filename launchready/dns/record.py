"""A record the founder committed, and a name that must not exist."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal

from launchready.core.location import Location, Named

Match = Literal["exact", "subset", "any", "present"]
Extras = Literal["fail", "warn", "ignore"]
Keeping = Literal["ignore", "max", "exact"]
Way = Literal["api", "axfr", "nsec", "probe"]

# Where in a value the target stands.
_TARGETS = {
    "ALIAS": 0, "CNAME": 0, "HTTPS": 1, "MX": 1, "NS": 0, "PTR": 0, "SRV": 3, "SVCB": 1,
}  # fmt: skip

# A string of a TXT record holds no more (RFC 1035, 3.3.14).
LONGEST_STRING = 255  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One name and type of a record map with all its values, in the form of core's Answer.

    `name` is absolute without its final dot. `ttl` is None where the map states none. `match`
    says how live values are held against these; `extras` and `keeping` are the zone's policy
    for values and TTLs that differ. `purpose` and `owner` are what comments in the map say;
    `is_covered` says that a wildcard of the map answers for the name too.
    """

    zone: str
    name: str
    type: str
    values: tuple[str, ...]
    at: Location
    ttl: int | None = None
    match: Match = "exact"
    proxied: bool = False
    extras: Extras = "fail"
    keeping: Keeping = "ignore"
    purpose: str = ""
    owner: str = ""
    is_covered: bool = False

    def __str__(self) -> str:
        return f"{self.name} {self.type}"

    @property
    def is_wildcard(self) -> bool:
        return self.name.startswith("*.")

    @property
    def by_address(self) -> bool:
        """Whether visitors only ever see addresses where this record stands."""
        return self.proxied or self.type == "ALIAS"

    @property
    def promised(self) -> str:
        """The values as a message shows them."""
        return shown(self.type, self.values)

    @property
    def targets(self) -> tuple[str, ...]:
        """The names this record sends people to, without their final dots."""
        place = _TARGETS.get(self.type)
        if self.type == "TXT":
            return tuple(one for text in self.values for one in _spf_names(text))
        if place is None:
            return ()
        names = (one.split(" ")[place].removesuffix(".") for one in self.values)
        return tuple(one for one in names if one)

    @property
    def lines(self) -> str:
        """The record as one publishes it, in the words of a zone file."""
        ttl = f" {self.ttl}" if self.ttl is not None else ""
        return ", ".join(
            f"{self.name}.{ttl} IN {self.type} {_written(self.type, one)}" for one in self.values
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsentName:
    """A name that must not exist; absolute, without its final dot.

    `is_covered` says that a wildcard of the map answers for it.
    """

    zone: str
    name: str
    at: Location
    is_covered: bool = False

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneMap:
    """A zone with its whole map; `at` is where the config names it.

    `unlisted` weighs names the map lacks, `enumerate` says how they are looked for, `absent`
    are patterns of names that must not exist, `ignore` of what others manage; `token` lets us
    ask the DNS host.
    """

    name: str
    at: Location
    records: tuple[Record, ...]
    unlisted: Extras = "warn"
    enumerate: tuple[Way, ...] = ()
    absent: tuple[Named, ...] = ()
    ignore: tuple[str, ...] = ()
    token: str = field(default="", repr=False)

    def __str__(self) -> str:
        return self.name


def above(name: str) -> Iterator[str]:
    """The names above a name, nearest first, without the root."""
    labels = name.split(".")
    for start in range(1, len(labels)):
        yield ".".join(labels[start:])


def covers(pattern: str, name: str, type_: str, zone: str) -> bool:
    """Whether a pattern of names, with a type behind it or without, means this record."""
    named, *types = pattern.lower().split()
    within = name.removesuffix(zone).removesuffix(".")
    fits = fnmatchcase(within, named) or fnmatchcase(name, named.removesuffix("."))
    return fits and types in ([], [type_.lower()])


def shown(type_: str, values: tuple[str, ...]) -> str:
    """Values in a sentence; texts in quotes, so that blanks at their ends are seen."""
    return ", ".join(f'"{one}"' if type_ == "TXT" else one for one in values)


def _written(type_: str, value: str) -> str:
    if type_ != "TXT":
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return " ".join(f'"{one}"' for one in _strings(escaped))


def _strings(text: str) -> list[str]:
    """A text cut where no string gets too long, and never within an escape."""
    strings = [""]
    for character in text:
        within = strings[-1].endswith("\\") and not strings[-1].endswith("\\\\")
        if not within and len((strings[-1] + character).encode()) > LONGEST_STRING:
            strings.append("")
        strings[-1] += character
    return strings


def _spf_names(text: str) -> Iterator[str]:
    """The names whose SPF record a sender's policy goes on with (RFC 7208, 5.2 and 6.1)."""
    if not text.lower().startswith("v=spf1 "):
        return
    for term in text.lower().split():
        name = term.lstrip("+-~?")
        if name.startswith(("include:", "redirect=")) and "%" not in name:
            yield name[8 if name.startswith("include:") else 9 :].removesuffix(".")
