"""What the redirect checks ask about: where a visit starts and what was promised of it."""

from dataclasses import dataclass
from typing import Literal

from launchready.core.location import Location
from launchready.web.policy import Policy

Query = Literal["keep", "drop", "ignore"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A page as visitors may spell it; the visit must end on one of the `ends`."""

    start: str
    ends: tuple[str, ...]
    policy: Policy
    at: Location

    def __str__(self) -> str:
        return self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade:
    """A page of a host that is its own destination, asked for over http."""

    start: str
    policy: Policy
    at: Location

    def __str__(self) -> str:
        return self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """One address of the redirect map and where it must lead; `to` None means it must be gone.

    `status` is None where any redirect will do, else "permanent" or the statuses allowed.
    """

    start: str
    to: str | None
    method: Literal["GET", "POST"]
    status: Literal["permanent"] | tuple[int, ...] | None
    query: Query
    policy: Policy
    at: Location

    def __str__(self) -> str:
        return self.start if self.method == "GET" else f"{self.method} {self.start}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsampled:
    """A pattern of the redirect map without an address to try it with."""

    pattern: str
    at: Location

    def __str__(self) -> str:
        return self.pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """The front door of a host of ours, over https."""

    start: str
    at: Location

    def __str__(self) -> str:
        return self.start.rstrip("/")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoPage:
    """An address at which nothing can be."""

    start: str
    at: Location

    def __str__(self) -> str:
        return self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenParam:
    """A page and its parameter that may say where to go next."""

    start: str
    name: str
    at: Location

    def __str__(self) -> str:
        return f"{self.start} {self.name}="


@dataclass(frozen=True, slots=True, kw_only=True)
class OldPage:
    """An address that was known before and must still lead to a page."""

    start: str
    policy: Policy
    at: Location

    def __str__(self) -> str:
        return self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Untried:
    """A file's rules that nobody can try from outside: what they are, and their lines."""

    file: str
    kinds: tuple[tuple[str, tuple[int, ...]], ...]
    at: Location

    def __str__(self) -> str:
        return self.file


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits:
    """Everything the redirect checks ask about, one tuple a check."""

    samples: tuple[Sample, ...] = ()
    upgrades: tuple[Upgrade, ...] = ()
    mapped: tuple[Mapped | Unsampled | OldPage | Untried, ...] = ()
    doors: tuple[Door, ...] = ()
    no_pages: tuple[NoPage, ...] = ()
    params: tuple[OpenParam, ...] = ()
