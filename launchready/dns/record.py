"""A record the founder committed, and a name that must not exist."""

from dataclasses import dataclass
from typing import Literal

from launchready.core.location import Location

Match = Literal["exact", "subset", "any", "present"]
Extras = Literal["fail", "warn", "ignore"]
Keeping = Literal["ignore", "max", "exact"]

# A string of a TXT record holds no more (RFC 1035, 3.3.14).
LONGEST_STRING = 255  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One name and type of a record map with all its values, in the form of core's Answer.

    `name` is absolute without its final dot. `ttl` is None where the map states none. `match`
    says how live values are held against these; `extras` and `keeping` are the zone's policy
    for values and TTLs that differ. `purpose` and `owner` are what comments in the map say.
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

    def __str__(self) -> str:
        return f"{self.name} {self.type}"

    @property
    def by_address(self) -> bool:
        """Whether visitors only ever see addresses where this record stands."""
        return self.proxied or self.type == "ALIAS"

    @property
    def promised(self) -> str:
        """The values as a message shows them."""
        return shown(self.type, self.values)

    @property
    def lines(self) -> str:
        """The record as one publishes it, in the words of a zone file."""
        ttl = f" {self.ttl}" if self.ttl is not None else ""
        return ", ".join(
            f"{self.name}.{ttl} IN {self.type} {_written(self.type, one)}" for one in self.values
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsentName:
    """A name that must not exist; absolute, without its final dot."""

    zone: str
    name: str
    at: Location

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneMap:
    """A zone with its whole map; `at` is where the config names it."""

    name: str
    at: Location
    records: tuple[Record, ...]

    def __str__(self) -> str:
        return self.name


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
