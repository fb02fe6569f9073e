"""What watches the product from outside, as its config files or its provider tell it.

A monitor looks; an alert says when and to whom it speaks. Readers of files and of providers'
APIs both make these, so that the room judges one thing whatever watches.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from launchready.core.location import Location
from launchready.core.unreachable import UnreachableError

# What an alert is about. "slow" and "other" are told where they are seen and promised by nobody.
Incident = Literal[
    "downtime", "ssl_expiry", "error_spike", "slow", "failed_deploy", "email_auth", "other"
]
# "page" is HTTP with or without a script; "heartbeat" waits to be called and minds the silence.
Kind = Literal["page", "tls", "heartbeat", "dns", "tcp", "mail", "other"]
# What a look demands beside an answer: `status` a class of status codes or one, `text` something
# of the body or of the page, `latency` a limit in time, `certificate` days left of it.
Demand = Literal["status", "text", "latency", "certificate"]

# The first term of every alert's time; what comes after it is the time from its being seen.
NEXT_LOOK = "until the next look"


def shown(target: str) -> str:
    """A target as it may be printed: without a user, a password and a query, each of which may
    hold a key."""
    scheme, mark, rest = target.partition("://")
    place, slash, path = (rest if mark else target).partition("/")
    inner, asks, _ = (slash + path).partition("?")
    host, ask, _ = place.rpartition("@")[2].partition("?")
    return f"{scheme + mark if mark else ''}{host}{inner}{'?…' if asks or ask else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Where an alert ends: `name` as its provider calls it, `channel` like email, sms, slack.

    `verified` is False where the provider says nobody ever confirmed it, None where it tells
    nothing. `works` is "" or why it takes no alert (switched off, an empty address). `via` is the
    receiver, group or policy it belongs to. A name never holds a secret: no webhook URL, no token.
    """

    name: str
    channel: str
    via: str = ""
    verified: bool | None = None
    works: str = ""

    @property
    def is_reached(self) -> bool:
        return self.verified is not False and not self.works

    def __str__(self) -> str:
        return f"{self.channel} {self.name}" if self.name != self.channel else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One part of the worst time from an outage to the message, in seconds."""

    label: str
    seconds: float

    def __str__(self) -> str:
        return f"{self.label} {self.seconds:g} s"


def looks(interval: float, times: int, timeout: float) -> tuple[Term, ...]:
    """The terms of a monitor that must see an outage `times` times, at fixed intervals.

    At the worst it begins just after a look: a whole interval passes before the next, one more
    for each look that must confirm it, and the last fails by its time-out.
    """
    more = times - 1
    again = (Term(label=f"{more} more look{'s' * (more > 1)}", seconds=interval * more),)
    return (
        Term(label=NEXT_LOOK, seconds=interval),
        *(again if more > 0 else ()),
        *((Term(label="time-out", seconds=timeout),) if timeout else ()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What is sent about one incident, to whom, and how long after it began at the worst.

    `terms` are all parts of that time, in the order they pass; () with `untimed` saying why it
    cannot be told. `days` is how long before the end of a certificate it speaks, None where it
    is about something else. `silenced` is "" or why nothing is sent though a contact is named,
    and `hours` when nothing is (`23:00 for 1h`, `in weekends`).
    `unknown` is "" or why the contacts cannot be told. `at` is None where a provider keeps it.
    """

    name: str
    incident: Incident
    contacts: tuple[Contact, ...] = ()
    terms: tuple[Term, ...] = ()
    untimed: str = ""
    days: float | None = None
    silenced: str = ""
    hours: str = ""
    unknown: str = ""
    at: Location | None = None

    @property
    def seconds(self) -> float:
        """The worst time from an outage to its message."""
        return sum(one.seconds for one in self.terms)

    @property
    def reached(self) -> tuple[Contact, ...]:
        """Who really hears of it."""
        return () if self.silenced else tuple(one for one in self.contacts if one.is_reached)


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitor:
    """Something that looks at the product, again and again.

    `target` is what it looks at as its provider writes it (a URL, `host:port`), "" for a
    heartbeat. `interval` is seconds between two looks (for a heartbeat: between two calls, with
    its grace). `resting` is "" or why it does not look (paused, muted until a day, disabled).
    `looked` is when it last did, None where nobody tells. `masks` is True where one alert speaks
    of both the certificate's end and an outage, so that the first hides the second. `at` is the
    line that makes it, None where a provider keeps it; `id` is the provider's.
    """

    name: str
    target: str
    kind: Kind
    method: str = "GET"
    interval: float | None = None
    demands: frozenset[Demand] = frozenset()
    resting: str = ""
    looked: datetime | None = None
    alerts: tuple[Alert, ...] = ()
    masks: bool = False
    at: Location | None = None
    id: str = ""

    def __str__(self) -> str:
        return self.name or shown(self.target)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """Everything that watches, as one provider tells it.

    `alerts` are those of no one monitor (a share of errors, a failed deploy). `hidden` says what
    may be there and could not be read: what is not found may then stand there.
    """

    provider: str
    monitors: tuple[Monitor, ...] = ()
    alerts: tuple[Alert, ...] = ()
    hidden: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorAccess:
    """Whom to ask, and with what; the token is never shown.

    `url` is where a provider that people host themselves is, "" for the vendor's own; `account`
    is what some vendors want beside the token (Checkly's account id), "" where none is needed.
    `at` is the line of the config that names it.
    """

    provider: str
    token: str = field(repr=False)
    url: str = ""
    account: str = ""
    at: Location


class MonitorProviders(Protocol):
    """Reads what a provider keeps, each once a run; changes nothing."""

    async def read(self, access: MonitorAccess) -> Watching:
        """Everything the provider tells of this account.

        Raises UnreachableError: "refused" when the token is not taken or may not read (with the
        scope it lacks in `advice`), "timed out" and "unreachable" as usual.
        """
        ...


class NoMonitorProviders:
    """Stands where no provider can be asked."""

    async def read(self, access: MonitorAccess) -> Watching:
        raise UnreachableError(f"{access.provider} cannot be asked here", kind="refused")
