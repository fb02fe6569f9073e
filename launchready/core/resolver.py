"""What a check may ask of the DNS."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from launchready.core.unreachable import UnreachableError

# How a server is asked: "UDP" goes on over TCP where UDP gives no whole answer. "TCP" is for names
# expected to be absent, which rate limits count over UDP, and for asking a second time.
Way = Literal["UDP", "TCP"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A name server's address as it is asked: `name` is for people, `port` usually 53.

    `address` is "" where the name server has none, which asking it then says.
    """

    name: str
    address: str
    port: int = 53

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One RRset of many asked for at once."""

    name: str
    type: str

    def __str__(self) -> str:
        return f"{self.name} {self.type}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One server's answer about one RRset, its values sorted and each once.

    Values are text in one form: addresses as Python's ipaddress writes them; names in lower
    case with their final dot (`10 mx.acme.test.`); CAA as `0 issue "value"`; hexadecimal digits
    in lower case; TXT as its strings joined, decoded as UTF-8 with backslash escapes. `missing`
    tells a name that does not exist (NXDOMAIN) from one without this type, be it that only
    something below it exists (NODATA); it is None when there are values. `alias` is the CNAME's
    target where the name is a CNAME and another type was asked.
    """

    server: Server
    name: str
    type: str
    values: tuple[str, ...] = ()
    ttl: int | None = None
    missing: Literal["no such name", "no such type", None] = None
    alias: str | None = None


Reply = Answer | UnreachableError


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """A name of a zone and the types it has, as the zone's own chain of names tells."""

    name: str
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """What the parent says of a zone: NS and DS as Answer has them, addresses it hands out.

    `names` is empty where the parent does not delegate the zone at all.
    """

    zone: str
    parent: str
    server: Server
    names: tuple[str, ...] = ()
    ds: tuple[str, ...] = ()
    glue: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Validated:
    """What a resolver that checks DNSSEC makes of an RRset.

    "secure" it proved (AD); "bogus" it refuses, and hands out only when told not to check;
    "unproven" is everything else: an unsigned zone, or a resolver that does not check. `told`
    is what the resolver says of it (RFC 8914).
    """

    name: str
    type: str
    state: Literal["secure", "unproven", "bogus"]
    values: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


class Resolver(Protocol):
    """Asks the DNS. Every method raises UnreachableError when there is no usable answer.

    Answers are remembered for the run: `ask` after `ask_all` costs nothing. `fresh` asks again.
    """

    async def authoritative(self, zone: str) -> tuple[Server, ...]:
        """Every address of every authoritative server of a zone, as configured or delegated.

        () when the zone is not delegated at all. IPv6 addresses are left out where this machine
        has no IPv6 and the server has another address.
        """
        ...

    async def ask(
        self, server: Server, name: str, type_: str, *, over: Way = "UDP", fresh: bool = False
    ) -> Answer:
        """One RRset from one authoritative server; SERVFAIL, REFUSED and lame are unreachable."""
        ...

    async def ask_all(
        self,
        server: Server,
        questions: Sequence[Asked],
        *,
        over: Way = "UDP",
        fresh: bool = False,
    ) -> tuple[Reply, ...]:
        """Many at once, in their order, each answered or with why it is not. Raises nothing."""
        ...

    async def addresses(self, host: str) -> tuple[str, ...]:
        """A and AAAA of a host, as a visitor's resolver gives them; () when it has none."""
        ...

    async def serial(self, server: Server, zone: str) -> int:
        """The SOA serial a server has at this moment, always asked anew (RFC 1982)."""
        ...

    async def is_bare(self, server: Server, name: str) -> bool | None:
        """Whether a name exists only because something below it does (RFC 4592, 2.2.2).

        Asked with type ANY, which leaves out what there is but never shows what there is not.
        None when the server does not answer that (RFC 8482).
        """
        ...

    async def transfer(self, server: Server, zone: str) -> tuple[Answer, ...]:
        """Every RRset of a zone (AXFR), DNSSEC's own included; unreachable when refused."""
        ...

    async def walk(self, server: Server, zone: str) -> tuple[Owner, ...]:
        """Every name of a zone signed with NSEC; unreachable where there is no such chain."""
        ...

    async def delegation(self, zone: str) -> Delegation:
        """What the parent's servers hand out for a zone."""
        ...

    async def validated(self, name: str, type_: str) -> Validated:
        """What a visitor's resolver makes of the DNSSEC of an RRset."""
        ...
