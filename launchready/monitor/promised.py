"""What launchready.yml promises to be watched, and by what."""

from dataclasses import dataclass, field
from typing import Literal

from launchready.core.location import NOWHERE, Location, Named
from launchready.core.monitors import MonitorAccess, Watching

# What every launch has watched (a product without one of them says `none`).
CLASSES = {
    "homepage": "its URL",
    "login": "its URL",
    "api": "the URL of its health endpoint",
    "email": "heartbeat, or a monitor of the mail path",
}

Way = Literal["url", "heartbeat", "monitor", "unsaid"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One thing that watches: files of a program, or a provider that is asked."""

    provider: str
    files: tuple[Named, ...] = ()
    access: MonitorAccess | None = field(default=None, repr=False)
    at: Location = NOWHERE

    def __str__(self) -> str:
        listed = ", ".join(str(one) for one in self.files)
        return f"{self.provider} ({listed})" if listed else self.provider


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """Something that must be watched; the subject of most checks.

    `by` says how it is recognised: `target` is a URL, the name of a heartbeat ("" for any) or
    the name of a monitor; "unsaid" is one of the four every launch has, which nobody named.
    """

    label: str
    by: Way
    target: str = ""
    at: Location = NOWHERE
    watch: "Watch" = field(repr=False)

    def __str__(self) -> str:
        return self.label

    @property
    def described(self) -> str:
        """What it is, for people."""
        match self.by:
            case "url":
                return self.target
            case "heartbeat":
                return f"the heartbeat {self.target}" if self.target else "a heartbeat"
            case "monitor":
                return f"the monitor {self.target}"
            case "unsaid":
                return "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """The promise as a whole. Times are in seconds, `expiry` in days, the earliest first; `kept`
    is what files said, read once for all checks."""

    sources: tuple[Source, ...] = ()
    named: tuple[tuple[str, Way, str, Location], ...] = ()
    within: float = 120.0
    delivery: float = 15.0
    expiry: tuple[float, ...] = (14.0, 3.0)
    at: Location = NOWHERE
    kept: dict[Source, Watching] = field(default_factory=dict, repr=False, compare=False)

    @property
    def covered(self) -> tuple[Covered, ...]:
        return tuple(
            Covered(label=label, by=by, target=target, at=at, watch=self)
            for label, by, target, at in self.named
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged:
    """Who is called about one kind of incident, first to last; `reach` has each one's contacts."""

    incident: str
    people: tuple[str, ...]
    reach: tuple[tuple[str, tuple[str, ...]], ...] = ()
    at: Location = NOWHERE
    watch: Watch = field(repr=False)

    def __str__(self) -> str:
        return self.incident
